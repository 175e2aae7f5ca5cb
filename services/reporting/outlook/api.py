"""How do programs ask what the year will end at?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.outlook.asking import outlook
from services.reporting.outlook.shapes import Expected, Outlook
from services.reporting.reader import Reader
from services.reporting.serving import FORMS, Wanted, wanting

Text = Annotated[str, Query(max_length=200)]


def routes(reader: Reader) -> APIRouter:
    """Return the route for early warning."""
    router = APIRouter(tags=["figures"])

    @router.get("/outlook", response_model=Outlook, responses=FORMS)
    async def ahead(
        wanted: Annotated[Wanted, Depends(wanting(reader))], district: Text, period: Text, agency: Text = ""
    ) -> Response:
        """Return what each figure with a target will end the year at, at worst and at best, and what is still needed.

        And the hearings of the next 31 days by which targets that are still open can be reached or missed.
        """
        found: Outlook = await reader.about(outlook, district, period, agency)
        return wanted.answer(found, Expected, f"outlook-{period}")

    return router
