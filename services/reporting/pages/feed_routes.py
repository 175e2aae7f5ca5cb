"""At which addresses are the pages of sources and of what cannot be used yet?"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.feeds.standing import State
from services.reporting.pages.choice import district_of
from services.reporting.pages.feeds import feed_page, feeds_page
from services.reporting.pages.parked import Filters, parked_view
from services.reporting.pages.source import Source
from services.reporting.parked.shapes import Reason

Text = Annotated[str, Query(max_length=200)]
Place = Annotated[str, Query(max_length=2000)]
Page = Callable[..., Awaitable[Response]]


def add_feed_pages(router: APIRouter, reader: Source, page: Page, door: str) -> None:
    """Add these pages; `page` renders one within its frame, `door` is where facts are entered."""

    @router.get("/districts/{district}/feeds")
    async def district_feeds(
        request: Request, district: str, state: State | Literal[""] = "", after: Text = ""
    ) -> Response:
        """Show how the sources of a district stand."""
        where = await district_of(reader, district)
        view = await feeds_page(reader, where, state, after)
        return await page(request, "feeds.html", view, district=where)

    @router.get("/districts/{district}/feeds/{feed:path}")
    async def district_feed(
        request: Request, district: str, feed: str, until: Annotated[date | None, Query(alias="to")] = None
    ) -> Response:
        """Show what came from a source."""
        where = await district_of(reader, district)
        view = await feed_page(reader, where, feed, until)
        return await page(request, "feed.html", view, district=where)

    @router.get("/districts/{district}/parked")
    async def district_parked(
        request: Request,
        district: str,
        reason: Reason | Literal[""] = "",
        source: Text = "",
        case: Text = "",
        agency: Text = "",
        after: Place = "",
    ) -> Response:
        """Show what cannot be used yet."""
        where = await district_of(reader, district)
        asked = Filters(reason=reason, source=source, case=case, agency=agency)
        view = await parked_view(reader, where, asked, after, door)
        return await page(request, "parked.html", view, district=where)
