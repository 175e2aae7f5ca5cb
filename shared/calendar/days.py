"""Which days are working days, and the how-manieth is each?"""

from array import array
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, chain, compress, repeat
from typing import Final, Literal

FIRST: Final = date(1990, 1, 1)
"""The first day the calendar knows, in the year the first procedure law came into force."""

LAST: Final = date(2099, 12, 31)
"""The last day the calendar knows."""

SATURDAY: Final = 5

DayKind = Literal["working", "weekend", "holiday", "make-up"]
"""What a day is: a weekday worked, a weekend, a day off, or a weekend day worked instead."""

_ORIGIN = FIRST.toordinal()  # a Monday
_SPAN = LAST.toordinal() - _ORIGIN + 1


class DayOutOfRangeError(ValueError):
    """A day lies outside the span the calendar knows: says which, and the span."""

    def __init__(self, found: object) -> None:
        super().__init__(f"{found} is outside the calendar; expected a day from {FIRST} to {LAST}")


def place(day: date) -> int:
    """Return how many days lie between the first day of the calendar and `day`.

    Raises `DayOutOfRangeError` outside the calendar, and `TypeError` for an instant: whose day it falls on in
    Asia/Shanghai must be settled before.
    """
    if isinstance(day, datetime):
        raise TypeError(f"{day!r} is an instant; expected a date in Asia/Shanghai")
    at = day.toordinal() - _ORIGIN
    if not 0 <= at < _SPAN:
        raise DayOutOfRangeError(day)
    return at


def day_at(at: int) -> date:
    """Return the day at a place."""
    return date.fromordinal(_ORIGIN + at)


@dataclass(frozen=True, slots=True, eq=False)
class WorkingDays:
    """Every day of the calendar by its place, so that counting is two look-ups however long the period.

    Months of holidays cost nothing here: the n-th working day after a day is found by its number.
    """

    works: bytes
    """1 for a working day, else 0."""
    passed: "array[int]"
    """How many working days lie before each place."""
    numbered: "array[int]"
    """The places of the working days, in order."""
    unpublished: "array[int]"
    """How many days of unpublished years lie before each place."""
    holidays: frozenset[int]
    """The places of the days off by schedule or statute, weekends among them."""

    def nth(self, number: int) -> int:
        """Return the place of a working day by its number, counted from nought."""
        if not 0 <= number < len(self.numbered):
            raise DayOutOfRangeError("the day the period ends on")
        return self.numbered[number]

    def day(self, at: int) -> int:
        """Return `at` if it is a place of this calendar."""
        if not 0 <= at < _SPAN:
            raise DayOutOfRangeError("the day the period ends on")
        return at

    def kind(self, at: int) -> DayKind:
        """Return what the day at a place is."""
        weekend = at % 7 >= SATURDAY
        if self.works[at]:
            return "make-up" if weekend else "working"
        return "holiday" if at in self.holidays else "weekend"

    def provisional(self, since: int, until: int) -> bool:
        """Return whether a day from `since` to `until`, both included, lies in an unpublished year."""
        return self.unpublished[until + 1] > self.unpublished[since]


def lay_out(arranged: Iterable[tuple[date, bool]], published: frozenset[int]) -> WorkingDays:
    """Return the working days of the whole calendar.

    `arranged` are the days a schedule or statute speaks of, True where it is off; the later word on a day
    counts. All others follow their weekday.
    """
    works = bytearray((b"\1\1\1\1\1\0\0" * (_SPAN // 7 + 1))[:_SPAN])
    holidays: set[int] = set()
    for day, off in arranged:
        if FIRST <= day <= LAST:
            at = place(day)
            works[at] = not off
            (holidays.add if off else holidays.discard)(at)
    closed = chain.from_iterable(
        repeat(int(year not in published), 365 + isleap(year)) for year in range(FIRST.year, LAST.year + 1)
    )
    return WorkingDays(
        works=bytes(works),
        passed=array("i", chain((0,), accumulate(works))),
        numbered=array("i", compress(range(_SPAN), works)),
        unpublished=array("i", chain((0,), accumulate(closed))),
        holidays=frozenset(holidays),
    )
