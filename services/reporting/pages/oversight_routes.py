"""At which addresses are the pages of suggestions and of what is done for the work itself?"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.activities.shapes import Kind
from services.reporting.pages.activities import activities_page
from services.reporting.pages.choice import district_of
from services.reporting.pages.source import Source
from services.reporting.pages.suggestions import Filters, suggestions_page
from services.reporting.suggestions.shapes import State
from shared.events.words import SuggestionKind

Text = Annotated[str, Query(max_length=200)]
Place = Annotated[str, Query(max_length=2000)]
Page = Callable[..., Awaitable[Response]]

Year = Annotated[str, Query(pattern=r"^((199|20\d|21\d)\d)?$")]
"""Empty for any: a form sends every field it has."""


def add_oversight_pages(router: APIRouter, reader: Source, page: Page) -> None:
    """Add these pages; `page` renders one within its frame."""

    @router.get("/districts/{district}/suggestions")
    async def district_suggestions(
        request: Request,
        district: str,
        year: Year = "",
        state: State | Literal[""] = "",
        kind: SuggestionKind | Literal[""] = "",
        agency: Text = "",
        lost: Literal["", "true", "false"] = "",
        after: Place = "",
    ) -> Response:
        """Show how suggestions stand."""
        where = await district_of(reader, district)
        asked = Filters(
            year=int(year) if year else None,
            state=state,
            kind=kind,
            agency=agency,
            lost=lost == "true" if lost else None,
        )
        view = await suggestions_page(reader, where, asked, after)
        return await page(request, "suggestions.html", view, district=where)

    @router.get("/districts/{district}/activities")
    async def district_activities(
        request: Request,
        district: str,
        year: Year = "",
        kind: Kind | Literal[""] = "",
        agency: Text = "",
        after: Place = "",
    ) -> Response:
        """Show what was done in a year."""
        where = await district_of(reader, district)
        view = await activities_page(reader, where, int(year) if year else None, kind, agency, after)
        return await page(request, "activities.html", view, district=where)
