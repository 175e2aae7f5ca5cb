"""How is a fact looked up, corrected and taken back over HTTP?"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse

from services.intake.limits import Limits
from services.intake.parsing import json_of
from services.intake.revising.chains import Chains
from services.intake.revising.saying import Revising, Wish
from services.intake.single.routes import idempotency_key
from shared.access import Principal
from shared.access.guard import Guard
from shared.openapi import problem
from shared.problems import Problem
from shared.reported import shown

LONGEST = 2000
"""Characters of a reason."""

Position = Annotated[
    int, Path(ge=1, le=2**53, description="where the fact stands on the log, or a revision of it")
]
_HEADERS = [
    {
        "name": name,
        "in": "header",
        "schema": {"type": "string", "maxLength": 600},
        "description": description,
    }
    for name, description in (
        ("If-Match", "the revision last seen, as the ETag of GET /facts/{position} gives it"),
        ("Idempotency-Key", "a name for this revision, by which it is known when it is sent again"),
    )
]


_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "where the revision stands"}}
_FOUND = {
    "responses": {
        "200": {
            "description": "the fact and its revisions",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fact"}}},
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "the revision that stands"}},
        }
    }
}


def routes(chains: Chains, revising: Revising, guard: Guard, limits: Limits) -> APIRouter:
    """Return the routes of single facts that are on the log."""
    router = APIRouter(prefix="/facts", tags=["facts"])

    @router.get("/{position}", openapi_extra=_FOUND)
    async def get_fact(
        position: Position, principal: Annotated[Principal, Depends(guard.may("read facts"))]
    ) -> JSONResponse:
        """Return a fact, what it says now, and the chain of its revisions: who, when, why, and which counts."""
        chain = await chains.seen(principal, position)
        return JSONResponse(chain.as_data(), headers={"ETag": _tag(chain.revision)})

    async def revise(request: Request, position: int, principal: Principal, *names: str) -> JSONResponse:
        told, size = await json_of(request)
        wish = _wish(told, request, names)
        limits.admit(principal, facts=1, bytes=size)
        said = await revising.revise(principal, position, wish)
        location = f"/facts/{said.answer['position']}"
        return JSONResponse(said.answer, 201 if said.status == "accepted" else 200, {"Location": location})

    @router.post("/{position}/correction", status_code=201, openapi_extra=_body("data", "reason"))
    async def post_correction(
        position: Position,
        request: Request,
        principal: Annotated[Principal, Depends(guard.may("report"))],
    ) -> JSONResponse:
        """Correct a fact: `data` is its whole new content, `reason` says why, `subject` moves it.

        It replaces the revision that stands now; with If-Match only the one that was seen. The same correction sent
        again is known.
        """
        return await revise(request, position, principal, "data", "reason", "subject")

    @router.post("/{position}/retraction", status_code=201, openapi_extra=_body("reason"))
    async def post_retraction(
        position: Position,
        request: Request,
        principal: Annotated[Principal, Depends(guard.may("report"))],
    ) -> JSONResponse:
        """Take a fact back; `reason` says why. A correction brings it back to life."""
        return await revise(request, position, principal, "reason")

    return router


def _tag(revision: str) -> str:
    return f'"{quote(revision, safe="")}"'


def _wish(body: Any, request: Request, names: tuple[str, ...]) -> Wish:
    """Return what a request wishes. Raises Problem 422 for a body of another form."""
    told = body if isinstance(body, dict) else {}
    wrong = [
        _fault(f"/{name}", shown(told[name]), f"one of {', '.join(names)}")
        for name in sorted(told.keys() - {*names})
    ]
    if not isinstance(body, dict):
        wrong.append(_fault("", shown(body), f"an object with {', '.join(names)}"))
    reason, data, subject = told.get("reason"), told.get("data"), told.get("subject", "")
    if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST:
        wrong.append(_fault("/reason", shown(reason), f"why, in at most {LONGEST:,} characters"))
    if "data" in names and not isinstance(data, dict):
        wrong.append(_fault("/data", shown(data), "the whole new content of the fact as an object"))
    if not isinstance(subject, str):
        wrong.append(_fault("/subject", shown(subject), "what the fact is about, such as its case number"))
    if wrong:
        first = wrong[0]
        detail = f"{first['pointer'] or '/'}: {first['detail']}; expected {first['expected']}"
        raise Problem(422, "No revision", detail, errors=wrong)
    return Wish(
        reason=str(reason).strip(),
        data=data if "data" in names else None,
        subject=subject,
        key=idempotency_key(request),
        standing=_standing(request),
    )


def _standing(request: Request) -> str:
    found = request.headers.get("if-match", "").strip()
    if found in ("", "*"):
        return ""
    return unquote(found.removeprefix("W/").strip('"'))


def _fault(pointer: str, detail: str, expected: str) -> Mapping[str, str]:
    return {"pointer": pointer, "detail": detail, "expected": expected}


def _body(*required: str) -> dict[str, Any]:
    properties = {
        "data": {"type": "object", "description": "the whole new content, as its type's schema says"},
        "reason": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"},
        "subject": {
            "type": "string",
            "maxLength": 512,
            "description": "what the fact is about, if that is corrected",
        },
    }
    names = (*required, "subject") if "data" in required else required
    schema = {
        "type": "object",
        "required": list(required),
        "properties": {name: properties[name] for name in names},
        "additionalProperties": False,
    }
    example = {
        "data": {"recipient": "武汉市新洲区人民政府", "served_on": "2024-01-25"},
        "reason": "typing error",
    }
    content = {"schema": schema, "example": {name: example[name] for name in required}}
    result = {"application/json": {"schema": {"$ref": "#/components/schemas/Result"}}}
    return {
        "parameters": _HEADERS,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "201": {"description": "the revision is on the log", "content": result, "headers": _LOCATION},
            "200": {"description": "it was there already", "content": result, "headers": _LOCATION},
            "409": problem(409),
        },
    }
