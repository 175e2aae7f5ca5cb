"""Which stored events make up a district's part of the log? They are given as they are kept, sealed names too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, select

from shared.envelope import NO_DISTRICT, case_key
from shared.log.tables import LINKS, NOTES


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

    With them come those of a case elsewhere that a correction joins to one here: a fact may have moved away or in.
    With `facts_only` without what the services found.
    """
    keys = [_begins_with(NOTES.c.case_key, name) for name in (district, NO_DISTRICT)]
    if elsewhere := _joined_elsewhere(connection, district):
        keys.append(NOTES.c.case_key.in_(elsewhere))
    query = select(NOTES.c.position, NOTES.c.body).where(NOTES.c.position > after, or_(*keys))
    if facts_only:
        query = query.where(NOTES.c.fact.is_not(None))
    rows = connection.execute(query.order_by(NOTES.c.position).limit(limit)).all()
    return Page([bytes(row.body) for row in rows], rows[-1].position if rows else after, position)


def _joined_elsewhere(connection: Connection, district: str) -> Sequence[str]:
    here = _begins_with(LINKS.c.left_key, district), ~_begins_with(LINKS.c.right_key, district)
    return connection.execute(select(LINKS.c.right_key).where(*here).distinct()).scalars().all()


def _begins_with(key: ColumnElement[str], district: str) -> ColumnElement[bool]:
    """Return the condition; by positions, which the answer is sorted by, and not by an index of keys."""
    prefix = case_key(district, "")
    return func.substr(key, 1, len(prefix)) == prefix
