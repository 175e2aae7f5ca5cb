"""How does reporting say what cannot be used yet? The answers of `GET /parked`."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

Reason = Literal[
    "case-not-docketed",
    "unknown-organ",
    "unusable-date",
    "contradiction",
    "stage-out-of-order",
    "content-missing",
    "office-not-competent",
    "no-loss",
    "row-unreadable",
]
"""Why something is parked: a reason of `fact-parked`, or a row of a file that could not be read."""

REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRow:
    """What a row of a file said that could not be read. Cells whose key is not there read `***`."""

    file: str
    """`ledger` or `organs`."""
    row_key: str
    sheet: str
    row: int
    column: str
    value: str
    expected: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Something that is on the log and cannot be used yet. All days are dates in Asia/Shanghai."""

    id: str
    """Names it in `GET /parked?id=`."""
    reason: Reason
    case: str
    """Case number; empty for a row of which none can be read."""
    source: str
    on: date
    """The day it was recorded."""
    position: int | None
    """Of the fact it is about, the first of several; None while only a correction of it has arrived."""
    facts: int
    """How many facts wait for the same."""
    about: str
    """What the fact says that cannot be used, such as the name of an unknown organ."""
    released_by: str
    """The type of the fact that would release it, else what would, in words."""
    missing: tuple[str, ...]
    """What the fact does not hold and must."""
    article: str
    type: str
    """Of the fact, such as `hearing-held`."""
    told_on: date | None
    """The day the fact tells of."""
    figures: tuple[str, ...]
    """The figures that can change by it."""
    period: str
    """The month of that day; empty where none can be told."""
    agencies: tuple[str, ...]
    """Whom it concerns (full names)."""
    row: ParkedRow | None
    address: str = ""
    """Where it is shown, corrected and taken back; empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedPage:
    """Some of what is parked, the latest first."""

    position: int
    day: date
    """The day that has begun last."""
    items: tuple[Parked, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many are parked for each reason with the same filters but the reason."""
    sources: dict[str, int] = field(default_factory=dict)
    """How many of each source, whichever is asked for."""
