"""What stands around an event? A CloudEvents 1.0 envelope in structured JSON: the same bytes everywhere.

A reporter or service writes a *draft*; the log's keeper *stamps* it with position, time and the hash of the
event before it. The stamped bytes are what the store keeps, the stream carries and verification hashes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pydantic_core import from_json, to_json

from shared.codec import Unknown, decode, without_defaults
from shared.events.base import Event

GENESIS = "0" * 64
"""What the first event names as the hash of the one before it."""

NO_DISTRICT = "_"
"""The district of events that concern the whole log: days, laws, calendars."""

BUREAU = "bureau"
"""Stands where a case number does: for what the justice bureau of a district owes beside all cases."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An event ready to be appended: all of the envelope but what the keeper adds."""

    source: str
    """Who says so: `<kind>/<name>` such as `court/鄂0117` or `ledger/xinzhou`; a service by its bare name."""
    id: str
    """With the source, the identity of a fact. Empty on findings: the keeper gives them their position."""
    type: str
    subject: str
    """The case number, or what else the event is about."""
    district: str
    data: dict[str, Any]
    time: str = ""
    """The reporter's own instant, RFC 3339; empty when it names none."""
    actor: str = ""
    causationid: str = ""

    def by(self, actor: str) -> "Draft":
        """Return the same under somebody's name. Said of every fact, so without the detours of `replace`."""
        return Draft(
            source=self.source,
            id=self.id,
            type=self.type,
            subject=self.subject,
            district=self.district,
            data=self.data,
            time=self.time,
            actor=actor,
            causationid=self.causationid,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An event as the log keeps it."""

    event: Event | Unknown
    source: str
    id: str
    type: str
    subject: str
    district: str
    position: int
    recorded_at: datetime
    """When we learnt it (aware); the event itself says when it happened."""
    actor: str = ""
    causationid: str = ""

    @property
    def fact_key(self) -> str:
        """Return the identity of a fact: source and id."""
        return fact_key(self.source, self.id)


def fact_key(source: str, id_: str) -> str:
    """Return one string for the identity of a fact. Sources hold no space."""
    return f"{source} {id_}"


def is_finding(source: str) -> bool:
    """Return whether a source is one of the services, which find, and not somebody who reports."""
    return "/" not in source and source != "intake"


def case_key(district: str, subject: str) -> str:
    """Return one string for the identity of a case, or of what else an event is about."""
    return f"{district}|{subject}"


def stamp(draft: Draft, position: int, recorded_at: str, prevhash: str) -> bytes:
    """Return the bytes that stand on the log for a draft at this position.

    `recorded_at` is RFC 3339 in UTC; `prevhash` the digest of the bytes at `position - 1`.
    """
    return to_json(
        {
            "specversion": "1.0",
            "id": draft.id or str(position),
            "source": draft.source,
            "type": draft.type,
            "subject": draft.subject,
            "time": draft.time or recorded_at,
            "datacontenttype": "application/json",
            "dataschema": f"yingsu:schema:{draft.type.removeprefix('yingsu.').replace('.', ':')}",
            "district": draft.district,
            "actor": draft.actor or draft.source,
            "causationid": draft.causationid or str(position),
            "position": position,
            "recordedat": recorded_at,
            "prevhash": prevhash,
            "data": draft.data,
        }
    )


def digest(stored: bytes) -> str:
    """Return the hash by which the next event names this one."""
    return sha256(stored).hexdigest()


def content(draft: Draft) -> str:
    """Return the hash of what a draft says, for telling a repetition from a conflict of one identity.

    What was sent before its type grew by a field (ADR 28) says the same when it is sent again.
    """
    said = without_defaults(draft.type, draft.data)
    return sha256(to_json([draft.type, draft.subject, draft.district, said])).hexdigest()


def attributes(stored: bytes) -> dict[str, Any]:
    """Return the envelope of stored bytes as a mapping, `data` included."""
    envelope: dict[str, Any] = from_json(stored)
    return envelope


def as_recorded(draft: Draft, position: int = 0) -> Recorded:
    """Return a draft as it would stand on the log, for what is asked before; when it is learnt is not said."""
    return Recorded(
        event=decode(draft.type, draft.data),
        source=draft.source,
        id=draft.id,
        type=draft.type,
        subject=draft.subject,
        district=draft.district,
        position=position,
        recorded_at=datetime.min.replace(tzinfo=UTC),
    )


def read(stored: bytes) -> Recorded:
    """Return the event that stored bytes hold."""
    envelope = attributes(stored)
    return Recorded(
        event=decode(envelope["type"], envelope["data"]),
        source=envelope["source"],
        id=envelope["id"],
        type=envelope["type"],
        subject=envelope["subject"],
        district=envelope["district"],
        position=envelope["position"],
        recorded_at=datetime.fromisoformat(envelope["recordedat"]),
        actor=envelope["actor"],
        causationid=envelope["causationid"],
    )
