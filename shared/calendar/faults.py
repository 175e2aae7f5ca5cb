"""What is wrong with the days that a year's schedule tells, and where?

One rule for what a file says, what a fact says, and what a schedule can be at all.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from shared.calendar.days import FIRST, LAST, SATURDAY
from shared.calendar.statutory import statutory_days

Told = tuple[date, bool]
"""A day, and whether it is off; else it is made up."""

A_DAY = timedelta(days=1)


class ScheduleFault(NamedTuple):
    """One thing wrong with a schedule."""

    at: int | None
    """Which of the days told it is about, from nought; None: one that is missing, or all of them."""
    found: str
    expected: str

    def __str__(self) -> str:
        """Return it as a line; the days of a file are called entries and counted from one."""
        where = "" if self.at is None else f"entry {self.at + 1}: "
        return f"{where}{self.found}; expected {self.expected}"


class ScheduleError(ValueError):
    """A year's schedule cannot be used: says which year, and of every fault what was found and expected."""

    def __init__(self, year: int | None, faults: Sequence[ScheduleFault]) -> None:
        self.year = year
        self.faults = tuple(faults)
        of = f"schedule of {year}" if year is not None else "schedule"
        super().__init__(f"{of}: {', and '.join(map(str, faults))}")


def faults_of(year: int, told: Sequence[Told]) -> Iterator[ScheduleFault]:
    """Yield everything that is wrong with the days told of a year: what cannot be, then what is missing."""
    wrong = list(impossible(year, told))
    yield from wrong
    if not any(fault.at is None for fault in wrong):
        yield from _gaps(year, told)


def impossible(year: int, told: Sequence[Told]) -> Iterator[ScheduleFault]:
    """Yield what cannot be: a day of another year, one told twice, a make-up day that is no weekend.

    A notice may reach back into the December before its year.
    """
    if not FIRST.year <= year <= LAST.year:
        yield ScheduleFault(None, f"the year {year}", f"a year from {FIRST.year} to {LAST.year}")
        return
    since, until = date(year - 1, 12, 1), date(year, 12, 31)
    before: dict[date, bool] = {}
    for at, (day, off) in enumerate(told):
        if not since <= day <= until:
            yield ScheduleFault(at, f"the day {day}", f"a day from {since} to {until}")
        if not off and day.weekday() < SATURDAY:
            yield ScheduleFault(at, f"{day:%A} {day} as a make-up day", "a Saturday or Sunday")
        if before.get(day, off) != off:
            yield ScheduleFault(at, f"{day} as a day off and as a make-up day", "one of them")
        elif day in before:
            yield ScheduleFault(at, f"{day} a second time", "every day once")
        before.setdefault(day, off)


def _gaps(year: int, told: Sequence[Told]) -> Iterator[ScheduleFault]:
    """Yield the days off that are missing: statutory holidays, and single days inside a holiday.

    A statutory holiday on a weekend need not be told, but cannot be made up. No notice since 2004 leaves one weekday
    alone to be worked between two days off.
    """
    off = {day for day, is_off in told if is_off}
    made_up = {day for day, is_off in told if not is_off}
    statutory = statutory_days(year) - off
    for day in sorted(statutory):
        if day.weekday() < SATURDAY or day in made_up:
            yield ScheduleFault(None, f"no day off on {day}", "every statutory holiday")
    for day in sorted(day + A_DAY for day in off):
        alone = day not in off and day + A_DAY in off and day.weekday() < SATURDAY
        if alone and day not in statutory:
            yield ScheduleFault(None, f"{day} worked alone between two days off", "a holiday without gaps")
