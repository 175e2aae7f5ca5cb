"""What does a service keep of every fact beside its notes, each exactly once?

It is written in the transaction that saves how far the log was read: a crash leaves neither half of it nor a part of
it twice. As every fact is among the notes, it can be made anew from them when its form changes.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Protocol

from pydantic_core import from_json
from sqlalchemy import Connection, select

from shared.log.tables import NOTES

Told = tuple[int, Mapping[str, Any]]
"""The position of a fact, and its envelope."""

PART = 2000
"""Facts read at once when everything is kept anew."""


class Beside(Protocol):
    """What is kept of every fact. It may depend on the facts alone, not on the order in which they come."""

    @property
    def version(self) -> str:
        """Return the version of what is kept; with another one it is kept anew from the notes."""
        ...

    def forget(self, connection: Connection) -> None:
        """Make its tables anew, with nothing in them."""
        ...

    def take(self, connection: Connection, facts: Sequence[Told]) -> None:
        """Take in facts that have just been noted, in the same transaction."""
        ...


def mark_of(beside: Beside) -> int:
    """Return the number that stands for the version of what is kept."""
    return int.from_bytes(blake2b(beside.version.encode(), digest_size=7).digest())


def keep_anew(connection: Connection, beside: Beside) -> None:
    """Forget what was kept, and keep it of all facts that are noted."""
    beside.forget(connection)
    after = 0
    query = select(NOTES.c.position, NOTES.c.body).where(NOTES.c.fact.is_not(None)).order_by(NOTES.c.position)
    while rows := connection.execute(query.where(NOTES.c.position > after).limit(PART)).all():
        beside.take(connection, [(row.position, from_json(bytes(row.body))) for row in rows])
        after = rows[-1].position
