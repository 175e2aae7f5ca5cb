"""Which organs can be suggested to somebody who writes a name? Those the log tells of, as far as it was read.

Only suggestions hang on it, so reading goes on a little with every form that is opened instead of holding one up.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic_core import from_json

PORTION = 500
MOST = 10_000
"""Events of the log that are looked at for one form."""

_REGISTERED = b"organ-registered"

Read = Callable[[int, int], Awaitable[list[bytes]]]


class Names:
    """The names of organs by district, as far as the log was read."""

    def __init__(self, read: Read, end: Callable[[], int]) -> None:
        self._read = read
        self._end = end
        self._position = 0
        self._names: dict[str, dict[str, str]] = {}

    async def of(self, district: str) -> list[str]:
        """Return the names of a district's organs, in the order of their codes."""
        last = min(self._end(), self._position + MOST)
        while self._position < last:
            upto = min(self._position + PORTION, last)
            for stored in await self._read(self._position + 1, upto):
                if _REGISTERED in stored:
                    self._note(from_json(stored))
            self._position = max(self._position, upto)
        return [name for _, name in sorted(self._names.get(district, {}).items())]

    def _note(self, event: dict[str, Any]) -> None:
        data = event["data"]
        said = data if event["type"].startswith("yingsu.organ-registered") else data.get("data", {})
        if isinstance(said, dict) and said.get("code") and said.get("name"):
            self._names.setdefault(event["district"], {})[str(said["code"])] = str(said["name"])
