"""How many points does each item of an agency's assessment get, and what is the whole? Pure.

A measured item adds up the counts of its figures. At `full` or better it is worth 100 points, at `none` or worse 0,
and in proportion between. What nothing counts in, and what nobody recorded yet, is left out: the others weigh more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from shared.events.activities import AssessmentRecorded
from shared.events.findings.reporting import MeasuredFigure, ScoredItem
from shared.law.model import AssessmentItem
from shared.organs import Organs

Sum = tuple[str, str, str]
"""What a sum of a year is of: by, agency and figure."""
Sums = Mapping[Sum, tuple[int, int]]
"""Numerators and denominators."""

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Card:
    """How an agency stands in the assessment of a year."""

    items: tuple[ScoredItem, ...]
    """In the order of the law."""
    total: Decimal | None
    """The weighted mean of the points that count, two places; None where none do."""
    complete: bool
    """Whether each item that an office has to record was recorded."""

    @property
    def bare(self) -> "Card":
        """Return the card without what the law calls its items: two that differ only in that are the same."""
        return replace(self, items=tuple(replace(one, article="", zh="", en="") for one in self.items))


Records = Mapping[tuple[str, str], AssessmentRecorded]
"""What an office recorded of a year, by agency (full name) and item."""


def recorded(
    facts: Iterable[AssessmentRecorded], organs: Organs
) -> dict[int, dict[tuple[str, str], AssessmentRecorded]]:
    """Return what counts of what was recorded, by year. Of an agency told by two names the later record counts."""
    found: dict[int, dict[tuple[str, str], AssessmentRecorded]] = {}
    for fact in sorted(facts, key=lambda one: (one.recorded_on, one.version, one.agency)):
        found.setdefault(fact.year, {})[organs.full_name(fact.agency), fact.item] = fact
    return found


def card(agency: str, items: Iterable[AssessmentItem], sums: Sums, records: Records) -> Card:
    """Return the scorecard of an agency (full name) from the sums of a year and what was recorded of it."""
    scored = tuple(
        _measured(agency, item, sums) if item.figures else _recorded(item, records.get((agency, item.item)))
        for item in items
    )
    asked = (one for one in scored if not one.by)
    return Card(scored, mean(scored), all(one.points is not None for one in asked))


def mean(items: Iterable[ScoredItem]) -> Decimal | None:
    """Return the mean of the points that count, by weight; two places, half up."""
    counting = [(one.points, one.weight) for one in items if one.points is not None]
    if not counting:
        return None
    weights = sum(Fraction(weight) for _, weight in counting)
    return rounded(
        sum((Fraction(points) * Fraction(weight) for points, weight in counting), Fraction(0)) / weights
    )


def points(numerator: int, denominator: int, full: Decimal, none: Decimal) -> Decimal | None:
    """Return what a rate is worth of 100 points, in proportion from `none` to `full`; None with nothing to count."""
    if not denominator:
        return None
    worst, best = Fraction(none), Fraction(full)
    reached = (Fraction(numerator, denominator) - worst) / (best - worst)
    return rounded(100 * min(max(reached, Fraction(0)), Fraction(1)))


def rounded(exact: Fraction) -> Decimal:
    """Return a number that is not negative with two places, half up."""
    return Decimal(int(exact * 100 + Fraction(1, 2))) * CENT


def counted(item: ScoredItem) -> tuple[int, int]:
    """Return numerator and denominator of all figures of an item together."""
    return sum(one.numerator for one in item.figures), sum(one.denominator for one in item.figures)


def _measured(agency: str, item: AssessmentItem, sums: Sums) -> ScoredItem:
    figures = tuple(
        MeasuredFigure(figure=name, numerator=n, denominator=d)
        for name in item.figures
        for n, d in (sums.get((item.by, agency, name), (0, 0)),)
    )
    scored = _blank(item, by=item.by, figures=figures)
    return replace(scored, points=points(*counted(scored), item.full, item.none))


def _recorded(item: AssessmentItem, fact: AssessmentRecorded | None) -> ScoredItem:
    scored = _blank(item)
    if fact is None:
        return scored
    return replace(
        scored,
        points=rounded(Fraction(fact.score)),
        office=fact.office,
        reason=fact.reason,
        recorded_on=fact.recorded_on,
        kind=fact.kind,
    )


def _blank(item: AssessmentItem, by: str = "", figures: tuple[MeasuredFigure, ...] = ()) -> ScoredItem:
    return ScoredItem(
        item=item.item,
        article=item.article,
        zh=item.summary.zh,
        en=item.summary.en,
        weight=item.weight,
        by=by,
        full=item.full,
        none=item.none,
        figures=figures,
    )


def ranks(totals: Mapping[str, Decimal | None]) -> dict[str, int]:
    """Return the place of each agency that has points: the best is first, equals share a place and leave one out."""
    found = sorted((total for total in totals.values() if total is not None), reverse=True)
    return {name: found.index(total) + 1 for name, total in totals.items() if total is not None}
