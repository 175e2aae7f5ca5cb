"""What is around every page of entry: who is signed in, where the other pages are, and how a refusal is shown?"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import FormData

from services.intake.entry.stages import may_report
from services.intake.entry.wording import Words
from services.intake.laws import texts_of
from shared.access import EVERYWHERE, PUBLIC, Principal, has
from shared.access.guard import Guard
from shared.envelope import Draft
from shared.law.loader import PackError, load
from shared.pages.rendering import environment, rendered
from shared.pages.static import Static
from shared.problems import Problem

FILES = Static("services.intake.entry")

_TEMPLATES = environment("services.intake.entry")
_TEMPLATES.globals.update(static=FILES.address, has=has, may_report=may_report)

MOST = 1024 * 1024
"""Bytes of a form without files; the log takes half of that as one fact."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district by the names its law gives it."""

    id: str
    name: str
    name_en: str


def address(*steps: str, **query: str) -> str:
    """Return the address of a page of entry: `address("xinzhou", "new", "case-docketed")`."""
    path = "/enter" + "".join("/" + quote(step, safe="") for step in steps)
    asked = {key: value for key, value in query.items() if value}
    return f"{path}?{urlencode(asked)}" if asked else path


_TEMPLATES.globals["to"] = address


class Frame:
    """Renders pages for whoever asks."""

    def __init__(self, guard: Guard, page: str, told_of_laws: Callable[[], tuple[Draft, ...]]) -> None:
        """`page` is the address of the pages of figures; `told_of_laws` returns what the log says of law packs."""
        self.guard = guard
        self.page = page
        self._told_of_laws = told_of_laws
        self._named: tuple[int, dict[str, District]] = (-1, {})

    def districts(self, principal: Principal = PUBLIC) -> dict[str, District]:
        """Return the districts somebody may speak of, by id; with PUBLIC all that have a law."""
        told = self._told_of_laws()
        if self._named[0] != len(told):
            self._named = (len(told), _districts(texts_of(told)))
        every = self._named[1]
        if principal is PUBLIC or EVERYWHERE in principal.districts:
            return every
        return {id_: one for id_, one in every.items() if id_ in principal.districts}

    def district(self, id_: str) -> District:
        """Return a district. Raises Problem 404 for one without law."""
        found = self.districts().get(id_)
        if found is None:
            known = "、".join(self.districts()) or "还没有 (none yet)"
            raise Problem(404, "Not Found", f"没有这个地区：{id_!r}；已有 (there are): {known}")
        return found

    def case(self, district: str, number: str, **query: str) -> str:
        """Return the address of a case's page among those of the figures."""
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self.page}/districts/{quote(district, safe='')}/cases/{quote(number, safe='')}{asked}"

    async def whoever(self, request: Request) -> Principal:
        """Return who asks, PUBLIC also for a session that has ended."""
        try:
            return await self.guard.principal(request)
        except Problem:
            return PUBLIC

    async def render(
        self, request: Request, template: str, view: Mapping[str, Any], status: int = 200
    ) -> Response:
        """Return a page, with who is signed in."""
        principal = await self.whoever(request)
        around = {
            "who": principal if principal is not PUBLIC else None,
            "home": f"{self.page}/",
            "page": self.page,
            "district": None,
            "here": "",
            "case_page": self.case,
            "path": request.url.path,
        }
        return rendered(_TEMPLATES, Words, request, template, {**around, **view}, status)

    def route(self) -> type[APIRoute]:
        """Return routes that show refusals as pages, and lead who is not signed in to where one signs in."""
        frame = self

        class PageRoute(APIRoute):
            def get_route_handler(self) -> Handler:
                handler = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        return await handler(request)
                    except Problem as problem:
                        if "text/html" not in request.headers.get("accept", ""):
                            raise
                        if problem.status == 401:
                            return RedirectResponse(f"/sign-in?{urlencode({'to': _back(request)})}", 303)
                        return await frame.render(
                            request, "refused.html", {"refusal": problem}, problem.status
                        )
                    except RequestValidationError as error:
                        return await frame.render(request, "refused.html", {"refusal": error}, 422)

                return handle

        return PageRoute


async def form_of_texts(request: Request) -> FormData:
    """Return what was sent of a form without files. Raises Problem 413 for more than anybody types."""
    if len(await request.body()) > MOST:
        raise Problem(413, "Too much for a form", f"more than {MOST:,} bytes; send files on their own pages")
    return await request.form()


def own_path(said: str) -> str:
    """Return a path of our own that somebody wants to go back to; the start of entry for anything else."""
    if said.startswith("/") and not said.startswith("//") and "\\" not in said and said.isprintable():
        return said
    return "/enter"


def _back(request: Request) -> str:
    if request.method != "GET":
        return "/enter"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _districts(texts: Mapping[str, str]) -> dict[str, District]:
    found = filter(None, map(_district_of, texts.values()))
    return {one.id: one for one in sorted(found, key=lambda one: one.id)}


@lru_cache(maxsize=64)
def _district_of(text: str) -> District | None:
    """Return whose law a pack is; None for the national one, and for one this release cannot read."""
    try:
        pack = load(text)
    except PackError:
        return None
    return District(id=pack.district, name=pack.name.zh, name_en=pack.name.en) if pack.district else None
