"""How is a stream of changes asked for, and what does it begin with?"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, get_args

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from services.reporting.live import frames
from services.reporting.live.asked import Asked, Kind
from services.reporting.live.hub import Hub, Place
from services.reporting.unknown import period_of
from shared.case_number import CaseNumberError, normalise_case_number
from shared.problems import Problem

Text = Annotated[str, Query(max_length=200)]
Still = Callable[[Request], Awaitable[bool]]
"""Asks again whether somebody may read what is told here."""

MOST = 2_000
"""Streams at the same time."""
BEAT = 15.0
"""Seconds without a word after which a sign of life is sent, and after which is asked again who reads."""
PATIENCE = 5.0
"""Seconds in which a log may come to a position that somebody says to have read."""
RETRY_MS = (1_000, 3_000)
"""After how long whoever was cut off comes back: drawn, so that not all of them come at once."""
KINDS: frozenset[Kind] = frozenset(get_args(Kind))


class Stream(StreamingResponse):
    """An answer that goes on until the reader leaves, or the service stops: then it ends as any other answer does."""

    media_type = "text/event-stream"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


class UnknownKindError(Problem):
    """There is no such kind of change."""

    def __init__(self, kinds: str) -> None:
        expected = " / ".join((*sorted(KINDS), ",".join(sorted(KINDS)), "none"))
        super().__init__(
            422,
            "Unknown kind of change",
            f"no such changes: {kinds!r}",
            errors=[{"parameter": "kinds", "detail": f"found {kinds!r}", "expected": expected}],
        )


class BeyondTheLogError(Problem):
    """Somebody says to have read further than the log goes."""

    def __init__(self, found: str, end: int) -> None:
        super().__init__(
            422,
            "Beyond the log",
            f"the log ends at position {end}, so nothing can be resumed after {found!r}; it is perhaps another log",
            errors=[
                {
                    "parameter": "Last-Event-ID",
                    "detail": f"found {found!r}",
                    "expected": f"0 to {end}, or none",
                }
            ],
        )


class TooManyReadersError(Problem):
    """So many streams are open that no more can be."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "Too many streams",
            f"{MOST} streams are open, and more may not be; come back later, or ask for what is new",
            headers={"Retry-After": "30"},
        )


class NotReadyError(Problem):
    """Reporting has just begun and does not know yet what is settled."""

    def __init__(self) -> None:
        detail = (
            "reporting has just begun and does not know yet how far the log is settled; come back in a moment"
        )
        super().__init__(503, "Not settled yet", detail, headers={"Retry-After": "2"})


def routes(
    hub: Hub, end: Callable[[], int], still: Still, *, beat: float = BEAT, patience: float = PATIENCE
) -> APIRouter:
    """Return the route of the stream. `end` says up to where the log goes, as far as is told."""
    router = APIRouter(tags=["live"])

    @router.get("/stream", response_class=Stream)
    async def stream(
        request: Request,
        district: Text,
        kinds: Annotated[str, Query(max_length=40, description="figures, cases; `none` for signs only")] = "",
        agency: Text = "",
        metric: Text = "",
        case: Text = "",
        period: Text = "",
        after: Annotated[str, Query(max_length=20, description="position to resume after")] = "",
        last_event_id: Annotated[str, Header(max_length=100)] = "",
    ) -> Stream:
        """Return what changes as server-sent events, for as long as somebody listens (docs/live.md).

        `figure`: a figure of one row moved, with what it is now. `case`: an event of the log, id is its position.
        `settled`: all that follows up to a position is visible. `reset`: figures moved of which nothing is known any
        more. A browser resumes by itself where it was cut off; others say `Last-Event-ID`, or `after`.
        """
        if hub.readers >= MOST:
            raise TooManyReadersError
        if not await _until(lambda: hub.upto > 0, patience):
            raise NotReadyError
        asked = await _asked(hub, district, kinds, agency, metric, case, period)
        place = hub.place(await _after(hub, end, last_event_id or after, patience))
        return Stream(
            told(hub, asked, place, lambda: still(request), beat),
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    return router


async def _asked(
    hub: Hub, district: str, kinds: str, agency: str, metric: str, case: str, period: str
) -> Asked:
    named: dict[str, frozenset[Kind]] = {
        "": KINDS if not case else frozenset({"cases"}),
        "none": frozenset[Kind](),
    }
    wanted: frozenset[Kind] = named.get(kinds, frozenset(kind for kind in KINDS if kind in kinds.split(",")))
    if kinds not in named and not set(kinds.split(",")) <= KINDS:
        raise UnknownKindError(kinds)
    of = period_of(period) if period else None
    try:
        number = normalise_case_number(case) if case else ""
    except CaseNumberError:
        number = case
    id_, name = await hub.ask(hub.looking.named, district, agency, metric, number)
    return Asked(id_, wanted, name, metric, number, of)


async def _after(hub: Hub, end: Callable[[], int], found: str, patience: float) -> int | None:
    """Return the position somebody has read up to; None for somebody who begins now."""
    if not found:
        return None
    if not found.isascii() or not found.isdigit():
        raise BeyondTheLogError(found, end())
    position = int(found)
    if not await _until(lambda: position <= max(end(), hub.upto), patience):
        raise BeyondTheLogError(found, end())
    return position


async def _until(condition: Callable[[], bool], patience: float) -> bool:
    """Return whether a condition comes to hold within so many seconds."""
    clock = asyncio.get_running_loop().time
    last = clock() + patience
    while not condition():
        if clock() >= last:
            return False
        await asyncio.sleep(min(0.05, patience))
    return True


async def told(
    hub: Hub, asked: Asked, place: Place, still: Callable[[], Awaitable[bool]], beat: float
) -> AsyncIterator[bytes]:
    """Return what somebody is told from a place on, until nobody may hear it any more or nobody does."""
    clock = asyncio.get_running_loop().time
    hub.joined(1)
    try:
        yield frames.opening(random.randint(*RETRY_MS)) + frames.beat(place.position)
        asked_at = clock()
        while True:
            chunk = await hub.next(asked, place, beat)
            said = frames.beat(place.position)
            if chunk is not None:
                said, place = chunk.said, chunk.place
            if clock() - asked_at >= beat:
                if not await still():
                    return  # the key was revoked or has ended
                asked_at = clock()
            if said:
                hub.wrote(len(said))
                yield said
    finally:
        hub.joined(-1)
