"""How do the parts that tell of changes hang together?"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from fastapi import APIRouter
from nats.aio.client import Client

from services.reporting.live.api import Still
from services.reporting.live.api import routes as stream_routes
from services.reporting.live.bucket import Bucket
from services.reporting.live.hub import Hub
from services.reporting.live.looking import Looking
from services.reporting.live.moved import Told


class Live:
    """Tells whoever looks on what has changed: `run()` as a task, `nudge()` after each commit."""

    def __init__(self, url: str, nats: Client, rested: Callable[[], int | None]) -> None:
        """Read the database of reporting at `url`; `rested` is None while something is under way."""
        self._told = Told()
        self.hub = Hub(Looking(url), self._told, rested)
        self.bucket = Bucket(nats, Looking(url), lambda: self.hub.upto)
        self.hub.watch(self.bucket.take)

    def told(self, cases: Collection[str], moved: Iterable[tuple[str, str, str, str, str]]) -> None:
        """Take in, where the views are written, which cases were judged and which sums moved."""
        self._told.take(cases, moved)

    def nudge(self, upto: int) -> None:
        """Look what has become visible: all that follows from positions up to this one."""
        self.hub.nudge(upto)

    def routes(self, end: Callable[[], int], still: Still) -> APIRouter:
        """Return the routes; `end` says up to where the log goes, `still` whether somebody may still read."""
        return stream_routes(self.hub, end, still)

    async def run(self) -> None:
        """Tell what becomes visible, for ever."""
        await asyncio.gather(self.hub.run(), self.bucket.run())

    def status(self) -> Mapping[str, Any]:
        """Return who listens, and how far all was told."""
        return self.hub.status()

    def close(self) -> None:
        """Close the database."""
        self.hub.close()
        self.bucket.close()
