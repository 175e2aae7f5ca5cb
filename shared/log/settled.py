"""Up to where is everything that follows on the log? Each service says so, after each batch and each second.

"All that follows from positions up to n is on the log up to end": the next service adopts n once it has read to end
and has nothing due. What reporting announces is what a client waits for.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from pydantic_core import from_json, to_json

SETTLED = "settled"
MOST_NAMED = 1000
"""Stalled cases one announcement names."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a service says of itself."""

    upto: int
    """All that follows from positions up to here is on the log …"""
    end: int
    """… up to here."""
    position: int = 0
    """How far the service has read."""
    due: int = 0
    """How many cases wait to be judged."""
    notes: int = 0
    """How many events it has noted."""
    stalled: tuple[str, ...] = ()
    """Case keys (district|number) it or a service before it could not judge: what follows of them is missing."""

    def encode(self) -> bytes:
        """Return the announcement as it travels."""
        told = {name: getattr(self, name) for name in ("upto", "end", "position", "due", "notes")}
        return to_json({**told, "stalled": self.stalled[:MOST_NAMED]})

    @classmethod
    def decode(cls, body: bytes) -> "Announcement":
        """Return the announcement in a message."""
        told = from_json(body)
        return cls(**{**told, "stalled": tuple(told.get("stalled", ()))})


async def announce(nc: Client, service: str, announcement: Announcement) -> None:
    """Tell everybody; nobody needs to listen. While NATS is away nothing is told."""
    if nc.is_connected:
        await nc.publish(f"{SETTLED}.{service}", announcement.encode())


class Settled:
    """What one service announces: `open()` first, then ask or wait."""

    def __init__(self, nc: Client, service: str, heard: Callable[[], Awaitable[None]] | None = None) -> None:
        """`heard` is awaited after each announcement."""
        self.service = service
        self.last = Announcement(0, 0)
        """The latest announcement; zeros while none has come."""
        self.heard_at: float | None = None
        """When it came, on the monotonic clock."""
        self._nc = nc
        self._heard = heard
        self._subscription: Subscription | None = None
        self._unread: list[Announcement] = []
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Start to listen."""
        self._subscription = await self._nc.subscribe(f"{SETTLED}.{self.service}", cb=self._hear)

    async def close(self) -> None:
        """Stop listening."""
        if self._subscription is not None and self._nc.is_connected:
            await self._subscription.unsubscribe()

    async def _hear(self, message: Msg) -> None:
        self.take(Announcement.decode(message.data))
        if self._heard is not None:
            await self._heard()

    def take(self, announcement: Announcement) -> None:
        """Take in an announcement."""
        self.last, self.heard_at = announcement, time.monotonic()
        if not self._unread or self._unread[-1] != announcement:
            self._unread.append(announcement)
            del self._unread[:-MOST_NAMED]
        self._news.set()
        self._news = asyncio.Event()

    @property
    def unread(self) -> bool:
        """Return whether an announcement waits to be adopted."""
        return bool(self._unread)

    def adopt(self, position: int) -> int | None:
        """Return the greatest n announced whose end lies at or before a position, if there is a new one."""
        reached = [a.upto for a in self._unread if a.end <= position]
        self._unread = [a for a in self._unread if a.end > position]
        return max(reached, default=None)

    async def wait(self, position: int, patience: float) -> bool:
        """Wait until everything that follows up to a position is settled; return whether it is in time."""
        end = time.monotonic() + patience
        while self.last.upto < position:
            try:
                async with asyncio.timeout(end - time.monotonic()):
                    await self._news.wait()
            except TimeoutError:
                return False
        return True


def joined(*lists: Sequence[str]) -> tuple[str, ...]:
    """Return the cases that any of the lists names, each once."""
    return tuple(dict.fromkeys(case for cases in lists for case in cases))
