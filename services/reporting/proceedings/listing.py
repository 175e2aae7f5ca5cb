"""Which proceedings after losses are there, how does each stand, and what is due of it? A page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, tuple_

from services.reporting.deadlines.rows import answer as deadline_answer
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.deadlines.unknown import UnknownObligorError, UnknownWordError
from services.reporting.known import Known
from services.reporting.proceedings.rows import answer, concerns, duties_of, said
from services.reporting.proceedings.shapes import STATES, ProceedingRow, Proceedings, State
from services.reporting.proceedings.tables import ORDER, proceedings
from services.reporting.proceedings.unknown import NoPlaceError, NoProceedingError, UnknownStageError
from services.reporting.tables import deadlines
from shared.case_number import CaseNumberError, normalise_case_number
from shared.law.model import Law
from shared.log.database import parts

LISTED: Mapping[str, tuple[State, ...]] = {
    "": ("open", "parked", "closed"),
    "open": ("open", "parked"),
    "parked": ("parked",),
    "closed": ("closed",),
    "withdrawn": ("withdrawn",),
}
"""What a filter shows: what was withdrawn only where it is asked for; what is parked is under way too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proceedings are asked for; what is empty is not looked at."""

    state: str = ""
    stage: str = ""
    agency: str = ""
    year: int | None = None
    """In which the loss took effect."""
    after: str = ""
    limit: int = 100


def listed(connection: Connection, known: Known, asked: Asked, position: int) -> Proceedings:
    """Return proceedings, the latest loss first, and how many there are by state and stage.

    Raises UnknownWordError, UnknownStageError, UnknownObligorError, NoPlaceError.
    """
    if asked.state not in LISTED:
        raise UnknownWordError("state", asked.state, STATES)
    among = _among(connection, known, asked)
    rows = _page(connection, among, asked)
    items = _with_dues(connection, known, rows[: asked.limit])
    numbers = _numbers(connection, and_(among, *_in_year(asked.year)))
    counts = dict.fromkeys(STATES, 0)
    stages = dict.fromkeys(stage_names(known.world.laws), 0)
    for state, stage, number in numbers:
        counts[state] += number
        if stage and (asked.state in ("", "open") or asked.state == state):
            stages[stage] = stages.get(stage, 0) + number
    counts["open"] += counts["parked"]
    more = len(rows) > asked.limit
    return Proceedings(
        position=position,
        day=known.world.day,
        items=items,
        next=_place(items[-1]) if more else "",
        counts=counts,
        stages=stages,
        years=_years(connection, among),
    )


def of_case(
    connection: Connection, known: Known, case: str, unit: str, position: int
) -> tuple[ProceedingRow, tuple[str, ...], str]:
    """Return one proceeding of a case, all units that have one, and the pack whose stages it goes through.

    Without a unit it is the first that stands, by name. Raises NoProceedingError.
    """
    try:
        number = normalise_case_number(case)
    except CaseNumberError:
        number = case
    of = proceedings.c
    query = select(proceedings).where(
        of.district == known.id, of.case_number == number, of.place == literal(0)
    )
    rows = [dict(row) for row in connection.execute(query.order_by(of.unit)).mappings()]
    rows.sort(key=lambda row: row["state"] == "withdrawn")
    name = known.world.organs.full_name(unit) if unit else ""
    found = next((row for row in rows if name in ("", row["unit"])), None)
    units = tuple(row["unit"] for row in rows)
    if found is None:
        raise NoProceedingError(number, unit, units)
    return _with_dues(connection, known, [found])[0], units, said(found).pack


def stage_names(laws: Iterable[Law]) -> tuple[str, ...]:
    """Return the stages that the laws of a district have, each once."""
    return tuple(dict.fromkeys(stage.stage for law in laws for stage in law.pack.proceeding))


def _among(connection: Connection, known: Known, asked: Asked) -> ColumnElement[bool]:
    """Return the condition of agency and district."""
    of = proceedings.c
    if asked.stage and asked.stage not in stage_names(known.world.laws):
        raise UnknownStageError(asked.stage, stage_names(known.world.laws))
    if not asked.agency:
        return and_(of.district == known.id, of.place == literal(0))
    name = known.world.organs.full_name(asked.agency)
    if known.world.organs.find(asked.agency) is None:
        there = select(select(proceedings).where(of.district == known.id, of.agency == name).exists())
        if not connection.execute(there).scalar():
            raise UnknownObligorError(asked.agency, known.id)
    return and_(of.district == known.id, of.agency == name)


def _in_year(year: int | None) -> list[ColumnElement[bool]]:
    if year is None:
        return []
    lost_on = proceedings.c.lost_on
    return [lost_on >= date(year, 1, 1), lost_on <= date(year, 12, 31)]


def _page(connection: Connection, among: ColumnElement[bool], asked: Asked) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a page and one more where more follow."""
    of = proceedings.c
    order = [of[name] for name in ORDER]
    query = select(proceedings).where(among, *_in_year(asked.year), of.state.in_(LISTED[asked.state]))
    if asked.stage:
        query = query.where(of.stage == asked.stage)
    if asked.after:
        query = query.where(tuple_(*order) < tuple_(*_after(asked.after)))
    query = query.order_by(*(column.desc() for column in order)).limit(asked.limit + 1)
    return [dict(row) for row in connection.execute(query).mappings()]


