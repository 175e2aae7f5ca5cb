"""On which day does a period end, counted forwards from a start or back from an end?"""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from types import MappingProxyType
from typing import Self

from shared.calendar.days import (
    FIRST,
    LAST,
    SATURDAY,
    DayKind,
    DayOutOfRangeError,
    WorkingDays,
    day_at,
    lay_out,
    place,
)
from shared.calendar.faults import ScheduleError, ScheduleFault
from shared.calendar.results import DayResult, What, counted, moved, stayed
from shared.calendar.schedules import YearSchedule, bundled_schedules
from shared.calendar.statutory import statutory_days


class PeriodError(ValueError):
    """A period is not one that can be counted: says what was given and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"a period of {found}; expected {expected}")


@dataclass(frozen=True)
class Calendar:
    """Working days as published so far, and the periods counted by them.

    Days are dates in Asia/Shanghai, from 1990-01-01 to 2099-12-31; a day given or reached outside raises
    `DayOutOfRangeError`, an instant instead of a date `TypeError`. Years without a published schedule are
    *provisional*: weekends and statutory holidays only, no make-up days. The last days of a December count as
    published with their own year, though the next year's notice may still rearrange them; then it prevails.
    """

    schedules: tuple[YearSchedule, ...]

    @classmethod
    def of(cls, years: Mapping[int, YearSchedule]) -> Self:
        """Return the calendar of these published schedules, each under its own year, else `ScheduleError`."""
        for year, schedule in years.items():
            if schedule.year != year:
                fault = ScheduleFault(None, f"the year {year} as its key", "its own year")
                raise ScheduleError(schedule.year, [fault])
        return cls(tuple(years[year] for year in sorted(years)))

    @staticmethod
    @cache
    def bundled() -> "Calendar":
        """Return the calendar of the schedules that come with the software (one shared value)."""
        return Calendar.of(bundled_schedules())

    def with_year(self, schedule: YearSchedule) -> Self:
        """Return this calendar with one more published year, or with that year's schedule replaced."""
        years = {**self.years, schedule.year: schedule}
        return replace(self, schedules=tuple(years[year] for year in sorted(years)))

    @cached_property
    def years(self) -> Mapping[int, YearSchedule]:
        """The published schedules by year."""
        return MappingProxyType({schedule.year: schedule for schedule in self.schedules})

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits naming the published years and their working days.

        The same for every source that tells the same working days; the notices' numbers do not enter.
        """
        told = {day for schedule in self.schedules for day in schedule.holidays | schedule.make_up_days}
        unusual = (day for day in sorted(told) if self.is_working_day(day) != (day.weekday() < SATURDAY))
        text = " ".join([*map(str, self.years), *map(str, unusual)])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def is_published(self, year: int) -> bool:
        """Return whether the schedule of this year is published."""
        return year in self.years

    def is_working_day(self, day: date) -> bool:
        """Return whether agencies work on this day."""
        return bool(self._table.works[place(day)])

    def kind_of(self, day: date) -> DayKind:
        """Return what the day is: `working`, `weekend`, `holiday`, or `make-up` (a weekend day worked)."""
        return self._table.kind(place(day))

    def after(
        self,
        start: date,
        *,
        calendar_days: int | None = None,
        working_days: int | None = None,
        months: int | None = None,
        years: int | None = None,
        roll: bool = True,
    ) -> DayResult:
        """Return the last day of a period that begins with `start`; to act on that day is in time.

        The period is half-open: the days `start < day <= result`. So the starting day is not counted and the last
        day is, to its end: what is posted on it is in time, though it arrives later, for the day of posting is the
        day of acting. From the day after the result on one is late.

        Give exactly one length, of at least one. Calendar days run through everything; months and years end on the
        day of the same number, or the last of a shorter month; all three then move from a non-working day to the
        next working day. With `roll` false they stay: that asks nothing of any schedule and is never provisional.
        Working days count make-up days and no days off.

        Raises `PeriodError` for no length, several, or one below 1. Source: INT 48; readings in the packs.
        """
        origin = place(start)
        if (calendar_days, working_days, months, years).count(None) != 3:
            given = {
                "calendar_days": calendar_days,
                "working_days": working_days,
                "months": months,
                "years": years,
            }
            raise PeriodError(_named(given), f"exactly one of {', '.join(given)}")
        table = self._table
        if working_days is not None:
            _at_least_one(working_days, "working days")
            last = table.nth(table.passed[origin + 1] + working_days - 1)
            provisional = table.provisional(origin + 1, last)
            return DayResult(day_at(last), provisional, partial(counted, table, origin, last))
        also: tuple[What, ...] = ()
        if calendar_days is not None:
            _at_least_one(calendar_days, "calendar days")
            due = table.day(origin + calendar_days)
        else:
            count, unit, each = (months, "months", 1) if months is not None else (years or 0, "years", 12)
            _at_least_one(count, unit)
            end = _months_later(start, count * each)
            also = ("month-end",) if end.day != start.day else ()
            due = place(end)
        if not roll:
            return DayResult(day_at(due), False, partial(stayed, table, origin, due, *also))
        last = table.nth(table.passed[due])
        return DayResult(
            day_at(last), table.provisional(due, last), partial(moved, table, origin, due, last, *also)
        )

    def before(
        self,
        end: date,
        *,
        calendar_days: int | None = None,
        working_days: int | None = None,
        clear: bool = False,
        roll: bool = True,
    ) -> DayResult:
        """Return the last day on which something due a period before `end` is in time.

        The period is half-open the other way: the days `result <= day < end`. To act on the result, or to post on
        it, is in time; on any later day it is late, also while `end` has not come.

        Give exactly one length, of at least one; `end` is not counted. Working days: the N-th working day
        before `end`, or with `clear` the day that leaves N whole working days between. Calendar days: N days
        before (with `clear` N whole days between), moved back to the previous working day unless `roll` is
        false. Whether `end` itself is provisional is for the caller to carry on.

        Raises `PeriodError` for no length, both, or one below 1. Source: the readings held in the packs.
        """
        origin = place(end)
        if (calendar_days is None) == (working_days is None):
            given = {"calendar_days": calendar_days, "working_days": working_days}
            raise PeriodError(_named(given), f"exactly one of {', '.join(given)}")
        table = self._table
        if working_days is not None:
            _at_least_one(working_days, "working days")
            last = table.nth(table.passed[origin] - working_days - clear)
            provisional = table.provisional(last, origin - 1)
            return DayResult(day_at(last), provisional, partial(counted, table, origin, last, clear=clear))
        count = calendar_days or 0
        _at_least_one(count, "calendar days")
        due = table.day(origin - count - clear)
        also: tuple[What, ...] = ("clear",) if clear else ()
        if not roll:
            return DayResult(day_at(due), False, partial(stayed, table, origin, due, *also))
        last = table.nth(table.passed[due + 1] - 1)
        return DayResult(
            day_at(last), table.provisional(last, due), partial(moved, table, origin, due, last, *also)
        )

    def working_days_between(self, earlier: date, later: date) -> int:
        """Return how many working days there are with `earlier < day <= later`.

        The gap of a collision: 0 when both are the same day (or none is worked between), negative when
        `later` comes first, and then counted the other way round.
        """
        passed = self._table.passed
        return passed[place(later) + 1] - passed[place(earlier) + 1]

    @cached_property
    def _table(self) -> WorkingDays:
        return lay_out(self._arranged(), frozenset(self.years))

    def _arranged(self) -> Iterator[tuple[date, bool]]:
        """Yield each day a schedule or statute speaks of, and whether it is off; the later word counts."""
        for year in range(FIRST.year, LAST.year + 1):
            if year not in self.years:
                yield from ((day, True) for day in statutory_days(year))
        for schedule in self.schedules:
            yield from ((day, True) for day in schedule.holidays)
            yield from ((day, False) for day in schedule.make_up_days)


def _months_later(start: date, months: int) -> date:
    """Return the day of the same number so many months later, or the last of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST.year:
        raise DayOutOfRangeError("the day the period ends on")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _at_least_one(count: int, unit: str) -> None:
    """Refuse a length below one."""
    if count < 1:
        raise PeriodError(f"{count} {unit}", "at least 1")


def _named(given: Mapping[str, int | None]) -> str:
    """Return the lengths given, in words."""
    return (
        " and ".join(f"{unit}={count}" for unit, count in given.items() if count is not None) or "no length"
    )
