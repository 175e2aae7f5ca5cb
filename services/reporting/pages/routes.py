"""Which pages are there, and at which addresses?"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from services.reporting.answers import District
from services.reporting.figures import By
from services.reporting.live.looks import begun, looks
from services.reporting.pages import links, static
from services.reporting.pages.agencies import Order
from services.reporting.pages.agency import agency
from services.reporting.pages.case import Order as TimelineOrder
from services.reporting.pages.case import case_page
from services.reporting.pages.choice import NoFiguresYetError, chosen, district_of
from services.reporting.pages.course import Step
from services.reporting.pages.due_routes import add_due_pages
from services.reporting.pages.feed_routes import add_feed_pages
from services.reporting.pages.figure import Show, figure_page
from services.reporting.pages.home import home
from services.reporting.pages.law import entry_page, law_page
from services.reporting.pages.oversight_routes import add_oversight_pages
from services.reporting.pages.overview import overview
from services.reporting.pages.past import Moment, moment_of, seen_at
from services.reporting.pages.proceeding_routes import add_proceeding_pages
from services.reporting.pages.reading_routes import add_reading_pages
from services.reporting.pages.rendering import render
from services.reporting.pages.report_routes import add_public_pages, add_report_pages
from services.reporting.pages.scorecard_routes import add_scorecard_pages
from services.reporting.pages.source import Source
from services.reporting.pages.ways import ways
from services.reporting.pages.worklist import worklist_page
from services.reporting.publishing.api import Publishing
from services.reporting.unknown import UnknownPageError
from services.reporting.worklist.kinds import Kind
from shared.explaining.over_nats import Ask
from shared.problems import Problem

Text = Annotated[str, Query(max_length=200)]


def routes(
    reader: Source, ask: Ask | None = None, door: str = "", desk: Publishing | None = None
) -> APIRouter:
    """Return the routes of the pages and of their static files.

    `ask` asks deadlines why something is due; `door` is the address of the pages on which facts are entered; `desk`
    answers for published reports.
    """
    router = APIRouter(include_in_schema=False, route_class=_page_route(reader, door))

    async def page(request: Request, template: str, view: object, **more: Any) -> Response:
        return await _framed(reader, request, template, {"view": view, "door": door, **more})

    @router.get("/")
    async def start(request: Request) -> Response:
        """Show the districts, or go to the only one."""
        view = await home(reader)
        if len(view.lines) == 1:
            return RedirectResponse(links.district(view.lines[0].district.id), 307)
        return await page(request, "home.html" if view.lines else "welcome.html", view)

    @router.get("/districts/{district}")
    async def district_overview(
        request: Request,
        district: str,
        period: Text = "",
        by: By = "defendant",
        step: Step = "quarter",
        sort: Text = "",
        order: Order = "down",
        as_of: Moment = "",
    ) -> Response:
        """Show a district's figures."""
        where = await district_of(reader, district)
        known = seen_at(reader, as_of)
        choice = await chosen(known, where, period)
        past = await moment_of(reader, where, choice.period, as_of)
        view = await overview(known, where, choice, by=by, step=step, sort=sort, order=order, past=past)
        return await page(request, "overview.html", view, district=where)

    @router.get("/districts/{district}/agencies/{name:path}")
    async def district_agency(
        request: Request,
        district: str,
        name: str,
        period: Text = "",
        by: By = "defendant",
        step: Step = "quarter",
        after: Text = "",
        as_of: Moment = "",
    ) -> Response:
        """Show one agency's figures and cases."""
        where = await district_of(reader, district)
        known = seen_at(reader, as_of)
        choice = await chosen(known, where, period)
        past = await moment_of(reader, where, choice.period, as_of)
        view = await agency(known, where, choice, name, by=by, step=step, after=after, past=past)
        return await page(request, "agency.html", view, district=where, after=after)

    @router.get("/districts/{district}/figures/{metric}")
    async def district_figure(
        request: Request,
        district: str,
        metric: str,
        period: Text = "",
        by: By = "defendant",
        agency: Text = "*",
        step: Step = "quarter",
        show: Show = "all",
        after: Text = "",
        as_of: Moment = "",
    ) -> Response:
        """Show what a figure means and the cases behind it."""
        where = await district_of(reader, district)
        known = seen_at(reader, as_of)
        choice = await chosen(known, where, period)
        past = await moment_of(reader, where, choice.period, as_of)
        row = {"by": by, "agency": agency}
        view = await figure_page(
            known, where, choice, metric, **row, step=step, show=show, after=after, past=past
        )
        return await page(request, "figure.html", view, district=where)

    @router.get("/districts/{district}/cases")
    async def district_cases(
        request: Request, district: str, search: Text = "", state: Text = "", after: Text = ""
    ) -> Response:
        """List the cases of a district."""
        where = await district_of(reader, district)
        view = await reader.cases(where.id, state=state, search=search.strip(), after=after, limit=50)
        return await page(
            request, "cases.html", view, district=where, search=search, state=state, after=after
        )

    @router.get("/districts/{district}/cases/{case:path}")
    async def district_case(
        request: Request, district: str, case: str, order: TimelineOrder = "happened", as_of: Moment = ""
    ) -> Response:
        """Show one case."""
        where = await district_of(reader, district)
        view = await case_page(reader, where, case, order=order, as_of=as_of)
        return await page(request, "case.html", view, district=where)

    @router.get("/districts/{district}/law")
    async def district_law(request: Request, district: str, pack: Text = "") -> Response:
        """Show what the law of a district says."""
        where = await district_of(reader, district)
        return await page(request, "law.html", await law_page(reader, where, pack), district=where)

    @router.get("/districts/{district}/law/{mark:path}")
    async def law_entry(
        request: Request, district: str, mark: str, pack: Text = "", after: Text = ""
    ) -> Response:
        """Show one entry of the law and the cases it decided."""
        where = await district_of(reader, district)
        view = await entry_page(reader, where, mark, pack, after)
        return await page(request, "entry.html", view, district=where, after=after)

    @router.get("/districts/{district}/worklist")
    async def district_worklist(
        request: Request, district: str, who: Text = "", kind: Kind | Literal[""] = "", after: Text = ""
    ) -> Response:
        """Show what waits for everybody, or for one who must act."""
        where = await district_of(reader, district)
        view = await worklist_page(reader, where, who, kind, after)
        return await page(request, "worklist.html", view, district=where, after=after)

    add_reading_pages(router, reader, page)
    add_due_pages(router, reader, ask, page)
    add_proceeding_pages(router, reader, page)
    add_oversight_pages(router, reader, page)
    add_scorecard_pages(router, reader, page)
    add_feed_pages(router, reader, page, door)
    if desk:
        add_report_pages(router, reader, page, desk)
        add_public_pages(router, page, desk)

    @router.get("/districts/{district}/{rest:path}")
    async def no_page(request: Request, district: str, rest: str) -> Response:
        """Say that there is no such page; a slash too many leads to the page without it."""
        if rest.endswith("/") or not rest:
            return RedirectResponse(request.url.path.rstrip("/"), 307)
        await district_of(reader, district)
        raise UnknownPageError(request.url.path)

    @router.get("/static/{name}")
    async def static_file(request: Request, name: str) -> Response:
        """Return a style, script or picture."""
        return static.answer(request, name)

    return router


