"""How does reporting say what was done for the work itself? The answers of `GET /activities`."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

Kind = Literal["typical_case", "meeting", "training", "observed", "commendation", "work_report"]
"""What was done, in the order of the pages."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing that was done. What its kind has not is empty, or 0."""

    kind: Kind
    on: date
    """The day of it: published, met, heard, commended, filed."""
    year: int
    """The year it is listed under: of a typical case and of a work report the one it is of, else that of the day."""
    case: str
    """Case number of a typical case or of a hearing observed; else empty."""
    category: str
    """Of that case."""
    organ: str
    """Who held, observed, was commended or filed (full name); empty for a meeting or a typical case."""
    title: str
    """Of a typical case; the topic of a meeting or a training; for what somebody was commended."""
    person: str
    """Who was commended; empty for the organ itself."""
    by: str
    """Who commended (full name)."""
    present: tuple[str, ...]
    """Who took part in a meeting, organs by full name."""
    people: int
    """How many took part, or observed."""
    leaders: int
    """How many of the observers are officers."""
    expert_comment: bool
    """True where an expert commented on the hearing observed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the things of one kind add up to."""

    people: int = 0
    leaders: int = 0
    expert_comments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """Some of what was done, the latest first."""

    position: int
    items: tuple[Activity, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""
    counts: dict[Kind, int] = field(default_factory=dict)
    """How many of each kind there are with the same filters but the kind."""
    sums: dict[Kind, Sums] = field(default_factory=dict)
    """Of each kind, how many people took part, with the same filters but the kind."""
    years: dict[int, dict[Kind, int]] = field(default_factory=dict)
    """The same of every year that has any, whichever is asked for; the latest first."""
