"""How is asked what was known at an earlier moment, without keeping those waiting who ask for now?"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Engine

from services.reporting.answers import FigureCases, Figures
from services.reporting.figures import Figure
from services.reporting.history import replay
from services.reporting.history.case import CaseThen, case_at
from services.reporting.history.children import Children
from services.reporting.history.moments import instant, position_of
from services.reporting.history.past import Pasts
from services.reporting.history.shapes import Changed, FigureThen, HistoryOfFigure
from services.reporting.known import Districts, Known
from services.reporting.periods import Period
from services.reporting.rows import DISTRICT

T = TypeVar("T")

THREADS = 2
"""Questions about the past answered at the same time; they have threads of their own, for some take seconds."""

Moment = str | int
"""A position, an instant or a day (`moments.py`)."""


class History:
    """Asks what was. Every answer names the position and the instant of which it is."""

    def __init__(
        self,
        engine: Engine,
        districts: Districts,
        read: Callable[[Connection], int],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`read` says up to where the log was read, `now` what the future is."""
        self._engine = engine
        self._districts = districts
        self._read = read
        self._now = now
        self._threads = ThreadPoolExecutor(THREADS, "history")
        self._children = Children(engine.url.render_as_string(hide_password=False))
        self._pasts = Pasts(self._children.counted_at)

    def close(self) -> None:
        """End the threads and the processes that replay."""
        self._children.close()
        self._threads.shutdown()

    async def figures(
        self, district: str, as_of: Moment, period: Period, by: str, agency: str = "", metric: str = ""
    ) -> Figures:
        """Return the figures of a period as they were known at a moment.

        Raises MomentError, FutureError, UnknownDistrictError, UnknownMetricError, UnknownAgencyError.
        """

        def ask(connection: Connection, known: Known, position: int) -> Figures:
            items = replay.figures_at(
                connection, known, position, period, by, agency, metric, pasts=self._pasts
            )
            return Figures(position=position, items=items, as_of=instant(connection, position).at)

        return await self._ask(district, as_of, ask)

    async def figure_cases(
        self,
        district: str,
        as_of: Moment,
        metric: str,
        period: Period,
        by: str = "defendant",
        agency: str = DISTRICT,
        after: str = "",
        limit: int = 1000,
    ) -> FigureCases:
        """Return the cases behind a figure as it was known at a moment. Raises as `figures` does."""

        def ask(connection: Connection, known: Known, position: int) -> FigureCases:
            asked = metric, period, by, agency, after, limit
            found = replay.cases_at(connection, known, position, *asked, pasts=self._pasts)
            return replace(found, as_of=instant(connection, position).at)

        return await self._ask(district, as_of, ask)

    async def case(self, district: str, as_of: Moment, number: str) -> CaseThen:
        """Return a case as it was known at a moment. Raises MomentError, FutureError, NotKnownThenError.

        Whoever asks has made sure that its reader may see the case.
        """
        return await self._ask(
            district, as_of, lambda connection, known, position: case_at(connection, known, number, position)
        )

    async def changed_since(self, district: str, as_of: Moment, period: Period | None = None) -> Changed:
        """Return the cases that count otherwise now than at a moment. Raises as `figures` does."""

        def ask(connection: Connection, known: Known, position: int) -> Changed:
            return replay.changed_since(
                connection, known, position, period, self._read(connection), pasts=self._pasts
            )

        return await self._ask(district, as_of, ask)

    async def of_figure(
        self,
        district: str,
        metric: str,
        period: Period,
        moments: Sequence[Moment],
        by: str = "defendant",
        agency: str = DISTRICT,
    ) -> HistoryOfFigure:
        """Return one figure of one row as it was known at several moments, the last of them now.

        Moments at which nothing was noted since the one before are left out. Raises as `figures` does.
        """
        read = await self._do(self._read)
        positions = {await self.position_of(moment) for moment in moments}
        ask = partial(self._figure, metric, period, by, agency)
        found = [await self._ask(district, position, ask) for position in sorted({*positions, read} - {0})]
        return HistoryOfFigure(position=read, items=tuple(found))

    async def position_of(self, as_of: Moment) -> int:
        """Return the position a moment means. Raises MomentError, FutureError."""
        return await self._do(lambda connection: self._position(connection, as_of))

    def _figure(
        self,
        metric: str,
        period: Period,
        by: str,
        agency: str,
        connection: Connection,
        known: Known,
        position: int,
    ) -> FigureThen:
        figure: Figure
        (figure,) = replay.figures_at(
            connection, known, position, period, by, agency, metric, pasts=self._pasts
        )
        return FigureThen(as_of=instant(connection, position), figure=figure)

    async def _ask(self, district: str, as_of: Moment, question: Callable[[Connection, Known, int], T]) -> T:
        def ask(connection: Connection) -> T:
            known = self._districts.known(connection, district)
            return question(connection, known, self._position(connection, as_of))

        return await self._do(ask)

    def _position(self, connection: Connection, as_of: Moment) -> int:
        return position_of(connection, str(as_of), self._read(connection), self._now())

    async def _do(self, question: Callable[[Connection], T]) -> T:
        """Ask in a thread and in one transaction, so that all of the answer is of one state."""

        def ask() -> T:
            with self._engine.connect() as connection:
                return question(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
