"""Which reports are to be put on record, withdrawn or restated, now that all is settled?"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, select

from services.reporting.known import Districts, Known
from services.reporting.periods import Period
from services.reporting.publishing.editions import Wanted, hindrance, next_of
from services.reporting.publishing.freezing import counts_now
from services.reporting.publishing.keeping import Publication, districts, published, upto
from services.reporting.publishing.restating import differing, restated, says_so
from services.reporting.recorder import Due, made, of_bureau
from shared.envelope import Draft
from shared.events.base import Finding
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.reporting import FiguresPublished, FiguresRestated
from shared.log.database import LITTLE, open_database
from shared.log.tables import STATE


class Task(NamedTuple):
    """An edition that is to be made."""

    district: str
    wanted: Wanted
    position: int
    """Whose knowledge it shows."""


Make = Callable[[Task], Awaitable[Sequence[Draft]]]
"""Renders a report, keeps its files, signs it, and returns what is put on record; nothing where nothing is known."""


class Reports:
    """Looks into the database of reporting, read-only. Blocking; for one thread, and one question, at a time."""

    def __init__(self, url: str, make: Make) -> None:
        self._engine = open_database(url, kept=LITTLE)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
        self._districts = Districts()
        self._make = make
        self._told: tuple[frozenset[tuple[Any, ...]], Mapping[str, Mapping[str, Publication]]] = (
            frozenset(),
            {},
        )
        self._positions: dict[tuple[str, Wanted], int] = {}

    def due(self) -> tuple[Due, ...]:
        """Return what is to be put on record, all of it as of one position."""
        with self._engine.connect() as connection:
            read = connection.execute(select(STATE.c.value).where(STATE.c.name == "position")).scalar() or 0
            return tuple(
                one
                for district, periods in self._published(connection).items()
                for found in periods.values()
                for one in self._due(connection, self._districts.known(connection, district), found, read)
            )

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _published(self, connection: Connection) -> Mapping[str, Mapping[str, Publication]]:
        """Return what is said of all reports; what was read is kept until more is said."""
        told = upto(connection)
        if told != self._told[0]:
            self._told = told, {one: published(connection, one) for one in districts(connection)}
        return self._told[1]

    def _due(self, connection: Connection, known: Known, found: Publication, read: int) -> Iterator[Due]:
        todo = next_of(found)
        gone = {one.number for one in todo.withdrawn}
        findings = [*_withdrawals(found, gone), *_restated(connection, known, found, gone)]
        if findings:
            yield Due(known.id, found.period, made([of_bureau(one, known.id) for one in findings]))
        if todo.wanted and (task := self._task(known.id, todo.wanted, read)):
            yield Due(known.id, found.period, partial(self._make, task))

    def _task(self, district: str, wanted: Wanted, read: int) -> Task | None:
        if hindrance(wanted.fact, read):
            return None
        # One that names no position keeps that of the first look, however often it has to be tried again.
        position = wanted.fact.as_known_at or self._positions.setdefault((district, wanted), read)
        return Task(district, wanted, position)


def _withdrawals(found: Publication, gone: set[int]) -> Iterator[Finding]:
    for one in found.editions:
        if one.number in gone:
            yield FindingWithdrawn(topic=FiguresPublished.TOPIC, of_slot=one.says.slot)
    standing = {one.number for one in found.standing} - gone
    for number, restatement in found.restated.items():
        if number not in standing:
            yield FindingWithdrawn(topic=FiguresRestated.TOPIC, of_slot=restatement.slot)


def _restated(connection: Connection, known: Known, found: Publication, gone: set[int]) -> Iterator[Finding]:
    """Yield what is to be said of editions that stand and count otherwise now, or as published again."""
    standing = [one for one in found.standing if one.number not in gone]
    if not standing:
        return
    now = counts_now(connection, known.id, Period.parse(found.period))
    for edition in standing:
        changed, told = differing(edition, now), found.restated.get(edition.number)
        if says_so(told, changed):
            continue
        if changed:
            yield restated(connection, known, edition, changed)
        elif told:
            yield FindingWithdrawn(topic=FiguresRestated.TOPIC, of_slot=told.slot)
