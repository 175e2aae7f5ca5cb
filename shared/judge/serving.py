"""How does a judge run as a service, and how do people have it judge again what has stalled?"""

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import APIRouter, Depends
from nats.aio.client import Client
from starlette.middleware import Middleware

from shared.access.asking import asking
from shared.access.guard import Guard
from shared.access.tokens import closing, tokens_of
from shared.judge.crash import dying_at
from shared.judge.findings import Findings, Rules
from shared.judge.loop import Judge
from shared.log.append import LogClient
from shared.log.notes import Notes
from shared.service import Service
from shared.service.body_limit import BodyLimit
from shared.settings import Settings

Serve = Callable[[Client, Judge], Awaitable[None]]
"""Begins to answer over NATS."""


def judging(
    rules: Rules, settings: Settings, *routes: Callable[[Judge], APIRouter], serve: Serve | None = None
) -> Service:
    """Return the service that judges by these rules, wired.

    `routes` are what it answers over HTTP beside what all do, `serve` lets it be asked over NATS.
    """
    nats = Client()
    passing = dying_at(settings.crash_at)
    tokens = tokens_of(settings)
    notes = Notes(settings.notes_url(rules.service), rules.service)
    judge = Judge(Findings(rules, LogClient(nats), passing), notes, nats, passing=passing)
    return Service(
        name=rules.service,
        settings=settings,
        nats=nats,
        routers=[retrying(judge, Guard(asking(nats, tokens))), *(own(judge) for own in routes)],
        middleware=[Middleware(BodyLimit)],
        joining=[partial(serve, nats, judge)] if serve else [],
        following={"judge": judge.run},
        closing=[judge.close, *closing(tokens)],
        status=judge.status,
    )


def retrying(judge: Judge, guard: Guard) -> APIRouter:
    """Return the route by which people have stalled cases judged again."""
    router = APIRouter(tags=["service"])

    @router.post("/retry", dependencies=[Depends(guard.may("operate"))])
    async def retry() -> dict[str, int]:
        """Judge again the cases that have stalled, and say how many they are."""
        return {"retried": await judge.retry()}

    return router
