"""How is everything gathered that a report says? From the answers of the reader, all of one position."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import dropwhile
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from services.reporting.figures import Counts, Figure
from services.reporting.history.counting import world_at
from services.reporting.history.moments import position_of
from services.reporting.history.past import Pasts
from services.reporting.history.replay import figures_at
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.printing.report import Number
from services.reporting.reader.rates import figures
from services.reporting.reports.listed import Listed
from services.reporting.reports.shapes import DISTRICT, ReportData, Texts
from services.reporting.unknown import period_of
from shared.law.model import Law

Asked = Callable[..., Iterable[Figure]]
"""Asks for the figures of a period, by what the rows are, and of which of them."""

T = TypeVar("T")

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

    `as_of` is a position, an instant or a day, as `GET /figures` takes it: all is as it was known then.
    `texts` is what the bureau itself writes.
    Raises UnknownDistrictError, UnknownPeriodError, MomentError, FutureError.
    """
    return await source.about(_gathered, district, period_of(period), as_of, texts or Texts())


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
    connection: Connection, known: Known, period: Period, as_of: str, texts: Texts, read: int
) -> ReportData:
    position = position_of(connection, as_of, read, datetime.now(UTC)) if as_of else read
    world = known.world if position == read else world_at(connection, known.id, position)
    asks: Asked = partial(figures, connection, known)
    if position < read:
        asks = partial(figures_at, connection, known, position, pasts=Pasts())
    law = world.law_on(period.last)
    government, bureau = world.organs.the("government"), world.organs.the("bureau")
    named = law or world.law
    before, year_before, parts = period.previous, _year_before(period), parts_of(period)
    course = {
        one.label: tuple(map(_number, asks(one, "defendant", DISTRICT)))
        for one in (period, before, year_before, *parts)
    }
    known_of = {
        label for label, found in course.items() if any(one.numerator or one.denominator for one in found)
    }
    told = (
        Listed.now(connection, known, period, position)
        if position == read
        else Listed.then(connection, known.id, period, position, world)
    )
    numbers = {
        (one.metric, one.by, one.agency, one.period): one
        for one in (
            *(one for label, found in course.items() if label in (period.label, *known_of) for one in found),
            *_of_rows(asks, period),
            *told.numbers(),
        )
    }
    return ReportData(
        district=known.id,
        place=(named.pack.name.zh if named else "")
        or (government.name.removesuffix("人民政府") if government else known.id),
        issuer=bureau.name if bureau else "",
        period=period.label,
        kind=period.kind,
        since=period.since,
        last=period.last,
        before=before.label if before.label in known_of else "",
        year_before=year_before.label if year_before.label in known_of else "",
        parts=tuple(dropwhile(lambda one: one not in known_of, (one.label for one in parts))),
        position=position,
        day=world.day,
        regulation=law.pack.source.partition("，")[0] if law else "",
        law=law.pack.pack if law else "",
        article=_article(law, period),
        numbers=tuple(numbers[key] for key in sorted(numbers)),
        duties=law.duty_names if law else (),
        done=told.done(),
        circulars=told.circulars(law),
        texts=texts,
    )


def _article(law: Law | None, period: Period) -> str:
    duty = {"year": "annual_report", "quarter": "quarterly_bulletin"}.get(period.kind, "")
    return next((one.article for one in law.pack.duties if one.duty == duty), "") if law else ""


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
        low=_pair(figure.low) if figure.unbounded is None else None,
        high=_pair(figure.high),
    )


def _pair(counts: Counts | None) -> tuple[int, int | None] | None:
    """Return both counts of a bound; None for what is not bounded from both sides."""
    return (counts.numerator, counts.denominator) if counts and counts.numerator is not None else None


def _of_rows(asks: Asked, period: Period) -> Iterator[Number]:
    for by, metrics in AGENCIES.items():
        for figure in asks(period, by):
            if figure.agency != DISTRICT and figure.metric in metrics:
                yield _number(figure)
