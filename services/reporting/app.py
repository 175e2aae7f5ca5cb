"""How is reporting put together?"""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Depends
from nats.aio.client import Client

from services.reporting import api, entries_api, law_api, pages
from services.reporting.deadlines.api import routes as deadline_routes
from services.reporting.reader import Reader
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.judge import Judge, Shown, retrying
from shared.judge.crash import dying_at
from shared.log.notes import Notes
from shared.log.settled import Announcement, Settled
from shared.sealing import request_keys
from shared.service import Service
from shared.settings import Settings

NAME = "reporting"


def create(settings: Settings) -> Service:
    """Return the service: the follower that keeps the views, the reader, and the routes that ask it."""
    url = settings.notes_url(NAME)
    nats = Client()
    announced = Settled(nats, NAME)

    def moved(upto: int, stalled: Sequence[str]) -> None:
        announced.take(Announcement(upto, upto, stalled=tuple(stalled)))

    judge = Judge(
        Shown(Views(), VERSION),
        Notes(url, NAME, [metadata]),
        nats,
        moved=moved,
        passing=dying_at(settings.crash_at),
    )
    reader = Reader(url, announced, partial(request_keys, nats))
    return Service(
        name=NAME,
        settings=settings,
        nats=nats,
        routers=[_asking(reader), retrying(judge)],
        following={"judge": judge.run},
        closing=[reader.close, judge.close],
        status=judge.status,
    )


def _asking(reader: Reader) -> APIRouter:
    router = APIRouter()
    router.include_router(api.routes(reader))
    router.include_router(entries_api.routes(reader), dependencies=[Depends(api.settled_first(reader))])
    router.include_router(deadline_routes(reader), dependencies=[Depends(api.settled_first(reader))])
    router.include_router(law_api.routes(reader), dependencies=[Depends(api.settled_first(reader))])
    router.include_router(pages.routes(reader), dependencies=[Depends(api.settled_first(reader))])
    return router
