"""Where are identities, writers, revisions and parked facts looked up? In a database that follows the store."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

import structlog
from pydantic_core import from_json, to_json
from sqlalchemy import delete, select

from services.intake.index.entries import (
    Current,
    Entry,
    Known,
    Parked,
    attached_row,
    entry_of,
    key_of,
    last_revision,
    parked_of,
    read_at,
    revision_row,
)
from services.intake.index.tables import ATTACHED, FACTS, FORM, METADATA, PARKED, REVISIONS, STATE, WRITERS
from services.intake.laws import about_law, divisions_of, texts_of
from services.intake.store import Store
from shared.codec import name_in
from shared.envelope import Draft, attributes, digest
from shared.log.database import open_database, parts, put

_log = structlog.stdlib.get_logger("index")


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
        self.divisions: dict[str, str] = {}
        """The districts for which a law was adopted, with their codes in the national list of divisions."""
        self.told_of_laws: tuple[Draft, ...] = ()
        """What was reported about law packs: adoptions, and their corrections and retractions."""
        with self._connection.begin():
            self._load()

    def _load(self) -> None:
        METADATA.create_all(self._connection)
        state = self._state()
        if state.get("form", FORM) != FORM:
            self._empty()
            state = {}
        self.position = int(state.get("position", 0))
        self.day = date.fromisoformat(state["day"]) if "day" in state else None
        self.divisions = from_json(state.get("divisions", "{}"))
        self.told_of_laws = tuple(Draft(**told) for told in from_json(state.get("laws", "[]")))
        rows = self._connection.execute(select(WRITERS)).all()
        self.writers = {row.service: row.position for row in rows}

    def _empty(self) -> None:
        METADATA.drop_all(self._connection)
        METADATA.create_all(self._connection)

    def _state(self) -> dict[str, str]:
        return {row.name: row.value for row in self._connection.execute(select(STATE))}

    def state(self, name: str) -> str:
        """Return a value somebody asked to keep, or the empty string."""
        with self._lock, self._connection.begin():
            return self._state().get(name, "")

    def keep(self, name: str, value: str) -> None:
        """Keep a value; it is lost with the index."""
        with self._lock, self._connection.begin():
            put(self._connection, STATE, [{"name": name, "value": value}], replace=True)

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
            self.add([entry_of(stored) for stored in group], digest(group[-1].body))
            count += len(group)
        return count

    def add(self, entries: Sequence[Entry], mark: str) -> None:
        """Take in consecutive events; `mark` is the digest of the last one's stored bytes."""
        if not entries:
            return
        position, day, divisions = entries[-1].position, self.day, dict(self.divisions)
        laws = list(self.told_of_laws)
        facts, writers = list[dict[str, Any]](), dict[str, int]()
        with self._lock, self._connection.begin():
            for new in entries:
                if new.key is not None:
                    facts.append({"key": new.key, "position": new.position, "content": new.content})
                else:
                    writers[new.draft.source] = new.position
                try:
                    if new.key is not None and about_law(new.draft):
                        laws.append(new.draft)
                    match name_in(new.draft.type):
                        case "fact-corrected" | "fact-retracted":
                            put(self._connection, REVISIONS, [revision_row(new)])
                            self._attach(new)
                        case "document-attached":
                            self._attach(new)
                        case "fact-parked" | "finding-withdrawn":
                            self._park(new)
                        case "day-began":
                            began = date.fromisoformat(new.draft.data["day"])
                            day = max(day or began, began)
                except (KeyError, TypeError, ValueError) as error:
                    # It stands on the log whatever it says; the keeper must not stumble over it at every start.
                    _log.error("an event of a form the index cannot read", at=new.position, error=repr(error))
            put(self._connection, FACTS, facts)
            rows = [{"service": name, "position": at} for name, at in writers.items()]
            put(self._connection, WRITERS, rows, replace=True)
            state = {"position": str(position), "digest": mark, "form": FORM}
            state |= {"day": day.isoformat()} if day else {}
            if len(laws) > len(self.told_of_laws):
                divisions |= divisions_of(texts_of(laws))
                state |= {"laws": to_json(laws).decode(), "divisions": to_json(divisions).decode()}
            put(self._connection, STATE, [{"name": n, "value": v} for n, v in state.items()], replace=True)
        self.told_of_laws = tuple(laws)
        self.position, self.day, self.divisions = position, day, divisions
        self.writers |= writers

    def _attach(self, new: Entry) -> None:
        if name_in(new.draft.type) != "fact-retracted" and (row := attached_row(new)):
            put(self._connection, ATTACHED, [row])

    def _park(self, new: Entry) -> None:
        draft = new.draft
        about = {"district": draft.district, "subject": draft.subject, "service": draft.source}
        if name_in(draft.type) == "fact-parked":
            slot = f"{draft.data['reason']}/{draft.data['about']}"
            row = {**about, "slot": slot, "position": new.position, "data": to_json(draft.data).decode()}
            put(self._connection, PARKED, [row], replace=True)
        elif draft.data["topic"] == "parked":
            gone = {**about, "slot": draft.data["of_slot"]}
            self._connection.execute(delete(PARKED).where(*(PARKED.c[n] == v for n, v in gone.items())))

    def attached(self, **about: str) -> list[Any]:
        """Return who said of which fact that a file is there: of a `district` and `subject`, or of a `sha256`."""
        query = select(ATTACHED).where(*(ATTACHED.c[name] == value for name, value in about.items()))
        with self._lock, self._connection.begin():
            return list(self._connection.execute(query).all())

    def files(self, after: str, limit: int) -> list[str]:
        """Return hashes of files that some fact once named, in order."""
        query = select(ATTACHED.c.sha256).where(ATTACHED.c.sha256 > after).distinct()
        with self._lock, self._connection.begin():
            return list(self._connection.execute(query.order_by(ATTACHED.c.sha256).limit(limit)).scalars())

    def known(self, keys: Sequence[bytes]) -> dict[bytes, Known]:
        """Return which of these facts are on the log."""
        found = dict[bytes, Known]()
        for part in parts(keys):
            with self._lock, self._connection.begin():
                rows = self._connection.exec_driver_sql(_known(len(part)), tuple(part)).all()
            found |= {key: Known(position, content) for key, position, content in rows}
        return found

    def current(self, store: Store, source: str, ids: Iterable[str]) -> dict[str, Current]:
        """Return what a reporter's facts say now, by id; those the log does not have are left out."""
        keys = {key_of(source, id_): id_ for id_ in ids}
        known = self.known(list(keys))
        chains = self.chains(list(known))
        result = dict[str, Current]()
        at = {fact.position: key for key, fact in known.items()}
        for stored in read_at(store, sorted(at)):
            key = at[stored.position]
            id_ = keys[key]
            last = last_revision(id_, chains.get(key, ()))
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

    def chains(self, keys: Sequence[bytes]) -> dict[bytes, list[dict[str, Any]]]:
        """Return by fact what was said to correct or retract it."""
        chains = dict[bytes, list[dict[str, Any]]]()
        for part in parts(keys):
            with self._lock, self._connection.begin():
                rows = self._connection.execute(select(REVISIONS).where(REVISIONS.c.target.in_(part)))
                for row in rows.mappings():
                    data = None if row["data"] is None else from_json(row["data"])
                    chains.setdefault(bytes(row["target"]), []).append({**row, "data": data})
        return chains

    def parked(self, district: str, cases: Iterable[str] | None = None) -> list[Parked]:
        """Return the facts of a district, or of some of its cases, that the law cannot use yet."""
        query = select(PARKED).where(PARKED.c.district == district).order_by(PARKED.c.position)
        wanted = None if cases is None else set(cases)
        with self._lock, self._connection.begin():
            rows = self._connection.execute(query).all()
        return [parked_of(row) for row in rows if wanted is None or row.subject in wanted]

    def close(self) -> None:
        """Close the database when no thread works with it any more."""
        with self._lock:
            self._connection.close()
            self._engine.dispose()


@cache
def _known(count: int) -> str:
    """Return the question for so many facts, built once: SQLAlchemy would build it anew for each group."""
    columns = ", ".join(column.name for column in (FACTS.c.key, FACTS.c.position, FACTS.c.content))
    return f"SELECT {columns} FROM {FACTS.name} WHERE {FACTS.c.key.name} IN ({', '.join('?' * count)})"
