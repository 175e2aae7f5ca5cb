"""What is answered to a request that is still being worked on when the service has to stop?"""

import asyncio

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problems import Problem

_log = structlog.stdlib.get_logger("http")


class Stopping:
    """Answers 503 to requests that are cut off, and lets those go whose sender has gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            _log.info("the sender went away before the answer", path=scope.get("path"))
        except asyncio.CancelledError:
            if scope["type"] != "http" or begun:
                raise
            detail = "the service was told to stop before it could answer; send the same again"
            problem = Problem(503, "The service is stopping", detail, headers={"Retry-After": "1"})
            await problem.response()(scope, receive, send)
