"""Up to which position is everything that follows visible, and how does a client wait for more?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.reporting.unknown import NotSettledError


@dataclass
class Waiting:
    """What is settled, and who waits for it. Belongs to one event loop."""

    settled: int = 0
    stalled: tuple[str, ...] = ()
    """Cases that some service could not judge."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, settled: int, stalled: Sequence[str] = ()) -> None:
        """Say that everything that follows from positions up to `settled` is visible."""
        self.stalled = tuple(stalled)
        if settled != self.settled:
            self.settled = settled
            self._moved.set()
            self._moved = asyncio.Event()

    async def wait(self, position: int, timeout_s: float = 30) -> None:
        """Return as soon as `position` is settled. Raises NotSettledError after `timeout_s` seconds."""
        try:
            async with asyncio.timeout(timeout_s):
                while self.settled < position:
                    await self._moved.wait()
        except TimeoutError:
            raise NotSettledError(position, self.settled, timeout_s) from None
