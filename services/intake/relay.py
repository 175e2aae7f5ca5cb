"""How does the log reach the stream? One relay publishes the stored bytes, each at its position and only there.

It keeps no position of its own: the end of the stream says where to go on, and is compared with the store first.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from typing import Literal

import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import APIError, NotFoundError
from prometheus_client import Counter, Gauge

from services.intake.keeper import Keeper
from services.intake.store import Stored, StoreUnavailableError
from shared.log.settled import Announcement, announce
from shared.log.stream import STREAM, create, publish_batch, publish_one, subject_of
from shared.log.unbroken import unbroken

_log = structlog.stdlib.get_logger("relay")

BATCH, BYTES = 500, 1_500_000
"""The most that is published at once; nats-py holds back no more than 2 MB."""
FEW = 10
"""Up to so many events are published singly: an atomic batch costs some milliseconds of preparation."""
SEVERAL, GATHER, LONGEST = 5, 0.001, 0.05
"""After more than several events at once the next gather, for so many seconds each: a batch costs a write to disk."""
KEEP = 5000
"""Events after which the position is remembered."""
LOOK = 5.0
"""Seconds after which an idle relay looks whether the stream is still what it should be."""

_POSITION = Gauge("yingsu_relay_position", "Position up to which the log stands on the stream")
_HALTED = Gauge("yingsu_relay_halted", "1 while the stream differs from the store and needs `yingsu repair`")
_REFILLED = Counter("yingsu_relay_refilled_total", "Acknowledged events the stream lost and got again")


class DamagedError(Exception):
    """The stream is not what the store says; `yingsu repair` fills it anew."""


class Relay:
    """Publishes what the keeper has saved. `open()` before the log's first event, then `run()` as a task."""

    def __init__(self, keeper: Keeper, nc: Client, replicas: int = 1) -> None:
        self.position = 0
        """Position up to which the stream holds the log."""
        self.state: Literal["waiting", "relaying", "halted"] = "waiting"
        self.reason = ""
        """Why the relay is halted or waits."""
        self._keeper = keeper
        self._nc = nc
        self._replicas = replicas
        self._alone = asyncio.Lock()
        self._kept = -1

    @property
    def lost(self) -> str:
        """Return what the stream once lost of what it had acknowledged; empty since the last repair."""
        return self._keeper.index.state("lost")

    async def open(self) -> None:
        """Create the stream of a log that is still empty. Later a missing stream is damage, not a beginning."""
        while self._keeper.position == 0:
            try:
                return await create(self._nc, self._replicas)
            except (NatsError, OSError) as error:
                self._wait(f"NATS cannot create the stream: {str(error) or type(error).__name__}")
                await asyncio.sleep(0.5)

    async def run(self) -> None:
        """Publish for ever; a stream that differs from the store halts the relay until it is repaired.

        Each second it tells the followers how far the log reaches.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish_all())
            tasks.create_task(self._announce())

    async def _announce(self) -> None:
        while True:
            reached = self._keeper.position
            await announce(self._nc, "intake", Announcement(reached, reached, self.position))
            await asyncio.sleep(1.0)

    async def _publish_all(self) -> None:
        while True:
            try:
                async with self._alone:
                    await self._find_end()
                await self._relay()
            except DamagedError as error:
                self._halt(str(error))
                await asyncio.sleep(1.0)
            except APIError as error:
                # Somebody else published, or the server forgot: look at the end of the stream again.
                self._wait(f"NATS refused: {error}")
                await asyncio.sleep(0.05)
            except (NatsError, OSError, StoreUnavailableError) as error:
                self._wait(str(error) or type(error).__name__)
                await asyncio.sleep(0.2)

    async def repair(self) -> int:
        """Fill the stream anew from the store and return how many events it then holds.

        Positions stay what they are, so followers go on where they were. Raises nats.errors.Error, at once when NATS
        is away: a request to delete the stream must not wait until it is back.
        """
        async with self._alone:
            await unbroken(self._nc, self._fill_anew())
            self._go_on()
            return self.position

    async def _fill_anew(self) -> None:
        _log.warning("the stream is being filled anew", position=self._keeper.position)
        with suppress(NotFoundError):
            await self._nc.jetstream(timeout=30).delete_stream(STREAM)
        await create(self._nc, self._replicas)
        self._at(0)
        await self._keep(0)
        while self.position < self._keeper.position:
            await self._publish(await self._next())
        await self._keep(0)
        await asyncio.to_thread(self._keeper.index.keep, "lost", "")

    async def _relay(self) -> None:
        wake = self._keeper.wake
        while True:
            wake.clear()
            while (before := self.position) < self._keeper.position:
                async with self._alone:
                    await unbroken(self._nc, self._publish(await self._next()))
                if (
                    count := self.position - before
                ) > SEVERAL and self._keeper.position - self.position < BATCH:
                    await asyncio.sleep(min(count * GATHER, LONGEST))
            self._go_on()
            try:
                async with asyncio.timeout(LOOK):
                    await wake.wait()
            except TimeoutError:
                await self._keep(0)
                async with self._alone:
                    await self._find_end()

    async def _next(self) -> list[Stored]:
        events = await asyncio.to_thread(
            self._keeper.store.select, self.position, BATCH, self._keeper.position
        )
        sizes = accumulate(len(event.body) for event in events)
        return [event for event, size in zip(events, sizes, strict=True) if size <= BYTES] or events[:1]

    async def _publish(self, events: Sequence[Stored]) -> None:
        if not events:
            return
        messages = [(subject_of(event.name, event.body), event.body) for event in events]
        first, last = events[0].position, events[-1].position
        if len(events) > FEW:
            reached = await publish_batch(self._nc, first, messages)
        else:
            # One after the other: sent together, the second would follow a stranger in the first one's place.
            for position, message in enumerate(messages, first):
                reached = await publish_one(self._nc, position, *message)
        if reached != last:
            raise DamagedError(f"position {last} of the log got sequence {reached} of the stream")
        self._at(last)
        await self._keep(KEEP)

    async def _find_end(self) -> None:
        """Find where the stream ends and make sure that its last event is the store's."""
        jetstream = self._nc.jetstream(timeout=5)
        try:
            state = (await jetstream.stream_info(STREAM)).state
        except NotFoundError as error:
            if self._keeper.index.state("relayed"):
                raise DamagedError(f"the stream {STREAM} is missing") from error
            await create(self._nc, self._replicas)  # nothing was ever published: a beginning, not damage
            self._at(0)
            return await self._keep(0)
        end = state.last_seq
        if end > self._keeper.position:
            raise DamagedError(f"the stream ends at {end}, the store at {self._keeper.position}")
        if end:
            await self._compare(end)
        await asyncio.to_thread(self._note_loss, end)
        self._at(end)
        await self._keep(0)

    async def _compare(self, end: int) -> None:
        stored = (await asyncio.to_thread(self._keeper.store.select, end - 1, 1))[0]
        try:
            message = await self._nc.jetstream(timeout=5).get_msg(STREAM, seq=end)
        except NotFoundError as error:
            raise DamagedError(f"the stream's last event, at {end}, cannot be read") from error
        if message.data != stored.body or message.subject != subject_of(stored.name, stored.body):
            raise DamagedError(f"at {end} the stream holds another event than the store")

    def _note_loss(self, end: int) -> None:
        """Remember for `verify` that acknowledged events went missing, though they are published again."""
        reached = max(self.position, int(self._keeper.index.state("relayed") or 0))
        if end < reached <= self._keeper.position:
            lost = f"{reached - end} events after position {end}"
            _log.error("the stream lost acknowledged events; they are published again", lost=lost)
            _REFILLED.inc(reached - end)
            self._keeper.index.keep("lost", lost)

    def _at(self, position: int) -> None:
        self.position = position
        _POSITION.set(position)

    async def _keep(self, grown: int) -> None:
        """Remember how far the stream has acknowledged, as a hint by which to notice when it forgets."""
        if self.position != self._kept and abs(self.position - self._kept) >= grown:
            self._kept = self.position
            await asyncio.to_thread(self._keeper.index.keep, "relayed", str(self.position))

    def _go_on(self) -> None:
        if self.state != "relaying":
            _log.info("the relay is at work", position=self.position)
        self.state, self.reason = "relaying", ""
        _HALTED.set(0)

    def _wait(self, reason: str) -> None:
        if self.reason != reason:
            _log.warning("the relay waits", reason=reason)
        self.state, self.reason = "waiting", reason

    def _halt(self, reason: str) -> None:
        if self.reason != reason:
            _log.error("the relay has halted: the stream differs from the store", reason=reason)
        self.state, self.reason = "halted", reason
        _HALTED.set(1)
