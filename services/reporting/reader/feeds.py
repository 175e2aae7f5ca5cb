"""What does a calendar show that people subscribe to? What runs, and what was due not long ago."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from services.reporting.deadlines.lights import STANDS
from services.reporting.deadlines.rows import answer, said
from services.reporting.deadlines.shapes import Feed
from services.reporting.deadlines.unknown import UnknownLeaderError
from services.reporting.known import Known
from services.reporting.reader.deadlines import agency_named
from services.reporting.tables import deadlines
from shared.law.model import DutyRule
from shared.organs import Roster
from shared.world import World

BACK = timedelta(days=60)
"""So long after its day a deadline stays in a calendar that waits for nothing any more."""

WAITING = frozenset({"overdue", "near", "due", "waiting"})
"""What stays however long ago its day was."""

MOST = 2000
"""Deadlines in one calendar, those nearest to the day; more no program of people's shows."""

Row = Mapping[str, Any]
ORDER = (deadlines.c.due_on, deadlines.c.case_number, deadlines.c.duty, deadlines.c.of)


def feed(connection: Connection, known: Known, agency: str, leader: str, position: int) -> Feed:
    """Return the calendar of a district, of an agency, or of what a leader is in charge of on the due day.

    Raises UnknownObligorError, UnknownLeaderError.
    """
    world = known.world
    among = deadlines.c.place == 0
    if agency:
        agency = agency_named(connection, known, agency)
        among = deadlines.c.agency == agency
    if leader:
        led = _led_by(leader, world.roster, known.id)
        among = deadlines.c.agency.in_([agency] if agency else led)
    rows = _rows(connection, and_(deadlines.c.district == known.id, among), world.day)
    chosen = {
        tuple(row[column.name] for column in ORDER): row
        for row in rows
        if not leader or _leads(leader, row["agency"], row["due_on"], world.roster)
    }
    named = world.law.pack.name.zh if world.law else known.id
    return Feed(
        position=position,
        day=world.day,
        district=known.id,
        name="、".join(filter(None, (agency, leader))) or named,
        entries=tuple((answer(row, world.day), _asks(row, world)) for _, row in sorted(chosen.items())),
    )


def _led_by(leader: str, roster: Roster, district: str) -> list[str]:
    led = {
        organ: {name for one in roles for name in (one.a_leader, one.b_leader)}
        for organ, roles in roster.roles.items()
    }
    found = [organ for organ, names in led.items() if leader in names]
    if not found:
        raise UnknownLeaderError(leader, sorted(name for name in set().union(*led.values()) if name))
    return found


def _leads(leader: str, organ: str, on: date, roster: Roster) -> bool:
    leaders = roster.leaders(organ, on)
    return leaders is not None and leader in (leaders.a, leaders.b)


def _rows(connection: Connection, among: ColumnElement[bool], day: date) -> list[Row]:
    """Return the rows nearest to a day; each way of standing has a stretch of the index of its own."""
    found = [row for one in STANDS for row in _nearest(connection, among, one, day)]
    return sorted(found, key=lambda row: abs(row["due_on"] - day))[:MOST]


def _nearest(connection: Connection, among: ColumnElement[bool], one: str, day: date) -> Iterator[Row]:
    due_on = deadlines.c.due_on
    those = select(deadlines).where(among, deadlines.c.stands == one).limit(MOST)
    past = those.where(due_on < day).order_by(due_on.desc())
    for query in (
        those.where(due_on >= day).order_by(due_on),
        past if one in WAITING else past.where(due_on >= day - BACK),
    ):
        yield from (dict(row) for row in connection.execute(query).mappings())


def _asks(row: Row, world: World) -> str:
    """Return what a duty asks in the law it was found by, in Chinese; its name where no law has it any more."""
    says = said(row)
    laws = [law for law in world.laws if law.pack.pack == says.pack] or list(world.laws)
    duties: list[DutyRule] = [duty for law in laws for duty in law.duties if duty.duty == row["duty"]]
    same = [duty for duty in duties if duty.article == says.article]
    return next((duty.summary.zh for duty in (*same, *duties)), str(row["duty"]))
