"""What does intake answer over HTTP? It takes events in, and shows the log and the forms of events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import from_json, to_json
from starlette.datastructures import Headers

from services.intake.addresses import Addresses
from services.intake.binary import event_of
from services.intake.bulk import LISTED, SLICE, conflict, result, take_in
from services.intake.cloudevents import Beside, Checked, check
from services.intake.keeper import Keeper, Outcome
from services.intake.permits import Permitted
from services.intake.reception import Reception
from shared.access import Guard, Principal
from shared.events.base import Fact
from shared.events.catalogue import TYPES, schema
from shared.problems import Problem

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
STREAM = "application/x-ndjson"
BINARY = "application/json"

PAGE = 500
"""Events of the log that are read at once."""

Report = Callable[[], Awaitable[Mapping[str, Any]]]


def routes(
    reception: Reception,
    keeper: Keeper,
    addresses: Addresses,
    guard: Guard,
    *,
    verify: Report,
    repair: Report,
) -> APIRouter:
    """Return the routes of intake, but for imports."""
    router = APIRouter()

    @router.post("/events", openapi_extra=_BODIES)
    async def post_events(
        request: Request, principal: Annotated[Principal, Depends(guard.may("report"))]
    ) -> Response:
        """Record facts. Formats: a CloudEvent (structured or binary), a batch, or a stream of lines.

        A batch is recorded whole or not at all; in a stream each line stands for itself.
        """
        permitted, beside = Permitted(principal), Beside(reception.unfit)

        def look(checked: Checked) -> Checked:
            return beside(permitted(checked))

        match _format(request.headers):
            case "stream":
                tally = await take_in(request.stream(), reception.record, look, addresses)
                return _json(
                    {
                        "position": tally.position or keeper.position,
                        "accepted": tally.accepted,
                        "known": tally.known,
                        "conflicts": tally.conflicts,
                        "rejected": tally.rejected,
                        "refused": tally.refused,
                        "results": tally.results,
                        "unlisted": tally.unlisted,
                    }
                )
            case "batch":
                events = _parsed(await request.body())
                if not isinstance(events, list):
                    raise Problem(
                        422, "No batch", "a batch is a JSON array of CloudEvents", errors=[_NO_ARRAY]
                    )
            case "single":
                events = [_parsed(await request.body())]
            case _:
                events = [event_of(request.headers, _parsed(await request.body()))]
        return _json(await _record(reception, keeper, addresses, look, events))

    @router.get("/schemas", dependencies=[Depends(guard.may("look"))])
    async def get_schemas() -> list[dict[str, Any]]:
        """List the types of events and where their schemas are."""
        return [_listed(name) for name in sorted(TYPES)]

    @router.get("/schemas/{name}", dependencies=[Depends(guard.may("look"))])
    async def get_schema(name: str) -> Response:
        """Return the JSON Schema of a type's data; its name is hearing-held or yingsu.hearing-held.v1."""
        bare = name.removeprefix("yingsu.").removesuffix(".v1")
        if bare not in TYPES:
            raise Problem(404, "Not Found", f"there is no event type {name!r}; GET /schemas lists all")
        return Response(to_json(schema(bare)), media_type="application/schema+json")

    @router.get("/log", dependencies=[Depends(guard.may("read the log"))])
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


async def _record(
    reception: Reception,
    keeper: Keeper,
    addresses: Addresses,
    look: Callable[[Checked], Checked],
    events: Sequence[Any],
) -> dict[str, Any]:
    """Record all of these events, or none of them when anything is wrong with any."""
    checked = [await addresses(one) for one in map(look, await _checked(events))]
    refused = [
        {"index": index, **fault._asdict()} for index, one in enumerate(checked) for fault in one.refused
    ]
    if refused:
        raise _refusal(403, "Not allowed", refused, len(checked))
    wrong = [{"index": index, **fault._asdict()} for index, one in enumerate(checked) for fault in one.faults]
    if wrong:
        raise _refusal(422, "Not a fact the log can take", wrong, len(checked))
    drafts = [one.draft for one in checked if one.draft]
    if len(drafts) > 1:  # one alone is recorded or refused as a whole anyway
        _no_conflict(checked, await reception.conflicts(drafts))
    outcomes = await reception.record(drafts)
    # Two senders of one identity at the same moment: the later learns it here.
    _no_conflict(checked, {i: one for i, one in enumerate(outcomes) if one.status == "conflict"})
    statuses = [outcome.status for outcome in outcomes]
    return {
        "position": max((outcome.position for outcome in outcomes), default=keeper.position),
        "accepted": statuses.count("accepted"),
        "known": statuses.count("known"),
        "results": [result(i, one, outcomes[i]) for i, one in enumerate(checked)],
    }


async def _checked(events: Sequence[Any]) -> list[Checked]:
    checked = []
    for number, event in enumerate(events, start=1):
        if number % SLICE == 0:
            await asyncio.sleep(0)
        checked.append(check(event))
    return checked


def _no_conflict(checked: Sequence[Checked], taken: Mapping[int, Outcome]) -> None:
    if taken:
        wrong = [{"index": i, **conflict(checked[i], one)._asdict()} for i, one in taken.items()]
        raise _refusal(409, "The id stands for something else", wrong, len(checked))


def _refusal(status: int, title: str, errors: list[dict[str, Any]], count: int) -> Problem:
    first = errors[0]
    place = f"event {first['index']}, " if count > 1 else ""
    detail = f"{place}{first['pointer'] or '/'}: {first['detail']}; expected {first['expected']}"
    if len(errors) > 1:
        detail += f" (and {len(errors) - 1} more)"
    if count > 1:
        detail += ". Nothing was recorded"
    return Problem(status, title, detail, errors=errors[:LISTED], unlisted=max(0, len(errors) - LISTED))


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


def _parsed(body: bytes) -> Any:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise Problem(400, "No JSON", f"the body cannot be read as JSON: {error}") from error


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
_EVENT = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "district", "data"],
}
_BODIES = {
    "requestBody": {
        "required": True,
        "content": {
            SINGLE: {"schema": _EVENT},
            BATCH: {"schema": {"type": "array", "items": _EVENT}},
            STREAM: {"schema": {"type": "string", "description": "one CloudEvent as JSON on each line"}},
            BINARY: {"schema": {"type": "object", "description": "the data; the rest in ce-* headers"}},
        },
    }
}
