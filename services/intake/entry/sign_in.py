"""How does somebody sign in at the pages? With a key or a link, for twelve hours; wrong tries become slow."""

import time
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.callers import SESSION, Callers
from services.intake.entry.codes import LIVES, Codes
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


def way_back(said: str, page: str) -> str:
    """Return where somebody came from: a path of our own, or an address among the pages of figures at `page`.

    Anything else leads to the start of entry, so that no link to us leads on to a stranger.
    """
    if said.startswith(f"{page}/") and "\\" not in said and said.isprintable():
        return said
    return own_path(said)


def routes(frame: Frame, callers: Callers, *, door: str, cookie_domain: str = "") -> APIRouter:
    """Return the routes by which one signs in and out.

    `door` is our own address: where it is HTTPS the cookie is sent over that only. All hosts of `cookie_domain` get
    it; without one only ours does.
    """
    router = APIRouter(route_class=frame.route())
    tries = Tries()
    codes = Codes()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(frame.page))

    async def form(request: Request, to: str, wrong: str = "", status: int = 200) -> Response:
        """Ask for a key."""
        view = {"to_path": way_back(to, frame.page), "wrong": wrong}
        response = await frame.render(request, "sign-in.html", view, status)
        # Browsers look at where a form leads in the end: the pages of figures are another origin.
        own = response.headers["Content-Security-Policy"]
        said = own.replace("form-action 'self'", f"form-action 'self' {origin}")
        response.headers["Content-Security-Policy"] = said
        return response

    async def begun(request: Request, principal: Principal, to: str) -> Response:
        """Begin a session, and lead back to where they came from."""
        _, secret = await callers.begin_session(principal)
        response = RedirectResponse(to, 303, {"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE,
            secret,
            max_age=int(SESSION.total_seconds()),
            httponly=True,
            samesite="lax",
            domain=cookie_domain or None,
            secure=door.startswith("https:") or request.url.scheme == "https",
        )
        return response

    @router.get("/sign-in", dependencies=[Looked])
    async def sign_in(request: Request, to: Annotated[str, Query(max_length=2000)] = "") -> Response:
        """Ask for a key."""
        return await form(request, to)

    @router.post("/sign-in", dependencies=[Looked])
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
                return await begun(request, principal, way_back(to, frame.page))
            tries.wrong(address)
            wrong = "unknown" if key.strip() else "empty"
        status = {"often": 429, "elsewhere": 403}.get(wrong, 422)
        return await form(request, to, wrong, status)

    @router.post("/sign-in/codes", status_code=201)
    async def make_code(
        by: Annotated[Principal, Depends(frame.guard.may("operate"))],
        to: Annotated[str, Query(max_length=2000)] = "",
    ) -> dict[str, Any]:
        """Make a link by which one signs in as the operator, once and within minutes; `to` is where it leads."""
        asked = {"code": codes.make(by), "to": way_back(to, frame.page) if to else f"{frame.page}/"}
        return {"link": f"{door}/sign-in/once?{urlencode(asked)}", "seconds": int(LIVES)}

    @router.get("/sign-in/once", dependencies=[Looked])
    async def signed_in_once(
        request: Request,
        code: Annotated[str, Query(max_length=200)] = "",
        to: Annotated[str, Query(max_length=2000)] = "",
    ) -> Response:
        """Begin a session for whoever has the link; it is used up."""
        address = request.client.host if request.client else ""
        often = tries.too_many(address)
        principal = None if often else codes.use(code)
        if principal is not None:
            return await begun(request, principal, way_back(to, frame.page))
        tries.wrong(address)
        return await form(request, to, *(("often", 429) if often else ("used", 422)))

    @router.get("/sign-out", dependencies=[Looked])
    async def sign_out(request: Request) -> Response:
        """End the session for who comes from a page of this house; ask anybody else."""
        if request.headers.get("sec-fetch-site", "") in ("same-origin", "same-site"):
            return await ended(request)
        return await form(request, "")

    @router.post("/sign-out", dependencies=[Looked])
    async def signed_out(request: Request) -> Response:
        """End the session."""
        return await ended(request)

    async def ended(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "none") != "cross-site":
            await callers.end_session(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, domain=cookie_domain or None)
        return response

    return router
