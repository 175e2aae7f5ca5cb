"""What has the service before this one settled, and is it worth waiting for?

Judging a case before the service before is done with it would only have to be repeated: its findings make it due
again. A service that says nothing, or gets nowhere, is not waited for: then what is known is judged.
"""

import time
from collections.abc import Awaitable, Callable

from nats.aio.client import Client

from shared.log.settled import Settled

HOLD = 10.0
"""Seconds for which a case waits for a service that is at work but settles nothing."""
SILENCE = 3.0
"""Seconds after which a service that says nothing, where it should each second, is not waited for."""


class Upstream:
    """The service before this one, as far as it has been heard."""

    def __init__(self, nc: Client, service: str, heard: Callable[[], Awaitable[None]]) -> None:
        self.settled = 0
        """All that follows up to here by the services before has been noted."""
        self._announced = Settled(nc, service, heard)
        self._progress_at = 0.0

    async def open(self) -> None:
        """Start to listen."""
        await self._announced.open()

    @property
    def stalled(self) -> tuple[str, ...]:
        """Return the cases it, or one before it, could not judge."""
        return self._announced.last.stalled

    @property
    def at_work(self) -> bool:
        """Return whether it has been heard lately."""
        heard = self._announced.heard_at
        return heard is not None and time.monotonic() - heard <= SILENCE

    @property
    def is_expected(self) -> bool:
        """Return whether it is at work and has not yet said what has to be waited for now."""
        return self.at_work and not self._announced.unread

    @property
    def ripe(self) -> int | None:
        """Return up to which position cases need not wait any longer; None for all."""
        late = time.monotonic() - self._progress_at > HOLD
        return None if late or not self.at_work else self.settled

    def wait_anew(self) -> None:
        """Wait from now on: nothing has waited before."""
        self._progress_at = time.monotonic()

    def adopt(self, position: int) -> bool:
        """Take over what it has settled, as soon as all that follows has been read, up to a position.

        Returns whether there was something new.
        """
        settled = self._announced.adopt(position)
        if settled is not None:
            self.settled = settled
            self.wait_anew()
        return settled is not None
