"""How does reporting say how suggestions stand? The answers of `GET /suggestions`."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from services.reporting.deadlines.shapes import Light
from shared.events.words import SuggestionKind

State = Literal["overdue", "open", "suspended", "received", "in_time", "late", "answered", "lifted"]
"""How a suggestion stands: its day has ended without an answer; its period runs, or is suspended; no period runs for
it; answered in time, or after its day; answered, no period ran; nothing is due any more."""

STATES: tuple[State, ...] = get_args(State)
KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss found on the dispute in which a suggestion was made."""

    case: str
    """Number of the case whose document brought it."""
    took_effect_on: date
    accountable: tuple[str, ...]
    """The units accountable for it, by full name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One suggestion. All days are dates in Asia/Shanghai."""

    case: str
    category: str
    kind: SuggestionKind
    agencies: tuple[str, ...]
    """Whom it addresses, by full name; all defendants where the report names nobody."""
    received_on: date
    state: State
    light: Light | Literal[""]
    """How its deadline stands today; empty where none was found."""
    due_on: date | None
    """The last day for the answer, inclusive; None where no period runs."""
    article: str
    """Of the duty to answer."""
    answered_on: date | None
    signed: bool | None
    """Whether the officer signed the answer off; None without an answer, and where the report does not say."""
    urgent: bool
    provisional: bool
    """True when the schedule of a year concerned is not published yet."""
    copied_to: tuple[str, ...]
    """Who got a copy, organs by full name."""
    copied: bool
    """Whether the government did."""
    loss: Loss | None
    of: str
    """Tells suggestions in one case apart; the same as of its deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Some suggestions, those received last first."""

    position: int
    day: date
    """The day that has begun last."""
    items: tuple[Suggestion, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""
    counts: dict[State, int] = field(default_factory=dict)
    """How many stand so, with the same filters but the state."""
    received: int = 0
    """How many there are with the same filters but the state; the next three are among them."""
    signed: int = 0
    """Of those, answers signed off by the officer."""
    copied: int = 0
    """Of those, copied to the government."""
    lost: int = 0
    """Of those, made in a dispute that was lost."""
    years: dict[int, int] = field(default_factory=dict)
    """How many were received in each year, whatever the filters; the latest first."""
