"""What does the page of the calendar show: which years are official, which days are off, and what moved by it?"""

import asyncio
from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.answers import District
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from shared.calendar import FIRST, LAST, Calendar, DayKind, statutory_days

A_DAY = timedelta(days=1)
MOVED = 50
"""Deadlines of one district that a calendar moved, shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """Days off one after another."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how many they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The deadlines of a district that run and were moved last by a calendar."""

    district: District
    rows: tuple[DeadlineRow, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """Everything on the page of the calendar."""

    year: int
    published: bool
    notice: str
    day: date | None
    """The day that began last; None before any district is known."""
    years: tuple[int, ...]
    """Those that may be chosen: published ones near the day, and the provisional ones that follow."""
    official: frozenset[int]
    off: tuple[Off, ...]
    make_up_days: tuple[date, ...]
    months: tuple[tuple[Period, tuple[tuple[tuple[date, DayKind] | None, ...], ...]], ...]
    """Each month with its weeks; None where a day is of another month."""
    working_days: int
    moved: tuple[Moved, ...]


SHOWN_BEFORE, SHOWN_AFTER = 4, 2


async def year_page(reader: Source, where: District | None, asked: int | None) -> YearPage:
    """Return the page of a year of the calendar, by default that of the day; for one district or for all."""
    districts = (where,) if where else await reader.districts()
    world = await reader.world(districts[0].id) if districts else None
    calendar, day = (world.calendar, world.day) if world else (Calendar.bundled(), None)
    last = max(calendar.years, default=FIRST.year)
    today = day.year if day else last
    year = min(max(asked or today, FIRST.year), LAST.year)
    first = max(min(year, today) - SHOWN_BEFORE, FIRST.year)
    years = range(first, min(max(year, today, last) + SHOWN_AFTER, LAST.year) + 1)
    schedule = calendar.years.get(year)
    off = schedule.holidays if schedule else statutory_days(year)
    moved = await asyncio.gather(*(_moved(reader, district) for district in districts))
    return YearPage(
        year=year,
        published=schedule is not None,
        notice=schedule.notice if schedule else "",
        day=day,
        years=tuple(years),
        official=frozenset(calendar.years),
        off=tuple(_spans(on for on in off if on.year == year)),
        make_up_days=tuple(sorted(schedule.make_up_days)) if schedule else (),
        months=tuple(_months(year, calendar)),
        working_days=calendar.working_days_between(date(year, 1, 1), date(year, 12, 31))
        + calendar.is_working_day(date(year, 1, 1)),
        moved=tuple(one for one in moved if one.number),
    )


async def _moved(reader: Source, district: District) -> Moved:
    found = await reader.deadlines(district.id, cause="calendar", limit=MOVED)
    return Moved(district=district, rows=found.items, number=sum(found.counts.values()))


def _spans(days: Iterable[date]) -> Iterator[Off]:
    found: list[date] = []
    for on in sorted(days):
        if found and on - found[-1] != A_DAY:
            yield Off(first=found[0], last=found[-1])
            found = []
        found.append(on)
    if found:
        yield Off(first=found[0], last=found[-1])


def _months(
    year: int, calendar: Calendar
) -> Iterator[tuple[Period, tuple[tuple[tuple[date, DayKind] | None, ...], ...]]]:
    for number in range(1, 13):
        weeks = Weeks().monthdatescalendar(year, number)
        yield (
            Period.of(date(year, number, 1), "month"),
            tuple(
                tuple((on, calendar.kind_of(on)) if on.month == number else None for on in week)
                for week in weeks
            ),
        )
