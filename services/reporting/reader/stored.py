"""Which stored events make up a district's part of the log? They are given as they are kept, sealed names too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, select

from shared.envelope import NO_DISTRICT, case_key
from shared.log.tables import NOTES


@dataclass(frozen=True, slots=True)
class Page:
    """Some stored events, by position."""

    bodies: Sequence[bytes]
    last: int
    """Position of the last one given; what was asked for when there is none."""
    position: int
    """How far the log was read."""


def page(
    connection: Connection, district: str, after: int, limit: int, facts_only: bool, position: int
) -> Page:
    """Return events of a district and of the log as a whole that stand after a position, at most `limit`.

    With `facts_only` without what the services found.
    """
    keys = (_begins_with(case_key(name, "")) for name in (district, NO_DISTRICT))
    query = select(NOTES.c.position, NOTES.c.body).where(NOTES.c.position > after, or_(*keys))
    if facts_only:
        query = query.where(NOTES.c.fact.is_not(None))
    rows = connection.execute(query.order_by(NOTES.c.position).limit(limit)).all()
    return Page([bytes(row.body) for row in rows], rows[-1].position if rows else after, position)


def _begins_with(prefix: str) -> ColumnElement[bool]:
    """Return the condition; by positions, which the answer is sorted by, and not by an index of keys."""
    return func.substr(NOTES.c.case_key, 1, len(prefix)) == prefix
