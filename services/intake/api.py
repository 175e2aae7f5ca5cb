"""What does intake answer over HTTP? It takes events in, and shows the log and the forms of events."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json
from starlette.datastructures import Headers

from services.intake.binary import event_of
from services.intake.bulk import read_lines
from services.intake.described import BATCH, BINARY, EVENTS, SINGLE, STREAM
from services.intake.keeper import Keeper
from services.intake.limits import Limits
from services.intake.parsing import parsed
from services.intake.submitting import Atomic, Mode, Submissions
from shared.access import Principal
from shared.access.guard import Guard, open_to_all
from shared.events.base import Fact
from shared.events.catalogue import TYPES, schema
from shared.problems import Problem
from shared.reported import shown
from shared.service.body_limit import DRAINED, MOST
from shared.service.memory import Memory

__all__ = ["BATCH", "BINARY", "SINGLE", "STREAM", "routes"]

PAGE = 500
"""Events of the log that are read at once."""

Report = Callable[[], Awaitable[Mapping[str, Any]]]


def routes(
    submissions: Submissions,
    keeper: Keeper,
    guard: Guard,
    limits: Limits,
    *,
    verify: Report,
    repair: Report,
) -> APIRouter:
    """Return the routes of intake, but for imports."""
    router = APIRouter()

    @router.post("/events", openapi_extra=EVENTS)
    async def post_events(
        request: Request, principal: Annotated[Principal, Depends(guard.may("report"))]
    ) -> Response:
        """Record facts. Formats: a CloudEvent (structured or binary), a batch, or a stream of lines.

        A batch is recorded all or none, and in a stream each line stands for itself, unless `atomic` says otherwise.
        `mode=validate` answers what would become of them and records nothing. An `Idempotency-Key` is not needed:
        each event has its identity, so the same request sent again changes nothing.
        """
        form = _format(request.headers)
        atomic, mode = _asked(request.query_params, "each" if form == "stream" else "all")
        if form == "stream" and (atomic, mode) == ("each", "commit"):
            pace = partial(limits.pace, principal)
            return _json(await submissions.stream(principal, request.stream(), pace))
        if form == "stream":
            async with _whole(request.stream(), limits.memory) as body:
                checked = await read_lines(body)
                limits.admit(principal, facts=len(checked), bytes=len(body))
                return _json(await submissions.settle(principal, checked, atomic=atomic, mode=mode))
        body = await request.body()
        events = _events(form, request.headers, parsed(body))
        limits.admit(principal, facts=len(events), bytes=len(body))
        return _json(await submissions.submit(principal, events, atomic=atomic, mode=mode))

    @router.get("/schemas", dependencies=[Depends(open_to_all("look"))])
    async def get_schemas() -> list[dict[str, Any]]:
        """List the types of events and where their schemas are."""
        return [_listed(name) for name in sorted(TYPES)]

    @router.get(
        "/schemas/{name}",
        dependencies=[Depends(open_to_all("look"))],
        response_class=Response,
        responses={200: {"content": {"application/schema+json": {"schema": {"type": "object"}}}}},
    )
    async def get_schema(name: str) -> Response:
        """Return the JSON Schema of a type's data; its name is hearing-held or yingsu.hearing-held.v1."""
        bare = name.removeprefix("yingsu.").removesuffix(".v1")
        if bare not in TYPES:
            raise Problem(404, "Not Found", f"there is no event type {name!r}; GET /schemas lists all")
        return Response(to_json(schema(bare)), media_type="application/schema+json")

    @router.get(
        "/log",
        dependencies=[Depends(guard.may("read the log"))],
        response_class=StreamingResponse,
        responses={200: {"content": {STREAM: {"schema": {"type": "string"}}}}},
    )
    async def get_log(
        after: int = Query(0, ge=0, description="the position before the first event wanted"),
        limit: int = Query(1000, ge=1, le=100_000),
    ) -> StreamingResponse:
        """Return events as they stand on the log, one a line; continue with `after` = the last position read."""
        end = min(keeper.position, after + limit)
        headers = {"X-Yingsu-Position": str(keeper.position)}
        return StreamingResponse(_log_lines(keeper, after, end), media_type=STREAM, headers=headers)

    @router.get("/verify", dependencies=[Depends(guard.may("read the log"))])
    async def get_verify() -> Mapping[str, Any]:
        """Check the store's chain of hashes, and the stream against the store."""
        return await verify()

    @router.post("/repair", dependencies=[Depends(guard.may("operate"))])
    async def post_repair() -> Mapping[str, Any]:
        """Fill the stream again from the store where it is damaged."""
        return await repair()

    return router


