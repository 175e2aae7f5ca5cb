"""Up to which position can everything that follows be read? Reporting announces it, and imports wait for it."""

import asyncio

from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import from_json

SUBJECT = "settled.reporting"


class Settled:
    """Listens to what reporting announces. `follow()` runs as a task."""

    def __init__(self) -> None:
        self.position = 0
        """All that follows from positions up to this one can be read."""
        self._moved = asyncio.Condition()

    async def follow(self, nats: Client) -> None:
        """Listen for as long as the service lives."""
        await nats.subscribe(SUBJECT, cb=self._hear)
        await asyncio.Event().wait()

    async def wait(self, position: int, timeout: float) -> bool:
        """Wait until everything that follows from a position can be read; False after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout), self._moved:
                await self._moved.wait_for(lambda: self.position >= position)
        except TimeoutError:
            return False
        return True

    async def _hear(self, message: Msg) -> None:
        upto = int(from_json(message.data)["upto"])
        async with self._moved:
            self.position = upto  # smaller than before when reporting is being rebuilt
            self._moved.notify_all()