def _numbers(connection: Connection, among: ColumnElement[bool]) -> Sequence[tuple[State, str, int]]:
    of = proceedings.c
    query = select(of.state, of.stage, func.count()).where(among).group_by(of.state, of.stage)
    return [(state, stage, int(number)) for state, stage, number in connection.execute(query)]


def _years(connection: Connection, among: ColumnElement[bool]) -> tuple[int, ...]:
    days = select(proceedings.c.lost_on).where(among).distinct()
    return tuple(sorted({day.year for day in connection.execute(days).scalars()}, reverse=True))


def _place(last: ProceedingRow) -> str:
    return f"{last.lost_on}|{last.case}|{last.unit}"


def _after(after: str) -> tuple[ColumnElement[Any], ...]:
    try:
        lost_on, *names = after.split("|", 2)
        values = (date.fromisoformat(lost_on), *names)
    except ValueError:
        values = ()
    if len(values) != len(ORDER):
        raise NoPlaceError(after)
    types = (proceedings.c[name].type for name in ORDER)
    return tuple(literal(value, type_) for value, type_ in zip(values, types, strict=True))


def _with_dues(
    connection: Connection, known: Known, rows: Sequence[Mapping[str, Any]]
) -> tuple[ProceedingRow, ...]:
    """Return rows as they are answered, each with what is due of the stage that it is in."""
    items = tuple(map(answer, rows))
    laws = {law.pack.pack: law for law in known.world.laws}
    wanted = dict[tuple[str, str], frozenset[str]]()
    for row, item in zip(rows, items, strict=True):
        says = said(row)
        done_by = next((done_by for stage, _, done_by in says.stages if stage == item.stage), "")
        wanted[item.case, item.unit] = duties_of(laws.get(says.pack), done_by) if done_by else frozenset()
    cases = sorted({case for (case, _), duties in wanted.items() if duties})
    found = _due(connection, known, cases, sorted({duty for duties in wanted.values() for duty in duties}))

    def due(item: ProceedingRow) -> DeadlineRow | None:
        own = [one for one in found.get(item.case, ()) if one.duty in wanted[item.case, item.unit]]
        return next((one for one in own if concerns(one, (item.unit,), known.world)), None)

    return tuple(replace(item, due=due(item)) for item in items)


def _due(
    connection: Connection, known: Known, cases: Sequence[str], duties: Sequence[str]
) -> Mapping[str, list[DeadlineRow]]:
    found: dict[str, list[DeadlineRow]] = {}
    of = deadlines.c
    for part in parts(cases):
        query = select(deadlines).where(
            of.district == known.id,
            of.case_number.in_(part),
            of.duty.in_(duties),
            of.place == literal(0),
            of.stands != literal("withdrawn"),
        )
        for row in connection.execute(query.order_by(of.due_on, of.duty, of.of)).mappings():
            found.setdefault(row["case_number"], []).append(deadline_answer(dict(row), known.world.day))
    return found
