"""What does a figure's page show: what it means, its counts, and the cases behind them?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.answers import CountedCase, District, Figure
from services.reporting.figures import figure
from services.reporting.pages.choice import Choice
from services.reporting.pages.course import Step
from services.reporting.pages.measures import Measure
from services.reporting.pages.overview import duty_rule
from services.reporting.pages.past import Line, Past, line_of
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from services.reporting.reader.comparing import Compared, districts_compared
from services.reporting.reader.listing import uncounted_cases
from services.reporting.uncounted.listing import MOST
from services.reporting.uncounted.shapes import LeftOut, Uncounted
from shared.law.model import DutyRule, Law

Show = Literal["all", "in", "out", "none"]
"""All cases counted, those in the numerator, those only in the denominator, or those that do not count at all."""

PAGE = 100

TRIES = 5
"""How often the reader is asked at most for one page of the cases that do not count."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases on the page."""

    left_out: tuple[LeftOut, ...] = ()
    """Cases of the row that went on in the period and do not count, and why; not told of the past."""
    more_left_out: str | None = None
    """After which of them more follow, nothing for the first; None where no more do."""
    items: tuple[CountedCase, ...] = ()
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePage:
    """Everything on the page of a figure."""

    district: District
    law: Law | None
    choice: Choice
    metric: str
    by: str
    agency: str
    measure: Measure
    duty: DutyRule | None
    periods: tuple[Period, ...]
    step: Step
    rows: tuple[Measure, ...]
    """The agencies, the most cases first; empty on the page of one agency."""
    show: Show
    listed: Listed
    compared: tuple[Figure, ...]
    """The period before, and the same one a year before."""
    districts: tuple[Compared, ...]
    """The same figure of the other districts of this installation; empty for a row of one, and for the past."""
    past: Past | None
    """The moment as of which all of it is told; None for now."""
    line: Line


async def figure_page(
    reader: Source,
    district: District,
    choice: Choice,
    metric: str,
    *,
    by: str,
    agency: str,
    step: Step,
    show: Show,
    after: str,
    past: Past | None = None,
) -> FigurePage:
    """Return the page of a figure of one row in a period; of a `past` the reader is the one that knows it."""
    law = await reader.law(district.id, choice.period.last)
    found = await reader.figures(district.id, choice.period, by=by, metric=metric)
    own = next((one for one in found.items if one.agency == agency), None)
    periods = choice.year.parts(step)
    course = await reader.trend(district.id, metric, periods, by=by, agency=agency)
    if show == "none" and not past:
        asked = metric, choice.period, by, agency
        listed = Listed(*await _left_out(reader, district, asked, after))
    else:
        listed = await _items(reader, district, choice, metric, by=by, agency=agency, show=show, after=after)
    rows = [Measure(figure=one) for one in found.items if agency == "*" != one.agency]
    duty = metric.partition(":")[2]
    return FigurePage(
        district=district,
        law=law,
        choice=choice,
        metric=metric,
        by=by,
        agency=agency,
        measure=Measure(figure=own or figure(metric, 0, 0, choice.period, by, agency, law), course=course),
        duty=duty_rule(law, duty),
        periods=periods,
        step=step,
        rows=tuple(sorted(rows, key=_most_first)),
        show=show,
        listed=listed,
        compared=await _compared(reader, district, metric, choice.period, by, agency),
        districts=await _elsewhere(reader, district, metric, choice.period, agency) if not past else (),
        past=past,
        line=await line_of(reader, district),
    )


async def _compared(
    reader: Source, district: District, metric: str, period: Period, by: str, agency: str
) -> tuple[Figure, ...]:
    """Return the figure of the period before, and of the same period a year before, where that is another one."""
    try:
        earlier = dict.fromkeys((period.previous, Period.of(_a_year_before(period.since), period.kind)))
    except (ValueError, OverflowError):  # before the first year there is none
        return ()
    return await reader.trend(district.id, metric, tuple(earlier), by=by, agency=agency)


async def _elsewhere(
    reader: Source, district: District, metric: str, period: Period, agency: str
) -> tuple[Compared, ...]:
    if agency != "*":
        return ()
    found = await districts_compared(reader, metric, period.label)
    return tuple(one for one in found.items if one.district != district.id)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1)  # the first of a month: there is no such day that a year lacks


def _most_first(row: Measure) -> tuple[int, str]:
    return -(row.figure.denominator or row.figure.numerator), row.figure.agency


async def _items(
    reader: Source,
    district: District,
    choice: Choice,
    metric: str,
    *,
    by: str,
    agency: str,
    show: Show,
    after: str,
) -> Listed:
    """Return a page of the cases wanted, with the first of those that do not count.

    The reader pages over all of them, so it is asked until a page is full.
    """
    wanted: list[CountedCase] = []
    left_out: tuple[LeftOut, ...] = ()
    more = False
    while True:
        page = await reader.figure_cases(
            district.id,
            metric,
            choice.period,
            by=by,
            agency=agency,
            after=after,
            limit=PAGE,
            left_out=not after,
        )
        left_out, more = left_out or page.left_out, more or page.more_left_out
        wanted += [item for item in page.items if show == "all" or item.counted == (show == "in")]
        if page.next is None or len(wanted) >= PAGE:
            return Listed(left_out, "" if more else None, tuple(wanted), page.next)
        after = page.next


async def _left_out(
    reader: Source, district: District, asked: tuple[str, Period, str, str], after: str
) -> tuple[tuple[LeftOut, ...], str | None]:
    """Return a page of the cases that do not count, and after which more follow.

    In a great district those that do count may be many in a row: so often it is asked at most for one page.
    """
    found: list[LeftOut] = []
    following: str | None = after
    for _ in range(TRIES):
        page: Uncounted = await reader.about(
            uncounted_cases, district.id, *asked, following, MOST - len(found)
        )
        found += page.items
        following = page.next
        if following is None or len(found) >= MOST:
            break
    return tuple(found), following
