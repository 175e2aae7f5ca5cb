"""What is due in a district, or from one of its agencies? By due day, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from services.reporting.deadlines.lights import RUNNING, Stands, counts, shown
from services.reporting.deadlines.rows import answer
from services.reporting.deadlines.shapes import CAUSES, LIGHTS, STATES, DeadlineRow, Deadlines
from services.reporting.deadlines.unknown import (
    NoDaysError,
    NoPlaceError,
    UnknownDutyError,
    UnknownObligorError,
    UnknownWordError,
)
from services.reporting.known import Known
from services.reporting.rows import DISTRICT
from services.reporting.tables import cases, deadline_counts, deadline_days, deadlines
from services.reporting.unknown import UnknownCaseError
from shared.calendar import Calendar
from shared.case_number import CaseNumberError, normalise_case_number

ORDER = ("due_on", "case_number", "duty", "of")
"""Columns by which lists are in order."""

Numbers = Mapping[Stands, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deadlines are asked for; what is empty is not looked at. Days are inclusive."""

    agency: str = ""
    state: str = ""
    light: str = ""
    duty: str = ""
    due_from: date | None = None
    due_to: date | None = None
    case: str = ""
    cause: str = ""
    after: str = ""
    limit: int = 100


def worklist(connection: Connection, known: Known, asked: Asked, position: int) -> Deadlines:
    """Return deadlines by due day, case and duty, and how many of each light there are with the same filters.

    Raises UnknownDutyError, UnknownObligorError, UnknownCaseError, UnknownWordError, NoDaysError, NoPlaceError.
    """
    _check(asked)
    day = known.world.day
    among = _among(connection, known, asked)
    rows = _page(connection, among, asked, day)
    items = tuple(answer(row, day) for row in rows[: asked.limit])
    return Deadlines(
        position=position,
        day=day,
        items=items,
        next=_place(items[-1]) if len(rows) > asked.limit else "",
        counts=counts(*_numbers(connection, known, among, asked, day)),
        provisional_years=provisional_years(items, known.world.calendar),
    )


def agency_named(connection: Connection, known: Known, agency: str) -> str:
    """Return the full name of an agency of the register, or one that owes something. Raises UnknownObligorError."""
    name = known.world.organs.full_name(agency)
    owes = select(
        select(deadline_counts)
        .where(deadline_counts.c.district == known.id, deadline_counts.c.agency == name)
        .exists()
    )
    if agency == DISTRICT or not (known.world.organs.find(agency) or connection.execute(owes).scalar()):
        raise UnknownObligorError(agency, known.id)
    return name


def provisional_years(items: Sequence[DeadlineRow], calendar: Calendar) -> tuple[int, ...]:
    """Return the years without a published schedule through which a provisional deadline runs."""
    years = set[int]()
    for item in items:
        if item.provisional:
            ends = (item.due_on.year, (item.starts_on or item.due_on).year)
            years.update(range(min(ends), max(ends) + 1))
    return tuple(sorted(years - set(calendar.years)))


def _check(asked: Asked) -> None:
    words = (
        ("state", asked.state, STATES),
        ("light", asked.light, LIGHTS),
        ("cause", asked.cause, CAUSES),
    )
    for parameter, found, expected in words:
        if found and found not in expected:
            raise UnknownWordError(parameter, found, expected)
    if asked.due_from and asked.due_to and asked.due_to < asked.due_from:
        raise NoDaysError(asked.due_from, asked.due_to)


@dataclass(frozen=True, slots=True)
class _Among:
    """Where deadlines are looked for: the rows, and the condition of all filters but state, light and days."""

    of: ReadOnlyColumnCollection[str, Any]
    where: ColumnElement[bool]

    @property
    def order(self) -> tuple[ColumnElement[Any], ...]:
        return tuple(self.of[name] for name in ORDER)


def _among(connection: Connection, known: Known, asked: Asked) -> _Among:
    rows: FromClause = deadlines
    if asked.case:  # its few rows first, or SQLite would take the way of lists and pass all others
        case = _case(connection, known, asked.case)
        own = select(deadlines).where(deadlines.c.district == known.id, deadlines.c.case_number == case)
        rows = own.cte("of_case").prefix_with("MATERIALIZED")
    of = rows.c
    where = [of.district == known.id]
    if asked.agency:
        where.append(of.agency == agency_named(connection, known, asked.agency))
    else:
        where.append(of.place == 0)
    if asked.duty:
        where.append(of.duty == _duty(connection, known, asked.duty))
    if asked.cause:
        where += [of.cause == asked.cause, of.cause != literal("", literal_execute=True)]
    return _Among(of, and_(*where))


def _in_window(asked: Asked, due_on: ColumnElement[date]) -> list[ColumnElement[bool]]:
    since = [due_on >= asked.due_from] if asked.due_from else []
    return [*since, due_on <= asked.due_to] if asked.due_to else since


