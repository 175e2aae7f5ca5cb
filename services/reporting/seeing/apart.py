"""How are answers kept apart that different people get at one address? By what they vary with, for every cache."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VARY = ("Authorization", "Cookie")


class Apart:
    """Says of each answer that it hangs on who asks, and keeps it out of caches that several people share.

    What everybody may have, such as static files, says so itself (`Cache-Control: public`) and is left as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, told)


def _mark(headers: MutableHeaders) -> None:
    kept = headers.get("Cache-Control", "")
    if "public" in kept:
        return
    if "private" not in kept and "no-store" not in kept:
        headers["Cache-Control"] = f"private, {kept}" if kept else "private"
    for name in VARY:
        headers.add_vary_header(name)
