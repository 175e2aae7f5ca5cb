"""At which addresses are the pages on which figures are read down to their events, and on a wall?"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from services.reporting.pages.choice import district_of
from services.reporting.pages.event import event_page
from services.reporting.pages.source import Source

Page = Callable[..., Awaitable[Response]]
Position = Annotated[int, Path(ge=1, le=2**53)]


def add_reading_pages(router: APIRouter, reader: Source, page: Page) -> None:
    """Add these pages; `page` renders one within its frame."""

    @router.get("/districts/{district}/events/{position}")
    async def district_event(request: Request, district: str, position: Position) -> Response:
        """Show one event."""
        where = await district_of(reader, district)
        view = await event_page(reader, where, position)
        return await page(request, "event.html", view, district=where)