def _duty(connection: Connection, known: Known, duty: str) -> str:
    names = dict.fromkeys(name for law in known.world.laws for name in law.duty_names)
    if duty not in names:
        had = select(deadline_counts.c.duty).where(
            deadline_counts.c.district == known.id,
            deadline_counts.c.agency == DISTRICT,
            deadline_counts.c.duty == duty,
        )
        if connection.execute(had.limit(1)).scalar() is None:
            raise UnknownDutyError(duty, names)
    return duty


def _case(connection: Connection, known: Known, case: str) -> str:
    try:
        number = normalise_case_number(case)
    except CaseNumberError:
        number = case
    for table in (cases, deadlines):
        there = select(table.c.case_number).where(table.c.district == known.id, table.c.case_number == number)
        if connection.execute(there.limit(1)).scalar() is not None:
            return number
    raise UnknownCaseError(known.id, case)


def _page(connection: Connection, among: _Among, asked: Asked, day: date) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a page and one more where more follow.

    Each way of standing has a stretch of the index of its own, already in order: of each the first are found by the
    index alone and merged, and only the rows of the page are looked at.
    """
    ways = shown(asked.state, asked.light)
    if not ways:
        return []
    merged = union_all(*(select(_first(among, one, asked, day).subquery()) for one in ways)).subquery()
    first = select(merged).order_by(*(merged.c[name] for name in ORDER)).limit(asked.limit + 1).subquery()
    same = (column == first.c[column.name] for column in deadlines.primary_key)
    query = select(deadlines).join(first, and_(*same)).order_by(*(deadlines.c[name] for name in ORDER))
    return [dict(row) for row in connection.execute(query).mappings()]


def _first(among: _Among, one: Stands, asked: Asked, day: date) -> Select[Any]:
    of = among.of
    query = select(of.district, *among.order, of.place).where(among.where, of.stands == one)
    query = query.where(*_in_window(asked, of.due_on))
    if one in RUNNING and asked.light:
        query = query.where(of.due_on == day if asked.light == "today" else of.due_on != day)
    if asked.after:
        query = query.where(tuple_(*among.order) > tuple_(*_after(asked.after)))
    return query.order_by(*among.order).limit(asked.limit + 1)


def _place(last: DeadlineRow) -> str:
    return f"{last.due_on}|{last.case}|{last.duty}|{last.of}"


def _after(after: str) -> tuple[ColumnElement[Any], ...]:
    try:
        due_on, *names = after.split("|", 3)
        values = (date.fromisoformat(due_on), *names)
    except ValueError:
        values = ()
    if len(values) != len(ORDER):
        raise NoPlaceError(after)
    types = (deadlines.c[name].type for name in ORDER)
    return tuple(literal(value, type_) for value, type_ in zip(values, types, strict=True))


def _numbers(
    connection: Connection, known: Known, among: _Among, asked: Asked, day: date
) -> tuple[Numbers, Numbers]:
    """Return how many stand how, and of the running ones how many are due on the day."""
    wanted = shown(asked.state, "")
    kept = _counted(known, asked)
    if kept is None:
        kept = _one_by_one(among, wanted).where(*_in_window(asked, among.of.due_on))
    numbers = {one: number for one, number in _by_standing(connection, kept).items() if one in wanted}
    running = [one for one in wanted if one in RUNNING]
    if not running or day < (asked.due_from or day) or day > (asked.due_to or day):
        return numbers, {}
    today = _one_by_one(among, running).where(among.of.due_on == day)
    return numbers, _by_standing(connection, today)


def _counted(known: Known, asked: Asked) -> Select[Any] | None:
    """Return the question for the counts that are kept: by agency and duty, or by the days of a district."""
    if asked.case or asked.cause:
        return None
    agency = known.world.organs.full_name(asked.agency) if asked.agency else DISTRICT
    if not (asked.due_from or asked.due_to):
        kept = deadline_counts.c
        query = select(kept.stands, func.sum(kept.number)).where(
            kept.district == known.id, kept.agency == agency
        )
        return (query.where(kept.duty == asked.duty) if asked.duty else query).group_by(kept.stands)
    if asked.agency or asked.duty:
        return None
    days = deadline_days.c
    query = select(days.stands, func.sum(days.number)).where(days.district == known.id)
    return query.where(*_in_window(asked, days.due_on)).group_by(days.stands)


def _one_by_one(among: _Among, ways: Sequence[Stands]) -> Select[Any]:
    stands = among.of.stands
    return select(stands, func.count()).where(among.where, stands.in_(ways)).group_by(stands)


def _by_standing(connection: Connection, query: Select[Any]) -> Numbers:
    return {cast(Stands, one): int(number) for one, number in connection.execute(query).all()}
