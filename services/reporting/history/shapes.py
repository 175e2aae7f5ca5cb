"""What is said of an earlier moment, and in which shape?"""

from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment of the log."""

    position: int
    """All up to this position was known."""
    at: datetime | None
    """When the event at it was recorded (aware); None before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountThen:
    """One way in which a case counts."""

    metric: str
    by: str
    agency: str
    on: date
    counted: int
    """What it adds to the numerator; to the denominator it adds one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCase:
    """A case that counts otherwise in a period than it did."""

    case: str
    then: tuple[CountThen, ...]
    """Only what it counted in then and no longer does."""
    now: tuple[CountThen, ...]
    """Only what it counts in now and did not then."""
    facts: tuple[int, ...]
    """Positions of the facts noted since about its dispute, corrections among them."""
    findings: tuple[int, ...]
    """Positions of what was found on its dispute since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What counts otherwise in a period than it did at an earlier moment."""

    since: Instant
    position: int
    """Up to where the log had been read for what counts now."""
    items: tuple[ChangedCase, ...]
    world: tuple[int, ...]
    """Positions of what was noted since of law, organs and calendar: it may change cases of which nothing was."""
    days: tuple[int, ...]
    """Positions at which days began since: by the passing of one a deadline is missed, a judgment takes effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureThen:
    """One figure as it stood at a moment."""

    as_of: Instant
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOfFigure:
    """One figure of one period as it stood at several moments, the earliest first; the last is now."""

    position: int
    items: tuple[FigureThen, ...]
