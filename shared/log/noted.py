"""How do notes answer what a batch changed, what is noted of cases, and which could not be judged?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Noted:
    """What a batch changed besides the notes of cases."""

    count: int = 0
    worlds: frozenset[str] = frozenset()
    """Districts whose world is another now; NO_DISTRICT stands for all."""
    day: date | None = None
    """The last day that began, if one did."""


@dataclass(frozen=True, slots=True)
class Component:
    """Cases that something joins, as far as is known here, with all that was noted of them."""

    keys: tuple[str, ...]
    bodies: tuple[bytes, ...]
    position: int
    """Of the last note; where there is none, up to where the log was read."""


@dataclass(frozen=True, slots=True)
class Stalled:
    """A case that could not be judged."""

    case: str
    error: str
    since: int
    """Position the service had read up to when it stalled."""
