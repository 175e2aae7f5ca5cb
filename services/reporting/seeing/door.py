"""Who is let in to what reporting shows, and with which question?"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.datastructures import QueryParams

from services.reporting.seeing.opened import AGENCIES_BY, OPENED, WITHOUT_DISTRICT, is_published, right_of
from services.reporting.seeing.refused import ElsewhereError, NotShownError, part_of
from services.reporting.seeing.viewer import Viewer, look_as
from shared.access import PUBLIC, Principal, Right, has
from shared.access.guard import Guard, lacking, not_its_district
from shared.problems import Problem

IN_QUERY, IN_PATH = ("agency", "who", "unit"), ("agency", "name")
"""Parameters that name an agency, whatever the route."""


class Places(Protocol):
    """What the reader is asked before anything is shown."""

    async def id_of(self, district: str) -> str:
        """Return the id of a district, named by it or by its division code. Raises UnknownDistrictError."""

    async def own_names(self, district: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the full names of organs in the register of a district."""

    async def is_own_case(self, district: str, number: str) -> bool:
        """Return whether a case is of whoever is looking."""


class Door:
    """The dependency before every route that shows something. `await door(request)` lets in, or raises Problem."""

    right_of = staticmethod(right_of)
    """Read by the table of rights in the tests, and by the OpenAPI document."""

    def __init__(self, guard: Guard, places: Places, page: str, sign_in: str) -> None:
        """Take the address of these pages, and that of the page at which one signs in."""
        self._guard = guard
        self._places = places
        self._page = page
        self._sign_in = sign_in

    async def __call__(self, request: Request) -> None:
        """Let in who may see something here, and let them ask for their own part.

        Raises Problem 401 and 403; and 303 to where an agency or a court sees its part of what is shown here, and
        for a browser to where one signs in.
        """
        try:
            await self._let_in(request)
        except Problem as problem:
            if problem.status == 401 and request.url.path.endswith(".ics"):
                problem.headers = {"WWW-Authenticate": 'Basic realm="yingsu", charset="UTF-8"'}
            elif problem.status == 401 and _is_browser(request):
                path = quote(request.url.path, safe="/") + (
                    f"?{asked}" if (asked := request.url.query) else ""
                )
                raise ElsewhereError(f"{self._sign_in}?{urlencode({'to': self._page + path})}") from problem
            raise

    async def _let_in(self, request: Request) -> None:
        path = str(request.scope["route"].path)
        right = right_of(path)
        if path == "/static/{name}":
            return
        principal = await self._principal(request, anybody=right == "look")
        viewer = Viewer(principal)
        # What was published is answered by the house itself, to everybody alike: no names are in it.
        look_as(None if is_published(path) else viewer)
        request.state.viewer = viewer
        request.state.still = self._still(request, principal)
        if right == "look":
            return
        if not has(principal, right):
            raise _refused(principal, right, path)
        if viewer.oversees and viewer.everywhere:
            return
        district = await self._district(request, principal, path)
        if not viewer.oversees and path == "/stream":
            await self._listening(request, viewer, district)
        if viewer.role == "agency":
            await self._as_agency(request, viewer, path, district)
        elif viewer.role == "court" and path in ("/", "/districts/{district}"):
            raise ElsewhereError(f"/districts/{quote(district or principal.districts[0])}/cases")

    async def _principal(self, request: Request, *, anybody: bool) -> Principal:
        """Return who asks. What is open to anybody is so also to who shows a key that is not known."""
        try:
            return await self._guard.principal(request)
        except Problem:
            if not anybody:
                raise
            return PUBLIC

    def _still(self, request: Request, principal: Principal) -> Callable[[], Awaitable[bool]]:
        async def still() -> bool:
            try:
                return await self._guard.principal(request) == principal
            except Problem as problem:
                return problem.status != 401

        return still

    async def _district(self, request: Request, principal: Principal, path: str) -> str:
        """Return the id of the district that is asked about, empty where none is. Raises Problem 403."""
        query = QueryParams(request.scope["query_string"])
        asked = [*query.getlist("district"), str(request.path_params.get("district", ""))]
        named = [one for one in asked if one]
        if not named and path not in WITHOUT_DISTRICT:
            if len(principal.districts) == 1 and principal.role not in ("auditor", "operator"):
                expected = f"district={principal.districts[0]}"
            else:
                expected = f"a district: {', '.join(principal.districts)}"
            raise NotShownError(principal, "what concerns no district, or all of them", expected, "district")
        found = ""
        for one in named:
            found = one if one in principal.districts else await self._places.id_of(one)
            if not Viewer(principal).may_see(found):
                raise not_its_district(principal, one)
        return found

    async def _listening(self, request: Request, viewer: Viewer, district: str) -> None:
        """Let an agency hear of its figures, and whoever of their own cases: no reader narrows what a stream tells.

        Raises NotShownError.
        """
        query, principal = QueryParams(request.scope["query_string"]), viewer.principal
        case, kinds = query.get("case", ""), query.get("kinds", "")
        if case and not await self._places.is_own_case(district, case):
            raise NotShownError(principal, f"the case {case}", part_of(principal), "case")
        if not case and viewer.role != "agency":
            raise NotShownError(principal, "what changes in other cases", part_of(principal), "case")
        own = "cases" if case else "figures"
        if kinds not in ("", "none", own):
            raise NotShownError(principal, f"changes of the kind {kinds} there", own, "kinds")
        if not kinds:
            _ask_as_if(request, query, "kinds", own)

    async def _as_agency(self, request: Request, viewer: Viewer, path: str, district: str) -> None:
        """Let an agency ask for itself: put its name where one is asked for, and refuse that of another."""
        principal = viewer.principal
        district = district or principal.districts[0]
        own = await self._places.own_names(district, principal.names)
        query = QueryParams(request.scope["query_string"])
        if path in ("/", "/districts/{district}"):
            asked = f"?{query}" if str(query) else ""
            steps = (quote(district, safe=""), "agencies", quote(own[0], safe=""))
            raise ElsewhereError(f"/districts/{'/'.join(steps)}{asked}")
        opened = OPENED[path]
        given = [(name, one) for name in IN_QUERY for one in query.getlist(name) if one]
        given += [(name, str(request.path_params[name])) for name in IN_PATH if name in request.path_params]
        by_case = bool(opened.unless and query.get(opened.unless))
        for name, value in given:
            if not by_case and not {*await self._places.own_names(district, [value])} <= {*own}:
                what = "the row of the district" if value == "*" else f"what concerns {value}"
                raise NotShownError(principal, what, part_of(principal), name)
        if (by := query.get("by")) and by not in AGENCIES_BY:
            raise NotShownError(principal, f"rows by {by}", part_of(principal), "by")
        if opened.agency and not by_case and opened.agency not in dict(given):
            _ask_as_if(request, query, opened.agency, own[0])


def _ask_as_if(request: Request, query: QueryParams, name: str, value: str) -> None:
    """Let the route find a parameter in the query that was not given.

    What was read of the query before is forgotten: the framework has looked into it for this dependency already.
    """
    asked = [(key, one) for key, one in query.multi_items() if key != name]
    request.scope["query_string"] = urlencode([*asked, (name, value)]).encode()
    request.__dict__.pop("_query_params", None)
    request.__dict__.pop("_url", None)


def _refused(principal: Principal, right: Right, path: str) -> Problem:
    if principal.role in ("agency", "court"):
        return NotShownError(principal, f"what is shown at {path}", part_of(principal), right=right)
    return lacking(principal, right)


def _is_browser(request: Request) -> bool:
    """Return whether a person looks at the answer, who can sign in."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


async def still_seen(request: Request) -> bool:
    """Return whether whoever opened a stream may still see it; ask every few seconds while it goes on.

    It is known within 15 seconds that a key was revoked or a session ended.
    """
    still: Callable[[], Awaitable[bool]] | None = getattr(request.state, "still", None)
    return await still() if still else True
