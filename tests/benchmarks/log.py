"""How fast are keeper, relay and following, beside what their libraries do bare on the same machine?"""

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.utils import Environment
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import from_json

from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.relay import Relay
from services.intake.store import Store
from shared.envelope import Draft
from shared.log.append import LogClient
from shared.log.follow import follow
from shared.log.notes import Notes
from shared.log.stream import STREAM, create, publish_batch
from tests.log.house import connect
from tests.servers import nats_server

GROUP = 500


@dataclass(frozen=True, slots=True)
class Rate:
    """How many events a second."""

    what: str
    events: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.events / self.seconds

    def __str__(self) -> str:
        return f"{self.what:<60} {self.per_second:>10,.0f}/s"


def some_facts(count: int) -> list[Draft]:
    """Return facts of about 700 stored bytes, fifteen a case."""
    data = {
        "version": 0,
        "held_on": "2023-05-06",
        "attendees": [
            {
                "organ": "环翠区人力资源和社会保障局",
                "represents": "",
                "role": "officer",
                "name": "某某",
                "rank": "deputy",
            }
        ],
    }
    return [
        Draft(
            source="ledger/huancui",
            id=f"huancui/（2023）鲁1002行初{i // 15}号/hearing-held/{i % 15}",
            type="yingsu.hearing-held.v1",
            subject=f"（2023）鲁1002行初{i // 15}号",
            district="huancui",
            data=data,
        )
        for i in range(count)
    ]


def _bodies(count: int) -> list[bytes]:
    return [json.dumps({"n": i, "pad": "x" * 640}).encode() for i in range(count)]


def bare_recorder(events: int = 20_000) -> Rate:
    """Save bytes of the same size with the library's recorder alone, 500 at a time."""
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": f"{folder}/bare.db",
            "ORIGINATOR_ID_TYPE": "text",
        }
        factory = InfrastructureFactory.construct(Environment(env=env))
        recorder = factory.application_recorder()
        stored = [StoredEvent("log", i, "hearing-held", body) for i, body in enumerate(_bodies(events), 1)]
        began = time.perf_counter()
        for start in range(0, events, GROUP):
            recorder.insert_events(stored[start : start + GROUP])
        seconds = time.perf_counter() - began
    return Rate("bare recorder, saves of 500", events, seconds)


async def keeper(events: int = 20_000) -> Rate:
    """Record facts: identity, stamping, hashes, saving, index."""
    drafts = some_facts(events)
    with tempfile.TemporaryDirectory() as folder:
        one = Keeper(Store(Path(folder) / "log.db"), Index(f"sqlite:///{folder}/index.db"))
        await one.open()
        running = asyncio.create_task(one.run())
        began = time.perf_counter()
        await one.record(drafts)
        seconds = time.perf_counter() - began
        await _end(running)
        one.close()
    return Rate("keeper: identity, stamp, chain, save, index", events, seconds)


async def bare_batches(events: int = 20_000) -> Rate:
    """Publish atomic batches of 500 with nothing around them, every batch on disk before the next."""

    async def run(nc: Client, _folder: Path) -> float:
        await create(nc)
        messages = [("cases.x.y", body) for body in _bodies(events)]
        began = time.perf_counter()
        for start in range(0, events, GROUP):
            await publish_batch(nc, start + 1, messages[start : start + GROUP])
        return time.perf_counter() - began

    return Rate("bare atomic batches of 500, sync always", events, await _with_nats(run))


async def relay(events: int = 20_000) -> Rate:
    """Relay a log that is there already: read the store, publish, remember."""

    async def run(nc: Client, folder: Path) -> float:
        one, relay = await _filled(nc, folder, events)
        began = time.perf_counter()
        running = asyncio.create_task(relay.run())
        await _at_rest(relay, events)
        seconds = time.perf_counter() - began
        await _end(running)
        one.close()
        return seconds

    return Rate("relay: store to stream", events, await _with_nats(run))


async def bare_following(events: int = 20_000) -> Rate:
    """Receive and decode every message of a stream of facts."""

    async def run(nc: Client, folder: Path) -> float:
        await _relayed(nc, folder, events)
        return (await follow_bare(nc, events)).seconds

    return Rate("bare following with decoding", events, await _with_nats(run))


async def follow_bare(nc: Client, events: int) -> Rate:
    """Receive and decode every message of the stream with an ordered consumer's callback."""
    done, left = asyncio.Event(), events

    async def take(message: Msg) -> None:
        nonlocal left
        from_json(message.data)
        left -= 1
        if not left:
            done.set()

    began = time.perf_counter()
    following = await nc.jetstream().subscribe("cases.>", stream=STREAM, ordered_consumer=True, cb=take)
    await done.wait()
    seconds = time.perf_counter() - began
    await following.unsubscribe()
    return Rate("bare following with decoding", events, seconds)


async def following(events: int = 20_000) -> Rate:
    """Follow the log: in order, without holes, as stored bytes."""

    async def run(nc: Client, folder: Path) -> float:
        await _relayed(nc, folder, events)
        began = time.perf_counter()
        follower = follow(nc, LogClient(nc), 0, batch=1000)
        while follower.position < events:
            await anext(follower)
        seconds = time.perf_counter() - began
        await follower.close()
        return seconds

    return Rate("following", events, await _with_nats(run))


async def noting(events: int = 20_000) -> Rate:
    """Follow the log and note it, as every service does."""

    async def run(nc: Client, folder: Path) -> float:
        await _relayed(nc, folder, events)
        notes = Notes(f"sqlite:///{folder}/notes.db", "reporting")
        began = time.perf_counter()
        follower = follow(nc, LogClient(nc), 0, batch=1000)
        while follower.position < events:
            if batch := await anext(follower):
                await asyncio.to_thread(notes.note, batch)
        seconds = time.perf_counter() - began
        await follower.close()
        notes.close()
        return seconds

    return Rate("following and noting", events, await _with_nats(run))


async def _with_nats(run: Callable[[Client, Path], Awaitable[float]]) -> float:
    with tempfile.TemporaryDirectory() as folder, nats_server(Path(folder) / "nats") as server:
        nc = await connect(server)
        try:
            return await run(nc, Path(folder))
        finally:
            await nc.close()


async def _filled(nc: Client, folder: Path, events: int) -> tuple[Keeper, Relay]:
    one = Keeper(Store(folder / "log.db"), Index(f"sqlite:///{folder}/{uuid4().hex}.db"))
    await one.open()
    relay = Relay(one, nc)
    await relay.open()
    running = asyncio.create_task(one.run())
    await one.record(some_facts(events))
    await _end(running)
    return one, relay


async def _relayed(nc: Client, folder: Path, events: int) -> None:
    one, relay = await _filled(nc, folder, events)
    running = asyncio.create_task(relay.run())
    await _at_rest(relay, events)
    await _end(running)
    one.close()


async def _at_rest(relay: Relay, position: int) -> None:
    """Wait until a relay has published so far and has nothing under way in a thread, so that it may be closed."""
    while relay.position < position or relay.state != "relaying":  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


def rates(events: int = 20_000) -> Sequence[Rate]:
    """Return all of them, each beside its bare limit."""
    return (
        bare_recorder(events),
        asyncio.run(keeper(events)),
        asyncio.run(bare_batches(events)),
        asyncio.run(relay(events)),
        asyncio.run(bare_following(events)),
        asyncio.run(following(events)),
        asyncio.run(noting(events)),
    )


if __name__ == "__main__":
    for rate in rates():
        print(rate)
