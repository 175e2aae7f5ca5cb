"""Is the log whole? The store's chain of hashes, the stream byte by byte, and how far everybody has read."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from services.intake.keeper import Keeper
from services.intake.relay import Relay
from services.intake.store import Store, Stored
from shared.codec import name_in
from shared.envelope import GENESIS, attributes, digest, is_finding
from shared.log.filing import READS
from shared.log.follow import Message, ReaderGoneError, StreamReader
from shared.log.settled import SETTLED, Announcement
from shared.log.stream import STREAM, subject_of
from shared.problems import Problem

LISTEN = 4.0
"""Seconds for which a follower is listened to that says nothing; everybody announces itself each second."""
QUIET = 3.0
"""Seconds without a message after which the stream is taken to hold no more."""
STEP = 2000
MOST_NAMED = 100
"""Problems named one by one."""


@dataclass(slots=True)
class Findings:
    """What is wrong at one place, as ranges of positions."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, what: str, first: int, last: int | None = None) -> None:
        """Note a problem; one that continues the last is joined to it."""
        last = first if last is None else last
        self.count += last - first + 1
        before = self.problems[-1] if self.problems else None
        if before and before["what"] == what and before["last"] == first - 1:
            before["last"] = last
        elif len(self.problems) < MOST_NAMED:
            self.problems.append({"what": what, "first": first, "last": last})


async def verify(keeper: Keeper, relay: Relay, nc: Client, listen: float = LISTEN) -> dict[str, Any]:
    """Compare everything with everything, and listen at most so many seconds to the followers.

    `ok` is true when nothing is damaged.

    Takes as long as reading the whole log twice: some tens of thousands of events a second.
    """
    end, relayed = keeper.position, relay.position
    store, noted = await asyncio.to_thread(_check_store, keeper.store, end)
    stream = await _check_stream(keeper.store, nc, relay, end, relayed)
    followers = await _check_followers(keeper, nc, noted, end, listen)
    sides = (store, stream, *followers.values())
    return {
        "ok": not any(side["problems"] for side in sides),
        "position": end,
        "store": store,
        "stream": stream,
        "followers": followers,
    }


async def repair(keeper: Keeper, relay: Relay, nc: Client, listen: float = LISTEN) -> dict[str, Any]:
    """Fill the stream anew from the store, and verify again. Raises Problem 503 when NATS is away."""
    try:
        filled = await relay.repair()
    except (NatsError, OSError) as error:
        detail = f"NATS does not answer ({str(error) or type(error).__name__}); try again when it is ready"
        raise Problem(503, "The stream cannot be filled now", detail) from error
    return {"filled": filled, **await verify(keeper, relay, nc, listen)}


def _check_store(store: Store, end: int) -> tuple[dict[str, Any], Counter[str]]:
    """Return what is wrong with the store, and how many events each source has put there (facts together)."""
    found, noted = Findings(), Counter[str]()
    expected, prevhash, recorded_at = 1, GENESIS, ""
    for group in store.scan(upto=end):
        for stored in group:
            if stored.position != expected:
                found.add("missing", expected, stored.position - 1)
            told = _envelope(stored)
            if told.get("position") != stored.position:
                found.add("not the event of this position", stored.position)
            elif told["prevhash"] != prevhash:
                found.add("the chain of hashes is broken", stored.position)
            elif told["recordedat"] < recorded_at:
                found.add("recorded before the event before it", stored.position)
            elif name_in(told["type"]) != stored.name:
                found.add("filed under another type", stored.position)
            source = told.get("source", "")
            noted[source if is_finding(source) else ""] += 1
            expected, prevhash = stored.position + 1, digest(stored.body)
            recorded_at = told.get("recordedat", recorded_at)
    if expected <= end:
        found.add("missing", expected, end)
    return {"events": end, "problems": found.problems}, noted


def _envelope(stored: Stored) -> dict[str, Any]:
    try:
        return attributes(stored.body)
    except ValueError:
        return {}


async def _check_stream(store: Store, nc: Client, relay: Relay, end: int, relayed: int) -> dict[str, Any]:
    found, events, last = Findings(), 0, 0
    if relay.state == "halted":
        found.add(f"the relay has halted: {relay.reason}", relay.position + 1)
    if relay.lost:
        found.add(f"the stream lost acknowledged events, which were published again: {relay.lost}", 0)
    try:
        last = (await nc.jetstream(timeout=5).stream_info(STREAM)).state.last_seq
        if last > end:
            found.add("beyond the end of the store", end + 1, last)
        events = await _compare(store, nc, min(last, end), found)
    except NotFoundError:
        found.add(f"the stream {STREAM} is missing", 1, max(end, 1))
    except (NatsError, OSError, ReaderGoneError) as error:
        found.add(f"the stream cannot be read: {str(error) or type(error).__name__}", 1, max(end, 1))
    else:
        if last < relayed:
            found.add("missing", last + 1, relayed)
    return {"events": events, "last": last, "problems": found.problems}


async def _compare(store: Store, nc: Client, upto: int, found: Findings) -> int:
    """Read the whole stream beside the store; return how many events are the same."""
    reader, at, same = StreamReader(nc, 0), 0, 0
    await reader.open()
    try:
        while at < upto:
            messages = await _some(reader)
            if not messages:
                found.add("missing", at + 1, upto)
                break
            received = {sequence: (subject, body) for sequence, subject, body in messages}
            last = min(messages[-1][0], upto)
            for start in range(at, last, STEP):
                step = min(STEP, last - start)
                stored = await asyncio.to_thread(store.select, start, step, start + step)
                same += _same(stored, received, found)
            at = last
    finally:
        await reader.close()
    return same


async def _some(reader: StreamReader) -> list[Message]:
    for _ in range(int(QUIET / 0.25)):
        if messages := await reader.read(1000, 0.25):
            return messages
    return []


def _same(stored: Iterable[Stored], received: Mapping[int, tuple[str, bytes]], found: Findings) -> int:
    same = 0
    for event in stored:
        got = received.get(event.position)
        if got is None:
            found.add("missing", event.position)
        elif got[1] != event.body:
            found.add("not the store's bytes", event.position)
        elif got[0] != subject_of(event.name, event.body):
            found.add("on another subject", event.position)
        else:
            same += 1
    return same


async def _check_followers(
    keeper: Keeper, nc: Client, noted: Counter[str], end: int, listen: float
) -> dict[str, dict[str, Any]]:
    heard: dict[str, Announcement] = {}
    all_heard = asyncio.Event()

    async def hear(message: Msg) -> None:
        heard[message.subject.rpartition(".")[2]] = Announcement.decode(message.data)
        if heard.keys() >= READS.keys():
            all_heard.set()

    subscription = await nc.subscribe(f"{SETTLED}.*", cb=hear)
    with suppress(TimeoutError):
        async with asyncio.timeout(listen):
            await all_heard.wait()
    await subscription.unsubscribe()
    followers: dict[str, dict[str, Any]] = {}
    for service, reads in READS.items():
        if service not in heard:
            followers[service] = {"heard": False, "problems": []}
            continue
        told, found = heard[service], Findings()
        if told.position > keeper.position:
            found.add("has read further than the log reaches", keeper.position + 1, told.position)
        expected = noted[""] + noted[service] + sum(noted[name] for name in reads)
        if told.position == end == keeper.position and told.notes != expected:
            found.add(f"has noted {told.notes} events instead of {expected}; rebuild it", 1, end)
        told_of = {**asdict(told), "stalled": list(islice(told.stalled, MOST_NAMED))}
        followers[service] = {"heard": True, **told_of, "problems": found.problems}
    return followers
