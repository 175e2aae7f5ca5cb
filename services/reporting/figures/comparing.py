"""How do figures compare with those of another period? Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from services.reporting.figures.figure import Before, Figure
from services.reporting.periods import Period

Compare = Literal["", "before", "year"]
"""With what a figure is compared: the period before of the same kind, or the same period a year before."""


def compared_with(period: Period, compare: Compare) -> Period:
    """Return the period with which one is compared."""
    return period.previous if compare == "before" else period.year_before


def against(figures: Iterable[Figure], earlier: Iterable[Figure], period: Period) -> tuple[Figure, ...]:
    """Return figures with what they were in an earlier period."""
    then = {(one.agency, one.metric): one for one in earlier}
    return tuple(replace(one, before=_before(one, then, period)) for one in figures)


def _before(figure: Figure, then: dict[tuple[str, str], Figure], period: Period) -> Before:
    found = then.get((figure.agency, figure.metric))
    if found is not None:
        return Before(found.numerator, found.denominator, found.value, period.label)
    if figure.denominator is None:
        return Before(0, None, "0", period.label)
    return Before(0, 0, None, period.label)
