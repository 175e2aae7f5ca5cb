"""What does the index take from an event, and what does it say of one?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pydantic_core import from_json, to_json

from services.intake.store import Store, Stored
from shared.codec import name_in
from shared.dispute import successive
from shared.envelope import Draft, attributes, content, fact_key, is_finding


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index takes from one event."""

    position: int
    key: bytes | None
    """Of a fact; None for findings."""
    content: bytes
    draft: Draft


@dataclass(frozen=True, slots=True)
class Known:
    """A fact the log has already: where it stands, and the hash of what it says."""

    position: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Current:
    """What a fact says now, after its corrections."""

    type: str
    subject: str
    district: str
    data: dict[str, Any] | None
    """None when the fact was retracted."""
    revision: str
    """The id the next correction has to name in `replaces`."""
    stated: dict[str, Any] | None = None
    """What the reporter itself said last, whatever others have corrected; None when it took it back."""
    revisions: int = 0
    """How often the reporter itself has revised it."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A fact the law cannot use yet, as a service found."""

    district: str
    case: str
    service: str
    position: int
    reason: str
    about: str
    released_by: str
    fact: str


def key_of(source: str, id_: str) -> bytes:
    """Return sixteen bytes that stand for the identity of a fact."""
    return blake2b(fact_key(source, id_).encode(), digest_size=16).digest()


def entry(position: int, draft: Draft) -> Entry:
    """Return what the index takes from a draft that stands at a position."""
    fact = not is_finding(draft.source)
    return Entry(
        position,
        key_of(draft.source, draft.id) if fact else None,
        bytes.fromhex(content(draft)[:32]) if fact else b"",
        draft,
    )


def entry_of(stored: Stored) -> Entry:
    """Return what the index takes from an event of the store."""
    told = attributes(stored.body)
    draft = Draft(
        source=told["source"],
        id=told["id"],
        type=told["type"],
        subject=told["subject"],
        district=told["district"],
        data=told["data"],
        actor=told.get("actor", ""),
    )
    return entry(stored.position, draft)


def revision_row(new: Entry) -> dict[str, Any]:
    """Return what is kept of a correction or retraction."""
    draft, data = new.draft, new.draft.data
    type_ = data.get("type", "")
    type_ = type_ if type_.startswith("yingsu.") else f"yingsu.{type_}.v1"
    return {
        "target": key_of(data.get("target_source", ""), data.get("target_id", "")),
        "position": new.position,
        "replaces": data.get("replaces", ""),
        "id": draft.id,
        "source": draft.source,
        "type": type_,
        "subject": draft.subject,
        "district": draft.district,
        "data": to_json(data["data"]).decode() if "data" in data else None,
    }


def attached_row(new: Entry) -> dict[str, Any] | None:
    """Return what is kept of an event that says of a case that it has a file; None of all others."""
    draft, data = new.draft, new.draft.data
    key = new.key
    if name_in(draft.type) == "fact-corrected":
        if name_in(data["type"]) != "document-attached":
            return None
        key, data = key_of(data["target_source"], data["target_id"]), data["data"]
    return {
        "sha256": data["sha256"],
        "key": key,
        "position": new.position,
        "district": draft.district,
        "subject": draft.subject,
        "by": (draft.actor or draft.source).partition("#")[0],
    }


def last_revision(id_: str, revisions: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the last of a fact's revisions, or None when none of them follows from the fact itself."""
    replacing = dict[str, list[Mapping[str, Any]]]()
    for revision in revisions:
        replacing.setdefault(revision["replaces"], []).append(revision)
    revised = successive(id_, replacing, lambda revision: (revision["source"], revision["id"]))
    return revised[-1][0] if revised else None


def read_at(store: Store, positions: Sequence[int]) -> Iterator[Stored]:
    """Read single positions, neighbours together."""
    start = 0
    for i in range(1, len(positions) + 1):
        near = i < len(positions) and positions[i] - positions[i - 1] < 50
        if near and positions[i] - positions[start] < 2000:
            continue
        wanted = set(positions[start:i])
        some = store.select(positions[start] - 1, 2000, positions[i - 1])
        yield from (stored for stored in some if stored.position in wanted)
        start = i


def parked_of(row: Any) -> Parked:
    """Return the parked fact that a row holds."""
    data = from_json(row.data)
    return Parked(
        row.district,
        row.subject,
        row.service,
        row.position,
        data["reason"],
        data["about"],
        data["released_by"],
        data.get("fact", ""),
    )
