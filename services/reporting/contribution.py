"""What does a case contribute to the figures, and how do the sums move when that changes? Pure.

A contribution is one text a case. It names each row the case counts in once, then for each figure and day what the
case adds to the numerator, with the number of the group of rows in which it does; to their denominators it adds one.

    [[["*", "*"], ["defendant", "区政府"]], [["loss_rate", "2023-05-06", 1, 0]], [[0, 1]]]
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple, Protocol

from pydantic_core import from_json, to_json

from services.reporting.periods import Period


class Adding(Protocol):
    """What a case adds to a figure: an addition in several rows, or a count in one."""

    @property
    def metric(self) -> str:
        """Return the figure."""

    @property
    def case(self) -> str:
        """Return the case number."""

    @property
    def on(self) -> date:
        """Return the day that puts it into a period."""

    @property
    def counted(self) -> int:
        """Return what it adds to the numerator."""

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return the rows, each as what it is by and which one."""


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

    text: str = "[[],[],[]]"
    first_on: date | None = None
    """The first day on which it counts anywhere."""
    last_on: date | None = None


Sum = tuple[str, str, str, str]
"""What a sum is of: period, by, agency, metric. The period is a year or a month; others add up months."""


def kept(period: Period) -> tuple[str, ...]:
    """Return the periods whose sums add up to one: years and months are kept, others are made of months."""
    return (period.label,) if period.kind == "year" else tuple(part.label for part in period.parts("month"))


def contributions(additions: Iterable[Adding]) -> dict[str, Contribution]:
    """Return what each case contributes, whatever the order of what it adds."""
    cases: dict[str, list[Adding]] = {}
    for addition in additions:
        cases.setdefault(addition.case, []).append(addition)
    return {case: _contribution(added) for case, added in cases.items()}


def _contribution(added: list[Adding]) -> Contribution:
    # Most of what a case adds counts in the same rows, told by the same tuple: what is asked of it is asked once.
    told = [(one, one.rows) for one in added]
    each = {id(of): of for _, of in told}
    rows = sorted({row for of in each.values() for row in of})
    place = {row: number for number, row in enumerate(rows)}
    places = {at: tuple(sorted([place[row] for row in of])) for at, of in each.items()}
    days: dict[tuple[str, str, int], tuple[int, ...]] = {}
    for one, of in told:
        key = one.metric, one.on.isoformat(), one.counted
        before = days.get(key)
        days[key] = places[id(of)] if before is None else tuple(sorted((*before, *places[id(of)])))
    groups = {group: number for number, group in enumerate(sorted(set(days.values())))}
    text = to_json([rows, [(*day, groups[group]) for day, group in sorted(days.items())], list(groups)])
    on = [day for _, day, _ in days]
    return Contribution(text.decode(), date.fromisoformat(min(on)), date.fromisoformat(max(on)))


def counts_of(text: str) -> Iterator[Counted]:
    """Return the counts of a contribution, by metric, day and row."""
    rows, days, groups = from_json(text)
    for metric, on, counted, group in days:
        for by, agency in (rows[place] for place in groups[group]):
            yield Counted(metric, date.fromisoformat(on), by, agency, counted)


def sum_up(
    texts: Iterable[str], period: Period, added: dict[tuple[str, str, str], list[int]], sign: int = 1
) -> None:
    """Add what contributions count in a period to the numerators and denominators by row (by, agency) and figure.

    Thousands are read at once, so without the detour of `counts_of`.
    """
    since, until = period.since.isoformat(), period.until.isoformat()
    for text in texts:
        rows, days, groups = from_json(text)
        for metric, on, counted, group in days:
            if since <= on < until:
                for place in groups[group]:
                    both = added.setdefault((*rows[place], metric), [0, 0])
                    both[0] += sign * counted
                    both[1] += sign


Counts = defaultdict[tuple[str, str], Counter[tuple[str, str]]]
"""Numbers by month and figure, then by row (by, agency)."""

_counts: Callable[[], Counts] = partial(defaultdict, Counter)


@dataclass
class Changes:
    """By how much the sums move."""

    numerators: Counts = field(default_factory=_counts)
    denominators: Counts = field(default_factory=_counts)
    lost_numerators: Counts = field(default_factory=_counts)
    lost_denominators: Counts = field(default_factory=_counts)

    def gain(self, text: str) -> None:
        """Take in what a case contributes from now on."""
        _add(text, self.numerators, self.denominators)

    def lose(self, text: str) -> None:
        """Take out what a case contributed so far."""
        _add(text, self.lost_numerators, self.lost_denominators)

    def moves(self) -> Iterator[tuple[Sum, int, int]]:
        """Return each sum that moves, with the change of its numerator and of its denominator."""
        years: dict[Sum, tuple[int, int]] = {}
        for of in {**self.denominators, **self.lost_denominators}:
            month, metric = of
            numerators, denominators = self.numerators[of], self.denominators[of]
            if of in self.lost_denominators:
                numerators.subtract(self.lost_numerators[of])
                denominators.subtract(self.lost_denominators[of])
            for (by, agency), denominator in denominators.items():
                numerator = numerators[by, agency]
                if numerator or denominator:
                    yield (month, by, agency, metric), numerator, denominator
                    year = (month[:4], by, agency, metric)
                    before = years.get(year, (0, 0))
                    years[year] = (before[0] + numerator, before[1] + denominator)
        yield from ((year, *moved) for year, moved in years.items() if moved != (0, 0))


def _add(text: str, numerators: Counts, denominators: Counts) -> None:
    rows, days, groups = from_json(text)
    named = list(map(tuple, rows))
    grouped = [[named[place] for place in group] for group in groups]
    for metric, on, counted, group in days:
        of, there = (on[:7], metric), grouped[group]
        denominators[of].update(there)
        if counted == 1:
            numerators[of].update(there)
        elif counted:
            of_metric = numerators[of]
            for row in there:
                of_metric[row] += counted
