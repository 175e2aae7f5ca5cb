"""By which statements are deadlines found and counted? Each is built once for all questions of its form.

Building a statement costs more than most of them take: so values are bound to it, and only its form makes another.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from services.reporting.deadlines.lights import RUNNING, Stands
from services.reporting.tables import deadline_counts, deadline_days, deadlines

ORDER = ("due_on", "case_number", "duty", "of")
"""Columns by which lists are in order."""

Columns = ReadOnlyColumnCollection[str, Any]
FORMS = 512


class Form(NamedTuple):
    """Which filters a question has; their values are bound to the statement by the same names."""

    agency: bool = False
    case_number: bool = False
    duty: bool = False
    cause: bool = False
    due_from: bool = False
    due_to: bool = False


@lru_cache(maxsize=FORMS)
def page(form: Form, ways: Sequence[Stands], light: str, after: bool) -> Select[Any]:
    """Return the statement for the rows of a page, `most` of them, of those that stand in one of these ways.

    Each way of standing has a stretch of the index of its own, already in order: of each the first are found by the
    index alone and merged, and only the rows of the page are looked at.
    """
    stretches = (select(_stretch(form, one, light, after).subquery()) for one in ways)
    merged = union_all(*stretches).subquery()
    first = select(merged).order_by(*(merged.c[name] for name in ORDER)).limit(bindparam("most")).subquery()
    same = (column == first.c[column.name] for column in deadlines.primary_key)
    return select(deadlines).join(first, and_(*same)).order_by(*(deadlines.c[name] for name in ORDER))


@lru_cache(maxsize=FORMS)
def one_by_one(form: Form, ways: Sequence[Stands], today: bool = False) -> Select[Any]:
    """Return the statement that counts rows by how they stand; with `today` those due on the `day`."""
    of = _rows(form).c
    query = select(of.stands, func.count()).where(*_filters(form, of), of.stands.in_(ways))
    query = query.where(of.due_on == bindparam("day")) if today else query.where(*_window(form, of.due_on))
    return query.group_by(of.stands)


@lru_cache(maxsize=FORMS)
def kept(form: Form) -> Select[Any] | None:
    """Return the statement for the counts that are kept: by agency and duty, or by the days of a district.

    None where none are kept for such a question.
    """
    if form.case_number or form.cause:
        return None
    if not (form.due_from or form.due_to):
        of = deadline_counts.c
        query = select(of.stands, func.sum(of.number)).where(
            of.district == bindparam("district"), of.agency == bindparam("counted")
        )
        return (query.where(of.duty == bindparam("duty")) if form.duty else query).group_by(of.stands)
    if form.agency or form.duty:
        return None
    days = deadline_days.c
    query = select(days.stands, func.sum(days.number)).where(days.district == bindparam("district"))
    return query.where(*_window(form, days.due_on)).group_by(days.stands)


def _rows(form: Form) -> FromClause:
    return _of_case() if form.case_number else deadlines


@cache
def _of_case() -> FromClause:
    """Return the few rows of a case, found first: else SQLite would take the way of lists and pass all others."""
    own = select(deadlines).where(
        deadlines.c.district == bindparam("district"), deadlines.c.case_number == bindparam("case_number")
    )
    return own.cte("of_case").prefix_with("MATERIALIZED")


def _filters(form: Form, of: Columns) -> list[ColumnElement[bool]]:
    where = [of.district == bindparam("district")]
    where.append(of.agency == bindparam("agency") if form.agency else of.place == 0)
    if form.duty:
        where.append(of.duty == bindparam("duty"))
    if form.cause:
        where += [of.cause == bindparam("cause"), of.cause != literal("", literal_execute=True)]
    return where


def _window(form: Form, due_on: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    since = [due_on >= bindparam("due_from")] if form.due_from else []
    return [*since, due_on <= bindparam("due_to")] if form.due_to else since


def _stretch(form: Form, one: Stands, light: str, after: bool) -> Select[Any]:
    of = _rows(form).c
    order = [of[name] for name in ORDER]
    query = select(of.district, *order, of.place).where(*_filters(form, of), of.stands == one)
    query = query.where(*_window(form, of.due_on))
    if one in RUNNING and light:
        day: BindParameter[Any] = bindparam("day")
        query = query.where(of.due_on == day if light == "today" else of.due_on != day)
    if after:
        query = query.where(tuple_(*order) > tuple_(*map(_place, ORDER)))
    return query.order_by(*order).limit(bindparam("most"))


def _place(name: str) -> BindParameter[Any]:
    """Return where the value of a column of the last row before the page is bound."""
    return bindparam(f"after_{name}", type_=deadlines.c[name].type)
