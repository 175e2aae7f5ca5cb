"""How does a service keep its connection to NATS, and how does it say that NATS is gone?"""

import re
import time

import structlog
from nats.aio.client import Client

_log = structlog.stdlib.get_logger("nats")

SAY_AGAIN = 30.0
"""Seconds after which a NATS that stays away is mentioned again."""


class Connection:
    """A connection to NATS that is tried for ever, and says once what to do while it cannot be had."""

    def __init__(self, client: Client, name: str, addresses: str) -> None:
        self.client = client
        self._name = name
        self._addresses = addresses
        self._shown = re.sub(r"//[^@/,]*@", "//", addresses)  # without passwords
        self._said_at: float | None = None

    async def open(self) -> None:
        """Connect, for as long as it takes."""
        await self.client.connect(
            self._addresses.split(","),
            name=self._name,
            connect_timeout=2,
            reconnect_time_wait=0.25,  # type: ignore[arg-type]  # nats-py sleeps this long, fractions too
            max_reconnect_attempts=-1,
            ping_interval=10,
            max_outstanding_pings=2,
            error_cb=self._error,
            disconnected_cb=self._disconnected,
            reconnected_cb=self._connected,
        )
        await self._connected()

    async def close(self) -> None:
        """Close the connection; what was published is sent first."""
        if not self.client.is_closed:
            await self.client.close()

    async def _connected(self) -> None:
        self._said_at = None
        _log.info("NATS is there", address=self._shown)

    async def _disconnected(self) -> None:
        if not self.client.is_closed:
            self._gone("the connection was lost")

    async def _error(self, error: Exception) -> None:
        if self.client.is_connected:
            _log.warning("NATS reports an error", error=str(error) or type(error).__name__)
        else:
            self._gone(str(error) or type(error).__name__)

    def _gone(self, reason: str) -> None:
        now = time.monotonic()
        if self._said_at is None or now - self._said_at >= SAY_AGAIN:
            self._said_at = now
            _log.error(
                f"NATS is gone: nothing answers at {self._shown} ({reason}). Start it (`yingsu up` does), or "
                "set YINGSU_NATS to where it runs. It is tried again and again; nothing is lost meanwhile."
            )
