"""What does a figure's page show: what it means, its counts, and the cases behind them?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.answers import CountedCase, District, Figure, LeftOut
from services.reporting.figures import figure
from services.reporting.pages.choice import Choice
from services.reporting.pages.course import Step
from services.reporting.pages.measures import Measure
from services.reporting.pages.overview import duty_rule
from services.reporting.pages.past import Line, Past, line_of
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from services.reporting.reader.comparing import Compared, districts_compared
from shared.law.model import DutyRule, Law

Show = Literal["all", "in", "out"]
"""All cases counted, those in the numerator, or those only in the denominator."""

PAGE = 100


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
    items: tuple[CountedCase, ...]
    next: str | None
    left_out: tuple[LeftOut, ...]
    """Cases of the row that count in no figure of any period yet, and why."""
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
    items, following, left_out = await _items(
        reader, district, choice, metric, by=by, agency=agency, show=show, after=after
    )
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
        items=items,
        next=following,
        left_out=left_out,
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
) -> tuple[tuple[CountedCase, ...], str | None, tuple[LeftOut, ...]]:
    """Return a page of the cases wanted, with those that count nowhere.

    The reader pages over all of them, so it is asked until a page is full.
    """
    wanted: list[CountedCase] = []
    left_out: tuple[LeftOut, ...] = ()
    while True:
        page = await reader.figure_cases(
            district.id, metric, choice.period, by=by, agency=agency, after=after, limit=PAGE
        )
        left_out = left_out or page.left_out
        wanted += [item for item in page.items if show == "all" or item.counted == (show == "in")]
        if page.next is None or len(wanted) >= PAGE:
            return tuple(wanted), page.next, left_out
        after = page.next
