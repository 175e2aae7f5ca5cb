"""What may somebody enter? A page that lists it stage by stage, for a case or for a district."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.entry.fields import ENTERABLE
from services.intake.entry.frame import Frame
from services.intake.entry.stages import open_to
from shared.access import Principal
from shared.access.guard import not_its_district
from shared.case_number import CaseNumberError, normalise_case_number


def routes(frame: Frame) -> APIRouter:
    """Return the route of the page one begins at."""
    router = APIRouter(route_class=frame.route())

    @router.get("/enter")
    async def start(
        request: Request,
        principal: Annotated[Principal, Depends(frame.guard.may("report"))],
        district: Annotated[str, Query(max_length=64)] = "",
        case: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        """List the forms somebody may fill in."""
        own = frame.districts(principal)
        if district and frame.district(district).id not in own:
            raise not_its_district(principal, district)
        chosen = own.get(district) or (next(iter(own.values())) if len(own) == 1 else None)
        view = {
            "districts": own,
            "district": chosen,
            "case": _written(case.strip()),
            "stages": open_to(principal),
            "abouts": {name: cls.ABOUT for name, cls in ENTERABLE.items()},
            "here": "enter",
        }
        return await frame.render(request, "start.html", view)

    return router


def _written(case: str) -> str:
    """Return a case number as the log writes it; one that is none as it came, for the form says what is wrong."""
    try:
        return normalise_case_number(case) if case else ""
    except CaseNumberError:
        return case
