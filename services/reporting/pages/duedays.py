"""What does a month of deadlines show: each day as the calendar has it, and what is due on it?"""

import asyncio
from calendar import Calendar as Weeks
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.answers import District
from services.reporting.deadlines.shapes import LIGHTS, Light
from services.reporting.pages.deadlines import agencies_of
from services.reporting.pages.source import Source
from services.reporting.periods import Period, PeriodError
from services.reporting.unknown import UnknownPeriodError
from shared.calendar import FIRST, LAST, DayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of the month."""

    on: date
    kind: DayKind
    counts: Mapping[Light, int]
    """How many of each light are due; lights without any are left out."""

    @property
    def number(self) -> int:
        """Return how many are due."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """Everything on the page of a month; a week begins on Monday."""

    district: District
    month: Period
    day: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    """None where a day is of another month."""
    published: bool
    notice: str
    agency: str
    agencies: tuple[str, ...]

    @property
    def before(self) -> str:
        """Return the month before, where the calendar knows it."""
        since = self.month.since
        return f"{since.year - (since.month == 1)}-{(since.month - 2) % 12 + 1:02}" if since > FIRST else ""

    @property
    def after(self) -> str:
        """Return the month after, where the calendar knows it."""
        return self.month.next.label if self.month.until <= LAST else ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the days of the month."""
        return tuple(cell for week in self.weeks for cell in week if cell)

    @property
    def number(self) -> int:
        """Return how many are due in the month."""
        return sum(cell.number for cell in self.cells)


async def month_page(reader: Source, district: District, label: str, agency: str) -> MonthPage:
    """Return the page of a month, by default that of the day. Raises UnknownPeriodError."""
    world = await reader.world(district.id)
    month = _month(label or f"{world.day:%Y-%m}")
    year, number = month.since.year, month.since.month

    async def cell(on: date) -> Cell:
        due = await reader.deadlines(district.id, agency=agency, due_from=on, due_to=on, limit=1)
        counts = {light: due.counts[light] for light in LIGHTS if due.counts.get(light)}
        return Cell(on=on, kind=world.calendar.kind_of(on), counts=counts)

    weeks = Weeks().monthdatescalendar(year, number)
    own = [on for week in weeks for on in week if on.month == number]
    cells = {found.on: found for found in await asyncio.gather(*map(cell, own))}
    schedule = world.calendar.years.get(year)
    return MonthPage(
        district=district,
        month=month,
        day=world.day,
        weeks=tuple(tuple(cells.get(on) for on in week) for week in weeks),
        published=schedule is not None,
        notice=schedule.notice if schedule else "",
        agency=agency,
        agencies=agencies_of(world.organs, agency),
    )


def _month(label: str) -> Period:
    """Return the month of a label such as `2026-10`."""
    try:
        month = Period.parse(label)
        if month.kind != "month":
            raise PeriodError(label)
    except PeriodError as error:
        raise UnknownPeriodError(error) from error
    return month
