"""How are the views asked? Read-only, each answer from one snapshot, never in the writer's way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, event, select

from services.reporting.answers import (
    AdoptedPack,
    CaseDetail,
    Cases,
    District,
    Figure,
    FigureCases,
    Figures,
    LawEntries,
    Settled,
    Worklist,
)
from services.reporting.deadlines.shapes import Deadlines, Feed
from services.reporting.feeds.silence import missing_from, named
from services.reporting.history import asking
from services.reporting.known import Districts, Known
from services.reporting.periods import Period
from services.reporting.reader import lawbook, listing, rates, stored
from services.reporting.reader.deadlines import Asked, worklist
from services.reporting.reader.detail import detail
from services.reporting.reader.feeds import feed
from services.reporting.reader.keeping import Kept, at
from services.reporting.reader.stored import Page
from services.reporting.rows import DISTRICT
from services.reporting.timeline import Note
from services.reporting.unknown import NotSettledError, UnknownCaseError, UnknownPackError, period_of
from services.reporting.worklist import asked as waiting
from shared.case_number import CaseNumberError, normalise_case_number
from shared.envelope import NO_DISTRICT, case_key
from shared.law.model import Law
from shared.log.database import open_database
from shared.log.settled import Settled as Announced
from shared.log.tables import STALLED, STATE
from shared.log.told import told_of_cases
from shared.sealing import KeysUnavailableError, Seal
from shared.world import World

_log = structlog.stdlib.get_logger("reader")

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
"""Questions answered at the same time; each thread has a connection of its own."""

Keys = Callable[[str, Iterable[str]], Awaitable[Mapping[str, Seal]]]
"""Asks for the keys of cases of a district. Raises KeysUnavailableError."""


class Reader:
    """Asks the views of one database. Every answer names the position up to which the log had been read."""

    def __init__(self, url: str, announced: Announced, keys: Keys) -> None:
        """`announced` is what reporting says is settled; `keys` opens the names of persons."""
        self._engine = open_database(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _read_only)
        self._threads = ThreadPoolExecutor(THREADS, "reader")
        self._announced = announced
        self._keys = keys
        self._districts = Districts()
        self._kept = Kept()
        self.history = asking.History(self._engine, self._districts, _position)
        """What was known at earlier moments."""

    def close(self) -> None:
        """Close the database."""
        self.history.close()
        self._threads.shutdown()
        self._engine.dispose()

    async def districts(self) -> tuple[District, ...]:
        """Return the districts whose law is on the log, by id."""
        return await self._ask(self._districts.all)

    async def law(self, district: str, on: date | None = None) -> Law | None:
        """Return the law of a district: on a day, else now or next. Raises UnknownDistrictError."""
        world = await self.world(district)
        return (world.law_on(on) if on else None) or world.law

    async def world(self, district: str) -> World:
        """Return what the log says of a district beside its cases. Raises UnknownDistrictError."""
        return (await self._ask(self._districts.known, district)).world

    async def laws(self) -> tuple[AdoptedPack, ...]:
        """Return the law packs on the log that count, by id."""
        return await self._ask(self._districts.rows)

    async def law_text(self, pack: str) -> str:
        """Return the text of a pack on the log. Raises UnknownPackError."""
        packs = await self._ask(self._districts.adopted)
        if pack not in packs:
            raise UnknownPackError(pack, packs)
        return packs[pack].fact.text

    async def stored(
        self, district: str, after: int = 0, limit: int = 10_000, *, facts_only: bool = False
    ) -> Page:
        """Return the stored events of a district (`_`: of none) and of the log as a whole.

        Raises UnknownDistrictError.
        """
        return await self._ask(self._stored, district, after, limit, facts_only)

    async def figures(
        self,
        district: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "",
        metric: str = "",
        as_of: str = "",
    ) -> Figures:
        """Return the figures of a period: of every row, of the district's (`*`), or of one agency's.

        The district's row, or that of the agency asked for, has every figure, also where nothing counts; `as_of` a
        moment as they were known then. Raises UnknownDistrictError, UnknownPeriodError, UnknownMetricError,
        UnknownAgencyError, and what `history/moments.py` has.
        """
        if as_of:
            return await self.history.figures(district, as_of, period_of(period), by, agency, metric)
        return await self._ask(self._figures, district, period_of(period), by, agency, metric)

    async def trend(
        self,
        district: str,
        metric: str,
        periods: Sequence[Period],
        *,
        by: str = "defendant",
        agency: str = DISTRICT,
    ) -> tuple[Figure, ...]:
        """Return one figure of one row in each of several periods."""
        return await self._ask(self._trend, district, metric, periods, by, agency)

    async def agencies(
        self, district: str, period: str | Period, *, by: str = "defendant"
    ) -> tuple[str, ...]:
        """Return the agencies that have any figure in a period, by name."""
        return await self._ask(self._agencies, district, period_of(period), by)

    async def figure_cases(
        self,
        district: str,
        metric: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = DISTRICT,
        after: str = "",
        limit: int = 1000,
        as_of: str = "",
        left_out: bool = False,
    ) -> FigureCases:
        """Return the cases behind one figure of one row by number, those after `after`, and what it leaves out."""
        asked = metric, period_of(period), by, agency, after, limit
        if as_of:
            return await self.history.figure_cases(district, as_of, *asked)
        return await self.about(listing.whole_figure if left_out else listing.figure_cases, district, *asked)

    async def cases(
        self, district: str, *, state: str = "", search: str = "", after: str = "", limit: int = 100
    ) -> Cases:
        """Return cases by number, those after `after`; `search` is a part of a case number."""
        return await self.about(listing.some_cases, district, state, search, after, limit)

    async def case(self, district: str, number: str) -> CaseDetail:
        """Return everything known of a case, with the names of persons whose key is there.

        Its timeline reaches at least to the position named. Raises UnknownDistrictError, UnknownCaseError.
        """
        known, position, row = await self._ask(self._case, district, number)
        key = case_key(known.id, row["case_number"])
        notes, stalled = await self._ask(self._noted, key)
        seals = await self.seals(known.id, {note.record.subject for note in notes})
        return await self._do(partial(detail, position, row, notes, seals, stalled, known.world))

    async def seals(self, district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        """Return the keys by which names in events of these subjects are opened; none while nobody hands them out."""
        try:
            return await self._keys(district, sorted(subjects))
        except KeysUnavailableError as error:
            _log.warning("names stay hidden", reason=str(error))
            return {}

    async def entries(self, district: str, pack: str = "") -> LawEntries:
        """Return all that a district's law says: the one in force, or that of a pack it had or will have."""
        return await self.about(lawbook.entries, district, pack)

    async def decided(self, district: str, mark: str, *, after: str = "", limit: int = 100) -> Cases:
        """Return the cases an entry of the law decided. Raises UnknownDistrictError, UnknownMarkError."""
        return await self.about(lawbook.decided, district, mark, after, limit)

    async def worklist(
        self, district: str, kind: str = "", *, who: str = "", after: str = "", limit: int = 100
    ) -> Worklist:
        """Return what waits for everybody, or for one who must act. Raises UnknownDistrictError, UnknownWhoError."""
        return await self.about(waiting.worklist, district, kind, who, after, limit)

    async def deadlines(
        self,
        district: str,
        *,
        agency: str = "",
        state: str = "",
        light: str = "",
        duty: str = "",
        due_from: date | None = None,
        due_to: date | None = None,
        case: str = "",
        cause: str = "",
        after: str = "",
        limit: int = 100,
    ) -> Deadlines:
        """Return what is due by day, those after `after`; what is empty is not looked at, days are inclusive.

        Raises UnknownDistrictError and what `deadlines/unknown.py` has.
        """
        asked = Asked(agency, state, light, duty, due_from, due_to, case, cause, after, limit)
        return await self.about(worklist, district, asked)

    async def feed(self, district: str, *, agency: str = "", leader: str = "") -> Feed:
        """Return what a calendar shows. Raises UnknownDistrictError, UnknownObligorError, UnknownLeaderError."""
        return await self.about(feed, district, agency, leader)

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask any other question: it gets a connection, what is known of the district, `args`, and the position.

        Raises UnknownDistrictError and what the question does.
        """

        def ask(connection: Connection) -> T:
            known = self._districts.known(connection, district)
            return question(connection, known, *args, _position(connection))

        return await self._ask(ask)

    async def settled(self) -> Settled:
        """Return how far everything that follows is visible."""
        position = await self._ask(_position)
        last = self._announced.last
        return Settled(settled=min(last.upto, position), position=position, stalled=last.stalled)

    async def wait(self, position: int, timeout_s: float = 30) -> None:
        """Wait until everything that follows from positions up to this one is visible. Raises NotSettledError."""
        if not await self._announced.wait(position, timeout_s):
            raise NotSettledError(position, self._announced.last.upto, timeout_s)

    @property
    def upto(self) -> int:
        """Return up to which position all that follows is visible. An answer of no later one will not change."""
        return self._announced.last.upto

    async def _ask(
        self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask in a thread and in one transaction, so that all of the answer is of one position."""

        def ask() -> T:
            with self._engine.connect() as connection:
                return question(connection, *args, **kwargs)

        return await self._do(ask)

    async def _do(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, do)

    def _stored(
        self, connection: Connection, district: str, after: int, limit: int, facts_only: bool
    ) -> Page:
        id_ = district if district == NO_DISTRICT else self._districts.id_of(connection, district)
        return stored.page(connection, id_, after, limit, facts_only, _position(connection))

    def _figures(
        self, connection: Connection, district: str, period: Period, by: str, agency: str, metric: str
    ) -> Figures:
        now = at(connection)

        def items() -> tuple[Figure, ...]:
            known = self._districts.known(connection, district)
            found = rates.figures(connection, known, period, by, agency, metric)
            gone = self._kept.get((now, known.id), partial(missing_from, connection, known))
            return named(found, gone)

        asked = (now, district, period, by, agency, metric)
        return Figures(position=now.position, items=self._kept.get(asked, items))

    def _trend(
        self,
        connection: Connection,
        district: str,
        metric: str,
        periods: Sequence[Period],
        by: str,
        agency: str,
    ) -> tuple[Figure, ...]:
        known = self._districts.known(connection, district)
        each = (rates.figures(connection, known, period, by, agency, metric) for period in periods)
        return tuple(figure for (figure,) in each)

    def _agencies(self, connection: Connection, district: str, period: Period, by: str) -> tuple[str, ...]:
        return rates.agencies(connection, self._districts.known(connection, district), period, by)

    def _case(
        self, connection: Connection, district: str, number: str
    ) -> tuple[Known, int, Mapping[str, Any]]:
        known = self._districts.known(connection, district)
        try:
            written = normalise_case_number(number)
        except CaseNumberError:
            written = number
        row = listing.one_case(connection, known.id, written)
        if row is None:
            raise UnknownCaseError(known.id, number)
        return known, _position(connection), row

    def _noted(self, connection: Connection, key: str) -> tuple[list[Note], str]:
        """Return all events of the dispute of a case, and why it could not be judged, if so."""
        (component,) = told_of_cases(connection, [key], _position(connection))
        found = select(STALLED.c.case_key, STALLED.c.error).where(STALLED.c.case_key.in_(component.keys))
        errors = {row.case_key: row.error for row in connection.execute(found)}
        elsewhere = "could not be judged by a service before; GET /status of it says why"
        errors = {**dict.fromkeys(self._announced.last.stalled, elsewhere), **errors}
        stalled = next((errors[one] for one in component.keys if one in errors), "")
        return [Note.of(body) for body in component.bodies], stalled


def _position(connection: Connection) -> int:
    return connection.execute(select(STATE.c.value).where(STATE.c.name == "position")).scalar() or 0


def _read_only(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA cache_size=-4000")  # KiB, for each thread
