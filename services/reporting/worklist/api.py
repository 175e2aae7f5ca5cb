"""How do programs ask what waits for somebody?"""

from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.answers import WorkItem, Worklist
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Table, Wanted, tabled, wanting
from services.reporting.worklist.kinds import Kind

Text = Annotated[str, Query(max_length=200)]


def routes(reader: Reader) -> APIRouter:
    """Return the routes for worklists."""
    router = APIRouter(tags=["worklists"])

    @router.get("/worklists", response_model=Worklist, responses=FORMS)
    @router.get("/worklist", include_in_schema=False)
    async def worklists(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
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
        answer = await reader.worklist(district, kind or "", who=who, after=wanted.place(after), limit=limit)
        return wanted.answer(answer, WorkItem, f"worklist-{answer.day}", table=partial(_table, answer.items))

    return router


def _table(items: Iterable[WorkItem]) -> Table:
    """Return what waits, a line each; what was found is told as JSON, and of the case its number alone."""
    return tabled([one.name for one in fields(WorkItem) if one.name != "about"], items)
