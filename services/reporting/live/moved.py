"""Which figures moved since when, and which cases were touched? As much of it as is kept in memory.

What is told here is a hint and may be too much: a transaction may fail after its views were concluded. Whoever reads
the figures then finds that nothing has changed.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

MOST = 50_000
"""Figures whose last change is kept in mind; whoever has missed more reads them again."""
STEPS = 1_000
"""Steps that are kept in mind."""


class Sum(NamedTuple):
    """What a sum is of: the row `*` by `*` is the district's.

    Where only bounds moved an empty period may stand for any, and an empty agency for any row of its kind, and a
    figure that ends in a colon for any of its parts.
    """

    district: str
    period: str
    by: str
    agency: str
    metric: str

    @property
    def is_one(self) -> bool:
        """Return whether it is one sum, and does not stand for any of its kind."""
        return bool(self.period and self.agency) and not self.metric.endswith(":")


class Told:
    """Takes what judging moves in the thread that writes the views, and gives it to the one that tells of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cases: set[str] = set()
        self._sums: dict[Sum, None] = {}

    def take(self, cases: Iterable[str], sums: Iterable[tuple[str, str, str, str, str]]) -> None:
        """Take in the case keys that were judged and the sums that moved."""
        with self._lock:
            self._cases.update(cases)
            self._sums.update(dict.fromkeys(map(Sum._make, sums)))

    def given(self) -> tuple[frozenset[str], tuple[Sum, ...]]:
        """Return what has come since this was asked last."""
        with self._lock:
            cases, sums = frozenset(self._cases), tuple(self._sums)
            self._cases, self._sums = set(), {}
        return cases, sums


@dataclass(frozen=True, slots=True)
class Step:
    """What became visible at once."""

    number: int
    upto: int
    """All that follows from positions up to here is visible."""
    late: bool
    """Whether a step before this one had come as far: more became visible than a position can say."""
    districts: frozenset[str]
    cases: frozenset[str] | None
    """Case keys; None where they are too many to name."""
    agencies: frozenset[tuple[str, str]] | None
    """Districts and the agencies concerned in them; None where they are too many to name."""
    figures: int
    world: frozenset[str]
    """Districts whose law, calendar, organs or day may have changed."""


@dataclass
class Memory:
    """The last steps, and in which of them each figure moved last."""

    most: int = MOST
    steps: dict[int, Step] = field(default_factory=dict)
    begins: int = 0
    """Of what moved up to this step nothing is known."""
    last: int = 0
    upto: int = 0
    since: int | None = None
    """The first position of which it is known what moved after it; None while that is known of none."""
    _moved: dict[Sum, int] = field(default_factory=dict)
    """In the order in which they moved last."""

    def begin(self, upto: int) -> None:
        """Let it be known what moves from here on: nothing that was under way before is still to come."""
        self.since, self.begins = upto, self.last

    def keep(self, step: Step, sums: Collection[Sum]) -> None:
        """Keep the next step in mind."""
        self.last, self.upto = step.number, step.upto
        self.steps[step.number] = step
        for of in sums:
            self._moved.pop(of, None)
            self._moved[of] = step.number
        if len(self._moved) > self.most:
            self._forget(step)
        while len(self.steps) > STEPS:
            oldest = self.steps.pop(next(iter(self.steps)))
            self._forgotten(oldest)

    def forget(self) -> None:
        """Let nothing be known of what moved so far: other views are asked than before."""
        self.since = None
        self.last += 1
        self.steps.clear()
        self._moved.clear()
        self.begins = self.last

    def _forget(self, step: Step) -> None:
        self._moved.clear()
        self.steps.clear()
        self._forgotten(step)

    def _forgotten(self, step: Step) -> None:
        self.begins = max(self.begins, step.number)
        if self.since is not None:
            self.since = max(self.since, step.upto + 1)

    def number_at(self, position: int) -> int | None:
        """Return the last step whoever has seen a position has seen for certain; None where that is forgotten."""
        if self.since is None or position < self.since:
            return None
        seen = self.begins
        for step in self.steps.values():
            if step.number <= seen:
                continue
            if step.upto > position or (step.upto == position and step.late):
                break
            seen = step.number
        return seen

    def moved_after(self, number: int) -> Iterator[Sum] | None:
        """Return the figures that moved after a step, the last first; None where that is forgotten."""
        if number < self.begins:
            return None
        return self._after(number)

    def _after(self, number: int) -> Iterator[Sum]:
        for of in reversed(self._moved):
            if self._moved[of] <= number:
                return
            yield of

    def after(self, number: int) -> tuple[Step, ...] | None:
        """Return the steps after one; None where they are forgotten."""
        if number < self.begins:
            return None
        return tuple(self.steps[each] for each in range(number + 1, self.last + 1) if each in self.steps)
