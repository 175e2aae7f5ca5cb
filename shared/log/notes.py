"""What was a service told, what has it still to judge, and how far has it read?

All of it changes in one transaction at a time, over one connection, so a crash leaves no half of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, MetaData, delete, insert, literal, select

from shared.envelope import NO_DISTRICT, is_finding
from shared.index import Entry, Index
from shared.log.beside import Beside, Told, keep_anew, mark_of
from shared.log.crossing import Crossing
from shared.log.database import open_database, parts, put
from shared.log.filing import OWING, READS, Batch, file, is_case
from shared.log.forms import is_of_another_form, mark_of_version
from shared.log.noted import Component as Component
from shared.log.noted import Noted as Noted
from shared.log.noted import Stalled as Stalled
from shared.log.statements import COUNT, EARLIEST, JUDGED, MATTERS, NEXT, NEXT_UPTO, UNSTALLED, WAKE
from shared.log.tables import CASES, DUE, FORM, INDEX, LINKS, METADATA, NOTES, STALLED, STATE, WANTED
from shared.log.told import told_of_cases, told_of_district

Save = Callable[[Connection], Mapping[str, str]]
"""Writes views in the same transaction; returns the cases for which that failed, with the error."""


KEEP = 1000
"""Events after which the position is saved even if nothing was noted of them."""


class Notes:
    """The notes of one service. Blocking; to be used by one thread at a time."""

    def __init__(
        self, url: str, service: str, also: Sequence[MetaData] = (), beside: Beside | None = None
    ) -> None:
        """Open the database at an SQLAlchemy URL; `also` are tables the service keeps beside its notes.

        What `beside` keeps of every fact is kept anew first, where another version of it did so before.
        """
        self.service = service
        self.position = 0
        """Position up to which the log has been read."""
        self.own_last = 0
        """Position of the last finding of this service that has been noted."""
        self.noted = 0
        """How many events have been noted."""
        self.due_count = self.stalled_count = 0
        """How many cases are to be judged, and how many could not be."""
        self.due_since = self.settles = 0
        """The first position that made a case due, and from which on nothing is settled; 0 when nothing is due."""
        self._sources = frozenset((*READS[service], service))
        self._also, self._beside = also, beside
        self._engine = open_database(url)
        self._connection = self._engine.connect()
        self._open()

    def reopen(self) -> None:
        """Go on with the version of the database that is asked now (`versions.py`)."""
        self._connection.close()
        self._connection = self._engine.connect()
        self._open()

    def _open(self) -> None:
        with self._connection.begin():
            state = self._prepare((METADATA, *self._also))
            if self._beside and state.get("beside") != mark_of(self._beside):
                keep_anew(self._connection, self._beside)
                self._save_state(beside=mark_of(self._beside))
            self._crossing = self._connection.execute(select(INDEX).limit(1)).first() is not None
            self._wanted = set(self._connection.execute(select(WANTED.c.fact)).scalars())
            self._entered = {NO_DISTRICT, *self._connection.execute(MATTERS).scalars()}
        self.position, self.own_last = state.get("position", 0), state.get("own_last", 0)
        self._crossed = Crossing()
        self._saved = self.position
        self.noted = state.get("noted", 0)
        with self._connection.begin():
            self._count()

    def _prepare(self, tables: Sequence[MetaData]) -> dict[str, int]:
        """Make the tables, anew where they are of another form, and return what was saved."""
        changed = [metadata for metadata in self._also if is_of_another_form(self._connection, metadata)]
        for metadata in changed:
            metadata.drop_all(self._connection)
        for metadata in tables:
            metadata.create_all(self._connection)
        state = self._state()
        self._turn = state.get("turn", 0)
        if changed and state:  # what was in them follows from the notes
            self._save_state(version=0, beside=0)
            state = self._state()
        if state.get("form", FORM if not state else 0) != FORM:
            for metadata in tables:
                metadata.drop_all(self._connection)
                metadata.create_all(self._connection)
        self._save_state(form=FORM)
        return self._state()

    def _state(self) -> dict[str, int]:
        return {row.name: row.value for row in self._connection.execute(select(STATE))}

    def note(self, batch: Sequence[tuple[int, bytes]], unsettled: int = 1) -> Noted:
        """Note a batch of consecutive positions, make due what it touches, and save the position.

        Of a batch of which nothing is noted the position is saved with the next: read again, it changes nothing.
        What follows from the positions before `unsettled` is known to have been noted before.
        """
        told = Batch(self.service, self.own_last, unsettled, self._entered if self.service in OWING else None)
        facts = list[Told]()
        for position, body in batch:
            envelope = from_json(body)
            source = envelope["source"]
            if is_finding(source):
                if source not in self._sources:
                    continue
                if source == self.service:
                    if position <= told.own_last:
                        continue  # noted when it was acknowledged
                    told.own_last = position
            elif self._beside:
                facts.append((position, envelope))
            told.add(position, body, envelope, file(envelope))
        position = batch[-1][0]
        if told.rows or position - self._saved >= KEEP:
            self._save(told, position, facts)
        self.position = position
        return Noted(len(told.rows), frozenset(told.worlds), told.day)

    def _save(self, told: Batch, position: int, facts: Sequence[Told]) -> None:
        with self._connection.begin():
            self._file(told)
            if self._beside and facts:
                self._beside.take(self._connection, facts)
            self._make_due(told)
            self._count()
            noted = self.noted + len(told.rows)
            self._save_state(position=position, own_last=told.own_last, noted=noted)
        self.own_last, self.noted, self._saved = told.own_last, noted, position
        self._entered |= told.begun

    def _file(self, told: Batch) -> None:
        put(self._connection, NOTES, told.rows)
        links = told.ties + self._resolve(told)
        both = [
            {"left_key": a, "right_key": b} for a, b in chain(links, ((b, a) for a, b in links)) if a != b
        ]
        put(self._connection, LINKS, both)
        rows = [{"case_key": key, "district": district, "wake": None} for key, district in told.cases.items()]
        put(self._connection, CASES, rows)

    def _resolve(self, told: Batch) -> list[tuple[str, str]]:
        """Return the links between the cases of corrections and the cases of their targets, either of them new."""
        links, arrived = list[tuple[str, str]](), self._wanted & told.facts.keys()
        if arrived:
            query = select(WANTED).where(WANTED.c.fact.in_(list(arrived)))
            links += [(row.case_key, told.facts[row.fact]) for row in self._connection.execute(query)]
            self._connection.execute(delete(WANTED).where(WANTED.c.fact.in_(list(arrived))))
            self._wanted -= arrived
        unknown = [target for _, target in told.targets if target not in told.facts]
        known = dict(told.facts)
        for part in parts(unknown):
            query = select(NOTES.c.fact, NOTES.c.case_key).where(NOTES.c.fact.in_(part))
            known |= {row.fact: row.case_key for row in self._connection.execute(query)}
        missing = []
        for key, target in told.targets:
            if target in known:
                links.append((key, known[target]))
            else:
                missing.append({"fact": target, "case_key": key})
        put(self._connection, WANTED, missing)
        self._wanted |= {row["fact"] for row in missing}
        return [(a, b) for a, b in links if is_case(b)]

    def _make_due(self, told: Batch) -> None:
        rows = [
            {"case_key": key, "later": 0, "since": since, "settles": settles}
            for key, (since, settles) in told.due.items()
        ]
        put(self._connection, DUE, rows, least=("later", "settles"))
        self._unstall(told.cases)
        if told.day is not None:
            self._make_cases_due(told.moved_at, told.moved_at, CASES.c.wake <= told.day)
            self.retry(begin=False)
        if NO_DISTRICT in told.unsure:
            self._make_cases_due(told.moved_at, told.moved_at)
        elif told.unsure:
            self._make_cases_due(told.moved_at, told.moved_at, CASES.c.district.in_(sorted(told.unsure)))

    def judge_by(self, version: str) -> bool:
        """Make every case due if what was judged so far was judged by another version; return whether it was."""
        mark = mark_of_version(version)
        with self._connection.begin():
            another = self._state().get("version", mark) != mark
            if another:
                self._make_cases_due(0, self.position + 1)
                self._count()
            self._save_state(version=mark)
        return another

    def was_judged_by(self, version: str) -> bool:
        """Return whether all that was judged so far was judged by this version."""
        mark = mark_of_version(version)
        with self._connection.begin():
            return self._state().get("version", mark) == mark

    def read_on_to(self, position: int) -> None:
        """Save that the log has been read up to a position, after the last note."""
        self.position = max(self.position, position)
        with self._connection.begin():
            self._save_state(position=self.position)
        self._saved = self.position

    def _make_cases_due(self, since: int, settles: int, *which: Any) -> None:
        due = select(DUE.c.case_key).where(DUE.c.case_key == CASES.c.case_key).exists()
        query = select(CASES.c.case_key, literal(1), literal(since), literal(settles)).where(*which, ~due)
        self._connection.execute(insert(DUE).from_select(list(DUE.c), query))

    def _unstall(self, keys: Iterable[str]) -> None:
        if self.stalled_count:
            for part in parts(list(keys)):
                self._connection.execute(UNSTALLED, {"keys": part})

    def due(self, limit: int, upto: int | None = None) -> list[str]:
        """Return cases to be judged, those with news of their own first; with `upto` only those due since then."""
        query, values = (NEXT, {}) if upto is None else (NEXT_UPTO, {"upto": upto})
        with self._connection.begin():
            return list(self._connection.execute(query, {"most": limit, **values}).scalars())

    def load(self, keys: Sequence[str]) -> list[Component]:
        """Return all that is noted of these cases and of whatever they are joined to."""
        with self._connection.begin():
            return told_of_cases(self._connection, keys, self.position)

    def world(self, district: str) -> list[bytes]:
        """Return what the world of a district is made of: its own facts, the log's, the first day and the last."""
        with self._connection.begin():
            return told_of_district(self._connection, district)

    def enter(
        self, keys: Sequence[str], entries: Mapping[str, Iterable[Entry]]
    ) -> tuple[Index, frozenset[str]]:
        """Let these cases be entered in the index as said; return what is entered, and the others that became due.

        These settle with the cases entered: until both are judged, what follows from the news is not known.
        """
        if not self._crossing and not any(entries.values()):
            return Index(), frozenset()
        with self._crossed.writing(), self._connection.begin():
            self._crossing = True
            index, changed = self._crossed.enter(self._connection, keys, entries)
            others = frozenset(changed.difference(keys))
            if others:
                since, settles = self._connection.execute(EARLIEST, {"keys": list(keys)}).one()
                begun = {"since": since or 0, "settles": settles or self.position}
                put(
                    self._connection,
                    DUE,
                    [{"case_key": key, "later": 1, **begun} for key in sorted(others)],
                    least=("later", "settles"),
                )
                self._count()
        return index, others

    def entered(self, entries: Iterable[Entry]) -> Index:
        """Return what is entered in the index where these entries would be, as far as their cases ask for it."""
        with self._connection.begin():
            return self._crossed.read(self._connection, entries)

    def conclude(
        self,
        judged: Iterable[str],
        own: Sequence[tuple[int, bytes]] = (),
        wake: Mapping[str, date | None] | None = None,
        stalled: Mapping[str, str] | None = None,
        save: Save | None = None,
    ) -> Mapping[str, str]:
        """Note what was found, let views be saved, and take what was judged off what is due.

        `own` are acknowledged findings, `wake` says on which day each case is to be judged again, `stalled` which
        could not be judged and why. Returns all that stalled, those of `save` included.
        """
        told = Batch(self.service, self.own_last)
        for position, body in own:
            envelope = from_json(body)
            told.add(position, body, envelope, file(envelope))
            told.own_last = position
        with self._connection.begin():
            failed = dict(stalled or {}) | dict(save(self._connection) if save else {})
            put(self._connection, NOTES, told.rows)
            put(
                self._connection,
                CASES,
                [{"case_key": k, "district": d, "wake": None} for k, d in told.cases.items()],
            )
            done = list(judged)
            for part in parts(done):
                self._connection.execute(JUDGED, {"keys": part})
            self._unstall(done)
            self._set_wake(wake or {})
            rows = [{"case_key": k, "error": e, "since": self.position} for k, e in failed.items()]
            put(self._connection, STALLED, rows, replace=True)
            self._count()
            noted = self.noted + len(told.rows)
            self._save_state(position=self.position, own_last=told.own_last, noted=noted)
        self.own_last, self.noted, self._saved = told.own_last, noted, self.position
        return failed

    def _set_wake(self, wake: Mapping[str, date | None]) -> None:
        if wake:
            self._connection.execute(WAKE, [{"key": key, "day": day} for key, day in wake.items()])

    def retry(self, *, begin: bool = True) -> None:
        """Make due again what has stalled."""
        if begin:
            with self._connection.begin():
                return self.retry(begin=False)
        keys = list(self._connection.execute(select(STALLED.c.case_key)).scalars())
        at_once = {"later": 0, "since": 0, "settles": self.position + 1}
        put(self._connection, DUE, [{"case_key": key, **at_once} for key in keys])
        self._connection.execute(delete(STALLED))
        self._count()

    def stalled(self, limit: int = 1000) -> list[Stalled]:
        """Return what could not be judged, the longest stalled first."""
        query = select(STALLED).order_by(STALLED.c.since, STALLED.c.case_key).limit(limit)
        with self._connection.begin():
            return [Stalled(*row) for row in self._connection.execute(query)]

    def _count(self) -> None:
        count, since, settles, stalled = self._connection.execute(COUNT).one()
        self.due_count, self.due_since, self.settles = count, since or 0, settles or 0
        self.stalled_count = stalled

    def _save_state(self, **values: int) -> None:
        self._turn += 1  # whoever keeps an answer knows by it that nothing has changed since
        rows = [{"name": name, "value": value} for name, value in {**values, "turn": self._turn}.items()]
        put(self._connection, STATE, rows, replace=True)

    def close(self) -> None:
        """Save the position and close the database."""
        if self.position != self._saved:
            with self._connection.begin():
                self._save_state(position=self.position)
        self._connection.close()
        self._engine.dispose()
