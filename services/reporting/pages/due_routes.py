"""At which addresses are the pages of what is due, and of the calendar by which days are counted?"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.deadlines.shapes import Light
from services.reporting.pages.choice import district_of
from services.reporting.pages.deadline import deadline_page
from services.reporting.pages.deadlines import Asked, deadlines_page
from services.reporting.pages.duedays import month_page
from services.reporting.pages.source import Source
from services.reporting.pages.years import year_page
from shared.calendar import FIRST, LAST
from shared.explaining.over_nats import Ask
from shared.problems import Problem

Text = Annotated[str, Query(max_length=200)]
Page = Callable[..., Awaitable[Response]]


def add_due_pages(router: APIRouter, reader: Source, ask: Ask | None, page: Page) -> None:
    """Add the pages of what is due; `page` renders one within its frame."""

    @router.get("/districts/{district}/deadlines")
    async def district_deadlines(
        request: Request,
        district: str,
        agency: Text = "",
        duty: Text = "",
        light: Light | Literal[""] = "",
        since: Text = "",
        until: Text = "",
        after: Text = "",
    ) -> Response:
        """Show what is due in a district."""
        where = await district_of(reader, district)
        days = {"since": _day("since", since), "until": _day("until", until)}
        asked = Asked(agency=agency, duty=duty, light=light, **days)
        view = await deadlines_page(reader, where, asked, after)
        return await page(request, "deadlines.html", view, district=where)

    @router.get("/districts/{district}/deadlines/calendar")
    async def district_month(
        request: Request, district: str, month: Text = "", agency: Text = ""
    ) -> Response:
        """Show what is due in a month, day by day."""
        where = await district_of(reader, district)
        view = await month_page(reader, where, month, agency)
        return await page(request, "month.html", view, district=where)

    @router.get("/districts/{district}/deadlines/{case}/{duty}")
    async def district_deadline(
        request: Request, district: str, case: str, duty: str, of: Text = ""
    ) -> Response:
        """Show one deadline."""
        where = await district_of(reader, district)
        view = await deadline_page(reader, ask, where, case, duty, of)
        return await page(request, "deadline.html", view, district=where)

    @router.get("/calendar")
    async def calendar(
        request: Request,
        year: Annotated[int | None, Query(ge=FIRST.year, le=LAST.year)] = None,
        district: Text = "",
    ) -> Response:
        """Show the calendar by which days are counted."""
        where = await district_of(reader, district) if district else None
        view = await year_page(reader, where, year)
        return await page(request, "years.html", view, district=where)


def _day(name: str, text: str) -> date | None:
    """Return the day of a filter, empty for any. Raises Problem 422 for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _no_day(name, text) from error


def _no_day(name: str, text: str) -> Problem:
    fault: dict[str, Any] = {"parameter": name, "detail": f"found {text!r}", "expected": "YYYY-MM-DD"}
    return Problem(422, "No such day", f"{name}={text!r} is no day; expected YYYY-MM-DD", errors=[fault])
