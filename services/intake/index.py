"""What must the keeper find fast? Identities of facts, each writer's last finding, revisions, parked facts.

All of it is derived from the store and follows it in groups; a deleted or outdated index fills itself again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from threading import Lock
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table, Text, delete, select

from services.intake.store import Store, Stored
from shared.dispute import source_rank
from shared.envelope import Draft, attributes, content, digest, fact_key
from shared.log.database import open_database, parts, put

_METADATA = MetaData()
_FACTS = Table(
    "facts",
    _METADATA,
    Column("key", LargeBinary, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
_STATE = Table(
    "state", _METADATA, Column("name", String, primary_key=True), Column("value", Text, nullable=False)
)
_WRITERS = Table(
    "writers",
    _METADATA,
    Column("service", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
_REVISIONS = Table(
    "revisions",
    _METADATA,
    Column("target", LargeBinary, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("replaces", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("data", Text),
    sqlite_with_rowid=False,
)
_PARKED = Table(
    "parked",
    _METADATA,
    Column("district", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("service", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)
_FORM = "1"
"""Raised when what the index holds changes: an index of another form is filled anew."""


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
    fact = "/" in draft.source or draft.source == "intake"
    return Entry(
        position,
        key_of(draft.source, draft.id) if fact else None,
        bytes.fromhex(content(draft)[:32]) if fact else b"",
        draft,
    )


class Index:
    """A database of its own beside the store. Blocking; one thread at a time gets in."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self._connection = self._engine.connect()
        self._lock = Lock()
        self.position = 0
        self.writers: dict[str, int] = {}
        self.day: date | None = None
        """The day that began last."""
        with self._connection.begin():
            self._load()

    def _load(self) -> None:
        _METADATA.create_all(self._connection)
        state = self._state()
        if state.get("form", _FORM) != _FORM:
            self._empty()
            state = {}
        self.position = int(state.get("position", 0))
        self.day = date.fromisoformat(state["day"]) if "day" in state else None
        rows = self._connection.execute(select(_WRITERS)).all()
        self.writers = {row.service: row.position for row in rows}

    def _empty(self) -> None:
        _METADATA.drop_all(self._connection)
        _METADATA.create_all(self._connection)

    def _state(self) -> dict[str, str]:
        return {row.name: row.value for row in self._connection.execute(select(_STATE))}

    def state(self, name: str) -> str:
        """Return a value somebody asked to keep, or the empty string."""
        with self._lock, self._connection.begin():
            return self._state().get(name, "")

    def keep(self, name: str, value: str) -> None:
        """Keep a value; it is lost with the index."""
        with self._lock, self._connection.begin():
            put(self._connection, _STATE, [{"name": name, "value": value}], replace=True)

    def catch_up(self, store: Store) -> int:
        """Read what the store has and the index has not; return the number of events read.

        An index of another store, or one that is ahead of it, starts again from nothing.
        """
        with self._lock, self._connection.begin():
            mark = self._state().get("digest", "")
            if self.position:
                at = store.select(self.position - 1, 1)
                if not at or digest(at[0].body) != mark:
                    self._empty()
                    self._load()
        count = 0
        for group in store.scan(self.position):
            self.add([_read(stored) for stored in group], digest(group[-1].body))
            count += len(group)
        return count

    def add(self, entries: Sequence[Entry], mark: str) -> None:
        """Take in consecutive events; `mark` is the digest of the last one's stored bytes."""
        if not entries:
            return
        position, day = entries[-1].position, self.day
        facts, writers = list[dict[str, Any]](), dict[str, int]()
        with self._lock, self._connection.begin():
            for new in entries:
                if new.key is not None:
                    facts.append({"key": new.key, "position": new.position, "content": new.content})
                else:
                    writers[new.draft.source] = new.position
                match new.draft.type.split(".")[1]:
                    case "fact-corrected" | "fact-retracted":
                        put(self._connection, _REVISIONS, [_revision(new)])
                    case "fact-parked" | "finding-withdrawn":
                        self._park(new)
                    case "day-began":
                        began = date.fromisoformat(new.draft.data["day"])
                        day = max(day or began, began)
            put(self._connection, _FACTS, facts)
            rows = [{"service": name, "position": at} for name, at in writers.items()]
            put(self._connection, _WRITERS, rows, replace=True)
            state = {"position": str(position), "digest": mark, "form": _FORM}
            state |= {"day": day.isoformat()} if day else {}
            put(self._connection, _STATE, [{"name": n, "value": v} for n, v in state.items()], replace=True)
        self.position, self.day = position, day
        self.writers |= writers

    def _park(self, new: Entry) -> None:
        draft = new.draft
        about = {"district": draft.district, "subject": draft.subject, "service": draft.source}
        if draft.type.split(".")[1] == "fact-parked":
            slot = f"{draft.data['reason']}/{draft.data['about']}"
            row = {**about, "slot": slot, "position": new.position, "data": to_json(draft.data).decode()}
            put(self._connection, _PARKED, [row], replace=True)
        elif draft.data["topic"] == "parked":
            gone = {**about, "slot": draft.data["of_slot"]}
            self._connection.execute(delete(_PARKED).where(*(_PARKED.c[n] == v for n, v in gone.items())))

    def known(self, keys: Sequence[bytes]) -> dict[bytes, Known]:
        """Return which of these facts are on the log."""
        found = dict[bytes, Known]()
        with self._lock, self._connection.begin():
            for part in parts(keys):
                rows = self._connection.execute(select(_FACTS).where(_FACTS.c.key.in_(part)))
                found |= {bytes(row.key): Known(row.position, bytes(row.content)) for row in rows}
        return found

    def current(self, store: Store, source: str, ids: Iterable[str]) -> dict[str, Current]:
        """Return what a reporter's facts say now, by id; those the log does not have are left out."""
        keys = {key_of(source, id_): id_ for id_ in ids}
        known = self.known(list(keys))
        chains = self._chains(list(known))
        result = dict[str, Current]()
        at = {fact.position: key for key, fact in known.items()}
        for stored in _at(store, sorted(at)):
            key = at[stored.position]
            id_ = keys[key]
            last = _last(id_, chains.get(key, ()))
            first = attributes(stored.body)
            told = first if last is None else last
            own = [revision for revision in chains.get(key, ()) if revision["source"] == source]
            own.sort(key=lambda revision: revision["position"])
            result[id_] = Current(
                told["type"],
                told["subject"],
                told["district"],
                told["data"],
                told["id"],
                own[-1]["data"] if own else first["data"],
                len(own),
            )
        return result

    def _chains(self, keys: Sequence[bytes]) -> dict[bytes, list[dict[str, Any]]]:
        chains = dict[bytes, list[dict[str, Any]]]()
        with self._lock, self._connection.begin():
            for part in parts(keys):
                rows = self._connection.execute(select(_REVISIONS).where(_REVISIONS.c.target.in_(part)))
                for row in rows.mappings():
                    data = None if row["data"] is None else from_json(row["data"])
                    chains.setdefault(bytes(row["target"]), []).append({**row, "data": data})
        return chains

    def parked(self, district: str, cases: Iterable[str] | None = None) -> list[Parked]:
        """Return the facts of a district, or of some of its cases, that the law cannot use yet."""
        query = select(_PARKED).where(_PARKED.c.district == district).order_by(_PARKED.c.position)
        wanted = None if cases is None else set(cases)
        with self._lock, self._connection.begin():
            rows = self._connection.execute(query).all()
        return [_parked(row) for row in rows if wanted is None or row.subject in wanted]

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
        self._engine.dispose()


def _read(stored: Stored) -> Entry:
    told = attributes(stored.body)
    draft = Draft(
        source=told["source"],
        id=told["id"],
        type=told["type"],
        subject=told["subject"],
        district=told["district"],
        data=told["data"],
    )
    return entry(stored.position, draft)


def _revision(new: Entry) -> dict[str, Any]:
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


def _last(id_: str, revisions: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Walk from a fact to its last revision, choosing as `shared.dispute` does."""
    chain = dict[str, list[Mapping[str, Any]]]()
    for revision in revisions:
        chain.setdefault(revision["replaces"], []).append(revision)
    last, seen = None, set[str]()
    while id_ in chain and id_ not in seen:
        seen.add(id_)
        last = min(chain[id_], key=lambda revision: (source_rank(revision["source"]), revision["id"]))
        id_ = last["id"]
    return last


def _at(store: Store, positions: Sequence[int]) -> Iterator[Stored]:
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


def _parked(row: Any) -> Parked:
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
