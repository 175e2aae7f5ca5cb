"""Which answers are kept, because nothing has changed since they were given?"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, select

from shared.log.tables import STATE

T = TypeVar("T", bound=Sized)

MOST = 10_000
"""Things that all answers kept may have together."""


class At(NamedTuple):
    """As of when something is answered: two answers of the same moment are the same."""

    made: int
    """Which version of the database it is."""
    turn: int
    """How often what it holds was changed."""
    position: int


def at(connection: Connection) -> At:
    """Return as of when a transaction answers."""
    found = {row.name: row.value for row in connection.execute(_STATE)}
    return At(*(found.get(name, 0) for name in At._fields))


_STATE = select(STATE.c.name, STATE.c.value).where(STATE.c.name.in_(At._fields))


class Kept:
    """Answers by what was asked and as of when; those not asked for longest go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer kept, or make it and keep it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                kept: T = self._answers[key]
                return kept
        made = make()
        with self._lock:
            if key not in self._answers:
                self._answers[key] = made
                self._size += len(made) + 1
            while self._size > self._most:
                _, gone = self._answers.popitem(last=False)
                self._size -= len(gone) + 1
        return made
