"""What comes out of counting a period: the day, whether it is official, and every day skipped or added."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from shared.calendar.days import WorkingDays, day_at

What = Literal["start-not-counted", "end-not-counted", "skipped", "make-up", "rolled", "month-end", "clear"]
"""What happened to a day: counting began there; it is skipped because nobody works; it is a weekend day that
counts because it is worked; the last day moved off it; its month is too short; it keeps the others clear."""

Why = Literal["starting-day", "ending-day", "weekend", "holiday", "make-up-day", "short-month", "clear-days"]
"""Why it happened, as a code; pages and the command line put it in words."""

_REASONS: Final[dict[What, Why]] = {
    "start-not-counted": "starting-day",
    "end-not-counted": "ending-day",
    "make-up": "make-up-day",
    "month-end": "short-month",
    "clear": "clear-days",
}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One day that was left out, skipped, added or moved off, and why.

    `provisional` says that the day's year is not published, so the step itself may not last.
    """

    day: date
    what: What
    why: Why
    provisional: bool = False


def _nothing() -> tuple[TraceStep, ...]:
    """Return the trace of a day nobody counted, such as one a court named."""
    return ()


@dataclass(frozen=True, slots=True)
class DayResult:
    """The day a period ends on, in Asia/Shanghai: the last day, to its end, on which to act or to post is in time.

    `provisional` is true if any day whose working or not was looked at lies in a year without a published
    schedule. Two results are equal if day and status are; the trace is worked out only when asked for.
    """

    day: date
    provisional: bool = False
    explain: Callable[[], tuple[TraceStep, ...]] = field(default=_nothing, repr=False, compare=False)

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """Return every day left out, skipped, added or moved off, in the order of counting."""
        return self.explain()


def counted(table: WorkingDays, origin: int, last: int, *, clear: bool = False) -> tuple[TraceStep, ...]:
    """Return the trace of working days counted from `origin` to `last`, forwards or back."""
    back = last < origin
    days = range(origin - 1, last - 1, -1) if back else range(origin + 1, last + 1)
    steps = [
        _step(table, origin, "end-not-counted" if back else "start-not-counted"),
        *_passed(table, days, "skipped"),
    ]
    if clear:
        steps.append(_step(table, last, "clear"))
    return tuple(steps)


def stayed(table: WorkingDays, origin: int, due: int, *also: What) -> tuple[TraceStep, ...]:
    """Return the trace of a period that ran from `origin` to `due`, forwards or back, and ends there.

    `also` is what else happened to `due`.
    """
    first: What = "end-not-counted" if due < origin else "start-not-counted"
    return (_step(table, origin, first), *(_step(table, due, what) for what in also))


def moved(table: WorkingDays, origin: int, due: int, last: int, *also: What) -> tuple[TraceStep, ...]:
    """Return the trace of a period that ran from `origin` to `due` and then moved on to `last`."""
    days = range(due, last - 1, -1) if due < origin else range(due, last + 1)
    return (*stayed(table, origin, due, *also), *_passed(table, days, "rolled"))


def _passed(table: WorkingDays, days: Iterable[int], what: What) -> Iterator[TraceStep]:
    """Yield a step for each day nobody works, and for each weekend day that is worked."""
    for at in days:
        match table.kind(at):
            case "working":
                continue
            case "make-up":
                yield _step(table, at, "make-up")
            case "weekend" | "holiday" as why:
                yield TraceStep(day_at(at), what, why, table.provisional(at, at))


def _step(table: WorkingDays, at: int, what: What) -> TraceStep:
    """Return the step of a day for which what happened is reason enough."""
    return TraceStep(day_at(at), what, _REASONS[what], table.provisional(at, at))
