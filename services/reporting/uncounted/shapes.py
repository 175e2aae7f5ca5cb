"""In which shape is it answered why a case does not count?"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a case does not count in a figure, or only in its denominator."""

    code: str
    """One of those in docs/figures.md, such as `not_effective`."""
    params: dict[str, Any]
    """What the reason names: days, periods, case numbers, codes of outcomes."""
    says: dict[str, str]
    """The reason as a sentence, in Chinese (`zh`) and English (`en`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A case of the row that went on in the period and does not count in the figure."""

    case: str
    reason: Why
    why: tuple[str, ...] = ()
    """Why something of it is parked (`GET /parked?case=`); empty for most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncounted:
    """A page of the cases a figure leaves out, by the day they were over and by case number."""

    position: int
    items: tuple[LeftOut, ...]
    next: str | None
    """What to pass as `after` for the next page; None on the last. A page may name few cases, or none, though others
    follow: in a great district no page looks at all of them."""
