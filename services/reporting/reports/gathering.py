"""How is everything gathered that a report says? From the answers of the reader, all of one position."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, func, select

from services.reporting.activities import listing as activities
from services.reporting.activities.shapes import Activity
from services.reporting.figures import Counts, Figure
from services.reporting.known import Known
from services.reporting.periods import Period, PeriodError
from services.reporting.printing.report import Number
from services.reporting.proceedings import listing as proceedings
from services.reporting.proceedings.shapes import ProceedingRow
from services.reporting.reader import rates
from services.reporting.reports.noted import facts
from services.reporting.reports.shapes import DISTRICT, LISTED, Circular, Done, ReportData, Texts
from services.reporting.suggestions import listing as suggestions
from services.reporting.suggestions.shapes import Suggestion
from services.reporting.tables import sums
from services.reporting.unknown import UnknownPeriodError
from shared.events.aftermath import LossAnalysed, RemediationReported
from shared.events.bureau import CircularIssued
from shared.law.model import Law

T = TypeVar("T")

PAGE = 1000
"""Rows of a list asked for at once."""

AGENCIES: Mapping[str, tuple[str, ...]] = {
    "defendant": (
        *("docketed", "heard", "concluded", "appearance_rate", "voiced_appearance_rate"),
        *("chief_appearance_rate", "chief_voiced_appearance_rate", "loss_rate"),
    ),
    "responsible": ("on_time_rate", "on_time_rate:for=government"),
    "accountable": ("loss_rate",),
    "act": ("docketed", "heard", "appearance_rate", "concluded", "loss_rate"),
    "court": ("docketed", "heard", "appearance_rate", "concluded", "loss_rate"),
}
"""The figures of each row that stand in a report, by what the rows are by."""


class Asks(Protocol):
    """What a report needs of the reader."""

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask a question about a district in one transaction."""


async def gather(
    source: Asks, district: str, period: str | Period, as_of: str = "", texts: Texts | None = None
) -> ReportData:
    """Return all that the report on a period says, as it is known now or was known at `as_of`.

    `as_of` is a position, an instant or a day, as `GET /figures` takes it: figures are those known then; what is
    listed (suggestions, activities, proceedings) is that of now. `texts` is what the bureau itself writes.
    Raises UnknownDistrictError, UnknownPeriodError, and what `as_of` can be wrong in.
    """
    return await source.about(_gathered, district, _period(period), as_of, texts or Texts())


def _period(period: str | Period) -> Period:
    if isinstance(period, Period):
        return period
    try:
        return Period.parse(period)
    except PeriodError as error:
        raise UnknownPeriodError(error) from error


def parts_of(period: Period) -> tuple[Period, ...]:
    """Return the periods whose course a report draws: the quarters of a year; five quarters, or months, up to it."""
    if period.kind in ("year", "half"):
        return period.parts("quarter")
    found = [period]
    for _ in range(4):
        found.insert(0, found[0].previous)
    return tuple(found)


def _year_before(period: Period) -> Period:
    year = period.since.year
    return Period.parse(period.label.replace(str(year), f"{year - 1:04}", 1))


def _gathered(
    connection: Connection, known: Known, period: Period, as_of: str, texts: Texts, position: int
) -> ReportData:
    world, law = known.world, known.world.law_on(period.last)
    government, bureau = world.organs.the("government"), world.organs.the("bureau")
    named = law or world.law
    first, parts = _first(connection, known.id), parts_of(period)
    before, year_before = (
        one if first and one.last >= first else None for one in (period.previous, _year_before(period))
    )
    earlier = [one for one in (before, year_before) if one]
    numbers = dict[tuple[str, str, str, str], Number]()
    for one in (
        *_of_district(connection, known, dict.fromkeys((period, *earlier, *parts))),
        *_of_rows(connection, known, period),
        *_of_suggestions(connection, known, period),
        *_of_activities(connection, known, period),
        *_of_losses(connection, known, period, position),
    ):
        numbers[one.metric, one.by, one.agency, one.period] = one
    return ReportData(
        district=known.id,
        place=(named.pack.name.zh if named else "")
        or (government.name.removesuffix("人民政府") if government else known.id),
        issuer=bureau.name if bureau else "",
        period=period.label,
        kind=period.kind,
        since=period.since,
        last=period.last,
        before=before.label if before else "",
        year_before=year_before.label if year_before else "",
        parts=tuple(one.label for one in parts),
        position=position,
        as_of=as_of,
        day=world.day,
        regulation=law.pack.source.partition("，")[0] if law else "",
        law=law.pack.pack if law else "",
        article=_article(law, period),
        numbers=tuple(numbers[key] for key in sorted(numbers)),
        duties=law.duty_names if law else (),
        done=tuple(_done(one) for one in _activities(connection, known, period)),
        circulars=tuple(_circulars(connection, known, period, law, position)),
        texts=texts,
    )


def _first(connection: Connection, district: str) -> date | None:
    """Return the first day of the first month in which anything counts."""
    of = sums.c
    labels = select(func.min(of.period)).where(of.district == district, func.length(of.period) > len("2023"))
    label = connection.execute(labels).scalar()
    return Period.parse(label).since if label else None


def _article(law: Law | None, period: Period) -> str:
    duty = {"year": "annual_report", "quarter": "quarterly_bulletin"}.get(period.kind, "")
    return next((one.article for one in law.pack.duties if one.duty == duty), "") if law else ""


def _of_district(connection: Connection, known: Known, periods: Iterable[Period]) -> Iterator[Number]:
    for period in periods:
        for figure in rates.figures(connection, known, period, "defendant", DISTRICT):
            yield _number(figure)


