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

    def __init__(self, client: Client, name: str, addresses: str, seed: str = "") -> None:
        """Take addresses that may hold user and password; `seed` is a key shown instead of these."""
        self.client = client
        self._name = name
        self._shown = without_passwords(addresses)
        self._addresses = self._shown if seed else addresses
        self._seed = seed or None
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
            nkeys_seed_str=self._seed,
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
        if self._said_at is not None and now - self._said_at < SAY_AGAIN:
            return
        self._said_at = now
        # Whom the server does not know by itself it asks intake about, which perhaps is not there yet to say no.
        unknown = "timeout" in reason.lower() and (self._seed or self._shown != self._addresses)
        if unknown or "authorization" in reason.lower():
            _log.error(
                f"NATS at {self._shown} does not admit this service, or not in time ({reason}). See that YINGSU_NATS "
                "has the user and password of the house's account, and, for intake, that YINGSU_NATS_ISSUER is the "
                "seed of which the server has the public half. It is tried again; nothing is lost meanwhile."
            )
            return
        _log.error(
            f"NATS is gone: nothing answers at {self._shown} ({reason}). Start it (`yingsu up` does), or "
            "set YINGSU_NATS to where it runs. It is tried again and again; nothing is lost meanwhile."
        )


def without_passwords(addresses: str) -> str:
    """Return addresses of NATS, separated by commas, as they may be shown."""
    return re.sub(r"//[^@/,]*@", "//", addresses)
