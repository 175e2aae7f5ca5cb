"""How do programs ask what waits for somebody?"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from services.reporting.api import answered
from services.reporting.reader import Reader
from services.reporting.worklist.kinds import Kind

Text = Annotated[str, Query(max_length=200)]


def routes(reader: Reader) -> APIRouter:
    """Return the routes for worklists."""
    router = APIRouter(tags=["worklists"])

    @router.get("/worklists")
    @router.get("/worklist", include_in_schema=False)
    async def worklists(
        request: Request,
        district: Text,
        who: Text = "",
        kind: Kind | None = None,
        after: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return what waits, by kind and by the day it must be settled, a page at a time: pass `next` as `after`.

        `who` asks for what one must see to: `bureau`, `government_office`, or an agency by name or alias; without it
        everybody's. `counts` says how many things of each kind wait for them.
        """
        upto = reader.upto  # before asking: what is settled only later may not be in the answer
        answer = await reader.worklist(district, kind or "", who=who, after=after, limit=limit)
        return answered(request, upto, answer.position, to_json(answer))

    return router
