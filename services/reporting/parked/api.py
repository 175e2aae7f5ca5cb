"""How do programs ask what is parked?"""

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.parked.asking import parked_page
from services.reporting.parked.listing import Asked
from services.reporting.parked.shapes import Parked, ParkedPage, ParkedRow, Reason
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Wanted, tabled, wanting

Text = Annotated[str, Query(max_length=200)]

_OWN = tuple(field.name for field in fields(Parked) if field.name != "row")
_ROW = tuple(field.name for field in fields(ParkedRow) if field.name not in ("cells", "row_key"))
COLUMNS = (*_OWN, *_ROW)
"""What a CSV of what is parked holds; the last columns are of rows of files, whose other cells are in JSON alone."""


def routes(reader: Reader, door: str = "") -> APIRouter:
    """Return the route for what is parked; `door` is the address of intake, for links to its facts."""
    router = APIRouter(tags=["feeds"])

    @router.get("/parked", response_model=ParkedPage, responses=FORMS)
    async def parked(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        reason: Reason | Literal[""] = "",
        source: Text = "",
        case: Text = "",
        agency: Text = "",
        id: Annotated[str, Query(max_length=1000)] = "",
        position: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
        after: Annotated[str, Query(max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return what is on the log and cannot be used yet, the latest first: pass `next` as `after` for more.

        `counts` says how many are parked for each reason with the same filters but the reason. As CSV with
        `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        # No ETag: a key that was erased meanwhile changes the answer, and no position says so.
        asked = Asked(reason, source, case, agency, id, position, wanted.place(after), limit)
        found: ParkedPage = await parked_page(reader, district, asked, door)
        table = partial(tabled, COLUMNS, map(_line, found.items))
        return wanted.answer(found, Parked, f"parked-{found.day}", table=table, fresh=True)

    return router


def _line(one: Parked) -> Mapping[str, Any]:
    own = {name: getattr(one, name) for name in _OWN}
    return {**own, **{name: getattr(one.row, name) if one.row else None for name in _ROW}}
