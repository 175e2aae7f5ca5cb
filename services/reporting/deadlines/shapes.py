"""How does reporting say what is due? The answers of `GET /deadlines` and what the pages show."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

State = Literal["open", "suspended", "met", "missed", "lifted", "lapsed"]
"""How a deadline stands on the log."""

Light = Literal["overdue", "today", "near", "due", "waiting", "done", "off"]
"""How it stands today, the most pressing first: missed and not done; due today; a step of the reminders is reached;
open; suspended; done, in time or late; lifted, or the right lapsed."""

Cause = Literal["start", "extension", "stay", "calendar", "law", "facts"]
"""Why a deadline was moved."""

STATES: tuple[State, ...] = get_args(State)
LIGHTS: tuple[Light, ...] = get_args(Light)
CAUSES: tuple[Cause, ...] = get_args(Cause)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline. All days are dates in Asia/Shanghai."""

    case: str
    """Case number; `bureau` for what the bureau owes of no single case."""
    duty: str
    of: str
    """Tells several deadlines of one duty in one case apart; empty for most."""
    article: str
    obligor: str
    """The role that owes it."""
    agencies: tuple[str, ...]
    """The organs that fill the role, by full name; empty while nobody is known to."""
    starts_on: date | None
    due_on: date
    """The last day on which it is kept in time, inclusive."""
    done_on: date | None
    state: State
    light: Light
    late: bool
    """Done, but after its day."""
    step: int | None
    """The step of the reminders that is reached, in working days before the due day; None for none."""
    escalated_to: tuple[str, ...]
    """Who was called after a miss, by full name."""
    provisional: bool
    """True when the schedule of a year concerned is not published yet."""
    soft: bool
    """The text says in general: a miss is no breach."""
    was_due_on: date | None
    """While it runs, the day before the last move; None when it was never moved."""
    cause: str
    """Why it was moved last (a Cause), while it runs; empty when it was not."""
    taken: tuple[str, ...]
    """Steps taken on the way, as fact types (reviewed, signed, sealed)."""
    pending: tuple[str, ...]
    """Steps the law asks for and nobody reported."""
    left: int | None
    """Of a suspended one: days of the period that are left."""
    sequence: int
    """Position on the log of what was found on it last: it rises with every change."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Some deadlines by due day, and how many of each light there are with the same filters."""

    position: int
    day: date
    """The day that has begun last."""
    items: tuple[DeadlineRow, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""
    counts: dict[Light, int] = field(default_factory=dict)
    provisional_years: tuple[int, ...] = ()
    """Years touched by the items whose schedule is not published."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar that people subscribe to shows: of a district, an agency, or a leader in charge."""

    position: int
    day: date
    district: str
    """Its id."""
    name: str
    """Of whom it is, for people."""
    entries: tuple[tuple[DeadlineRow, str], ...]
    """By due day; each with what the duty asks, in Chinese. What was withdrawn reads as lifted."""
