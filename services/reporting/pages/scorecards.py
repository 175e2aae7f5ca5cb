"""What do the pages of the assessment show: all agencies of a year, and one with what its points rest on?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.reporting.answers import District
from services.reporting.pages.choice import Choice, choice_of
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from services.reporting.scorecards.asking import all_cards, one_card
from services.reporting.scorecards.scores import rounded
from services.reporting.scorecards.shapes import Item, Line, Scorecard, Scorecards


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The year looked at, among those that can be."""

    year: int
    every: tuple[int, ...]
    heard: Mapping[int, int]
    """Heard cases of each year, so that a reader sees where there is something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardsPage:
    """Everything on the page of a year's assessment."""

    district: District
    years: Years
    found: Scorecards

    @property
    def scored(self) -> tuple[Line, ...]:
        """Return the agencies that have points, the best first."""
        return tuple(line for line in self.found.items if line.total is not None)

    @property
    def unscored(self) -> tuple[Line, ...]:
        """Return the agencies that have none yet."""
        return tuple(line for line in self.found.items if line.total is None)

    @property
    def complete(self) -> int:
        """Return of how many agencies everything that an office has to record was recorded."""
        return sum(line.complete for line in self.found.items)

    @property
    def differing(self) -> int:
        """Return how many of the scorecards published would be others today."""
        return sum(line.differs for line in self.found.items)

    @property
    def average(self) -> str | None:
        """Return the mean of all totals, two places."""
        return _mean(line.total for line in self.found.items)

    def mean_of(self, item: str) -> str | None:
        """Return the mean of the points of an item over the agencies in which it counts, two places."""
        return _mean(line.points.get(item) for line in self.found.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardPage:
    """Everything on the page of one scorecard."""

    district: District
    years: Years
    card: Scorecard

    @property
    def weights(self) -> Fraction:
        """Return the weights of the items that count, added up."""
        return sum((Fraction(one.weight) for one in self.card.items if one.points is not None), Fraction(0))

    def share(self, item: Item) -> str | None:
        """Return how many of the points of the whole an item brings, two places; None where it does not count."""
        if item.points is None:
            return None
        exact = Fraction(item.points) * Fraction(item.weight) / self.weights
        return str(rounded(exact))

    @property
    def strips(self) -> tuple[tuple[Item, float, float, float], ...]:
        """Return where each item that counts lies on a line of 100: its start, its width, and how much it brings."""
        found, at = list[tuple[Item, float, float, float]](), 0.0
        for item in self.card.items:
            if item.points is not None:
                width = float(100 * Fraction(item.weight) / self.weights)
                found.append(
                    (item, round(at, 2), round(width, 2), round(width * float(item.points) / 100, 2))
                )
                at += width
        return tuple(found)

    @property
    def missing(self) -> tuple[Item, ...]:
        """Return the items that nobody recorded yet."""
        return tuple(one for one in self.card.items if one.left_out == "not_recorded")

    @property
    def differing(self) -> Sequence[tuple[Item | None, Item | None]]:
        """Return the items that would come out otherwise today: as published, and as they would."""
        if self.card.today is None:
            return ()
        old, new = ({one.item: one for one in items} for items in (self.card.items, self.card.today.items))
        return [
            (old.get(id_), new.get(id_))
            for id_ in {**old, **new}
            if _said(old.get(id_)) != _said(new.get(id_))
        ]


async def scorecards_page(reader: Source, district: District, year: int | None) -> ScorecardsPage:
    """Return the page of a year's assessment; without a year of the latest with enough to look at."""
    years = await _years(reader, district, year)
    found = await reader.about(all_cards, district.id, years.year)
    return ScorecardsPage(district=district, years=years, found=found)


async def scorecard_page(reader: Source, district: District, agency: str, year: int | None) -> ScorecardPage:
    """Return the page of an agency's scorecard. Raises UnknownAgencyError."""
    years = await _years(reader, district, year)
    card = await reader.about(one_card, district.id, agency, years.year)
    return ScorecardPage(district=district, years=years, card=card)


async def _years(reader: Source, district: District, year: int | None) -> Years:
    choice: Choice | None = await choice_of(reader, district, f"{year}" if year else "")
    if choice is None:
        shown = year or (await reader.world(district.id)).day.year
        return Years(year=shown, every=(shown,), heard={})
    found = choice.year.since.year
    heard = {_year(one): figure.numerator for one, figure in zip(choice.years, choice.heard, strict=True)}
    return Years(year=found, every=tuple(sorted({*heard, found})), heard=heard)


def _year(period: Period) -> int:
    return period.since.year


def _said(item: Item | None) -> tuple[object, ...]:
    """Return what of an item two cards can differ in."""
    if item is None:
        return ()
    counts = tuple((one.figure, one.numerator, one.denominator) for one in item.figures)
    return (item.points, item.weight, counts, item.office, item.reason, item.recorded_on)


def _mean(points: Iterable[str | None]) -> str | None:
    found = [Fraction(one) for one in points if one is not None]
    return str(rounded(sum(found, Fraction(0)) / len(found))) if found else None
