"""What do the notes of a district say, up to a position, of what a report lists beside its figures?

Views list what is known now; a report may be of an earlier position. So the disputes concerned are folded from their
notes: those that hold an event of certain types, found by the names of the types in what is stored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

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
from shared.log.database import parts
from shared.log.joining import joined
from shared.log.tables import NOTES
from shared.world import World

LISTED: tuple[type[Event], ...] = (
    *(SuggestionIssued, CircularIssued, LossAnalysed, RemediationReported),
    *(TypicalCasePublished, MeetingHeld, TrainingHeld, HearingObserved, Commended, WorkReportFiled),
)
"""The facts a report lists. They may have been corrected to another day: all of them are looked at."""


def folded(
    connection: Connection, district: str, period: Period, upto: int, world: World
) -> tuple[Dispute, ...]:
    """Return the disputes that hold what a report on a period lists, as they were up to a position.

    A loss is looked for by its day: what is found of it is found anew when that changes.
    """
    wanted: dict[type[Event], tuple[str, ...]] = dict.fromkeys(LISTED, ())
    wanted[LossFound] = tuple(f'"{month}-' for month in period.parts("month"))
    keys = _keys(connection, district, wanted, upto)
    groups = joined(connection, keys)
    noted = _noted(connection, [key for group in groups for key in group], upto)
    found = (
        disputes(map(read, (body for key in group for body in noted.get(key, ()))), world.orders)
        for group in groups
    )
    return tuple(one for group in found for one in group if one.district == district)


def _keys(
    connection: Connection, district: str, wanted: Mapping[type[Event], Sequence[str]], upto: int
) -> list[str]:
    """Return the keys of cases of which an event of these types is noted, with one of the texts if it has any."""
    key = NOTES.c.case_key
    own = and_(key >= case_key(district, ""), key < f"{district}}}", NOTES.c.position <= upto)
    holds = _holding(connection)
    having = [
        and_(holds(f'"{type_of(one)}"'), or_(*map(holds, texts))) if texts else holds(f'"{type_of(one)}"')
        for one, texts in wanted.items()
    ]
    return sorted(connection.execute(select(key).where(own, or_(*having)).distinct()).scalars())


def _holding(connection: Connection) -> Callable[[str], ColumnElement[bool]]:
    """Return what tells whether a text stands in what is noted."""
    body = NOTES.c.body
    if connection.dialect.name == "sqlite":
        return lambda text: func.instr(body, text.encode()) > 0
    return lambda text: func.encode(body, "escape").contains(text, autoescape=True)


def _noted(connection: Connection, keys: Iterable[str], upto: int) -> dict[str, list[bytes]]:
    noted: dict[str, list[bytes]] = {}
    for part in parts(sorted(keys)):
        query = select(NOTES.c.case_key, NOTES.c.body).where(
            NOTES.c.case_key.in_(part), NOTES.c.position <= upto
        )
        for key, body in connection.execute(query.order_by(NOTES.c.position)):
            noted.setdefault(key, []).append(bytes(body))
    return noted
