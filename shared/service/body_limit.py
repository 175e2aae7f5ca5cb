"""How large may a request be, and how does a sender of more learn that before the connection breaks?"""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problems import Problem
from shared.service.memory import Memory

MOST = 32 * 1024 * 1024
"""Bytes of a body that is read as a whole."""

DRAINED = 256 * 1024 * 1024
"""Bytes read and thrown away so that the sender gets to read the answer; who sends more is cut off."""

PARTS = 64 * 1024
"""Bytes more for what multipart puts around a file."""


class BodyLimit:
    """Answers 413 to bodies above 32 MB, and 429 where all bodies together would take too much memory."""

    def __init__(
        self,
        app: ASGIApp,
        streams: Collection[str] = (),
        memory: Memory | None = None,
        paths: Collection[str] = (),
    ) -> None:
        """`streams` are media types without a limit: they are taken in while they arrive.

        `paths` are those of routes that write what arrives to a file, and have a limit of their own.
        """
        self._app = app
        self._streams = streams
        self._paths = paths
        self._memory = memory or Memory()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and end it when it turns out too large."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["type"] != "http" or media in self._streams or scope["path"] in self._paths:
            await self._app(scope, receive, send)
            return
        most = MOST + (PARTS if media == "multipart/form-data" else 0)
        size = int(headers.get("content-length", "0"))
        if size > most:
            if headers.get("expect", "").lower() != "100-continue":
                await _drain(receive, 0)
            await self._too_large(size).response()(scope, receive, send)
            return
        if self._memory.full(size):
            if headers.get("expect", "").lower() != "100-continue":
                await _drain(receive, 0)
            await self._memory.problem().response()(scope, receive, send)
            return
        arrived = taken = 0

        async def counted() -> Message:
            nonlocal arrived, taken
            message = await receive()
            if not (size_ := len(message.get("body", b""))):
                return message
            arrived += size_
            if arrived > most:
                arrived = await _drain(receive, arrived)
                # Frameworks hand this one through where they would take others for a broken body.
                raise HTTPException(413, self._too_large(arrived).body["detail"])
            if self._memory.full(size_):  # others were quicker
                problem = self._memory.problem()
                await _drain(receive, arrived)
                raise HTTPException(429, problem.body["detail"], headers=dict(problem.headers or {}))
            self._memory.take(size_)
            taken += size_
            return message

        try:
            await self._app(scope, counted, send)
        finally:
            self._memory.give_back(taken)

    def _too_large(self, size: int) -> Problem:
        detail = f"the body has {size:,} bytes or more; at most {MOST:,} (32 MB) are read"
        if self._streams:
            streams = " or ".join(self._streams)
            detail += f". Split it, or send events as a stream of lines ({streams}), which has no limit"
        return Problem(413, "The body is too large", detail)


async def _drain(receive: Receive, arrived: int) -> int:
    while arrived <= DRAINED:
        message = await receive()
        arrived += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return arrived
