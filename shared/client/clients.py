"""What does a program call to report facts, with asyncio or without?"""

import asyncio
import os
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import Any, Self

import httpx
from pydantic_core import to_json

from shared.client.answers import Published, told_by
from shared.client.events import PORTION, Event, Line, Portion, Portions, fact
from shared.client.trying import Tries

DOOR = "http://127.0.0.1:8001"
"""Intake of a house that was started with `yingsu up`."""

SINGLE = "application/cloudevents+json"
STREAM = "application/x-ndjson"

TIMEOUT = httpx.Timeout(300.0, connect=10.0)
"""An answer may take long: a stream is taken as slowly as the key's limit says."""


class _Shared:
    """What both clients send."""

    def __init__(self, url: str, key: str, patience: float) -> None:
        self.url = url.rstrip("/")
        self._patience = patience
        key = key or os.environ.get("YINGSU_KEY", "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._options: dict[str, Any] = {"base_url": self.url, "headers": headers, "timeout": TIMEOUT}

    def _one(self, event: Event) -> dict[str, Any]:
        return {"url": "/events", "content": to_json(event), "headers": {"Content-Type": SINGLE}}

    def _many(self, portion: Portion, *, validate: bool) -> dict[str, Any]:
        asked = {"mode": "validate"} if validate else {}
        body = b"\n".join(line for _, line in portion)
        return {"url": "/events", "params": asked, "content": body, "headers": {"Content-Type": STREAM}}

    def _revision(self, position: int, kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "url": f"/facts/{position}/{kind}",
            "json": {name: one for name, one in told.items() if one != ""},
        }


class Client(_Shared):
    """Reports facts to intake. Each method returns what the house answered, or raises ProblemError or AwayError."""

    def __init__(
        self,
        url: str = DOOR,
        key: str = "",
        *,
        patience: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        **http: Any,
    ) -> None:
        """Without `key` that of YINGSU_KEY is shown. A request waits at most `patience` seconds to be sent again.

        `http` are further options of `httpx.Client`, such as `verify` and `proxy`.
        """
        super().__init__(url, key, patience)
        self._sleep = sleep
        self._http = httpx.Client(**self._options | http)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def report(
        self,
        name: str,
        subject: str,
        data: Mapping[str, Any],
        *,
        source: str,
        district: str,
        id: str = "",
        time: str = "",
    ) -> dict[str, Any]:
        """Report one fact; see `fact`."""
        return self.send(fact(name, subject, data, source=source, district=district, id=id))

    def send(self, event: Event) -> dict[str, Any]:
        """Report one event."""
        return self._post(self._one(event))

    def publish(
        self,
        events: Iterable[Line],
        *,
        validate: bool = False,
        most: int = PORTION,
        noticed: Callable[[Published], None] = lambda published: None,
    ) -> Published:
        """Report many events in their order, each for itself; what is wrong with one keeps no other away.

        With `validate` it is only said what would become of them. `noticed` is told after each portion.
        """
        published, portions = Published(), Portions(most)

        def send(portion: Portion) -> None:
            if portion:
                answer = self._post(self._many(portion, validate=validate))
                published.add([number for number, _ in portion], answer)
                noticed(published)

        for event in events:
            send(portions.add(event))
        send(portions.rest())
        return published

    def correct(
        self, position: int, data: Mapping[str, Any], reason: str, subject: str = ""
    ) -> dict[str, Any]:
        """Say what the fact at a position should have said, whole; `subject` moves it."""
        return self._post(
            self._revision(position, "correction", {"data": data, "reason": reason, "subject": subject})
        )

    def retract(self, position: int, reason: str) -> dict[str, Any]:
        """Take the fact at a position back."""
        return self._post(self._revision(position, "retraction", {"reason": reason}))

    def _post(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        tries = Tries(self.url, self._patience)
        while True:
            why: httpx.Response | httpx.TransportError
            try:
                why = self._http.post(**asked)
            except httpx.TransportError as error:
                why = error
            else:
                if why.is_success:
                    return told_by(why)
            self._sleep(tries.after(why))


class AsyncClient(_Shared):
    """The same as `Client` for programs with asyncio."""

    def __init__(
        self,
        url: str = DOOR,
        key: str = "",
        *,
        patience: float = 60.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        **http: Any,
    ) -> None:
        """Take what `Client` takes."""
        super().__init__(url, key, patience)
        self._sleep = sleep
        self._http = httpx.AsyncClient(**self._options | http)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def report(
        self,
        name: str,
        subject: str,
        data: Mapping[str, Any],
        *,
        source: str,
        district: str,
        id: str = "",
        time: str = "",
    ) -> dict[str, Any]:
        """Report one fact; see `fact`."""
        return await self.send(fact(name, subject, data, source=source, district=district, id=id))

    async def send(self, event: Event) -> dict[str, Any]:
        """Report one event."""
        return await self._post(self._one(event))

    async def publish(
        self,
        events: Iterable[Line] | AsyncIterable[Line],
        *,
        validate: bool = False,
        most: int = PORTION,
        noticed: Callable[[Published], None] = lambda published: None,
    ) -> Published:
        """Report many events, as `Client.publish`."""
        published, portions = Published(), Portions(most)

        async def send(portion: Portion) -> None:
            if portion:
                answer = await self._post(self._many(portion, validate=validate))
                published.add([number for number, _ in portion], answer)
                noticed(published)

        async for event in _each(events):
            await send(portions.add(event))
        await send(portions.rest())
        return published

    async def correct(
        self, position: int, data: Mapping[str, Any], reason: str, subject: str = ""
    ) -> dict[str, Any]:
        """Say what the fact at a position should have said, whole; `subject` moves it."""
        told = {"data": data, "reason": reason, "subject": subject}
        return await self._post(self._revision(position, "correction", told))

    async def retract(self, position: int, reason: str) -> dict[str, Any]:
        """Take the fact at a position back."""
        return await self._post(self._revision(position, "retraction", {"reason": reason}))

    async def _post(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        tries = Tries(self.url, self._patience)
        while True:
            why: httpx.Response | httpx.TransportError
            try:
                why = await self._http.post(**asked)
            except httpx.TransportError as error:
                why = error
            else:
                if why.is_success:
                    return told_by(why)
            await self._sleep(tries.after(why))


async def _each(events: Iterable[Line] | AsyncIterable[Line]) -> AsyncIterator[Line]:
    if isinstance(events, AsyncIterable):
        async for event in events:
            yield event
    else:
        for event in events:
            yield event
