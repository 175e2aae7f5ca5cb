"""How does somebody sign in at the pages? With a key, for twelve hours; tries with wrong keys become slow."""

import time
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.callers import SESSION, Callers
from services.intake.entry.frame import Frame, own_path
from shared.access import Principal
from shared.access.guard import COOKIE, open_to_all
from shared.problems import Problem

TRIES = 10
"""Wrong keys from one address within `WITHIN` seconds, before it has to wait."""
WITHIN = 300.0
_REMEMBERED = 10_000

Looked = Depends(open_to_all("look"))


class Tries:
    """How often wrong keys came from where."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: dict[str, list[float]] = {}

    def too_many(self, address: str) -> bool:
        """Return whether an address has to wait before it may try again."""
        since = self._now() - WITHIN
        found = [at for at in self._wrong.get(address, ()) if at > since]
        if found:
            self._wrong[address] = found
        else:
            self._wrong.pop(address, None)
        return len(found) >= TRIES

    def wrong(self, address: str) -> None:
        """Note that a wrong key came from an address."""
        if len(self._wrong) >= _REMEMBERED:
            self._wrong.clear()
        self._wrong.setdefault(address, []).append(self._now())


async def _known(callers: Callers, key: str) -> Principal | None:
    """Return whose a key or a token is; a token that is refused is nobody's here."""
    try:
        return await callers.resolve(key) if key else None
    except Problem:
        return None


def routes(frame: Frame, callers: Callers, *, secure: bool) -> APIRouter:
    """Return the routes by which one signs in and out; with `secure` the cookie is sent over HTTPS only."""
    router = APIRouter(route_class=frame.route(), dependencies=[Looked])
    tries = Tries()

    @router.get("/sign-in")
    async def sign_in(request: Request, to: Annotated[str, Query(max_length=2000)] = "") -> Response:
        """Ask for a key."""
        return await frame.render(request, "sign-in.html", {"to_path": own_path(to), "wrong": ""})

    @router.post("/sign-in")
    async def signed_in(
        request: Request,
        key: Annotated[str, Form(max_length=10_000)] = "",
        to: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        """Begin a session for whoever shows a key, and go back to where they came from."""
        address = request.client.host if request.client else ""
        wrong = ""
        if request.headers.get("sec-fetch-site", "none") == "cross-site":
            wrong = "elsewhere"
        elif tries.too_many(address):
            wrong = "often"
        else:
            principal = await _known(callers, key.strip())
            if principal is not None:
                _, secret = await callers.begin_session(principal)
                response = RedirectResponse(own_path(to), 303)
                response.set_cookie(
                    COOKIE,
                    secret,
                    max_age=int(SESSION.total_seconds()),
                    httponly=True,
                    samesite="lax",
                    secure=secure or request.url.scheme == "https",
                )
                return response
            tries.wrong(address)
            wrong = "unknown" if key.strip() else "empty"
        status = {"often": 429, "elsewhere": 403}.get(wrong, 422)
        return await frame.render(request, "sign-in.html", {"to_path": own_path(to), "wrong": wrong}, status)

    @router.post("/sign-out")
    async def signed_out(request: Request) -> Response:
        """End the session."""
        if request.headers.get("sec-fetch-site", "none") != "cross-site":
            await callers.end_session(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    return router
