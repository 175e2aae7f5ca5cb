"""How do programs ask how suggestions stand?"""

from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response

from services.reporting.api import Wanted
from services.reporting.lists import as_csv
from services.reporting.reader import Reader
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

    @router.get("/suggestions")
    async def suggestions(
        request: Request,
        district: Text,
        year: Annotated[int | None, Query(ge=1991, le=2100)] = None,
        state: State | Literal[""] = "",
        kind: SuggestionKind | Literal[""] = "",
        agency: Text = "",
        copied: bool | None = None,
        lost: bool | None = None,
        after: Annotated[str, Query(max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        accept: Annotated[str, Header()] = "",
        format: Literal["", "json", "csv"] = "",
    ) -> Response:
        """Return suggestions, those received last first, a page at a time: pass `next` as `after` for more.

        `year` is that of receipt. `copied` asks for those copied to the government or not, `lost` for those in a
        dispute that was lost or not. `counts` says how many stand how with the same filters but the state. As CSV
        with `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        upto = reader.upto  # before asking: what is settled only later may not be in the answer
        asked = Asked(year, state, kind, agency, copied, lost, after, limit)
        found: Suggestions = await reader.about(listed, district, asked)
        wanted = Wanted(request, upto, accept, format)
        return wanted.answer(found.position, found, partial(_csv, found), f"suggestions-{year or found.day}")

    return router


def _csv(found: Suggestions) -> str:
    return as_csv(COLUMNS, map(_line, found.items))


def _line(one: Suggestion) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in _OWN}
    loss = one.loss
    return {
        **own,
        "loss": loss.case if loss else None,
        "loss_took_effect_on": loss.took_effect_on if loss else None,
        "accountable": loss.accountable if loss else (),
    }
