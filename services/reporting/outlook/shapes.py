"""How is it said what a year will end at? The answer of `GET /outlook`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.figures import Counts
from services.reporting.outlook.ending import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one figure of one row will end at."""

    agency: str
    """Full name, `*` for the district."""
    metric: str
    target: str
    compare: Literal["at_least", "at_most"]
    article: str
    indicative: bool
    """True where the target does not bind this row."""
    numerator: int
    """What counts so far."""
    denominator: int
    value: str | None
    entering: int
    """So many cases, disputes or deadlines that are open may still come to count this year."""
    changing: int
    """So many that count already may still come to count otherwise."""
    worst: Counts
    best: Counts
    standing: Standing
    needed: int | None
    """For the target so many of those open must still come out well, if all come to count; None out of reach."""
    allowed: int | None
    """Of a figure that should be small: no more of those open may be lost, if all come to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """A hearing of the next days by which a target can be reached or missed."""

    case: str
    on: date
    agencies: tuple[str, ...]
    """The defendants (full names)."""
    summoned: bool
    noticed: bool
    """The court sent a notice that an officer is to appear."""
    proposed: str
    """Who is found to have to come; empty where nobody is."""
    on_record: bool
    """An officer who will come is on record with the bureau."""
    metrics: tuple[str, ...]
    """The figures it decides: still open in the row of one of its agencies, or of the district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the figures of a year with a target will end at: the district's first, then the agencies' by name."""

    position: int
    district: str
    period: str
    day: date
    """The day that has begun last: what follows from it on is open."""
    until: date
    """The last day of which hearings are named (inclusive)."""
    items: tuple[Expected, ...]
    hearings: tuple[Deciding, ...]
    """By day and case number."""
