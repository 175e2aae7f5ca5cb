"""What is due in a district, or from one of its agencies? By due day, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Select, select

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
from services.reporting.reader.deadline_queries import ORDER, Form, kept, one_by_one, page
from services.reporting.rows import DISTRICT
from services.reporting.tables import cases, deadline_counts, deadlines
from services.reporting.unknown import UnknownCaseError
from shared.calendar import Calendar
from shared.case_number import CaseNumberError, normalise_case_number

Numbers = Mapping[Stands, int]
Rows = Sequence[Mapping[str, Any]]


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
    form, values = _form(connection, known, asked)
    rows = _page(connection, form, values, asked)
    items = tuple(answer(row, day) for row in rows[: asked.limit])
    return Deadlines(
        position=position,
        day=day,
        items=items,
        next=_place(items[-1]) if len(rows) > asked.limit else "",
        counts=counts(*_numbers(connection, form, values, asked, day)),
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


def _form(connection: Connection, known: Known, asked: Asked) -> tuple[Form, dict[str, Any]]:
    """Return of which form a question is, and the values to be bound to its statements."""
    agency = agency_named(connection, known, asked.agency) if asked.agency else ""
    values = {
        "agency": agency,
        "case_number": _case(connection, known, asked.case) if asked.case else "",
        "duty": _duty(connection, known, asked.duty) if asked.duty else "",
        "cause": asked.cause,
        "due_from": asked.due_from,
        "due_to": asked.due_to,
    }
    said = {name: value for name, value in values.items() if value}
    common = {"district": known.id, "counted": agency or DISTRICT, "day": known.world.day}
    return Form(**dict.fromkeys(said, True)), {**common, **said}


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


def _page(connection: Connection, form: Form, values: Mapping[str, Any], asked: Asked) -> Rows:
    """Return the rows of a page and one more where more follow."""
    ways = shown(asked.state, asked.light)
    if not ways:
        return []
    bound = {**values, "most": asked.limit + 1, **(_after(asked.after) if asked.after else {})}
    found = connection.execute(page(form, ways, asked.light, bool(asked.after)), bound)
    return [dict(row) for row in found.mappings()]


def _place(last: DeadlineRow) -> str:
    return f"{last.due_on}|{last.case}|{last.duty}|{last.of}"


def _after(after: str) -> dict[str, Any]:
    try:
        due_on, *names = after.split("|", 3)
        values = (date.fromisoformat(due_on), *names)
    except ValueError:
        values = ()
    if len(values) != len(ORDER):
        raise NoPlaceError(after)
    return {f"after_{name}": value for name, value in zip(ORDER, values, strict=True)}


def _numbers(
    connection: Connection, form: Form, values: Mapping[str, Any], asked: Asked, day: date
) -> tuple[Numbers, Numbers]:
    """Return how many stand how, and of the running ones how many are due on the day."""
    wanted = shown(asked.state, "")
    counted = kept(form)
    found = _by_standing(connection, one_by_one(form, wanted) if counted is None else counted, values)
    numbers = {one: number for one, number in found.items() if one in wanted}
    running = tuple(one for one in wanted if one in RUNNING)
    if not running or day < (asked.due_from or day) or day > (asked.due_to or day):
        return numbers, {}
    return numbers, _by_standing(connection, one_by_one(form, running, today=True), values)


def _by_standing(connection: Connection, query: Select[Any], values: Mapping[str, Any]) -> Numbers:
    return {cast(Stands, one): int(number) for one, number in connection.execute(query, values).all()}
