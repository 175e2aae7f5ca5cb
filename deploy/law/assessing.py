"""Does the scorecard of an agency come out as a scenario expects, and if not: how does it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deploy.law.expecting import Outcome
from services.reporting.figures import Count
from services.reporting.scorecards.scores import Card, Sum, card, counted, recorded
from shared.dispute import Dispute
from shared.events.activities import AssessmentRecorded
from shared.events.findings.reporting import ScoredItem

NOTHING = "nothing"
"""Said for points, counts or a total where there are none."""


@dataclass(frozen=True, slots=True)
class ExpectedScorecard:
    """Points, counts or the whole of a scorecard that must come out."""

    agency: str
    year: int
    line: int
    item: str = ""
    """Whose points and counts are meant; empty for the whole."""
    points: str | None = None
    """What is None is not looked at."""
    counts: tuple[int, int] | str | None = None
    total: str | None = None
    complete: bool | None = None

    def unmet(self, outcome: Outcome) -> str:
        """Return what was expected and what was found instead; empty when it holds."""
        found = scorecard(outcome, self.agency, self.year)
        one = next((one for one in found.items if one.item == self.item), None)
        if self.item and one is None:
            known = ", ".join(one.item for one in found.items) or "none"
            return f"expected {self._named} an item {self.item}\nfound {known}"
        wrong = [
            (f"{name} {_shown(expected)}", f"{name} {_shown(value)}")
            for name, expected, value in self._asked(found, one)
            if expected is not None and not _same(expected, value)
        ]
        if not wrong:
            return ""
        said, had = (", ".join(side) for side in zip(*wrong, strict=True))
        return f"expected {self._named} {said}\nfound {had}"

    @property
    def _named(self) -> str:
        return f"{self.agency} {self.year}{' ' + self.item if self.item else ''}:"

    def _asked(self, found: Card, one: ScoredItem | None) -> Iterable[tuple[str, object, object]]:
        if one is not None:
            yield "points", self.points, one.points
            yield "counts", self.counts, counted(one) if counted(one)[1] else None
        yield "total", self.total, found.total
        yield "complete", self.complete, found.complete


def scorecard(outcome: Outcome, agency: str, year: int) -> Card:
    """Return the scorecard of an agency as it comes out, by the law in force on the last day of the year."""
    organs, law = outcome.world.organs, outcome.world.law_on(date(year, 12, 31))
    told = recorded(_recorded(outcome.disputes), organs).get(year, {})
    items = law.pack.assessment if law else ()
    return card(organs.full_name(agency), items, _sums(outcome.counts, year), told)


def _recorded(disputes: Iterable[Dispute]) -> Iterable[AssessmentRecorded]:
    return (fact for dispute in disputes for case in dispute.cases for fact in case.all(AssessmentRecorded))


def _sums(counts: Iterable[Count], year: int) -> dict[Sum, tuple[int, int]]:
    found: dict[Sum, tuple[int, int]] = {}
    for count in counts:
        if count.on.year == year:
            n, d = found.get((count.by, count.agency, count.metric), (0, 0))
            found[count.by, count.agency, count.metric] = n + count.counted, d + 1
    return found


def _same(expected: object, value: object) -> bool:
    if expected == NOTHING:
        return value is None
    return Decimal(expected) == value if isinstance(expected, str) else expected == value


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else NOTHING if value is None else str(value)
