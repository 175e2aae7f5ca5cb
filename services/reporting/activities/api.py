"""How do programs ask what was done for the work itself?"""

from dataclasses import asdict, fields
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response

from services.reporting.activities.listing import Asked, listed
from services.reporting.activities.shapes import Activities, Activity, Kind
from services.reporting.api import Wanted
from services.reporting.lists import as_csv
from services.reporting.reader import Reader

Text = Annotated[str, Query(max_length=200)]

COLUMNS = tuple(field.name for field in fields(Activity))
"""What a CSV of activities holds."""


def routes(reader: Reader) -> APIRouter:
    """Return the route for what was done for the work itself."""
    router = APIRouter(tags=["accountability"])

    @router.get("/activities")
    async def activities(
        request: Request,
        district: Text,
        year: Annotated[int | None, Query(ge=1991, le=2100)] = None,
        kind: Kind | Literal[""] = "",
        agency: Text = "",
        after: Annotated[str, Query(max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        accept: Annotated[str, Header()] = "",
        format: Literal["", "json", "csv"] = "",
    ) -> Response:
        """Return what was done, the latest first, a page at a time: pass `next` as `after` for more.

        `counts` says how many of each kind there are with the same filters but the kind. As CSV with
        `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        upto = reader.upto  # before asking: what is settled only later may not be in the answer
        found: Activities = await reader.about(listed, district, Asked(year, kind, agency, after, limit))
        wanted = Wanted(request, upto, accept, format)
        return wanted.answer(
            found.position, found, partial(_csv, found), f"activities{f'-{year}' if year else ''}"
        )

    return router


def _csv(found: Activities) -> str:
    return as_csv(COLUMNS, map(asdict, found.items))
