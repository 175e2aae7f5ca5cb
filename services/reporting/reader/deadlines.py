"""What is due in a district, or from one of its agencies? By due day, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

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
from services.reporting.tables import cases, deadline_counts, deadlines
from services.reporting.unknown import UnknownCaseError
from shared.calendar import Calendar
from shared.case_number import CaseNumberError, normalise_case_number

COLUMNS = deadlines.c
ORDER = (COLUMNS.due_on, COLUMNS.case_number, COLUMNS.duty, COLUMNS.of)
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


def _among(connection: Connection, known: Known, asked: Asked) -> ColumnElement[bool]:
    """Return the condition of all filters but state and light."""
    where = [COLUMNS.district == known.id]
    if asked.agency:
        where.append(COLUMNS.agency == agency_named(connection, known, asked.agency))
    else:
        where.append(COLUMNS.place == 0)
    if asked.duty:
        where.append(COLUMNS.duty == _duty(connection, known, asked.duty))
    if asked.case:
        where.append(COLUMNS.case_number == _case(connection, known, asked.case))
    if asked.cause:
        where += [COLUMNS.cause == asked.cause, COLUMNS.cause != literal("", literal_execute=True)]
    if asked.due_from:
        where.append(COLUMNS.due_on >= asked.due_from)
    if asked.due_to:
        where.append(COLUMNS.due_on <= asked.due_to)
    return and_(*where)


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


def _page(
    connection: Connection, among: ColumnElement[bool], asked: Asked, day: date
) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a page and one more where more follow.

    Each way of standing has a stretch of the index of its own, already in order: the first of each are merged.
    """
    found = [select(_first(among, one, asked, day).subquery()) for one in shown(asked.state, asked.light)]
    if not found:
        return []
    all_ = union_all(*found).subquery()
    query = select(all_).order_by(*(all_.c[column.name] for column in ORDER)).limit(asked.limit + 1)
    return [dict(row) for row in connection.execute(query).mappings()]


def _first(among: ColumnElement[bool], one: Stands, asked: Asked, day: date) -> Select[Any]:
    query = select(deadlines).where(among, COLUMNS.stands == one)
    if one in RUNNING and asked.light:
        query = query.where(COLUMNS.due_on == day if asked.light == "today" else COLUMNS.due_on != day)
    if asked.after:
        query = query.where(tuple_(*ORDER) > tuple_(*_after(asked.after)))
    return query.order_by(*ORDER).limit(asked.limit + 1)


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
    return tuple(literal(value, column.type) for value, column in zip(values, ORDER, strict=True))


def _numbers(
    connection: Connection, known: Known, among: ColumnElement[bool], asked: Asked, day: date
) -> tuple[Numbers, Numbers]:
    """Return how many stand how, and of the running ones how many are due on the day."""
    wanted = shown(asked.state, "")
    one_by_one = select(COLUMNS.stands, func.count()).where(among).group_by(COLUMNS.stands)
    query = one_by_one.where(COLUMNS.stands.in_(wanted))
    if not (asked.due_from or asked.due_to or asked.case or asked.cause):
        query = _kept(connection, known, asked).where(deadline_counts.c.stands.in_(wanted))
    running = [one for one in wanted if one in RUNNING]
    today = one_by_one.where(COLUMNS.stands.in_(running), COLUMNS.due_on == day)
    return _by_standing(connection, query), _by_standing(connection, today) if running else {}


def _kept(connection: Connection, known: Known, asked: Asked) -> Select[Any]:
    """Return the question for the counts that are kept: of a district, an agency and a duty."""
    agency = known.world.organs.full_name(asked.agency) if asked.agency else DISTRICT
    kept = deadline_counts.c
    query = select(kept.stands, func.sum(kept.number)).where(kept.district == known.id, kept.agency == agency)
    if asked.duty:
        query = query.where(kept.duty == asked.duty)
    return query.group_by(kept.stands)


def _by_standing(connection: Connection, query: Select[Any]) -> Numbers:
    return {cast(Stands, one): int(number) for one, number in connection.execute(query).all()}
