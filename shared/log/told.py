"""What is noted of cases and of a district? Asked over any connection to notes."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from shared.envelope import case_key
from shared.log.database import parts
from shared.log.filing import DAY_KEY, LOG_KEY
from shared.log.joining import joined
from shared.log.noted import Component
from shared.log.statements import NOTED
from shared.log.tables import NOTES


def told_of_cases(connection: Connection, keys: Sequence[str], position: int) -> list[Component]:
    """Return all that is noted of these cases and of whatever they are joined to, as read up to a position."""
    return told_of_groups(connection, joined(connection, keys), position)


def told_of_groups(
    connection: Connection, groups: Sequence[tuple[str, ...]], position: int
) -> list[Component]:
    """Return all that is noted of groups of joined cases."""
    notes = defaultdict[str, list[tuple[int, bytes]]](list)
    for part in parts([key for group in groups for key in group]):
        for key, at, body in connection.execute(NOTED, {"keys": part}).all():
            notes[key].append((at, body))
    found = []
    for group in groups:
        told = sorted(note for key in group for note in notes[key])
        last = told[-1][0] if told else position
        found.append(Component(group, tuple(bytes(body) for _, body in told), last))
    return found


def told_of_district(connection: Connection, district: str) -> list[bytes]:
    """Return what the world of a district is made of: its own facts, the log's, the first day and the last."""
    query = select(NOTES.c.body).where(NOTES.c.case_key.in_([LOG_KEY, case_key(district, "")]))
    day = select(NOTES.c.body).where(NOTES.c.case_key == DAY_KEY)
    bodies = list(connection.execute(query.order_by(NOTES.c.position)).scalars())
    first = connection.execute(day.order_by(NOTES.c.position).limit(1)).scalars().all()
    last = connection.execute(day.order_by(NOTES.c.position.desc()).limit(1)).scalars()
    return [bytes(body) for body in (*bodies, *first, *last)]
