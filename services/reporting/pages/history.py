"""What do the pages of earlier knowledge show: a figure as it was known, and what has changed all figures since?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.answers import District, Figure
from services.reporting.history.shapes import Changed, ChangedCase, CountThen
from services.reporting.pages.choice import Choice
from services.reporting.pages.measures import Measure
from services.reporting.pages.past import Line, line_of
from services.reporting.pages.source import Source
from services.reporting.pages.words import is_average, is_count, metrics
from services.reporting.reader.events import Latest, told

WEEK = timedelta(days=7)
SHOWN = 25
"""Cases shown of those that count otherwise; the rest are told by their number."""
FACTS = 6
"""Facts named of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A figure as it was known at the end of a day."""

    day: date
    measure: Measure
    moved: bool
    """It was known otherwise on the day before it in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """How one figure of one row was known at earlier moments, the last of them now."""

    district: District
    choice: Choice
    metric: str
    by: str
    agency: str
    thens: tuple[Then, ...]
    now: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure of the district that is another than it was."""

    then: Figure
    now: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A case that counts otherwise than it did."""

    case: str
    lost: tuple[CountThen, ...]
    """What it counted in then and no longer does, of the district's own row."""
    won: tuple[CountThen, ...]
    facts: tuple[Latest, ...]
    more: int
    """So many more facts became known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What has changed in the figures of a period since a day."""

    district: District
    choice: Choice
    since: date
    found: Changed
    moved: tuple[Moved, ...]
    cases: tuple[Change, ...]
    world: tuple[Latest, ...]
    """What was noted of the law, organs and the calendar since."""
    line: Line

    @property
    def more(self) -> int:
        """Return how many cases that changed are not shown."""
        return len(self.found.items) - len(self.cases)


async def history_page(
    reader: Source, district: District, choice: Choice, metric: str, *, by: str, agency: str
) -> HistoryPage:
    """Return how a figure was known on the days of the log's line. Raises UnknownMetricError, UnknownAgencyError."""
    line = await line_of(reader, district)
    days = line.days[:-1]
    found = await reader.history.of_figure(
        district.id, metric, choice.period, [str(day) for day in days], by, agency
    )
    known = [one.figure for one in found.items]
    now = (await reader.figures(district.id, choice.period, by=by, agency=agency, metric=metric)).items[0]
    before = [None, *known]
    return HistoryPage(
        district=district,
        choice=choice,
        metric=metric,
        by=by,
        agency=agency,
        thens=tuple(
            Then(
                day=day,
                measure=Measure(figure=figure),
                moved=earlier is not None and _differ(earlier, figure),
            )
            for day, figure, earlier in zip(days, known, before, strict=False)
        ),
        now=Measure(figure=now),
    )


async def changes_page(reader: Source, district: District, choice: Choice, since: date | None) -> ChangesPage:
    """Return what has changed since a day, by default a week ago. Raises FutureError."""
    line = await line_of(reader, district)
    day = since or line.today - WEEK
    period = choice.period
    found = await reader.history.changed_since(district.id, str(day), period)
    then = await reader.figures(district.id, period, agency="*", as_of=str(day))
    now = await reader.figures(district.id, period, agency="*")
    shown = found.items[:SHOWN]
    positions = {at for one in shown for at in one.facts[:FACTS]} | set(found.world[:SHOWN])
    facts = {one.position: one for one in await reader.about(told, district.id, tuple(sorted(positions)))}
    return ChangesPage(
        district=district,
        choice=choice,
        since=day,
        found=found,
        moved=_moved(then.items, now.items),
        cases=tuple(_change(one, facts) for one in shown),
        world=tuple(facts[at] for at in found.world[:SHOWN] if at in facts),
        line=line,
    )


def _moved(then: Iterable[Figure], now: Iterable[Figure]) -> tuple[Moved, ...]:
    """Return the figures that differ, those with a definition of their own first."""
    before = {one.metric: one for one in then}
    order = {metric: place for place, metric in enumerate(metrics())}
    pairs = [
        Moved(then=before[one.metric], now=one)
        for one in now
        if "=" not in one.metric and one.metric in before and _differ(before[one.metric], one)
    ]
    return tuple(sorted(pairs, key=lambda one: order.get(one.now.metric, len(order))))


def _differ(one: Figure, other: Figure) -> bool:
    return (one.numerator, one.denominator) != (other.numerator, other.denominator)


def _change(one: ChangedCase, facts: dict[int, Latest]) -> Change:
    return Change(
        case=one.case,
        lost=_own(one.then),
        won=_own(one.now),
        facts=tuple(facts[at] for at in one.facts[:FACTS] if at in facts),
        more=max(len(one.facts) - FACTS, 0),
    )


def _own(counts: Iterable[CountThen]) -> tuple[CountThen, ...]:
    """Return what a case counts in of the district's row, without the parts of figures and duties."""
    return tuple(
        one
        for one in counts
        if one.agency == "*"
        and "=" not in one.metric
        and (one.metric in metrics() or is_count(one.metric) or is_average(one.metric))
    )
