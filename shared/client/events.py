"""How is a fact written, and how many are sent together?"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

PORTION = 500
"""Facts that are sent together."""

LARGEST = 4 * 1024 * 1024
"""Bytes that are sent together, as long as no single fact has more."""

Event = Mapping[str, Any]
"""A CloudEvent; `fact` makes one."""

Line = Event | bytes | str
"""An event, or the JSON of one."""

Portion = list[tuple[int, bytes]]
"""Events as lines, each with its number from 1."""


def fact(
    name: str,
    subject: str,
    data: Mapping[str, Any],
    *,
    source: str,
    district: str,
    id: str = "",
    time: str = "",
) -> dict[str, Any]:
    """Return a fact as a CloudEvent. `name` is that of its type, such as `hearing-held`.

    Without an `id` it gets one from its content: the same fact has the same id, another another.
    """
    event: dict[str, Any] = {
        "specversion": "1.0",
        "source": source,
        "type": name if "." in name else f"yingsu.{name}.v1",
        "subject": subject,
        "district": district,
        "data": dict(data),
    }
    if not id:
        said = json.dumps(event, sort_keys=True, default=str)
        id = f"sha256/{sha256(said.encode()).hexdigest()[:40]}"
    return {**event, "id": id} | ({"time": time} if time else {})


class Portions:
    """Gathers events until they are to be sent; empty lines are numbered and left out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._number = 0
        self._lines: Portion = []
        self._size = 0

    def add(self, event: Line) -> Portion:
        """Return the events before this one when it makes them too many or too much; else none."""
        line = _line(event)
        self._number += 1
        if not line.strip():
            return []
        full = len(self._lines) == self._most or (self._lines and self._size + len(line) > LARGEST)
        portion = self.rest() if full else []
        self._lines.append((self._number, line))
        self._size += len(line)
        return portion

    def rest(self) -> Portion:
        """Return what has not been sent, and begin anew."""
        portion, self._lines, self._size = self._lines, [], 0
        return portion


def _line(event: Line) -> bytes:
    """Return an event as one line; a line break in JSON can only stand between its parts."""
    if isinstance(event, Mapping):
        return to_json(event)
    return (event.encode() if isinstance(event, str) else event).replace(b"\r", b" ").replace(b"\n", b" ")
