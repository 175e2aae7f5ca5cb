"""How do programs ask how suggestions stand?"""

from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Wanted, tabled, wanting
from services.reporting.suggestions.listing import Asked, listed
from services.reporting.suggestions.shapes import State, Suggestion, Suggestions
from shared.events.words import SuggestionKind

Text = Annotated[str, Query(max_length=200)]

_OWN = tuple(field.name for field in fields(Suggestion) if field.name != "loss")
COLUMNS = (*_OWN, "loss", "loss_took_effect_on", "accountable")
"""What a CSV of suggestions holds; `loss` is the number of the case whose document brought it."""


def routes(reader: Reader) -> APIRouter:
    """Return the route for suggestions."""
    router = APIRouter(tags=["accountability"])

    @router.get("/suggestions", response_model=Suggestions, responses=FORMS)
    async def suggestions(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        year: Annotated[int | None, Query(ge=1991, le=2100)] = None,
        state: State | Literal[""] = "",
        kind: SuggestionKind | Literal[""] = "",
        agency: Text = "",
        copied: bool | None = None,
        lost: bool | None = None,
        after: Annotated[str, Query(max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return suggestions, those received last first, a page at a time: pass `next` as `after` for more.

        `year` is that of receipt. `copied` asks for those copied to the government or not, `lost` for those in a
        dispute that was lost or not. `counts` says how many stand how with the same filters but the state. As CSV
        with `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        asked = Asked(year, state, kind, agency, copied, lost, wanted.place(after), limit)
        found: Suggestions = await reader.about(listed, district, asked)
        table = partial(tabled, COLUMNS, map(_line, found.items))
        return wanted.answer(found, Suggestion, f"suggestions-{year or found.day}", table=table)

    return router


def _line(one: Suggestion) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in _OWN}
    loss = one.loss
    return {
        **own,
        "loss": loss.case if loss else None,
        "loss_took_effect_on": loss.took_effect_on if loss else None,
        "accountable": loss.accountable if loss else (),
    }
