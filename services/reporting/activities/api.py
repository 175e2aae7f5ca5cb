"""How do programs ask what was done for the work itself?"""

from dataclasses import fields
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.activities.listing import Asked, listed
from services.reporting.activities.shapes import Activities, Activity, Kind
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Wanted, wanting

Text = Annotated[str, Query(max_length=200)]

COLUMNS = tuple(field.name for field in fields(Activity))
"""What a CSV of activities holds."""


def routes(reader: Reader) -> APIRouter:
    """Return the route for what was done for the work itself."""
    router = APIRouter(tags=["accountability"])

    @router.get("/activities", response_model=Activities, responses=FORMS)
    async def activities(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        year: Annotated[int | None, Query(ge=1991, le=2100)] = None,
        kind: Kind | Literal[""] = "",
        agency: Text = "",
        after: Annotated[str, Query(max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return what was done, the latest first, a page at a time: pass `next` as `after` for more.

        `counts` says how many of each kind there are with the same filters but the kind. As CSV with
        `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        asked = Asked(year, kind, agency, wanted.place(after), limit)
        found: Activities = await reader.about(listed, district, asked)
        return wanted.answer(found, Activity, f"activities{f'-{year}' if year else ''}")

    return router
