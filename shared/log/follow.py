"""How does a service read the log as it grows? From the stream, position after position, and holes from the store.

The stream may be slow, restarted, damaged or filled anew; what comes out is the log without gaps all the same.
"""

import asyncio
import time
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError
from prometheus_client import Counter
from pydantic_core import from_json, to_json

from shared.log.append import LogClient, LogUnavailable
from shared.log.stream import STREAM
from shared.log.unbroken import unbroken

_log = structlog.stdlib.get_logger("follow")

Batch = list[tuple[int, bytes]]
Message = tuple[int, str, bytes]
"""Sequence, subject and body."""

PULL = 1000
"""Messages asked for at a time; two such requests are open, so the stream never waits for us."""
BEAT = 1.0
"""Seconds between signs of life of an idle stream; without two of them the consumer is made anew."""

_HOLES = Counter(
    "yingsu_log_holes_total", "Events missing or unreadable on the stream, fetched from the store"
)


class ReaderGoneError(Exception):
    """The consumer does not exist any more; the reader must begin anew where it was."""


class StreamReader:
    """Messages of the stream from a position on, with whatever holes it has."""

    def __init__(self, nc: Client, after: int) -> None:
        self.pending = 0
        """Messages the stream holds beyond the last one received."""
        self._nc = nc
        self._after = after
        self._queue: asyncio.Queue[Msg | None] = asyncio.Queue()
        self._inbox = nc.new_inbox()
        self._subscription: Subscription | None = None
        self._consumer = ""
        self._asked = 0
        self._heard = 0.0
        self._connection = nc.stats["reconnects"]

    async def open(self) -> None:
        """Create the consumer. Raises nats.errors.Error, of which NotFoundError when there is no stream."""
        config = {
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": self._after + 1,
            "ack_policy": "none",
            "max_deliver": 1,
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": 60_000_000_000,
        }
        body = to_json({"stream_name": STREAM, "config": config})
        asked = self._nc.request(f"$JS.API.CONSUMER.CREATE.{STREAM}", body, timeout=3)
        answer = await unbroken(self._nc, asked)
        told: dict[str, Any] = from_json(answer.data)
        if "error" in told:
            raise NotFoundError.from_error(told["error"])
        self._consumer = told["name"]
        self.pending = told.get("num_pending", 0)
        # A callback: fetching waits for each single message and is three times slower.
        self._subscription = await self._nc.subscribe(
            self._inbox, cb=self._queue.put, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        self._heard = time.monotonic()
        await self._ask()

    async def close(self) -> None:
        """Let go of the consumer; the server forgets it by itself if it cannot be told."""
        try:
            if self._subscription is not None:
                await self._subscription.unsubscribe()
            if self._consumer and self._nc.is_connected:
                await self._nc.publish(f"$JS.API.CONSUMER.DELETE.{STREAM}.{self._consumer}")
        except (NatsError, OSError):
            return

    @property
    def waiting(self) -> int:
        """Return how many messages are still to come: received and not read, or on the server."""
        return self.pending + self._queue.qsize()

    def nudge(self) -> None:
        """Let who is reading have what has come, be it nothing."""
        self._queue.put_nowait(None)

    async def read(self, most: int, wait: float) -> list[Message]:
        """Return what has come; nothing when nothing comes for `wait` seconds.

        Raises nats.errors.Error, and ReaderGoneError when the reader must be opened anew.
        """
        found: list[Message] = []
        if self._queue.empty():
            try:
                # Not wait_for: before Python 3.12 it may swallow a cancellation.
                async with asyncio.timeout(wait):
                    self._take(await self._queue.get(), found)
            except TimeoutError:
                self._check()
                return found
        while len(found) < most and not self._queue.empty():
            self._take(self._queue.get_nowait(), found)
        await self._ask()
        return found

    def _take(self, message: Msg | None, found: list[Message]) -> None:
        if message is None:
            return
        self._heard = time.monotonic()
        if message.reply:
            self._asked -= 1
            # $JS.ACK.<stream>.<consumer>.<delivered>.<sequence>.<…>.<…>.<pending>, or with domain and account
            tokens = message.reply.split(".")
            at = 5 if len(tokens) == 9 else 7
            self.pending = int(tokens[at + 3])
            found.append((int(tokens[at]), message.subject, message.data))
            return
        headers = message.headers or {}
        match headers.get("Status"):
            case "100":  # a sign of life of a stream that has no more, though it may count what it has lost
                self.pending = 0
            case "408":  # the request has expired
                self._asked -= int(headers.get("Nats-Pending-Messages", PULL))
            case _:
                raise ReaderGoneError

    def _check(self) -> None:
        if self._nc.stats["reconnects"] != self._connection:
            raise ReaderGoneError
        if self._nc.is_connected and time.monotonic() - self._heard > 2.5 * BEAT:
            raise ReaderGoneError

    async def _ask(self) -> None:
        """Keep between one and two requests' worth of messages asked for."""
        while self._asked <= PULL:
            beat = int(BEAT * 1e9)
            body = to_json({"batch": PULL, "expires": 60 * beat, "idle_heartbeat": beat})
            subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{self._consumer}"
            await self._nc.publish(subject, body, reply=self._inbox)
            self._asked += PULL


class Follower:
    """The log from a position on, as batches of consecutive positions and stored bytes, for ever."""

    def __init__(self, nc: Client, client: LogClient, after: int, *, batch: int = 500) -> None:
        self.position = after
        """Position of the last event given out."""
        self._nc = nc
        self._client = client
        self._batch = batch
        self._reader: StreamReader | None = None
        self._held: list[Message] = []
        self._nudged = False
        self._complained = ""

    @property
    def behind(self) -> int:
        """Return how many events the stream is known to hold beyond the position."""
        return len(self._held) + (self._reader.waiting if self._reader else 0)

    def __aiter__(self) -> "Follower":
        return self

    async def __anext__(self) -> Batch:
        """Return the next events, or an empty batch when none came for a second or NATS is away."""
        return await self.take(1.0)

    async def take(self, patience: float, linger: float = 0.0) -> Batch:
        """Return the next events, or an empty batch when none came for so many seconds, or it was nudged.

        When something comes, more is waited for as long as `linger` says.
        """
        end, self._nudged, batch = time.monotonic() + patience, False, Batch()
        while True:
            if not self._held:
                await self._receive(max(0.0, end - time.monotonic()))
            some = await self._in_order()
            if some and not batch:
                end = min(end, time.monotonic() + linger)
            batch += some
            if self._nudged or len(batch) >= self._batch or time.monotonic() >= end:
                return batch
            if self._held:  # a hole that cannot be closed yet
                await asyncio.sleep(0.2)

    def nudge(self) -> None:
        """Let `take` return at once, though nothing has come."""
        self._nudged = True
        if self._reader is not None:
            self._reader.nudge()

    async def close(self) -> None:
        """Stop following."""
        if self._reader is not None:
            await self._reader.close()

    async def _receive(self, wait: float) -> None:
        try:
            if self._reader is None:
                reader = StreamReader(self._nc, self.position)
                await reader.open()
                self._reader = reader
            self._held = await self._reader.read(self._batch, min(wait, 0.25))
            if self._held:
                self._complain("")
        except ReaderGoneError:
            await self._let_go()
        except (NatsError, OSError) as error:
            self._complain(str(error) or type(error).__name__)
            await self._let_go()
            await asyncio.sleep(min(wait, 0.2))

    async def _let_go(self) -> None:
        if self._reader is not None:
            await self._reader.close()
        self._reader = None

    async def _in_order(self) -> Batch:
        """Take from what was received as much as can be put in order, closing holes from the store."""
        batch: Batch = []
        done = 0
        for sequence, _, body in self._held:
            if sequence > self.position:
                readable = b'"position":%d,' % sequence in body
                last = sequence - 1 if readable else sequence
                if last > self.position and not await self._fetch(last, batch):
                    break
                if readable:
                    batch.append((sequence, body))
                    self.position = sequence
            done += 1
        del self._held[:done]
        return batch

    async def _fetch(self, last: int, batch: Batch) -> bool:
        """Get what the stream lacks from the store; return whether all of it was to be had."""
        first, upto = self.position + 1, min(last, self.position + PULL)
        try:
            events = await self._client.read(first, upto)
        except LogUnavailable as error:
            events, reason = [], str(error)
        else:
            reason = f"the store ends before {upto}"
        if events:
            _HOLES.inc(len(events))
            _log.error("events missing on the stream came from the store", first=first, count=len(events))
            batch.extend(enumerate(events, first))
            self.position += len(events)
        if self.position < upto:
            self._complain(f"a hole from {self.position + 1} to {last}: {reason}")
        return self.position == last

    def _complain(self, reason: str) -> None:
        if reason and reason != self._complained:
            _log.warning("the log cannot be followed just now", reason=reason, position=self.position)
        self._complained = reason


def follow(nc: Client, client: LogClient, after: int, *, batch: int = 500) -> Follower:
    """Follow the log after a position, with at most `batch` events at a time."""
    return Follower(nc, client, after, batch=batch)
