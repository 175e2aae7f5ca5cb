"""How do programs ask how agencies stand in the assessment of a year?"""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.reader import Reader
from services.reporting.scorecards.asking import all_cards, one_card
from services.reporting.scorecards.shapes import Item, Line, Scorecard, Scorecards
from services.reporting.serving import FORMS, Wanted, wanting

Text = Annotated[str, Query(max_length=200)]
Year = Annotated[int, Query(ge=2000, le=2100)]

ABOUT = ("agency", "year", "rank", "total", "complete", "published_on", "frozen", "differs")
"""What a CSV of all agencies holds of each, before the points of every item."""
COLUMNS = (
    *("item", "article", "summary", "weight", "points", "left_out", "measured", "by"),
    *("numerator", "denominator", "value", "office", "recorded_on", "reason"),
)
"""What a CSV of one scorecard holds of each item."""


def routes(reader: Reader) -> APIRouter:
    """Return the routes for scorecards."""
    router = APIRouter(tags=["scorecards"])

    @router.get("/scorecards", response_model=Scorecards, responses=FORMS)
    async def scorecards(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        year: Year,
    ) -> Response:
        """Return how all agencies of a district stand in the assessment of a year, the best first.

        As CSV with `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        found = await reader.about(all_cards, district, year)
        return wanted.answer(found, Line, f"scorecards-{year}", table=partial(_all, found))

    @router.get("/scorecards/{agency:path}", response_model=Scorecard, responses=FORMS)
    async def scorecard(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        agency: str,
        district: Text,
        year: Year,
    ) -> Response:
        """Return the scorecard of an agency: each item with its figures and cases, or who recorded it and why.

        Once the assessment of the year is published it is what was put on record then; `today` says what would come
        out now, where that differs.
        """
        found = await reader.about(one_card, district, agency, year)
        return wanted.answer(found, Item, f"scorecard-{year}", table=partial(_one, found))

    return router


def _all(found: Scorecards) -> Iterator[list[object]]:
    yield [*ABOUT, *(asked.item for asked in found.asked)]
    for line in found.items:
        own = {"year": found.year, "published_on": found.published_on}
        about = [own[name] if name in own else getattr(line, name) for name in ABOUT]
        yield [*about, *(line.points.get(asked.item) for asked in found.asked)]


def _one(found: Scorecard) -> Iterator[list[object]]:
    yield [*COLUMNS]
    for item in found.items:
        yield [item.summary["zh"] if name == "summary" else getattr(item, name) for name in COLUMNS]
