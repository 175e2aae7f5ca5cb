"""How do programs ask what is due, and calendars for what they show?"""

import asyncio
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.deadlines.calendars import MEDIA_TYPE
from services.reporting.deadlines.calendars import calendar as written
from services.reporting.deadlines.shapes import Cause, DeadlineRow, Deadlines, Light, State
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, TEXTS, Wanted, has, wanting

Text = Annotated[str, Query(max_length=200)]

COLUMNS = tuple(field.name for field in fields(DeadlineRow))
"""What a CSV of deadlines holds."""


def routes(reader: Reader, page: str) -> APIRouter:
    """Return the routes for what is due; `page` is the address of the pages, for links in calendars."""
    router = APIRouter(tags=["deadlines"])

    @router.get("/deadlines", response_model=Deadlines, responses=FORMS)
    async def deadlines(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        agency: Text = "",
        state: State | Literal[""] = "",
        light: Light | Literal[""] = "",
        duty: Text = "",
        due_from: date | None = None,
        due_to: date | None = None,
        case: Text = "",
        cause: Cause | Literal[""] = "",
        after: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return what is due by day, a page at a time: pass `next` as `after` for more. Both days are inclusive.

        `counts` says how many of each light there are with the same filters but the light. As CSV with
        `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        answer = await reader.deadlines(
            district,
            agency=agency,
            state=state,
            light=light,
            duty=duty,
            due_from=due_from,
            due_to=due_to,
            case=case,
            cause=cause,
            after=wanted.place(after),
            limit=limit,
        )
        return wanted.answer(answer, DeadlineRow, f"deadlines-{answer.day}")

    @router.get("/calendars/{district}.ics", response_class=Response, responses=TEXTS["text/calendar"])
    async def calendar(request: Request, district: str, agency: Text = "", leader: Text = "") -> Response:
        """Return a calendar (iCalendar) to subscribe to: of the district, of an agency, or of a leader in charge.

        It holds all that runs, and for 60 days what was due, at most the 2000 nearest to the day.
        """
        feed = await reader.feed(district, agency=agency, leader=leader)
        body = await asyncio.to_thread(written, feed, page)
        headers = {
            "X-Yingsu-Position": str(feed.position),
            "ETag": f'"{sha256(body).hexdigest()[:32]}"',
            "Cache-Control": "no-cache",
        }
        if has(request.headers.get("If-None-Match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=MEDIA_TYPE)

    return router
