"""Which cases of a row went on in a period and do not count in a figure of it? A page at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from pydantic_core import from_json, to_json
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, tuple_

from services.reporting.cursors import CursorError
from services.reporting.deadlines.rows import Says
from services.reporting.parked.tables import parked
from services.reporting.periods import Period
from services.reporting.tables import cases, deadlines
from services.reporting.uncounted.sentences import why
from services.reporting.uncounted.shapes import LeftOut
from services.reporting.uncounted.telling import DISTRICT, OF_DEADLINES, Due, Reason, Row, uncounted

MOST = 100
"""Cases left out on one page."""

LOOKED_AT = 200
"""Cases of the row looked at for one page at most: in a great district more pages follow, each as quick."""

PASSED = 2000
"""Cases of other rows passed over for one page at most."""

Page = tuple[tuple[LeftOut, ...], str | None]
"""Cases, and the place after which more follow."""

_OBLIGOR, _DONE = map(Says._fields.index, ("obligor", "done_on"))


def left_out(
    connection: Connection,
    district: str,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str = "",
    limit: int = MOST,
) -> Page:
    """Return the cases of a row that went on in a period and are not in its figure, by the day they were over.

    `after` is where such a page ended. A case whose beginning nobody told is in every period. Raises CursorError.
    """
    place = _read(after)
    end = _end(connection, district, place or (period.since, ""))
    query = select(*TOLD).where(
        cases.c.district == district,
        cases.c.over_on >= period.since,
        cases.c.began_on < period.until,
    )
    if place:
        query = query.where(_at > tuple_(*place))
    if end:
        query = query.where(_at <= tuple_(*end))
    if agency != DISTRICT:
        query = query.where(_own(by, agency))
    query = query.order_by(cases.c.over_on, cases.c.case_number).limit(LOOKED_AT)
    rows = [dict(zip(_NAMES, row, strict=True)) for row in connection.execute(query)]
    due = due_of(connection, district, metric, [row["case_number"] for row in rows])
    found: list[tuple[Row, Reason]] = []
    for row in rows:
        reason = uncounted(row, metric, period, by, agency, due.get(row["case_number"], ()))
        if reason:
            found.append((row, reason))
        if len(found) == limit:
            break
    reasons = _parked(connection, district, [row["case_number"] for row, _ in found])
    items = tuple(
        LeftOut(case=row["case_number"], reason=why(reason), why=reasons.get(row["case_number"], ()))
        for row, reason in found
    )
    return items, _next(rows, found, end, len(found) == limit)


def due_of(
    connection: Connection, district: str, metric: str, numbers: Collection[str]
) -> Mapping[str, tuple[Due, ...]]:
    """Return the deadlines of cases, once each; none are asked for where a figure is not of deadlines."""
    if metric.partition(":")[0] not in OF_DEADLINES or not numbers:
        return {}
    found: dict[str, list[Due]] = {}
    rows = connection.execute(_DUE, {"of": district, "numbers": sorted(numbers)})
    for number, duty, stands, due_on, says in rows:
        told = from_json(says)
        found.setdefault(number, []).append(Due(duty, due_on, stands, told[_OBLIGOR], told[_DONE]))
    return {number: tuple(due) for number, due in found.items()}


TOLD = tuple(
    cases.c[name]
    for name in (
        *("case_number", "instance", "category", "act", "first_heard_on", "decided_on", "outcomes"),
        *("took_effect_on", "state", "contribution", "uncounted", "over_on"),
    )
)
"""What of a case says why it does not count."""

_NAMES = tuple(column.name for column in TOLD)
_at = tuple_(cases.c.over_on, cases.c.case_number)
_DUE = select(
    deadlines.c.case_number, deadlines.c.duty, deadlines.c.stands, deadlines.c.due_on, deadlines.c.says
).where(
    deadlines.c.district == bindparam("of"),
    deadlines.c.case_number.in_(bindparam("numbers", expanding=True)),
    deadlines.c.place == 0,
)


def _end(connection: Connection, district: str, place: tuple[date, str]) -> tuple[date, str] | None:
    """Return the last of the cases that one page passes over; None where no more are left than that."""
    query = select(cases.c.over_on, cases.c.case_number).where(
        cases.c.district == district, cases.c.over_on >= place[0], _at > tuple_(*place)
    )
    ordered = query.order_by(cases.c.over_on, cases.c.case_number).offset(PASSED - 1).limit(1)
    found = connection.execute(ordered).one_or_none()
    return (found[0], found[1]) if found else None


def _next(
    rows: Sequence[Row], found: list[tuple[Row, Reason]], end: tuple[date, str] | None, full: bool
) -> str | None:
    if full and found[-1][0] is not rows[-1]:
        return _written(found[-1][0])
    if len(rows) == LOOKED_AT:
        return _written(rows[-1])
    return f"{end[0]} {end[1]}" if end else None


def _written(row: Row) -> str:
    return f"{row['over_on']} {row['case_number']}"


def _read(after: str) -> tuple[date, str] | None:
    """Return the place a page ended at. Raises CursorError."""
    on, _, number = after.partition(" ")
    try:
        return (date.fromisoformat(on), number) if after else None
    except ValueError as error:
        raise CursorError(after) from error


def _own(by: str, agency: str) -> ColumnElement[bool]:
    """Return the condition that a case is of a row: as the table of cases says, else what it counts in."""
    named = {"defendant": cases.c.defendants, "responsible": cases.c.responsible}.get(by)
    if named is not None:
        return named.contains(_json(agency)[1:-1], autoescape=True)
    counts = cases.c.contribution.contains(_json(by, agency), autoescape=True)
    match by:
        case "accountable":
            return or_(cases.c.accountable.contains(_json(agency)[1:-1], autoescape=True), counts)
        case "instance":
            return cases.c.instance == agency
        case "act":
            return or_(counts, and_(cases.c.act == agency, cases.c.last_on.is_(None)))
    return counts


def _parked(connection: Connection, district: str, numbers: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    asked = select(parked.c.case_number, parked.c.reason).where(
        parked.c.district == district, parked.c.case_number.in_(sorted(numbers))
    )
    found: dict[str, tuple[str, ...]] = {}
    for number, reason in connection.execute(asked.distinct().order_by(parked.c.reason)):
        found[number] = (*found.get(number, ()), reason)
    return found


def _json(*texts: str) -> str:
    return to_json(texts).decode()
