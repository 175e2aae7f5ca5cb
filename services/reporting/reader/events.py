"""Which event stands at a position, of which case is it, which are the newest, and how do instances hang together?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from services.reporting.answers import CaseRow, Entry
from services.reporting.contribution import counts_of
from services.reporting.history.moments import instant
from services.reporting.known import Known
from services.reporting.rows import DISTRICT, case_row
from services.reporting.tables import cases
from services.reporting.timeline import Note, timeline
from services.reporting.unknown import UnknownEventError
from shared.codec import name_in
from shared.envelope import BUREAU, NO_DISTRICT, Recorded, case_key, is_finding
from shared.log.tables import NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an event stands."""

    case: str
    """The case it is about; empty for one about no case, such as a law or an organ."""
    entry: Entry | None
    """What it says, where it is about no case: nothing in it is sealed. Else None: the case tells it."""
    judged: Mapping[int, int]
    """Of each finding on the case, by its position: up to which position the log was known when it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One case of a dispute, and how the dispute counts through it."""

    row: CaseRow
    concluded: tuple[str, bool] | None
    """The day on which the dispute counts as ended through this case, and whether as lost; None where it does not."""


def placed(connection: Connection, known: Known, asked: int, position: int) -> Placed:
    """Return where the event at a position stands. Raises UnknownEventError for one of another district, or none."""
    body = connection.execute(select(NOTES.c.body).where(NOTES.c.position == asked)).scalar()
    if body is None:
        raise UnknownEventError(known.id, str(asked), position)
    note = Note.of(bytes(body))
    record = note.record
    if record.district not in (known.id, NO_DISTRICT):
        raise UnknownEventError(known.id, str(asked), position)
    of_case = record.district == known.id and _is_case(connection, known.id, record.subject)
    if not of_case:
        key = case_key(record.district, record.subject)
        (entry,) = timeline(key, [note], {}, known.world.orders)
        return Placed(case="", entry=entry, judged={})
    return Placed(case=record.subject, entry=None, judged=_judged(connection, known.id, record.subject))


def _is_case(connection: Connection, district: str, number: str) -> bool:
    query = select(cases.c.case_number).where(cases.c.district == district, cases.c.case_number == number)
    return number != BUREAU and connection.execute(query).first() is not None


def _judged(connection: Connection, district: str, number: str) -> Mapping[int, int]:
    query = select(NOTES.c.body).where(NOTES.c.case_key == case_key(district, number))
    notes = (Note.of(bytes(body)).record for body in connection.execute(query).scalars())
    return {
        record.position: int(record.causationid)
        for record in notes
        if is_finding(record.source) and record.causationid.isdigit()
    }


def instances(
    connection: Connection, known: Known, numbers: tuple[str, ...], _position: int
) -> Mapping[str, Instance]:
    """Return the cases of a dispute that are known here, by number."""
    query = select(cases).where(cases.c.district == known.id, cases.c.case_number.in_(numbers))
    return {
        row["case_number"]: Instance(row=case_row(dict(row)), concluded=concluded(row["contribution"]))
        for row in connection.execute(query).mappings()
    }


def concluded(contribution: str) -> tuple[str, bool] | None:
    """Return when a dispute counts as ended through a case, and whether as lost; None where it does not."""
    found = (one for one in counts_of(contribution) if one.metric == "loss_rate" and one.agency == DISTRICT)
    return next(((str(one.on), one.counted > 0) for one in found), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """A fact that became known not long ago."""

    position: int
    type: str
    case: str
    source: str
    recorded_at: datetime


def latest(connection: Connection, known: Known, limit: int, _position: int) -> tuple[Latest, ...]:
    """Return the facts of a district's cases that became known last, the newest first."""
    prefix = case_key(known.id, "")
    query = (
        select(NOTES.c.position, NOTES.c.body)
        .where(NOTES.c.fact.is_not(None), NOTES.c.case_key > prefix)
        .where(NOTES.c.case_key < prefix + "\U0010ffff", NOTES.c.case_key != case_key(known.id, BUREAU))
        .order_by(NOTES.c.position.desc())
        .limit(limit)
    )
    return tuple(_latest(body) for _, body in connection.execute(query))


def told(
    connection: Connection, known: Known, positions: tuple[int, ...], _position: int
) -> tuple[Latest, ...]:
    """Return the facts at these positions, those of other districts left out."""
    query = select(NOTES.c.body).where(NOTES.c.position.in_(positions)).order_by(NOTES.c.position)
    records = (Note.of(bytes(body)).record for body in connection.execute(query).scalars())
    return tuple(_fact(one) for one in records if one.district in (known.id, NO_DISTRICT))


def _latest(body: bytes) -> Latest:
    return _fact(Note.of(bytes(body)).record)


def _fact(record: Recorded) -> Latest:
    return Latest(
        position=record.position,
        type=name_in(record.type),
        case=record.subject,
        source=record.source,
        recorded_at=record.recorded_at,
    )


def begun(
    connection: Connection, known: Known, position: int
) -> tuple[datetime | None, datetime | None, date]:
    """Return when the first and the last event known here were recorded, and the day that has begun last."""
    first, last = (instant(connection, at).at for at in (min(position, 1), position))
    return first, last, known.world.day
