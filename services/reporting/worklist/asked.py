"""What waits in a district, for everybody or for one who must act? By kind and day, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, select, tuple_

from services.reporting.answers import CaseRow, WorkFor, WorkItem, Worklist
from services.reporting.known import Known
from services.reporting.rows import DISTRICT, case_row
from services.reporting.tables import cases, waiting
from services.reporting.worklist.keeping import ORGANS, named
from services.reporting.worklist.kinds import KINDS, Kind, OpenItem, items_of
from services.reporting.worklist.unknown import NoPlaceInWorklistError, UnknownWhoError

_ORDER = (waiting.c.due_on, waiting.c.case_number, waiting.c.place)


@dataclass(frozen=True, slots=True)
class _Place:
    """Behind what a page begins: a kind, and of it a day, a case and a place in that; all of it for the first."""

    kind: Kind = KINDS[0]
    behind: tuple[date, str, int] | None = None

    @classmethod
    def of(cls, after: str) -> "_Place":
        """Return the place that a text names. Raises NoPlaceInWorklistError."""
        if not after:
            return cls()
        try:
            kind, day, number, place = after.split("|")
            known = next(one for one in KINDS if one == kind)
            return cls(known, (date.fromisoformat(day), number, int(place)))
        except (ValueError, StopIteration) as error:
            raise NoPlaceInWorklistError(after) from error


def worklist(
    connection: Connection, known: Known, kind: str, who: str, after: str, limit: int, position: int
) -> Worklist:
    """Return what waits: of one kind or of all, for one who must act or for everybody.

    `after` is what the page before gave as `next`. Raises UnknownWhoError, NoPlaceInWorklistError.
    """
    start = _Place.of(after)
    name = _checked(connection, known, who) if who else ""
    agency = name or DISTRICT
    numbers = _counts(connection, known.id, agency)
    items: list[WorkItem] = []
    following = None
    for one in KINDS[KINDS.index(start.kind) :]:
        if kind in ("", one) and numbers[one]:
            left = limit - len(items)
            rows = _page(connection, known.id, agency, one, start.behind if one == start.kind else None, left)
            items += (_item(row, known.world.day) for row in rows[:left])
            if len(rows) > left:
                following = _next(one, rows[left - 1]) if left else following
                break
            if rows:
                following = _next(one, rows[-1])
    else:
        following = None
    return Worklist(
        position=position,
        day=known.world.day,
        who=name,
        counts=numbers,
        items=tuple(items),
        next=following,
    )


def everybody(connection: Connection, known: Known, position: int) -> tuple[WorkFor, ...]:
    """Return for whom anything waits, and how much: the bureau and the government office first, the most then."""
    of = waiting.c
    late = func.sum(case((of.due_on < known.world.day, 1), else_=0))
    query = select(of.agency, func.count(), late).where(of.district == known.id, of.agency != DISTRICT)
    found = [
        WorkFor(who=agency, number=int(number), overdue=int(overdue))
        for agency, number, overdue in connection.execute(query.group_by(of.agency)).all()
    ]
    first = [named(word, known.world.organs) for word in ORGANS]
    places = {name: place for place, name in enumerate(first)}
    return tuple(sorted(found, key=lambda one: (places.get(one.who, len(first)), -one.number, one.who)))


def _checked(connection: Connection, known: Known, who: str) -> str:
    """Return under which name rows stand for whoever is asked for. Raises UnknownWhoError."""
    name = named(who, known.world.organs)
    if who in ORGANS or known.world.organs.find(who):
        return name
    waits = select(waiting).where(waiting.c.district == known.id, waiting.c.agency == name)
    if name == DISTRICT or not connection.execute(select(waits.exists())).scalar():
        raise UnknownWhoError(who, known.id)
    return name


def _counts(connection: Connection, district: str, agency: str) -> dict[str, int]:
    of = waiting.c
    query = select(of.kind, func.count()).where(of.district == district, of.agency == agency)
    found = {kind: int(number) for kind, number in connection.execute(query.group_by(of.kind)).all()}
    return {kind: found.get(kind, 0) for kind in KINDS}


def _page(
    connection: Connection,
    district: str,
    agency: str,
    kind: Kind,
    behind: tuple[date, str, int] | None,
    limit: int,
) -> Sequence[Mapping[str, Any]]:
    """Return rows of one kind with their cases, and one more where more follow."""
    first = _first(district, agency, kind, behind).limit(limit + 1).subquery()
    same = and_(cases.c.district == district, cases.c.case_number == first.c.case_number)
    query = select(cases, first.c.due_on, first.c.place).join(first, same)
    query = query.order_by(first.c.due_on, first.c.case_number, first.c.place)
    return [dict(row) for row in connection.execute(query).mappings()]


def _first(district: str, agency: str, kind: Kind, behind: tuple[date, str, int] | None) -> Select[Any]:
    of = waiting.c
    query = select(*_ORDER).where(of.district == district, of.agency == agency, of.kind == kind)
    if behind:
        place = (literal(value, column.type) for value, column in zip(behind, _ORDER, strict=True))
        query = query.where(tuple_(*_ORDER) > tuple_(*place))
    return query.order_by(*_ORDER)


def _item(row: Mapping[str, Any], day: date) -> WorkItem:
    return work_item(items_of(row["open"])[row["place"]], case_row(row), day)


def work_item(item: OpenItem, about: CaseRow, day: date) -> WorkItem:
    """Return an open item of a case as it is answered on a day."""
    return WorkItem(
        kind=item.kind,
        who=item.who,
        agencies=item.agencies,
        case=about.case_number,
        since=item.since,
        by=item.by,
        overdue=item.by is not None and item.by < day,
        article=item.article,
        says=item.says,
        about=about,
    )


def _next(kind: Kind, row: Mapping[str, Any]) -> str:
    return f"{kind}|{row['due_on']}|{row['case_number']}|{row['place']}"
