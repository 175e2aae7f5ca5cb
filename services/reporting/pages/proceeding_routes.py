"""At which addresses are the pages of the proceedings after losses?"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.pages.choice import district_of
from services.reporting.pages.proceeding import proceeding_page
from services.reporting.pages.proceedings import PAGE, proceedings_page
from services.reporting.pages.source import Source
from services.reporting.proceedings.listing import Asked
from services.reporting.proceedings.shapes import State

Text = Annotated[str, Query(max_length=200)]
Year = Annotated[str, Query(pattern=r"^((199|20\d)\d)?$")]
"""Empty for any: a form sends every field it has."""
Page = Callable[..., Awaitable[Response]]


def add_proceeding_pages(router: APIRouter, reader: Source, page: Page) -> None:
    """Add these pages; `page` renders one within its frame."""

    @router.get("/districts/{district}/proceedings")
    async def district_proceedings(
        request: Request,
        district: str,
        state: State | Literal[""] = "",
        stage: Text = "",
        agency: Text = "",
        year: Year = "",
        after: Annotated[str, Query(max_length=1000)] = "",
    ) -> Response:
        """Show the proceedings after losses."""
        where = await district_of(reader, district)
        asked = Asked(state, stage, agency, int(year) if year else None, after, PAGE)
        view = await proceedings_page(reader, where, asked)
        return await page(request, "proceedings.html", view, district=where)

    @router.get("/districts/{district}/proceedings/{case:path}")
    async def district_proceeding(request: Request, district: str, case: str, unit: Text = "") -> Response:
        """Show one proceeding."""
        where = await district_of(reader, district)
        view = await proceeding_page(reader, where, case, unit)
        return await page(request, "proceeding.html", view, district=where)