def _format(headers: Headers) -> str:
    """Return in which of the four forms events come. Raises Problem 415 for any other."""
    media, _, parameters = headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    encoding = headers.get("content-encoding", "identity").lower()
    known = {SINGLE: "single", BATCH: "batch", STREAM: "stream"}
    form = known.get(media.strip())
    if form is None and media.strip() == BINARY and "ce-id" in headers:
        form = "binary"
    if form is None or charset not in ("utf-8", "utf8") or encoding != "identity":
        found = ", ".join(f"{name} {headers[name]!r}" for name in _ABOUT_BODY if name in headers)
        detail = (
            f"found {found or 'no content-type'}; expected {SINGLE}, {BATCH}, {STREAM}, or {BINARY} with "
            "ce-* headers (binary mode), in UTF-8 and uncompressed"
        )
        raise Problem(415, "Unsupported Media Type", detail)
    return form


def _events(form: str, headers: Headers, told: Any) -> list[Any]:
    """Return the events that a body holds. Raises Problem 422 for a batch that is none."""
    if form == "binary":
        return [event_of(headers, told)]
    if form == "single":
        return [told]
    if not isinstance(told, list):
        raise Problem(422, "No batch", "a batch is a JSON array of CloudEvents", errors=[_NO_ARRAY])
    return told


def _asked(query: Mapping[str, str], usual: Atomic) -> tuple[Atomic, Mode]:
    """Return what a query says of how events are recorded. Raises Problem 422."""
    atomic, mode = query.get("atomic", usual), query.get("mode", "commit")
    if atomic not in get_args(Atomic):
        raise _no_choice("atomic", atomic, "all or each")
    if mode not in get_args(Mode):
        raise _no_choice("mode", mode, "validate or commit")
    return cast(Atomic, atomic), cast(Mode, mode)


def _no_choice(name: str, found: str, expected: str) -> Problem:
    error = {"pointer": f"/{name}", "detail": shown(found), "expected": expected, "in": "query"}
    return Problem(
        422, "Invalid request", f"query/{name}: {shown(found)}; expected {expected}", errors=[error]
    )


@asynccontextmanager
async def _whole(stream: AsyncIterable[bytes], memory: Memory) -> AsyncIterator[bytes]:
    """Hold the whole of a stream of lines in memory, which is counted. Raises Problem 413 and 429."""
    body, arrived, taken = bytearray(), 0, 0
    try:
        async for piece in stream:
            arrived += len(piece)
            if arrived <= MOST:
                memory.take(len(piece))
                taken += len(piece)
                body += piece
            elif arrived > DRAINED:
                break
        if arrived > MOST:
            detail = (
                f"the lines have {arrived:,} bytes or more; at most {MOST:,} (32 MB) are recorded all or none, or "
                "only looked at. With atomic=each and mode=commit a stream has no limit"
            )
            raise Problem(413, "The body is too large", detail)
        yield bytes(body)
    finally:
        memory.give_back(taken)


async def _log_lines(keeper: Keeper, after: int, end: int) -> AsyncIterator[bytes]:
    while after < end:
        events = await keeper.read(after + 1, min(after + PAGE, end))
        yield b"".join(stored + b"\n" for stored in events)
        after += PAGE


def _listed(name: str) -> dict[str, Any]:
    cls = TYPES[name]
    return {
        "name": name,
        "type": f"yingsu.{name}.v1",
        "kind": "fact" if issubclass(cls, Fact) else "finding",
        "draft": cls.DRAFT,
        "description": schema(name)["description"],
        "schema": f"/schemas/{name}",
    }


def _json(content: Mapping[str, Any]) -> Response:
    return Response(to_json(content), media_type="application/json")


_ABOUT_BODY = ("content-type", "content-encoding")
_NO_ARRAY = {"pointer": "", "detail": "is no array", "expected": "a JSON array of CloudEvents"}
