"""At which addresses are the pages of the yearly assessment?"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.pages.choice import district_of
from services.reporting.pages.scorecards import scorecard_page, scorecards_page
from services.reporting.pages.source import Source

Year = Annotated[str, Query(pattern=r"^(20\d\d|2100)?$")]
Page = Callable[..., Awaitable[Response]]


def add_scorecard_pages(router: APIRouter, reader: Source, page: Page) -> None:
    """Add these pages; `page` renders one within its frame."""

    @router.get("/districts/{district}/scorecards")
    async def district_scorecards(request: Request, district: str, year: Year = "") -> Response:
        """Show how all agencies stand in the assessment of a year."""
        where = await district_of(reader, district)
        view = await scorecards_page(reader, where, int(year) if year else None)
        return await page(request, "scorecards.html", view, district=where)

    @router.get("/districts/{district}/scorecards/{agency:path}")
    async def district_scorecard(request: Request, district: str, agency: str, year: Year = "") -> Response:
        """Show one scorecard."""
        where = await district_of(reader, district)
        view = await scorecard_page(reader, where, agency, int(year) if year else None)
        return await page(request, "scorecard.html", view, district=where)
