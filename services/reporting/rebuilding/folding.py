"""What do the notes up to a position make of the views? Each worker folds some of the disputes, each dispute once.

A worker has a file of its own with empty views, and lets the very code fill them that keeps them day by day. It reads
the notes of the version that is asked, up to a position, as if they were its own.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, select

from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding.opening import fillable, without_indexes
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.envelope import GENESIS
from shared.index import Entry, Index
from shared.judge.folding import Folding
from shared.judge.shown import Shown
from shared.log.beside import PART, Told
from shared.log.database import parts
from shared.log.joining import joined
from shared.log.noted import Component
from shared.log.tables import CASES
from shared.log.told import told_of_district, told_of_groups

REPORTING = "reporting"


class DamagedError(Exception):
    """Notes that do not follow on each other: what is folded from them would be wrong."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(position, why)  # so that it comes through from another process

    def __str__(self) -> str:
        position, why = self.args
        return (
            f"the notes are damaged at position {position}: {why}; "
            "yingsu rebuild reporting --from-nothing reads them again from the log"
        )


@dataclass(frozen=True, slots=True)
class Source:
    """What workers read: the notes of a version, up to a position."""

    version: Path
    upto: int


@dataclass(frozen=True, slots=True)
class Folded:
    """What came of a portion."""

    notes: int
    """How many notes were read."""
    stalled: Mapping[str, str]
    """Case keys that cannot be shown, with the error."""


class Portion:
    """The notes of a source as a worker reads them, a portion of the cases at a time."""

    service = REPORTING

    def __init__(self, connection: Connection, position: int) -> None:
        self.position = position
        self.read = 0
        """How many notes were read."""
        self._connection = connection

    def load(self, keys: Sequence[str]) -> list[Component]:
        """Return all that is noted of the groups whose first case is among these."""
        found = told_of_groups(self._connection, self._own(keys), self.position)
        self.read += sum(len(one.bodies) for one in found)
        return found

    def _own(self, keys: Sequence[str]) -> list[tuple[str, ...]]:
        """Return groups of joined cases, each in one portion only."""
        groups, own = joined(self._connection, keys), set(keys)
        linked = [key for group in groups if len(group) > 1 for key in group]
        cases = set[str]()
        for part in parts(linked):
            cases.update(
                self._connection.execute(select(CASES.c.case_key).where(CASES.c.case_key.in_(part))).scalars()
            )
        return [group for group in groups if next((k for k in group if k in cases), group[0]) in own]

    def world(self, district: str) -> list[bytes]:
        """Return what the world of a district is made of."""
        return told_of_district(self._connection, district)

    def enter(
        self, keys: Sequence[str], entries: Mapping[str, Iterable[Entry]]
    ) -> tuple[Index, frozenset[str]]:
        """Enter nothing: no view asks for other disputes."""
        return Index(), frozenset()

    def entered(self, entries: Iterable[Entry]) -> Index:
        """Return nothing: no view asks for other disputes."""
        return Index()


class Worker:
    """Fills views of its own from portions of a source."""

    def __init__(self, file: Path, source: Source, views: Views) -> None:
        self._connection = fillable(file, old=source.version)
        with self._connection.begin():
            without_indexes(metadata).create_all(self._connection)
        # Whoever asks for `notes` gets those up to the position: names are looked up here first.
        self._connection.exec_driver_sql(
            f"CREATE TEMP VIEW notes AS SELECT * FROM old.notes WHERE position <= {int(source.upto)}"
        )
        self._connection.commit()
        self._upto = source.upto
        self._shown = Shown(views, VERSION)
        self._portion = Portion(self._connection, source.upto)
        self._folding = Folding(self._portion, self._shown.entries)

    def fold(self, keys: Sequence[str]) -> Folded:
        """Let the views show what these cases say, with those they are joined to."""
        self._portion.read = 0
        with self._connection.begin():
            due, unfolded = self._folding.fold(keys)
            stalled = self._shown.save(self._connection, due)
        return Folded(self._portion.read, {**unfolded, **stalled})

    def tally(self) -> Folded:
        """Keep what is kept of every fact, and see that each note follows on the one before. Raises DamagedError."""
        beside, before, hash_ = Tally(), 0, GENESIS
        # Asked of the driver itself: all of the log passes here, and putting rows together took a third of the time.
        driver: Any = self._connection.connection.driver_connection
        query = "SELECT position, fact, body FROM notes WHERE position > ? ORDER BY position LIMIT ?"
        while True:
            with self._connection.begin():
                rows = driver.execute(query, (before, PART)).fetchall()
                facts = list[Told]()
                for position, fact, body in rows:
                    before, hash_ = _follow(before, hash_, position, body)
                    if fact is not None:
                        facts.append((position, from_json(body, cache_strings="keys")))
                if facts:
                    beside.take(self._connection, facts)
            if len(rows) < PART:
                return Folded(0, {})

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._connection.engine.dispose()


def _follow(before: int, hash_: str, position: int, body: bytes) -> tuple[int, str]:
    """Return position and hash of a note, once it is seen to follow on the one before."""
    if position != before + 1:
        raise DamagedError(before + 1, "it is missing")
    if b'"prevhash":"%s"' % hash_.encode() not in body:
        raise DamagedError(before or position, "its hash is not the one the next note names")
    return position, sha256(body).hexdigest()


_WORKERS: dict[Source, Worker] = {}
"""That of this process."""


def of_this_process(folder: str, source: Source) -> Worker:
    """Return the worker of this process, made when it is first asked for."""
    if source not in _WORKERS:
        _WORKERS[source] = Worker(Path(folder) / f"part-{os.getpid()}.db", source, Views())
    return _WORKERS[source]


def fold(folder: str, source: Source, keys: Sequence[str]) -> Folded:
    """Fold a portion of the cases in this process."""
    return of_this_process(folder, source).fold(keys)


def tally(folder: str, source: Source) -> Folded:
    """Keep in this process what is kept of every fact."""
    return of_this_process(folder, source).tally()


def ready() -> int:
    """Return the number of this process, which is there then."""
    return os.getpid()
