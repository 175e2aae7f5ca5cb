"""How do programs ask what the law says, and which cases each entry decided?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic_core import to_json

from services.reporting.answers import CaseRow, Cases, LawEntries
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Cursor, Wanted, wanting

Text = Annotated[str, Query(max_length=200)]


def routes(reader: Reader) -> APIRouter:
    """Return the routes for the entries of the law."""
    router = APIRouter(tags=["law"])

    @router.get("/law/entries", response_model=LawEntries)
    async def entries(district: Text, pack: Text = "") -> Response:
        """Return all that the law of a district says, each entry with the number of cases it decided.

        The law in force, unless one of the district's packs is named: it may have had another before.
        """
        return _answer(await reader.entries(district, pack))

    @router.get("/law/entries/{mark:path}/cases", response_model=Cases, responses=FORMS)
    async def decided(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        mark: str,
        district: Text,
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return the cases an entry decided, a page at a time: pass `next` as `after` for more."""
        place = wanted.place(after)
        return wanted.answer(await reader.decided(district, mark, after=place, limit=limit), CaseRow, "cases")

    return router


def _answer(answer: object) -> Response:
    headers = {"X-Yingsu-Position": str(getattr(answer, "position", 0))}
    return Response(to_json(answer), headers=headers, media_type="application/json")