def _number(figure: Figure) -> Number:
    """Return a figure as a number of a report."""
    return Number(
        metric=figure.metric,
        by=figure.by,
        agency=figure.agency,
        period=figure.period,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        target=figure.target,
        compare=figure.compare,
        met=figure.met,
        indicative=figure.indicative,
        article=figure.article or "",
        uncertain=figure.status == "uncertain",
        low=_pair(figure.low),
        high=_pair(figure.high),
    )


def _pair(counts: Counts | None) -> tuple[int, int | None] | None:
    return (counts.numerator, counts.denominator) if counts else None


def _of_rows(connection: Connection, known: Known, period: Period) -> Iterator[Number]:
    for by, metrics in AGENCIES.items():
        for figure in rates.figures(connection, known, period, by):
            if figure.agency != DISTRICT and figure.metric in metrics:
                yield _number(figure)


def _counted(of: str, found: Iterable[str], period: Period) -> Iterator[Number]:
    """Return how many of a list there are of each name, and in all."""
    counts = Counter({of: 0})
    counts.update(f"{of}:{name}" if name else of for name in found)
    for metric, number in counts.items():
        yield Number(metric=metric, by=LISTED, agency=DISTRICT, period=period.label, numerator=number)


def _of_suggestions(connection: Connection, known: Known, period: Period) -> Iterator[Number]:
    def page(after: str) -> tuple[tuple[Suggestion, ...], str]:
        asked = suggestions.Asked(year=period.since.year, after=after, limit=PAGE)
        found = suggestions.listed(connection, known, asked, 0)
        return found.items, found.next

    received = [one for one in _all(page) if one.received_on in period]
    names = [f"kind={one.kind}" for one in received] + [f"state={one.state}" for one in received]
    names += ["signed" for one in received if one.signed]
    yield from _counted("suggestions", [*("" for _ in received), *names], period)


def _activities(connection: Connection, known: Known, period: Period) -> list[Activity]:
    """Return what was done in a period: in the report of a year what is listed under it, else by its day."""

    def page(after: str) -> tuple[tuple[Activity, ...], str]:
        asked = activities.Asked(year=period.since.year, after=after, limit=PAGE)
        found = activities.listed(connection, known, asked, 0)
        return found.items, found.next

    found = [one for one in _all(page) if period.kind == "year" or one.on in period]
    return sorted(found, key=lambda one: (one.kind, one.on, one.organ, one.title))


def _done(one: Activity) -> Done:
    return Done(
        kind=one.kind, on=one.on, organ=one.organ, title=one.title, people=one.people, category=one.category
    )


def _of_activities(connection: Connection, known: Known, period: Period) -> Iterator[Number]:
    found = _activities(connection, known, period)
    yield from _counted("activities", (one.kind for one in found), period)
    sums = {
        "observed:people": sum(one.people for one in found if one.kind == "observed"),
        "observed:leaders": sum(one.leaders for one in found if one.kind == "observed"),
        "observed:expert_comments": sum(one.expert_comment for one in found if one.kind == "observed"),
        "training:people": sum(one.people for one in found if one.kind == "training"),
    }
    for name, number in sums.items():
        yield Number(
            metric=f"activities:{name}", by=LISTED, agency=DISTRICT, period=period.label, numerator=number
        )


def _of_losses(connection: Connection, known: Known, period: Period, position: int) -> Iterator[Number]:
    """Return how far the proceedings after the losses of a period have come, and on how many there is a report."""

    def page(after: str) -> tuple[tuple[ProceedingRow, ...], str]:
        asked = proceedings.Asked(year=period.since.year, after=after, limit=PAGE)
        found = proceedings.listed(connection, known, asked, 0)
        return found.items, found.next

    rows = [one for one in _all(page) if one.lost_on in period]
    names: list[str] = ["open" if one.state == "parked" else one.state for one in rows]
    names += [f"stage={one.stage}" for one in rows if one.stage]
    names += [f"conclusion={who.conclusion}" for one in rows for who in one.subjects if who.conclusion]
    yield from _counted("proceedings", [*("" for _ in rows), *names], period)
    told = list(facts(connection, known.id, (LossAnalysed, RemediationReported), position))
    for metric, of in (("loss_analyses", LossAnalysed), ("remediations", RemediationReported)):
        number = sum(
            isinstance(fact, LossAnalysed | RemediationReported)
            and isinstance(fact, of)
            and fact.reported_on in period
            for _, fact in told
        )
        yield Number(metric=metric, by=LISTED, agency=DISTRICT, period=period.label, numerator=number)


def _circulars(
    connection: Connection, known: Known, period: Period, law: Law | None, position: int
) -> Iterator[Circular]:
    rules = {one.ground: one for one in law.pack.circulars} if law else {}
    found = [
        (fact.issued_on, known.world.organs.full_name(fact.agency), fact.ground)
        for _, fact in facts(connection, known.id, (CircularIssued,), position)
        if isinstance(fact, CircularIssued) and fact.issued_on in period
    ]
    for on, agency, ground in sorted(found):
        rule = rules.get(ground)
        yield Circular(
            on=on,
            agency=agency,
            ground=ground,
            article=rule.article if rule else "",
            summary=rule.summary.zh if rule else "",
        )


Page = Callable[[str], tuple[tuple[T, ...], str]]


def _all(page: Page[T]) -> Iterator[T]:
    """Return every row of a list that is read a page at a time."""
    rows, after = page("")
    yield from rows
    while after:
        rows, after = page(after)
        yield from rows
