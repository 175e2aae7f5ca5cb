"""What does a case contribute to the figures, and how do the sums move when that changes? Pure.

A contribution is one text a case. It names each row the case counts in once, then for each figure and day what the
case adds to the numerator, and the rows in which it does; to their denominators it adds one.

    [[["*", "*"], ["defendant", "区政府"]], [["loss_rate", "2023-05-06", 1, [0, 1]]]]
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pydantic_core import from_json, to_json

from services.reporting.figures import Count
from services.reporting.periods import Period


class Counted(NamedTuple):
    """One count of a case, read back."""

    metric: str
    on: date
    by: str
    agency: str
    counted: int
    """What it adds to the numerator."""


class Contribution(NamedTuple):
    """All that one case contributes."""

    text: str = "[[],[]]"
    first_on: date | None = None
    """The first day on which it counts anywhere."""
    last_on: date | None = None


Sum = tuple[str, str, str, str]
"""What a sum is of: period, by, agency, metric. The period is a year or a month; others add up months."""


def kept(period: Period) -> tuple[str, ...]:
    """Return the periods whose sums add up to one: years and months are kept, others are made of months."""
    return (period.label,) if period.kind == "year" else tuple(part.label for part in period.parts("month"))


def contributions(counts: Iterable[Count]) -> dict[str, Contribution]:
    """Return what each case contributes, whatever the order of its counts."""
    cases: dict[str, list[Count]] = {}
    for count in counts:
        cases.setdefault(count.case, []).append(count)
    return {case: _contribution(counted) for case, counted in cases.items()}


def _contribution(counts: list[Count]) -> Contribution:
    rows = sorted({(count.by, count.agency) for count in counts})
    place = {row: number for number, row in enumerate(rows)}
    days: dict[tuple[str, date, int], list[int]] = {}
    for count in counts:
        days.setdefault((count.metric, count.on, count.counted), []).append(place[count.by, count.agency])
    text = to_json([rows, [(*day, sorted(places)) for day, places in sorted(days.items())]])
    on = {on for _, on, _ in days}
    return Contribution(text.decode(), min(on), max(on))


def counts_of(text: str) -> Iterator[Counted]:
    """Return the counts of a contribution, by metric, day and row."""
    rows, days = from_json(text)
    for metric, on, counted, places in days:
        for by, agency in (rows[place] for place in places):
            yield Counted(metric, date.fromisoformat(on), by, agency, counted)


@dataclass
class Changes:
    """By how much the sums move."""

    numerators: Counter[Sum] = field(default_factory=Counter)
    denominators: Counter[Sum] = field(default_factory=Counter)
    lost_numerators: Counter[Sum] = field(default_factory=Counter)
    lost_denominators: Counter[Sum] = field(default_factory=Counter)

    def gain(self, text: str) -> None:
        """Take in what a case contributes from now on."""
        _add(text, self.numerators, self.denominators)

    def lose(self, text: str) -> None:
        """Take out what a case contributed so far."""
        _add(text, self.lost_numerators, self.lost_denominators)

    def moves(self) -> Iterator[tuple[Sum, int, int]]:
        """Return each sum that moves, with the change of its numerator and of its denominator."""
        numerators, denominators = self.numerators, self.denominators
        numerators.subtract(self.lost_numerators)
        denominators.subtract(self.lost_denominators)
        years: dict[Sum, tuple[int, int]] = {}
        for of, denominator in denominators.items():
            numerator = numerators[of]
            if numerator or denominator:
                yield of, numerator, denominator
                year = (of[0][:4], *of[1:])
                before = years.get(year, (0, 0))
                years[year] = (before[0] + numerator, before[1] + denominator)
        yield from ((year, *moved) for year, moved in years.items() if moved != (0, 0))


def _add(text: str, numerators: Counter[Sum], denominators: Counter[Sum]) -> None:
    rows, days = from_json(text)
    for metric, on, counted, places in days:
        of = [(on[:7], *rows[place], metric) for place in places]
        denominators.update(of)
        if counted == 1:
            numerators.update(of)
        elif counted:
            for one in of:
                numerators[one] += counted
