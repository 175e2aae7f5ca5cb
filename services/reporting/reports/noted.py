"""What do the notes of a district say, up to a position, of what a report lists beside its figures?

Views list what is known now; a report may be of an earlier position. So the disputes concerned are folded from their
notes: those that hold an event of certain types, found by the names of the types in what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from services.reporting.periods import Period
from shared.codec import type_of
from shared.dispute import Dispute, disputes
from shared.envelope import case_key, read
from shared.events.activities import (
    Commended,
    HearingObserved,
    MeetingHeld,
    TrainingHeld,
    TypicalCasePublished,
    WorkReportFiled,
)
from shared.events.aftermath import LossAnalysed, RemediationReported
from shared.events.base import Event
from shared.events.bureau import CircularIssued
from shared.events.court import SuggestionIssued
from shared.events.findings.accountability import LossFound
from shared.events.intake import FactCorrected, FactRetracted
from shared.log.database import parts
from shared.log.joining import joined
from shared.log.tables import NOTES
from shared.world import World

TOLD: tuple[type[Event], ...] = (CircularIssued, LossAnalysed, RemediationReported)
"""The facts a report counts that no view lists."""
VIEWED: tuple[type[Event], ...] = (
    *(SuggestionIssued, TypicalCasePublished, MeetingHeld, TrainingHeld),
    *(HearingObserved, Commended, WorkReportFiled),
)
"""The facts that views list. They may have been corrected to another day: all of them are looked at."""


def told(connection: Connection, district: str, upto: int, world: World) -> tuple[Dispute, ...]:
    """Return disputes that hold the facts no view lists, and nothing else, as they were up to a position."""
    wanted: dict[type[Event], tuple[str, ...]] = dict.fromkeys((*TOLD, FactCorrected, FactRetracted), ())
    query = select(NOTES.c.body).where(*_holding(connection, district, wanted, upto))
    bodies = connection.execute(query.order_by(NOTES.c.position)).scalars()
    return tuple(
        one for one in disputes(map(read, map(bytes, bodies)), world.orders) if one.district == district
    )


def folded(
    connection: Connection, district: str, period: Period, upto: int, world: World
) -> tuple[Dispute, ...]:
    """Return the disputes that hold what a report on a period lists, whole, as they were up to a position.

    A loss is looked for by its day: what is found of it is found anew when that changes.
    """
    wanted: dict[type[Event], tuple[str, ...]] = dict.fromkeys((*TOLD, *VIEWED), ())
    wanted[LossFound] = tuple(f'"{month}-' for month in period.parts("month"))
    query = select(NOTES.c.case_key).where(*_holding(connection, district, wanted, upto)).distinct()
    groups = joined(connection, sorted(connection.execute(query).scalars()))
    noted = _noted(connection, [key for group in groups for key in group], upto)
    found = (
        disputes(map(read, (body for key in group for body in noted.get(key, ()))), world.orders)
        for group in groups
    )
    return tuple(one for group in found for one in group if one.district == district)


def _holding(
    connection: Connection, district: str, wanted: Mapping[type[Event], Sequence[str]], upto: int
) -> Iterator[ColumnElement[bool]]:
    """Return the conditions of notes of a district that hold an event of a type, and one of its texts, if any."""
    key, body = NOTES.c.case_key, NOTES.c.body
    yield and_(key >= case_key(district, ""), key < f"{district}}}", NOTES.c.position <= upto)

    def holds(text: str) -> ColumnElement[bool]:
        if connection.dialect.name == "sqlite":
            return func.instr(body, text.encode()) > 0
        return func.encode(body, "escape").contains(text, autoescape=True)

    types = {one: holds(f'"{type_of(one)}"') for one in wanted}
    yield or_(
        *(and_(types[one], or_(*map(holds, texts))) if texts else types[one] for one, texts in wanted.items())
    )


def _noted(connection: Connection, keys: Iterable[str], upto: int) -> dict[str, list[bytes]]:
    noted: dict[str, list[bytes]] = {}
    for part in parts(sorted(keys)):
        query = select(NOTES.c.case_key, NOTES.c.body).where(
            NOTES.c.case_key.in_(part), NOTES.c.position <= upto
        )
        for key, body in connection.execute(query.order_by(NOTES.c.position)):
            noted.setdefault(key, []).append(bytes(body))
    return noted
