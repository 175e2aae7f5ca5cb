"""How does the data of one fact, posted to the path of its type, become an event?"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.intake.cloudevents import Checked, check
from services.intake.limits import Limits
from services.intake.parsing import json_of
from services.intake.permits import Permitted
from services.intake.reception import Reception
from services.intake.single.places import CASE, DISTRICT, LOG, ORGAN, Place, district_of, subject_of, types_at
from services.intake.submitting import Submissions
from shared.access import Principal
from shared.access.guard import Guard
from shared.access.speaking import sources
from shared.codec import type_of
from shared.envelope import content
from shared.events.base import Fact
from shared.problems import Problem

_KEY = re.compile(r"[\x20-\x7e]{1,255}")

_UNNAMED = "-"
"""Stands for the id of a fact until it follows from what the fact says."""


def routes(submissions: Submissions, reception: Reception, guard: Guard, limits: Limits) -> APIRouter:
    """Return the routes for single facts; what can be posted to them stands in `document`."""
    router = APIRouter(tags=["single facts"], include_in_schema=False)
    reporter = Annotated[Principal, Depends(guard.may("report"))]

    async def post(place: Place, request: Request, principal: Principal) -> JSONResponse:
        cls = _class(place, request.path_params["fact_name"])
        data, size = await json_of(request)
        limits.admit(principal, facts=1, bytes=size)
        path = request.path_params
        event = {
            "specversion": "1.0",
            "id": idempotency_key(request) or _UNNAMED,
            "source": request.query_params.get("source") or _own_source(principal, district_of(path)),
            "type": type_of(cls),
            "subject": subject_of(cls, path, data),
            "district": district_of(path),
            "data": data,
        }
        checked = Permitted(principal)(check(event))
        if event["id"] == _UNNAMED:
            checked = await _named(checked, reception)
        (result,) = (await submissions.settle(principal, [checked]))["results"]
        location = {"Location": f"/facts/{result['position']}"}
        return JSONResponse(result, 201 if result["status"] == "accepted" else 200, location)

    @router.post(CASE.path + "/{fact_name}")
    async def post_of_case(request: Request, principal: reporter) -> JSONResponse:
        """Report a fact of a case."""
        return await post(CASE, request, principal)

    @router.post(ORGAN.path + "/{fact_name}")
    async def post_of_organ(request: Request, principal: reporter) -> JSONResponse:
        """Report a fact about an organ, beside all cases."""
        return await post(ORGAN, request, principal)

    @router.post(DISTRICT.path + "/{fact_name}")
    async def post_of_district(request: Request, principal: reporter) -> JSONResponse:
        """Report a fact about the work in a district."""
        return await post(DISTRICT, request, principal)

    @router.post(LOG.path + "/{fact_name}")
    async def post_of_log(request: Request, principal: reporter) -> JSONResponse:
        """Report a fact that concerns every district."""
        return await post(LOG, request, principal)

    return router


def idempotency_key(request: Request) -> str:
    """Return the name the sender gives to what it reports, empty where it gives none. Raises Problem 422."""
    found = request.headers.get("idempotency-key")
    if found is None:
        return ""
    key = found.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':  # as the draft of the standard has it
        key = key[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if not _KEY.fullmatch(key) or not key.strip():
        expected = "1 to 255 printable ASCII characters, bare or in quotes"
        error = {"pointer": "", "detail": f"found {found[:80]!r}", "expected": expected, "in": "header"}
        raise Problem(
            422,
            "Invalid request",
            f"Idempotency-Key: found {found[:80]!r}; expected {expected}",
            errors=[error],
        )
    return key


async def _named(checked: Checked, reception: Reception) -> Checked:
    """Return a fact under an id that follows from what it says, so that the same said twice is known.

    It follows from the sealed form: nobody can guess the name of a person by trying what gives the same id.
    """
    if checked.draft is None:
        return checked
    (sealed,) = await reception.seal([checked.draft])
    id_ = f"{sealed.type.split('.')[1]}/{content(sealed)[:24]}"
    return replace(checked, draft=replace(checked.draft, id=id_), id=id_)


def _own_source(principal: Principal, district: str) -> str:
    own = sources(principal, district)
    if principal.role == "operator" or not own:
        expected = "the query parameter source=<kind>/<name>, such as court/鄂0117"
        error = {"pointer": "/source", "detail": "is missing", "expected": expected, "in": "query"}
        raise Problem(422, "Invalid request", f"query/source is missing; expected {expected}", errors=[error])
    return own[0]


def _class(place: Place, name: str) -> type[Fact]:
    types: Mapping[str, Any] = types_at(place)
    if name not in types:
        detail = f"no fact {name!r} is reported at {place.path}; those are: {', '.join(sorted(types))}"
        raise Problem(404, "Not Found", detail)
    found: type[Fact] = types[name]
    return found