async def _framed(
    reader: Source, request: Request, template: str, view: dict[str, Any], status: int = 200
) -> Response:
    """Return a page within its frame: the districts to go to, and how fresh everything is."""
    frame = {
        "district": None,
        "districts": await reader.districts(),
        "settled": await reader.settled(),
        "path": request.url.path,
        "door": "",
        "viewer": (viewer := getattr(request.state, "viewer", None)),
        "finds": viewer.finds if viewer else lambda page: True,
        "oversees": viewer.oversees if viewer else True,
        "live": looks(request, view["district"].id) if view.get("district") and status == 200 else None,
    }
    return render(request, template, {**frame, **view}, status)


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def _page_route(reader: Source, door: str) -> type[APIRoute]:
    """Return routes that answer problems with a page, since people read them."""

    async def refuse(request: Request, refusal: Problem | RequestValidationError) -> Response:
        viewer = getattr(request.state, "viewer", None)
        where = await _district_shown(reader, request)
        led = ways(request, refusal, where, viewer.finds if viewer else lambda page: True)
        view = {"refusal": refusal, "ways": led, "door": door, "district": where}
        status = refusal.status if isinstance(refusal, Problem) else 422
        return await _framed(reader, request, "problem.html", view, status)

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                begun(request, reader)
                try:
                    return await handler(request)
                except NoFiguresYetError as none:
                    welcome = {"view": None, "door": door, "district": none.district}
                    return await _framed(reader, request, "welcome.html", welcome)
                except Problem as problem:
                    if problem.status == 303:
                        raise
                    return await refuse(request, problem)
                except RequestValidationError as error:
                    return await refuse(request, error)

            return handle

    return PageRoute


async def _district_shown(reader: Source, request: Request) -> District | None:
    """Return the district a page would have been of, where there is such a one and the reader may see it."""
    named, viewer = request.path_params.get("district", ""), getattr(request.state, "viewer", None)
    for one in await reader.districts():
        if named in (one.id, one.code) and (viewer is None or viewer.may_see(one.id)):
            return one
    return None
