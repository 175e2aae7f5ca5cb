"""How do clients send facts to a house whose intake dies again and again? Until they are answered."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from services.intake.api import BATCH, SINGLE, STREAM
from tests.e2e.house import House

Event = Mapping[str, Any]
Send = Callable[[Sequence[Event]], Awaitable[Mapping[str, Any] | None]]
"""Sends events and returns the answer; None for none, and for one that asks to come again."""

PAUSE = 0.2
"""Seconds until a client that was not answered tries again."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way in, and how it is used."""

    send: Send
    at_once: int
    clients: int
    share: int
    """Its part of the facts, out of ten."""


@dataclass
class Senders:
    """Clients of four kinds, and what was acknowledged to them."""

    house: House
    acknowledged: dict[tuple[str, str], int] = field(default_factory=dict)
    """The position that was told of each fact; 0 where it was only counted."""
    again: int = 0
    """How often something had to be sent again."""
    _grown: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, events: Sequence[Event], seed: int) -> None:
        """Send all events, over every way at once, and return when each is acknowledged."""
        mixed = random.Random(seed).sample(events, len(events))
        shown = {"authorization": f"Bearer {self.house.key}"}
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(
                httpx.AsyncClient(trust_env=False, timeout=30.0, headers=shown)
            )
            client = await nats.connect(
                self.house.url("nats").replace("http:", "nats:"),
                user="operator",
                password=self.house.key,
                inbox_prefix=b"_INBOX_operator",
                max_reconnect_attempts=-1,
            )
            stack.push_async_callback(client.close)
            begin = 0
            async with asyncio.TaskGroup() as tasks:
                for way in _ways(http, f"{self.house.url('intake')}/events", client):
                    end = begin + len(mixed) * way.share // 10
                    portions = _portions(mixed[begin:end], way.at_once)
                    for _ in range(way.clients):
                        tasks.create_task(self._work(way.send, portions))
                    begin = end

    async def reach(self, count: int) -> None:
        """Return when so many facts are acknowledged."""
        async with self._grown:
            await self._grown.wait_for(lambda: len(self.acknowledged) >= count)

    async def _work(self, send: Send, portions: Iterator[Sequence[Event]]) -> None:
        for portion in portions:
            while (answer := await send(portion)) is None:
                self.again += 1
                await asyncio.sleep(PAUSE)
            self._note(portion, answer)
            async with self._grown:
                self._grown.notify_all()

    def _note(self, portion: Sequence[Event], answer: Mapping[str, Any]) -> None:
        assert answer["accepted"] + answer["known"] == len(portion), answer
        positions = [0] * len(portion)
        for result in answer["results"]:
            positions[result["index"]] = result["position"]
        for event, position in zip(portion, positions, strict=True):
            self.acknowledged[event["source"], event["id"]] = position


def _portions(events: Sequence[Event], at_once: int) -> Iterator[Sequence[Event]]:
    """Yield events by so many; clients that share the iterator each take the next."""
    for start in range(0, len(events), at_once):
        yield events[start : start + at_once]


def _ways(http: httpx.AsyncClient, url: str, client: Client) -> Sequence[Way]:
    async def posted(body: bytes, media: str) -> Mapping[str, Any] | None:
        try:
            answer = await http.post(url, content=body, headers={"content-type": media})
        except httpx.TransportError:
            return None
        if answer.status_code in (429, 503):
            return None
        told: Mapping[str, Any] = answer.raise_for_status().json()
        return told

    async def single(events: Sequence[Event]) -> Mapping[str, Any] | None:
        (event,) = events
        return await posted(to_json(event), SINGLE)

    async def batch(events: Sequence[Event]) -> Mapping[str, Any] | None:
        return await posted(to_json(events), BATCH)

    async def stream(events: Sequence[Event]) -> Mapping[str, Any] | None:
        return await posted(b"\n".join(to_json(event) for event in events), STREAM)

    async def over_nats(events: Sequence[Event]) -> Mapping[str, Any] | None:
        (event,) = events
        try:
            message = await client.request(f"submit.{event['district']}", to_json(event), timeout=5.0)
        except (NatsError, TimeoutError):
            return None
        told: Mapping[str, Any] = from_json(message.data)
        if "problem" in told:
            assert "retry_after" in told["problem"] or told["problem"]["status"] in (429, 503), told
            return None
        return told

    return (
        Way(single, 1, 8, 2),
        Way(batch, 40, 2, 3),
        Way(stream, 500, 2, 3),
        Way(over_nats, 1, 8, 2),
    )
