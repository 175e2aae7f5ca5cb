"""How does a figure stand against its target, and how many cases is it away from it?"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from services.reporting.answers import Figure

Verdict = Literal["met", "missed", "shown", "empty"]
"""Target reached, target not reached, no target set, nothing to count yet."""


LOW = frozenset({"loss_rate", "first_instance_loss_rate", "settlement_rate", "withdrawal_rate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure as a page shows it, with its course through the year."""

    figure: Figure
    course: tuple[Figure, ...] = ()

    @property
    def metric(self) -> str:
        """Return which figure this is."""
        return self.figure.metric

    @property
    def verdict(self) -> Verdict:
        """Return how the figure stands."""
        if not self.figure.denominator:
            return "empty"
        if self.figure.met is None:
            return "shown"
        return "met" if self.figure.met else "missed"

    @property
    def at_most(self) -> bool:
        """Return whether the target is a cap."""
        return self.figure.compare == "at_most"

    @property
    def is_low(self) -> bool:
        """Return whether the rate is usually far below 100 %, so that a full scale would hide it."""
        return self.at_most or self.metric in LOW

    @property
    def away(self) -> int:
        """Return by how many cases the target is missed: too few in the numerator, or too many under a cap."""
        if self.verdict != "missed" or self.figure.target is None or self.figure.denominator is None:
            return 0
        bound = Decimal(self.figure.target) * self.figure.denominator
        if self.at_most:
            return self.figure.numerator - int(bound.to_integral_value(ROUND_FLOOR))
        return int(bound.to_integral_value(ROUND_CEILING)) - self.figure.numerator

    @property
    def rest(self) -> int:
        """Return how many cases of the denominator are not in the numerator."""
        return (self.figure.denominator or 0) - self.figure.numerator


def percent(value: str | None, places: int = 2) -> str:
    """Return a rate such as `0.7826` as `78.26%`, or a dash when there is none."""
    if value is None:
        return "—"
    step = Decimal(1).scaleb(-places)
    return f"{(Decimal(value) * 100).quantize(step, ROUND_HALF_UP)}%"


def bound(value: str | None) -> str:
    """Return a target such as `0.8` as `80%`, with no more places than it needs."""
    if value is None:
        return "—"
    return f"{(Decimal(value) * 100).normalize():f}%"


def days(value: str | None) -> str:
    """Return an average of days with one place, or a dash when there is none."""
    return "—" if value is None else str(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))


def share(numerator: float, denominator: float, width: float) -> float:
    """Return how much of `width` the numerator takes, for drawing."""
    return round(width * numerator / denominator, 2) if denominator else 0.0
