"""As known on which day does a reader look at figures? The same pages, asked of what was known then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, cast

from fastapi import Query

from services.reporting.answers import CaseDetail, District, Figure, FigureCases, Figures
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.pages.source import Source
from services.reporting.periods import Kind, Period
from services.reporting.reader.events import Instance, begun, instances
from shared.law.model import Law
from shared.pages.words import SHANGHAI

Moment = Annotated[str, Query(max_length=40, description="a position, an instant or a day: as known then")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The moment as of which figures are shown."""

    asked: str
    """As it was asked for: a position, an instant or a day."""
    position: int
    """All up to this position was known."""
    at: datetime | None
    """When the last of it was recorded."""

    @property
    def by_day(self) -> bool:
        """Return whether it was asked for by a day."""
        return str(self.day) == self.asked

    @property
    def day(self) -> date | None:
        """Return the day of the moment in Chinese time: the one asked for, else that of the last event known."""
        try:
            return date.fromisoformat(self.asked)
        except ValueError:
            return self.at.astimezone(SHANGHAI).date() if self.at else None


class AsKnown:
    """The reader as it would have answered then: figures and the cases behind them. All else is asked of now."""

    def __init__(self, reader: Source, as_of: str) -> None:
        self._reader = reader
        self._as_of = as_of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    async def figures(self, district: str, period: str | Period, **asked: Any) -> Figures:
        """Return figures as they were known."""
        return await self._reader.figures(district, period, **asked, as_of=self._as_of)

    async def trend(
        self, district: str, metric: str, periods: Sequence[Period], **asked: Any
    ) -> tuple[Figure, ...]:
        """Return one figure in several periods as they were known."""
        agency = asked.pop("agency", "*")
        found = [await self.figures(district, one, metric=metric, agency=agency, **asked) for one in periods]
        return tuple(one.items[0] for one in found)

    async def figure_cases(
        self, district: str, metric: str, period: str | Period, **asked: Any
    ) -> FigureCases:
        """Return the cases behind a figure as they were known."""
        return await self._reader.figure_cases(district, metric, period, **asked, as_of=self._as_of)


def seen_at(reader: Source, as_of: str) -> Source:
    """Return the reader for what was known at a moment; the reader itself where none is asked for."""
    return cast(Source, AsKnown(reader, as_of)) if as_of else reader


async def moment_of(reader: Source, district: District, period: Period, as_of: str) -> Past | None:
    """Return the moment that is asked for, None for now. Raises MomentError, FutureError."""
    if not as_of:
        return None
    found = await reader.figures(district.id, period, agency="*", metric="heard", as_of=as_of)
    return Past(asked=as_of, position=found.position, at=found.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCase:
    """A case as a page shows it: as known now, or at an earlier moment."""

    detail: CaseDetail
    law: Law | None
    deadlines: Deadlines
    instances: Mapping[str, Instance]
    past: Past | None


async def case_seen(reader: Source, district: District, number: str, as_of: str = "") -> SeenCase:
    """Return a case as known at a moment. Raises UnknownCaseError, MomentError, FutureError, NotKnownThenError."""
    # Asked of now also where the past is meant: so nobody is shown the past of a case that is not for them.
    now = await reader.case(district.id, number)
    if not as_of:
        known = await reader.about(instances, district.id, now.chain)
        law = await reader.law(district.id, now.row.docketed_on)
        due = await reader.deadlines(district.id, case=now.row.case_number, limit=1000)
        return SeenCase(detail=now, law=law, deadlines=due, instances=known, past=None)
    then = await reader.history.case(district.id, as_of, now.row.case_number)
    detail = then.detail(await reader.seals(district.id, then.subjects))
    shown = {*now.chain, *await reader.about(instances, district.id, detail.chain)}
    day = detail.row.docketed_on
    return SeenCase(
        detail=replace(
            detail,
            row=replace(detail.row, dispute=now.row.dispute),
            chain=tuple(filter(shown.__contains__, detail.chain)),
        ),
        law=(then.world.law_on(day) if day else None) or then.world.law,
        deadlines=then.deadlines,
        instances={one: known for one, known in then.instances.items() if one in shown},
        past=Past(asked=as_of, position=then.position, at=then.at),
    )


STOPS = 14
"""So many moments are offered at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The moments a reader may go back to, the earliest first; the last of them is now."""

    days: tuple[date, ...]
    first: date
    today: date
    at: datetime | None
    """When the last event was recorded of all that are known here."""


async def line_of(reader: Source, district: District) -> Line:
    """Return the moments of a log: days of a young one, weeks, months, quarters or years of an older one."""
    at, last, today = await reader.about(begun, district.id)
    first = min(at.astimezone(SHANGHAI).date(), today) if at else today
    return Line(days=stops(first, today), first=first, today=today, at=last)


def stops(first: date, today: date) -> tuple[date, ...]:
    """Return at most so many days between two, evenly, each the last of its week, month, quarter or year."""
    span = (today - first).days
    if span < STOPS:
        return tuple(first + timedelta(days=number) for number in range(span + 1))
    if span < 7 * STOPS:
        return (*(today - timedelta(days=7 * back) for back in range(span // 7, 0, -1)), today)
    kind: Kind = "month" if span < 31 * STOPS else "quarter" if span < 92 * STOPS else "year"
    ends, period = list[date](), Period.of(first, kind)
    while period.last < today:
        ends.append(period.last)
        period = period.next
    return (*ends[-STOPS + 1 :], today)
