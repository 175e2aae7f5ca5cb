"""Which cases are there, and which are behind a figure? A page at a time, by case number."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Connection, Select, or_, select

from services.reporting.answers import Cases, CountedCase, FigureCases
from services.reporting.contribution import kept
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.reader.rates import check, row_name
from services.reporting.rows import DISTRICT, case_row, counted
from services.reporting.tables import cases
from services.reporting.uncounted.listing import MOST, TOLD, due_of, left_out
from services.reporting.uncounted.sentences import why
from services.reporting.uncounted.shapes import Uncounted, Why
from services.reporting.uncounted.telling import Due, Row, only_denominator

PASSED = 3000
"""Cases of a district looked at for one page of those behind a figure, at most."""


def some_cases(
    connection: Connection,
    known: Known,
    state: str,
    search: str,
    after: str,
    limit: int,
    position: int,
    among: ColumnElement[bool] | None = None,
) -> Cases:
    """Return cases whose number holds `search`, and which have come as far as `state`; both may be empty.

    `among` are those that may be shown at all.
    """
    query = select(cases).where(cases.c.district == known.id)
    if among is not None:
        query = query.where(among)
    if state:
        query = query.where(cases.c.state == state)
    if search:
        query = query.where(cases.c.case_number.contains(search, autoescape=True))
    rows, following = paged(connection, query, after, limit)
    return Cases(position=position, items=tuple(map(case_row, rows)), next=following)


def one_case(connection: Connection, district: str, number: str) -> Mapping[str, Any] | None:
    """Return the row of one case."""
    query = select(cases).where(cases.c.district == district, cases.c.case_number == number)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def figure_cases(
    connection: Connection,
    known: Known,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
    position: int,
) -> FigureCases:
    """Return the cases behind one figure of one row. Raises UnknownMetricError."""
    check(known, metric)
    name = row_name(known, by, agency)
    items, following = _counted_cases(connection, known.id, metric, period, by, name, after, limit)
    return FigureCases.of(position, items, following)


def whole_figure(
    connection: Connection,
    known: Known,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
    position: int,
) -> FigureCases:
    """Return the same, with the first of the cases that the figure leaves out. Raises UnknownMetricError."""
    found = figure_cases(connection, known, metric, period, by, agency, after, limit, position)
    out = uncounted_cases(connection, known, metric, period, by, agency, "", MOST, position)
    return replace(found, left_out=out.items, more_left_out=out.next is not None)


def uncounted_cases(
    connection: Connection,
    known: Known,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
    position: int,
) -> Uncounted:
    """Return the cases of one row that a figure of it leaves out, and why. Raises UnknownMetricError."""
    check(known, metric)
    name = row_name(known, by, agency)
    items, following = left_out(connection, known.id, metric, period, by, name, after, limit)
    return Uncounted(position=position, items=items, next=following)


def _counted_cases(
    connection: Connection,
    district: str,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
) -> tuple[tuple[CountedCase, ...], str | None]:
    """Return the cases that count in one row of a figure, each as often as it counts there.

    The query may name a few cases more than the figure counts, which are then left out: so a page may hold
    less than `limit` cases though others follow; so it may in a great district, of which no page looks at all cases.
    """
    query = select(*TOLD).where(
        cases.c.district == district,
        cases.c.last_on >= period.since,
        cases.c.first_on < period.until,
        _counts_in(metric, period),
    )
    if agency != DISTRICT:
        query = query.where(cases.c.contribution.contains(_json(by, agency), autoescape=True))
    end = _passed(connection, district, after)
    if end:
        query = query.where(cases.c.case_number <= end)
    rows, following = paged(connection, query, after, limit)
    found = [
        (row, item)
        for row in rows
        for item in counted(row["case_number"], row["contribution"], metric, period, by, agency)
    ]
    due = due_of(connection, district, metric, {item.case for _, item in found if not item.counted})
    items = (
        item if item.counted else replace(item, why=_why(row, metric, item, by, agency, due))
        for row, item in found
    )
    return tuple(items), following or end


def _passed(connection: Connection, district: str, after: str) -> str | None:
    """Return the last of the cases that one page looks at; None where no more are left than that."""
    query = select(cases.c.case_number).where(cases.c.district == district, cases.c.case_number > after)
    return connection.execute(query.order_by(cases.c.case_number).offset(PASSED - 1).limit(1)).scalar()


def _why(
    row: Row, metric: str, item: CountedCase, by: str, agency: str, due: Mapping[str, tuple[Due, ...]]
) -> Why | None:
    reason = only_denominator(row, metric, item.on, by, agency, due.get(item.case, ()))
    return why(reason) if reason else None


def paged(
    connection: Connection, query: Select[Any], after: str, limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Return so many rows of a query over cases, by number, and the number after which more follow."""
    query = query.where(cases.c.case_number > after).order_by(cases.c.case_number).limit(limit + 1)
    rows = list(connection.execute(query).mappings())
    more = len(rows) > limit
    return [dict(row) for row in rows[:limit]], rows[limit - 1]["case_number"] if more else None


def _counts_in(metric: str, period: Period) -> Any:
    """Return the condition that a contribution names a figure and, right after it, a day of a period."""
    named = (_json(metric, f"{label}-").removesuffix('"]') for label in kept(period))
    return or_(*(cases.c.contribution.contains(text, autoescape=True) for text in named))


def _json(*texts: str) -> str:
    return to_json(texts).decode()
