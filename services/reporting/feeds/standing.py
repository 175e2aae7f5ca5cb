"""How does a source stand on a day: regular, silent, never heard? Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from shared.calendar import FIRST, Calendar
from shared.events.feeds import FeedRegistered

State = Literal["regular", "silent", "never", "awaited", "ended", "unregistered"]
"""How a source stands: something came when it was expected; nothing came for as many working days as its registration
allows; nothing ever came; nothing is expected yet, or the days allowed have not ended; nothing is expected any more;
nobody registered it, so nothing is expected."""

STATES: tuple[State, ...] = get_args(State)
MISSING: frozenset[State] = frozenset({"silent", "never"})
"""The states in which something is missing."""

ONE_DAY = timedelta(days=1)


class Standing(NamedTuple):
    """How a source stands."""

    state: State
    since: date | None = None
    """Of one that is missing: the first working day on which something was expected and nothing has come since."""


def standing(
    registered: FeedRegistered | None, heard_on: date | None, today: date, calendar: Calendar
) -> Standing:
    """Return how a source stands on the day that has begun last; `heard_on` is when anything came from it last.

    A day counts as missed when it has ended: on the morning of the first working day nobody is silent.
    """
    if registered is None:
        return Standing("unregistered")
    if registered.until_on and today > registered.until_on:
        return Standing("ended")
    begun = max(registered.from_on, FIRST) - ONE_DAY if registered.from_on > FIRST else FIRST
    last = max(heard_on or begun, begun)
    if today <= last:
        return Standing("regular" if heard_on else "awaited")
    missed = calendar.working_days_between(last, today - ONE_DAY)
    if missed < registered.every:
        return Standing("regular" if heard_on else "awaited")
    since = next(day for day in days(last + ONE_DAY, today) if calendar.is_working_day(day))
    return Standing("silent" if heard_on else "never", since)


def expected(registered: FeedRegistered | None, day: date, calendar: Calendar) -> bool:
    """Return whether a source is expected to report, and agencies work, on a day."""
    if registered is None or day < registered.from_on:
        return False
    return (registered.until_on is None or day <= registered.until_on) and calendar.is_working_day(day)


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days from one to another, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
