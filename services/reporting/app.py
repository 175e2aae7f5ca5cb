"""How is reporting put together?"""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends
from nats.aio.client import Client
from starlette.middleware import Middleware

from services.reporting import api, entries_api, law_api, pages
from services.reporting.activities.api import routes as activity_routes
from services.reporting.deadlines.api import routes as deadline_routes
from services.reporting.delivery.api import routes as subscription_routes
from services.reporting.delivery.mail import Mail
from services.reporting.delivery.noted import Notebook
from services.reporting.delivery.recording import Recorder
from services.reporting.delivery.sender import Channel, Sender
from services.reporting.delivery.tries import Tries
from services.reporting.delivery.webhook import Webhook
from services.reporting.feeds.api import routes as feed_routes
from services.reporting.feeds.keeping import Tally
from services.reporting.history.api import routes as history_routes
from services.reporting.ledgers.api import routes as ledger_routes
from services.reporting.live.live import Live
from services.reporting.outlook.api import routes as outlook_routes
from services.reporting.parked.api import routes as parked_routes
from services.reporting.proceedings.api import routes as proceeding_routes
from services.reporting.publishing.api import Publishing
from services.reporting.publishing.api import routes as report_routes
from services.reporting.publishing.wiring import published
from services.reporting.reader import Reader
from services.reporting.rebuilding import Rebuilder
from services.reporting.rebuilding.api import routes as rebuilding_routes
from services.reporting.recorder import Look, SettledRecorder
from services.reporting.scorecards.api import routes as scorecard_routes
from services.reporting.scorecards.publishing import Publications
from services.reporting.seeing import Apart, Door, Seen, still_seen
from services.reporting.suggestions.api import routes as suggestion_routes
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from services.reporting.worklist.api import routes as worklist_routes
from shared.access.asking import asking
from shared.access.guard import Guard
from shared.access.tokens import closing, tokens_of
from shared.explaining.over_nats import Ask, asking_over_nats
from shared.judge import Judge, Shown, retrying
from shared.judge.crash import dying_at
from shared.log.append import LogClient
from shared.log.notes import Notes
from shared.log.settled import Announcement, Settled
from shared.outbound import Outbound
from shared.sealing import request_keys
from shared.service import Service
from shared.settings import Settings

NAME = "reporting"


def create(settings: Settings) -> Service:
    """Return the service: the follower that keeps the views, the reader, and the routes that ask it."""
    url = settings.notes_url(NAME)
    nats = Client()
    announced = Settled(nats, NAME)
    passing = dying_at(settings.crash_at)
    keys = partial(request_keys, nats)
    tokens = tokens_of(settings)
    guard = Guard(asking(nats, tokens))

    def moved(upto: int, stalled: Sequence[str]) -> None:
        announced.take(Announcement(upto, upto, stalled=tuple(stalled)))
        live.nudge(upto)
        sender.nudge()
        publisher.nudge()
        reports.nudge()

    async def status() -> Mapping[str, Any]:
        return {
            **await judge.status(),
            "deliveries": sender.status(),
            "scorecards": publisher.status(),
            "reports": reports.status(),
            "live": live.status(),
            "rebuilding": rebuilder.status(),
        }

    notes = Notes(url, NAME, [metadata], Tally())
    live = Live(url, nats, lambda: rested())
    judge = Judge(Shown(Views(told=live.told), VERSION), notes, nats, moved=moved, passing=passing)
    reader = Seen(url, announced, keys)
    rebuilder = Rebuilder(url, notes, judge, passing=passing, crash_at=settings.crash_at)
    seeing = Door(guard, reader, settings.page, f"{settings.door}/sign-in")
    outbound = Outbound(private=settings.webhook_private)
    webhook = Webhook(outbound, settings.page, time.time)
    channels: dict[str, Channel] = {"webhook": webhook}
    if settings.smtp_url.get_secret_value():
        channels["email"] = Mail(settings, settings.page, time.time)

    def rested() -> int | None:
        return notes.position if judge.caught_up else None

    def recorder(look: Look) -> SettledRecorder:
        return SettledRecorder(
            look,
            client=LogClient(nats),
            rested=rested,
            own_last=lambda: notes.own_last,
            stalled=lambda: judge.stalled,
            passing=passing,
        )

    house = Reader(url, announced, keys)
    publishing = published(settings, url, house, passing)
    publisher, reports = recorder(Publications(url)), recorder(publishing.look)
    sender = Sender(
        notebook=Notebook(url),
        rested=rested,
        recorder=Recorder(nats, lambda: notes.own_last),
        tries=Tries(settings.folder(NAME) / "tries.db"),
        channels=channels,
        keys=keys,
        now=time.time,
        passing=passing,
    )

    async def judging() -> None:
        await rebuilder.upgrade()
        await judge.run()

    return Service(
        name=NAME,
        settings=settings,
        nats=nats,
        routers=[
            _asking(
                reader,
                seeing,
                asking_over_nats(nats, "deadlines"),
                settings.page,
                settings.door,
                live.routes(lambda: notes.position + judge.lag, still_seen),
                publishing.desk,
            ),
            ledger_routes(reader, keys, LogClient(nats).name, guard),
            subscription_routes(sender, guard),
            retrying(judge, guard),
            rebuilding_routes(rebuilder, guard),
        ],
        following={
            "judge": judging,
            "sender": sender.run,
            "publisher": publisher.run,
            "reports": reports.run,
            "live": live.run,
        },
        closing=[
            webhook.close,
            outbound.close,
            sender.close,
            publisher.close,
            reports.close,
            house.close,
            live.close,
            rebuilder.close,
            reader.close,
            judge.close,
            *closing(tokens),
        ],
        middleware=[Middleware(Apart)],
        status=status,
    )


def _asking(
    reader: Reader, seeing: Door, ask: Ask, page: str, door: str, streams: APIRouter, desk: Publishing
) -> APIRouter:
    router = APIRouter(dependencies=[Depends(seeing)])
    router.include_router(api.routes(reader))
    router.include_router(streams)
    waiting = APIRouter(dependencies=[Depends(api.settled_first(reader))])
    for routes in (
        entries_api.routes(reader),
        worklist_routes(reader),
        deadline_routes(reader, page),
        parked_routes(reader, door),
        activity_routes(reader),
        suggestion_routes(reader),
        proceeding_routes(reader),
        scorecard_routes(reader),
        feed_routes(reader),
        history_routes(reader),
        outlook_routes(reader),
        report_routes(desk),
        law_api.routes(reader),
        pages.routes(reader, ask, door, desk),
    ):
        waiting.include_router(routes)
    router.include_router(waiting)
    return router
