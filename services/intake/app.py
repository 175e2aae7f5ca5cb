"""Of which parts is intake made?"""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from faststream.nats import NatsBroker
from nats.aio.client import Client
from starlette.middleware import Middleware

from services.intake import callers, keys, subscribers, verify
from services.intake.addresses import Addresses
from services.intake.api import STREAM, routes
from services.intake.attachments import open_attachments
from services.intake.attachments.attached import Attached
from services.intake.attachments.routes import UPLOADS, Documents
from services.intake.attachments.routes import routes as attachment_routes
from services.intake.attachments.uploaders import Uploaders
from services.intake.callers import Callers
from services.intake.callers_api import routes as key_routes
from services.intake.clock import Clock
from services.intake.described import described
from services.intake.districts import district_of
from services.intake.entry import routes as entry_routes
from services.intake.feeds.routes import routes as feed_routes
from services.intake.feeds.running import Feeds, payloads_of
from services.intake.imports.routes import routes as import_routes
from services.intake.imports.running import Imports
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.limits import Limits
from services.intake.permits import Acting
from services.intake.reception import Reception
from services.intake.relay import Relay
from services.intake.revising import Chains, Revising
from services.intake.revising import routes as revising_routes
from services.intake.seed import seed
from services.intake.shortcut import Shortcut
from services.intake.single import routes as single_routes
from services.intake.store import Store, StoreUnavailableError
from services.intake.submissions import taking
from services.intake.submitting import Submissions
from shared.access.guard import Guard
from shared.access.tokens import closing, tokens_of
from shared.judge.crash import dying_at
from shared.log.settled import Settled
from shared.outbound import Outbound
from shared.service import Service
from shared.service.body_limit import BodyLimit
from shared.settings import DatabaseError, Settings

NAME = "intake"

PATIENCE = 300.0
"""Seconds an import waits until the figures include it."""


def create(settings: Settings) -> Service:
    """Return the service, wired."""
    folder = settings.folder(NAME)
    nats = Client()
    try:
        store = Store(folder / "log.db" if settings.store == "sqlite" else settings.store)
    except StoreUnavailableError as error:
        raise DatabaseError("YINGSU_STORE", error) from error
    index = Index(f"sqlite:///{folder / 'index.db'}")
    keeper = Keeper(store, index, passing=dying_at(settings.crash_at))
    relay = Relay(keeper, nats)
    clock = Clock(keeper)
    keys_ = Keys(folder / "keys.db")
    tokens = tokens_of(settings)
    callers_ = Callers(folder / "access.db", settings.operator_key.get_secret_value(), tokens)
    guard = Guard(callers_.resolve)
    limits = Limits(settings.rate_facts, settings.rate_requests, waiting=lambda: keeper.waiting)
    reception = Reception(keys_, keeper)
    settled = Settled(nats, "reporting")
    outbound = Outbound(private=settings.webhook_private)
    uploaders = Uploaders(folder / "uploaders.db")
    files = open_attachments(settings.attachments, folder / "attachments", settings.attachment_mb * 2**20)
    submissions = Submissions(reception, keeper, Addresses(outbound))
    documents = Documents(files, Attached(keeper, keys_), uploaders)
    chains = Chains(keeper, keys_)
    revising = Revising(chains=chains, reception=reception, submissions=submissions)
    imports = Imports(
        keeper,
        partial(Acting, reception),
        folder / "imports",
        settled=lambda position: settled.wait(position, PATIENCE),
    )
    broker = _broker(settings)
    subscribers.register(broker, keeper)
    keys.register(broker, keys_)
    callers.register(broker, callers_)

    def district_id(said: str) -> str:
        return district_of(said, keeper.index.divisions)

    payloads = payloads_of(settings.attachments, folder)
    feeds = Feeds(settings, keeper, reception, payloads, district_id)
    outside = taking(settings, broker, submissions, callers_, limits)

    async def begin() -> None:
        """Let a new log begin, which needs the stream to be there first; then keep its days."""
        if keeper.position == 0:
            await service.connected.wait()
            await relay.open()
        await seed(keeper)
        await clock.catch_up()
        reception.begun.set()
        await clock.run()

    async def publish() -> None:
        await reception.begun.wait()
        await relay.run()

    async def status() -> Mapping[str, Any]:
        parked = {id_: len(await keeper.parked(id_)) for id_ in sorted(keeper.index.divisions)}
        return {
            "position": keeper.position,
            "relayed": relay.position,
            "stream": {"state": relay.state, "reason": relay.reason, "lost": relay.lost},
            "parked": sum(parked.values()),
            "districts": {id_: {"parked": count} for id_, count in parked.items()},
        }

    service = Service(
        name=NAME,
        settings=settings,
        nats=nats,
        routers=[
            routes(
                submissions,
                keeper,
                guard,
                limits,
                verify=lambda: verify.verify(keeper, relay, nats),
                repair=lambda: verify.repair(keeper, relay, nats),
            ),
            revising_routes(chains, revising, guard, limits),
            single_routes(submissions, reception, guard, limits),
            key_routes(callers_, guard),
            import_routes(imports, guard, district_id=district_id),
            attachment_routes(
                documents,
                submissions,
                guard,
                district_id=district_id,
                today=lambda: keeper.index.day,
                admit=lambda principal, bytes: limits.admit(principal, bytes=bytes),
            ),
            feed_routes(
                feeds, payloads, guard, admit=lambda principal, bytes: limits.admit(principal, bytes=bytes)
            ),
            entry_routes(
                keeper,
                submissions,
                callers_,
                guard,
                documents,
                imports,
                chains,
                revising,
                page=settings.page,
                door=settings.door,
                cookie_domain=settings.cookie_domain,
                admit=lambda principal: limits.admit(principal, facts=1),
            ),
        ],
        described=described,
        middleware=[
            Middleware(BodyLimit, streams=(STREAM,), memory=limits.memory, paths=(UPLOADS,)),
            Middleware(Shortcut, submissions=submissions, guard=guard, limits=limits),
        ],
        opening=[keeper.open],
        tasks={"keeper": keeper.run, "clock": begin, "feeds": feeds.run, **outside.tasks},
        joining=[settled.open, broker.start],
        following={"relay": publish},
        closing=[
            *outside.closing,
            feeds.close,
            broker.stop,
            keeper.close,
            keys_.close,
            callers_.close,
            uploaders.close,
            *closing(tokens),
            outbound.close,
        ],
        status=status,
        lacks=lambda: _lacking(reception, relay),
    )
    return service


def _lacking(reception: Reception, relay: Relay) -> list[str]:
    lacking = [] if reception.begun.is_set() else ["the log has not begun"]
    if relay.state == "halted":
        lacking.append(f"the relay has halted: {relay.reason}; `yingsu repair` fills the stream again")
    return lacking


def _broker(settings: Settings) -> NatsBroker:
    return NatsBroker(
        settings.nats.split(","),
        name=f"{NAME} requests",
        reconnect_time_wait=0.25,  # type: ignore[arg-type]  # nats-py sleeps this long, fractions too
        max_reconnect_attempts=-1,
        graceful_timeout=1.0,
        logger=logging.getLogger("faststream"),
    )
