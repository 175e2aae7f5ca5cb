"""What does the State Council's yearly notice say about one year: which days are off, which are made up?"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

import chinese_calendar

from shared.calendar.days import FIRST, LAST, SATURDAY
from shared.calendar.statutory import statutory_days

# The numbers of the notices behind the bundled years, as far as they are certain; all are 国办发明电.
_NOTICES = {
    2021: "2020〕27",
    2022: "2021〕11",
    2023: "2022〕16",
    2024: "2023〕7",
    2025: "2024〕12",
    2026: "2025〕7",
}


class ScheduleError(ValueError):
    """A year's schedule cannot be used: says which year, what was found and what was expected."""

    def __init__(self, year: int, found: str, expected: str) -> None:
        self.year = year
        super().__init__(f"schedule of {year}: {found}; expected {expected}")


@dataclass(frozen=True, kw_only=True, slots=True)
class YearSchedule:
    """The working days of one year as its notice arranges them.

    `holidays` are the days off, weekends among them or not; `make_up_days` the Saturdays and Sundays worked
    instead. Every other day follows its weekday. A notice may reach back into the December before its year,
    and then prevails over the schedule of that year. Dates are days in Asia/Shanghai.

    Raises `ScheduleError` if a day lies elsewhere, is both off and worked, or is made up on a weekday.
    """

    year: int
    notice: str
    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def __post_init__(self) -> None:
        if not FIRST.year <= self.year <= LAST.year:
            raise ScheduleError(self.year, "the year", f"a year from {FIRST.year} to {LAST.year}")
        since, until = date(self.year - 1, 12, 1), date(self.year, 12, 31)
        for day in sorted(self.holidays | self.make_up_days):
            if not since <= day <= until:
                raise ScheduleError(self.year, f"the day {day}", f"a day from {since} to {until}")
        for day in sorted(self.holidays & self.make_up_days):
            raise ScheduleError(self.year, f"{day} as a day off and as a make-up day", "one of them")
        for day in sorted(self.make_up_days):
            if day.weekday() < SATURDAY:
                raise ScheduleError(self.year, f"{day:%A} {day} as a make-up day", "a Saturday or Sunday")


def read_schedule(year: int, notice: str, days: Iterable[object]) -> YearSchedule:
    """Return the schedule a list of `{date, name, isOffDay}` entries tells, the form common in public data.

    `date` is an ISO date, `isOffDay` true for a day off and false for a make-up day; `name` is not used.
    Raises `ScheduleError` on an entry that cannot be read, a day told twice, or a gap: a statutory holiday of
    that year on which people would have to work.
    """
    told: dict[date, bool] = {}
    for number, entry in enumerate(days, start=1):
        day, off = _entry(year, number, entry)
        if day in told:
            raise ScheduleError(year, f"{day} twice (again in entry {number})", "every day once")
        told[day] = off
    schedule = YearSchedule(
        year=year,
        notice=notice,
        holidays=frozenset(day for day, off in told.items() if off),
        make_up_days=frozenset(day for day, off in told.items() if not off),
    )
    for day in sorted(statutory_days(year) - schedule.holidays):
        if day.weekday() < SATURDAY or day in schedule.make_up_days:
            raise ScheduleError(year, f"no day off on {day}", "every statutory holiday")
    return schedule


def _entry(year: int, number: int, entry: object) -> tuple[date, bool]:
    """Return the day of one entry, and whether it is off."""
    match entry:
        case {"date": str(text), "isOffDay": bool(off)}:
            with suppress(ValueError):
                day = date.fromisoformat(text)
                if day.isoformat() == text:  # fromisoformat also takes 20270101 and 2027-W01-1
                    return day, off
    expected = '{"date": "YYYY-MM-DD", "name": …, "isOffDay": true or false}'
    raise ScheduleError(year, f"entry {number}: {entry!r}", expected)


@cache
def bundled_schedules() -> Mapping[int, YearSchedule]:
    """Return the schedules published so far, by year, as `chinesecalendar` (1.11.0: 2004-2026) keeps them."""
    off, made_up = chinese_calendar.holidays, chinese_calendar.workdays
    return MappingProxyType(
        {
            year: YearSchedule(
                year=year,
                notice=f"国办发明电〔{_NOTICES[year]}号" if year in _NOTICES else f"chinesecalendar {year}",
                holidays=frozenset(day for day in off if day.year == year),
                make_up_days=frozenset(day for day in made_up if day.year == year),
            )
            for year in sorted({day.year for day in off})
        }
    )
