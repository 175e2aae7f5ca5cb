"""What can a rate end at, and what is still needed for its target? Pure (docs/figures.md)."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from services.reporting.figures import Counts
from services.reporting.figures.figure import rounded

Compare = Literal["at_least", "at_most"]
Standing = Literal["certain", "open", "out_of_reach", "nothing"]
"""Whether the target is reached however what is open ends, or cannot be reached any more. `nothing`: neither is
anything counted, nor can anything be."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What counts so far in one figure of one row, and what is open."""

    numerator: int
    denominator: int
    entering: int = 0
    """So many may come to count, in the numerator or not, or may not."""
    kept: int = 0
    """So many of the numerator may leave it and stay in the denominator."""
    missed: int = 0
    """So many of the denominator may still come into the numerator."""

    @property
    def open(self) -> int:
        """Return how many are open."""
        return self.entering + self.kept + self.missed

    @property
    def least(self) -> Counts:
        """Return the least it can end at."""
        return _counts(self.numerator - self.kept, self.denominator + self.entering)

    @property
    def most(self) -> Counts:
        """Return the most it can end at."""
        return _counts(self.numerator + self.missed + self.entering, self.denominator + self.entering)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a rate can end, measured against its target."""

    worst: Counts
    best: Counts
    standing: Standing
    needed: int | None
    """Of what should be many: of all that may come to count, or count better, so many still must if all of it comes
    to count and nothing of what is there is lost. None where the target is out of reach, or an upper one."""
    allowed: int | None
    """Of what should be few: if all that is open comes to count, no more of it may be lost. None as before."""


def ending(rate: Rate, compare: Compare, target: Fraction) -> Ending:
    """Return how a rate can end."""
    few = compare == "at_most"
    worst, best = (rate.most, rate.least) if few else (rate.least, rate.most)
    all_ = rate.denominator + rate.entering
    if not all_:
        return Ending(worst, best, "nothing", None, None)
    standing = _standing(worst, best, few, target)
    if few:
        allowed = floor(target * all_) - rate.numerator
        return Ending(worst, best, standing, None, min(allowed, rate.entering) if allowed >= 0 else None)
    needed = max(0, ceil(target * all_) - rate.numerator)
    return Ending(worst, best, standing, needed if needed <= rate.entering + rate.missed else None, None)


def _standing(worst: Counts, best: Counts, few: bool, target: Fraction) -> Standing:
    def reached(counts: Counts) -> bool:
        value = Fraction(counts.numerator or 0, counts.denominator or 1)
        return value <= target if few else value >= target

    if reached(worst):
        return "certain"
    return "open" if reached(best) else "out_of_reach"


def _counts(numerator: int, denominator: int) -> Counts:
    return Counts(numerator, denominator, rounded(numerator, denominator))
