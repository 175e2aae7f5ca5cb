"""How often was each delivery tried, and when is it tried next?

Kept in a file of its own, so that neither a restart nor a rebuild of the views begins to count anew. What it says can
be lost without harm: truth about what was delivered is on the log.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text, delete, select

from shared.log.database import LITTLE, open_database, put

_METADATA = MetaData()
_TRIES = Table(
    "tries",
    _METADATA,
    Column("message", Text, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("next_at", Float, nullable=False),
    Column("error", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A delivery that has failed so far."""

    tries: int
    next_at: float
    """Seconds since 1970."""
    error: str


class Tries:
    """The deliveries that have failed so far, by the id of the message. Blocking, but small."""

    def __init__(self, file: Path) -> None:
        self._engine = open_database(f"sqlite:///{file}", kept=LITTLE)
        _METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            self._known = {row.message: Tried(*row[1:]) for row in connection.execute(select(_TRIES))}

    def of(self, message: str) -> Tried | None:
        """Return how a message has fared; None when it has not failed."""
        return self._known.get(message)

    def failed(self, message: str, tried: Tried) -> None:
        """Keep that one more try has failed."""
        row = {"message": message, "tries": tried.tries, "next_at": tried.next_at, "error": tried.error}
        with self._engine.begin() as connection:
            put(connection, _TRIES, [row], replace=True)
        self._known[message] = tried

    def forget(self, messages: Collection[str]) -> None:
        """Forget messages that were delivered, given up, or need not be sent any more."""
        gone = [message for message in messages if message in self._known]
        if gone:
            with self._engine.begin() as connection:
                for message in gone:
                    connection.execute(delete(_TRIES).where(_TRIES.c.message == message))
            for message in gone:
                del self._known[message]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._known))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()
