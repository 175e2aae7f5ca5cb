"""How do programs ask how far the proceedings after losses have come?"""

from dataclasses import fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic_core import to_json

from services.reporting.proceedings.detail import proceeding as everything
from services.reporting.proceedings.listing import Asked, listed
from services.reporting.proceedings.shapes import Proceeding, ProceedingRow, Proceedings, State
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Wanted, flat, wanting

Text = Annotated[str, Query(max_length=200)]
Year = Annotated[int | None, Query(ge=1990, le=2100)]


def routes(reader: Reader) -> APIRouter:
    """Return the routes for the proceedings after losses."""
    router = APIRouter(tags=["proceedings"])

    @router.get("/proceedings", response_model=Proceedings, responses=FORMS)
    async def proceedings(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        state: State | Literal[""] = "",
        stage: Text = "",
        agency: Text = "",
        year: Year = None,
        after: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return the proceedings after losses, the latest loss first: pass `next` as `after` for more.

        `open` holds those that are parked too; what was withdrawn, as nothing is lost any more, is listed only with
        `state=withdrawn`. `agency` finds the accountable unit and the nominal body at fault. `year` is that of the
        loss. `counts` and `stages` say how many there are with the same filters but state and stage.
        """
        asked = Asked(state, stage, agency, year, wanted.place(after), limit)
        answer: Proceedings = await reader.about(listed, district, asked)
        return wanted.answer(answer, ProceedingRow, f"proceedings{f'-{year}' if year else ''}")

    @router.get(
        "/proceedings/{case:path}", response_model=flat("ProceedingAnswer", ProceedingRow, Proceeding)
    )
    async def proceeding(case: str, district: Text, unit: Text = "") -> Response:
        """Return one proceeding with everything: stages, deadlines, documents, subjects, grounds, what is parked.

        Where several units are accountable each has its own: name it as `unit`, else it is the first.
        """
        answer = await everything(reader, district, case, unit)
        # No ETag: it is put together from several answers.
        headers = {"X-Yingsu-Position": str(answer.position)}
        return Response(to_json(_flat(answer)), headers=headers, media_type="application/json")

    return router


def _flat(answer: Proceeding) -> dict[str, Any]:
    """Return the row of a proceeding and the rest side by side; stages and subjects are those with everything."""
    row = {field.name: getattr(answer.row, field.name) for field in fields(answer.row)}
    rest = {field.name: getattr(answer, field.name) for field in fields(answer) if field.name != "row"}
    return {**row, **rest}
