"""At which addresses are the pages on which figures are read down to their events, and on a wall?"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from services.reporting.figures import By
from services.reporting.pages.ahead import ahead_page
from services.reporting.pages.choice import chosen, district_of
from services.reporting.pages.event import event_page
from services.reporting.pages.history import changes_page, history_page
from services.reporting.pages.past import Moment
from services.reporting.pages.screen import screen
from services.reporting.pages.source import Source

Page = Callable[..., Awaitable[Response]]
Text = Annotated[str, Query(max_length=200)]
Position = Annotated[int, Path(ge=1, le=2**53)]


def add_reading_pages(router: APIRouter, reader: Source, page: Page) -> None:
    """Add these pages; `page` renders one within its frame."""

    @router.get("/districts/{district}/events/{position}")
    async def district_event(
        request: Request, district: str, position: Position, as_of: Moment = ""
    ) -> Response:
        """Show one event."""
        where = await district_of(reader, district)
        view = await event_page(reader, where, position, as_of)
        return await page(request, "event.html", view, district=where)

    @router.get("/districts/{district}/figures/{metric}/history")
    async def figure_history(
        request: Request,
        district: str,
        metric: str,
        period: Text = "",
        by: By = "defendant",
        agency: Text = "*",
    ) -> Response:
        """Show how a figure was known at earlier moments."""
        where = await district_of(reader, district)
        choice = await chosen(reader, where, period)
        view = await history_page(reader, where, choice, metric, by=by, agency=agency)
        return await page(request, "history.html", view, district=where)

    @router.get("/districts/{district}/changes")
    async def district_changes(
        request: Request, district: str, period: Text = "", since: date | None = None
    ) -> Response:
        """Show what has changed in the figures since a day."""
        where = await district_of(reader, district)
        choice = await chosen(reader, where, period)
        view = await changes_page(reader, where, choice, since)
        return await page(request, "changes.html", view, district=where)

    @router.get("/districts/{district}/outlook")
    async def district_outlook(
        request: Request, district: str, period: Text = "", agency: Text = ""
    ) -> Response:
        """Show what a year will end at."""
        where = await district_of(reader, district)
        choice = await chosen(reader, where, period)
        view = await ahead_page(reader, where, choice, agency)
        return await page(request, "ahead.html", view, district=where)

    @router.get("/districts/{district}/screen")
    async def district_screen(request: Request, district: str, period: Text = "") -> Response:
        """Show a district on a wall."""
        where = await district_of(reader, district)
        choice = await chosen(reader, where, period)
        return await page(request, "screen.html", await screen(reader, where, choice), district=where)
