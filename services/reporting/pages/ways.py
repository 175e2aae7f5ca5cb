"""Where does a page that cannot be shown lead to? To the nearest pages that can be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from services.reporting.answers import District
from services.reporting.pages import links
from shared.pages.refusals import parameter_of
from shared.problems import Problem

LISTS = frozenset(
    {
        *("cases", "law", "reports", "feeds", "proceedings", "deadlines", "worklist"),
        *("suggestions", "activities", "scorecards", "parked"),
    }
)
"""Pages of a district under whose address further pages stand."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page that works, and which one it is."""

    page: str
    address: str
    what: str = ""
    """The parameter that is left out."""


def ways(
    request: Request,
    refusal: Problem | RequestValidationError,
    district: District | None,
    finds: Callable[[str], bool],
) -> tuple[Way, ...]:
    """Return where to go from what cannot be shown; `finds` says whether the menu leads the reader to a page."""
    return tuple(_ways(request, refusal, district, finds))


def _ways(
    request: Request,
    refusal: Problem | RequestValidationError,
    district: District | None,
    finds: Callable[[str], bool],
) -> Iterator[Way]:
    status = refusal.status if isinstance(refusal, Problem) else 422
    parameter = parameter_of(refusal)
    if status in (429, 503):
        yield Way("again", _within(request))
    elif parameter in request.query_params and parameter not in _required(request) and status != 403:
        yield Way("without", _within(request, parameter), parameter)
    if request.url.path.startswith("/public"):
        yield Way("public", links.public(district.id if district else ""))
        return
    if district is not None:
        page = next(iter(request.url.path.split("/")[3:]), "")
        here = f"/districts/{request.path_params.get('district', '')}/{page}"
        if page in LISTS and finds(page) and (request.url.path != here or status != 403):
            yield Way(page, getattr(links, page)(district.id))
        if finds("overview"):
            yield Way("overview", links.district(district.id))
        elif finds("cases"):
            yield Way("cases", links.cases(district.id))
    yield Way("start", "/")


def _within(request: Request, parameter: str = "") -> str:
    url = request.url.remove_query_params([parameter, "after"] if parameter else [])
    return str(url.replace(scheme="", netloc=""))


def _required(request: Request) -> frozenset[str]:
    """Return the parameters without which there is no such page."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    asked = dependant.query_params if dependant else ()
    return frozenset(one.alias for one in asked if one.field_info.is_required())
