"""How does somebody see how feeds stand, have one pulled now, and how do their webhooks come in?"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.intake.feeds.fetching import FetchError
from services.intake.feeds.paging import records_of
from services.intake.feeds.puller import Puller
from services.intake.feeds.running import Feeds
from services.intake.feeds.webhooks import WINDOW, checked
from shared.access import Principal
from shared.access.guard import Guard
from shared.openapi import problem
from shared.problems import Problem

_Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="the name of the feed")]

_SAFE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}

_RECORDS = {"type": ["object", "array"], "description": "one record or a list of them"}
_SIGNED = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _RECORDS},
            "application/x-ndjson": {"schema": {"type": "string", "description": "one record on each line"}},
        },
    },
    "responses": {"401": problem(401), "409": problem(409)},
}

_TOLD = (
    "last_pull",
    "last_success",
    "last_pages",
    "last_told",
    "last_records",
    "last_failure",
    "last_error",
    "failures",
    "next_pull",
    "since",
)


class Opening(Protocol):
    """Where payloads are kept."""

    def open(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a payload piece by piece."""


def routes(
    feeds: Feeds,
    payloads: Opening,
    guard: Guard,
    *,
    admit: Callable[[Principal, int], None] = lambda principal, bytes: None,
    now: Callable[[], float] = time.time,
) -> APIRouter:
    """Return the routes of feeds. `admit` counts the bytes of a message, and raises Problem 429 for too many."""
    router = APIRouter(prefix="/feeds", tags=["feeds"])
    manager = Depends(guard.may("manage feeds"))

    def find(name: str) -> Puller:
        found = feeds.pullers.get(name)
        if found is None:
            known = ", ".join(feeds.pullers) or "none is configured"
            raise Problem(404, "没有这个数据源 (no such feed)", f"found {name!r}; expected one of {known}")
        return found

    @router.get("")
    async def get_feeds(
        principal: Annotated[Principal, Depends(guard.may("read facts"))],
    ) -> dict[str, list[dict[str, Any]]]:
        """Return how each feed stands: those of the caller's own districts."""
        told = [_row(puller, feeds.districts(puller.feed)) for puller in feeds.pullers.values()]
        return {"items": [row for row in told if _may_see(principal, row)]}

    @router.post("/{name}/pull", dependencies=[manager])
    async def post_pull(name: _Name) -> dict[str, Any]:
        """Pull a feed now, to its end, and return how it stands."""
        puller = find(name)
        if puller.fetch is None:
            detail = f"{name} has no url; its source sends what it has to /feeds/{name}/webhook"
            raise Problem(409, "This feed is not pulled", detail)
        await puller.pull()
        return _row(puller, feeds.districts(puller.feed))

    @router.get("/{name}/payloads", dependencies=[manager])
    async def get_payloads(
        name: _Name,
        before: Annotated[int, Query(ge=0, description="number of the last one read")] = 2**53,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> dict[str, Any]:
        """Return what a feed sent, the newest first: when, from where, and the SHA-256 it is kept under."""
        find(name)
        found = feeds.memory.payloads(name, before, limit)
        following = found[-1].number if len(found) == limit else None
        return {"items": [asdict(one) for one in found], "next": following}

    @router.get("/{name}/payloads/{number}", dependencies=[manager], response_class=Response)
    async def get_payload(name: _Name, number: Annotated[int, Path(ge=0, le=2**53)]) -> Response:
        """Return what a feed sent, byte for byte; private persons are named in it."""
        find(name)
        found = feeds.memory.payload(name, number)
        if found is None:
            raise Problem(404, "No such payload", f"{name} has none with the number {number}")
        try:
            body = b"".join([piece async for piece in payloads.open(found.sha256)])
        except LookupError as error:
            detail = f"{found.sha256} came on {found.at} and is no longer kept; restore it from a backup"
            raise Problem(404, "The payload is gone", detail) from error
        return Response(body, media_type=found.media_type, headers=dict(_SAFE))

    @router.post("/{name}/webhook", openapi_extra=_SIGNED)
    async def post_webhook(name: _Name, request: Request) -> dict[str, Any]:
        """Take records a source tells: one, a list, or one on each line. The signature is the credential.

        Signed as Standard Webhooks has it. The same message again is answered as `seen`, and taken once.
        """
        puller = feeds.pullers.get(name)
        secrets = puller.feed.webhook_secrets if puller else ()
        body = await request.body()
        # Who cannot sign does not learn which feeds there are.
        message = checked(secrets, request.headers, body, now())
        assert puller is not None, "without a feed there is no secret, and nothing is signed by none"
        return await _told(puller, message, body)

    async def _told(puller: Puller, message: str, body: bytes) -> dict[str, Any]:
        opened = feeds.opened(puller.feed)
        admit(opened.principal, len(body))
        if feeds.memory.has_seen(opened.name, message):
            return {"seen": True, "position": puller.log.position}
        try:
            records = records_of(body)
        except FetchError as error:
            raise Problem(400, "The body is no JSON", str(error)) from error
        taken = await puller.told(records, body)
        at = now()
        feeds.memory.see(opened.name, message, at, at - 2 * WINDOW - 60)
        return {
            "seen": False,
            "position": puller.log.position,
            **taken.counts,
            "unknown_fields": dict(taken.strays),
            "parked_records": list(taken.wrong),
        }

    return router


def _row(puller: Puller, districts: list[str]) -> dict[str, Any]:
    feed, state = puller.feed, puller.state
    return {
        "name": feed.name,
        "title": feed.form.title,
        "mapping": feed.mapping.name,
        "sources": [f"{feed.mapping.form.source}/{name}" for name in feed.form.names],
        "districts": districts,
        "url": feed.shown(feed.url),
        "every": feed.form.every if feed.url else None,
        "webhook": bool(feed.webhook_secrets),
        "state": _how(puller),
        **{name: state.get(name) for name in _TOLD},
        "resuming": bool(state.get("resume")),
        "waiting": puller.memory.waiting(feed.name),
        "counts": state.get("counts", {}),
        "unknown_fields": state.get("unknown_fields", {}),
    }


def _how(puller: Puller) -> str:
    state = puller.state
    if state.get("last_error"):
        return "failing"
    if puller.fetch is None:
        return "listening"
    return "good" if state.get("last_success") else "waiting"


def _may_see(principal: Principal, row: Mapping[str, Any]) -> bool:
    if principal.role == "operator":
        return True
    return any(principal.may_speak_of(district) for district in row["districts"])
