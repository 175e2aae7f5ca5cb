"""How do programs ask what came from each source?"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.feeds.listing import Asked, AskedDays, listed, listed_days
from services.reporting.feeds.shapes import FeedDay, FeedDays, FeedRow, Feeds
from services.reporting.feeds.standing import State
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Cursor, Wanted, tabled, wanting

Text = Annotated[str, Query(max_length=200)]

COLUMNS = tuple(field.name for field in fields(FeedRow))
"""What a CSV of sources holds."""

DAY_COLUMNS = tuple(field.name for field in fields(FeedDay))
"""What a CSV of their days holds."""


def routes(reader: Reader) -> APIRouter:
    """Return the routes for the health of feeds."""
    router = APIRouter(tags=["feeds"])

    @router.get("/feeds", response_model=Feeds, responses=FORMS)
    async def feeds(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        state: State | Literal[""] = "",
        feed: Text = "",
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return the sources of a district, those that miss something first: pass `next` as `after` for more.

        `counts` says how many stand how. As CSV with `Accept: text/csv`; with `format=csv` as a file that spreadsheet
        programs open.
        """
        found: Feeds = await reader.about(listed, district, Asked(state, feed, wanted.place(after), limit))
        return wanted.answer(found, FeedRow, f"feeds-{found.day}")

    @router.get("/feeds/days", response_model=FeedDays, responses=FORMS)
    async def days(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        feed: Text = "",
        since: Annotated[date | None, Query(alias="from")] = None,
        until: Annotated[date | None, Query(alias="to")] = None,
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return what came on which day, the latest first: pass `next` as `after` for more.

        Both days are inclusive; without them 30 days up to the current one. Forms as for `GET /feeds`.
        """
        asked = AskedDays(feed, since, until, wanted.place(after), limit)
        found: FeedDays = await reader.about(listed_days, district, asked)
        table = partial(tabled, DAY_COLUMNS, map(_line, found.items))
        return wanted.answer(found, FeedDay, f"feed-days-{found.day}", table=table)

    return router


def _line(one: FeedDay) -> Mapping[str, Any]:
    """Return a day with its numbers by type in one cell: `case-docketed=3、hearing-held=1`."""
    line = asdict(one)
    return {name: _told(value) if isinstance(value, dict) else value for name, value in line.items()}


def _told(numbers: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{name}={number}" for name, number in numbers.items())
