"""How does a single event come in with the least ado? Past the framework, with the checks of `POST /events`.

Finding a route and solving its dependencies takes as long as checking, sealing and recording a fact. What is no plain
single event goes on to the routes.
"""

from http import HTTPStatus

from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.intake.api import SINGLE
from services.intake.limits import Limits
from services.intake.parsing import parsed
from services.intake.submitting import Submissions
from shared.access.guard import Guard
from shared.problems import Problem

_PLAIN = frozenset({SINGLE.encode(), f"{SINGLE}; charset=utf-8".encode()})
_BESIDE = frozenset({b"content-encoding", b"idempotency-key"})


class Shortcut:
    """Answers `POST /events` with one event in structured mode, and passes on everything else."""

    def __init__(self, app: ASGIApp, submissions: Submissions, guard: Guard, limits: Limits) -> None:
        self._app = app
        self._submissions = submissions
        self._guard = guard
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if not _is_plain(scope):
            await self._app(scope, receive, send)
            return
        try:
            response = await self._answer(Request(scope, receive))
        except Problem as problem:
            response = problem.response()
        except HTTPException as error:
            title = HTTPStatus(error.status_code).phrase
            response = Problem(error.status_code, title, error.detail, headers=error.headers).response()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        principal = await self._guard.admitted(request, "report")
        body = await _body(request.receive)
        event = parsed(body)
        self._limits.admit(principal, facts=1, bytes=len(body))
        told = await self._submissions.submit(principal, [event])
        return Response(to_json(told), media_type="application/json")


async def _body(receive: Receive) -> bytes:
    """Return a body, which mostly comes in one piece. Raises ClientDisconnect."""
    pieces, more = [], True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _is_plain(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"] != "/events" or scope["method"] != "POST":
        return False
    if scope["query_string"]:
        return False
    plain = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            plain = value.lower() in _PLAIN
        elif name in _BESIDE:
            return False
    return plain
