"""How do programs ask how a figure was known at earlier moments, and what has changed it since?"""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from services.reporting.api import AsOf, Text
from services.reporting.figures import By
from services.reporting.history.moments import SHANGHAI
from services.reporting.history.shapes import Changed, HistoryOfFigure
from services.reporting.periods import Period
from services.reporting.reader import Reader
from services.reporting.serving import answered
from services.reporting.unknown import period_of

MOST = 24
"""Moments of one figure: two years of month ends."""


def routes(reader: Reader) -> APIRouter:
    """Return the routes on what was known earlier."""
    router = APIRouter(tags=["figures"])

    @router.get("/figures/{metric}/history", response_model=HistoryOfFigure)
    async def history(
        request: Request,
        metric: str,
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "*",
        at: Annotated[
            list[str] | None,
            Query(max_length=MOST, description="moments as `as_of` has them; else the ends of months"),
        ] = None,
    ) -> Response:
        """Return a figure as it was known at several moments, the last of them now.

        Without `at` these are the ends of its months and of the twelve after it, as far as they are over.
        """
        upto, days = reader.upto, period_of(period)
        moments = at if at is not None else month_ends(days, datetime.now(SHANGHAI).date())
        answer = await reader.history.of_figure(district, metric, days, moments, by, agency)
        return answered(request, upto, answer.position, to_json(answer))

    @router.get("/changes", response_model=Changed)
    async def changes(request: Request, district: Text, since: AsOf, period: Text = "") -> Response:
        """Return the cases that count otherwise now than they did at a moment (`since`), and what was noted since."""
        upto = reader.upto
        days = period_of(period) if period else None
        answer = await reader.history.changed_since(district, since, days)
        return answered(request, upto, answer.position, to_json(answer))

    return router


def month_ends(period: Period, today: date) -> list[str]:
    """Return the last days of the months of a period and of a year after it that are over."""
    ends, month = list[str](), period.parts("month")[0]
    while month.last < today and month.since < period.until + timedelta(days=366):
        ends.append(month.last.isoformat())
        month = month.next
    return ends[-MOST:]
