"""How long after it was sent is a fact, with all that follows from it, in the figures?"""

import asyncio
import time
from collections.abc import Sequence
from statistics import quantiles

import httpx
from pydantic_core import to_json

from shared.envelope import Draft
from tests.benchmarks.facts import cloudevent, facts, lines
from tests.benchmarks.house import JUDGES, House, running

PER_SECOND = 50


def latencies(seconds: float = 30.0, before: int = 2_000) -> list[float]:
    """Send 50 facts a second, each by itself, and ask for the figures that include it; return milliseconds each."""
    told = facts(before + int(seconds * PER_SECOND))
    with running(*JUDGES) as house:
        house.settled(house.post(lines(told[:before]))["position"])
        return asyncio.run(_send(house, told[before:]))


async def _send(house: House, told: Sequence[Draft]) -> list[float]:
    # Connections are let go before the server does, which would cut off a request under way.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200, keepalive_expiry=2.0)
    async with httpx.AsyncClient(
        trust_env=False, timeout=60, limits=limits, headers=house.http.headers
    ) as client:
        begun, sending = time.perf_counter(), []
        for number, draft in enumerate(told):
            await asyncio.sleep(begun + number / PER_SECOND - time.perf_counter())
            sending.append(asyncio.create_task(_latency(client, house, draft)))
        return [await one for one in sending]


async def _latency(client: httpx.AsyncClient, house: House, draft: Draft) -> float:
    begun = time.perf_counter()
    headers = {"Content-Type": "application/cloudevents+json"}
    body = to_json(cloudevent(draft))
    answer = await client.post(house.url("intake", "/events"), content=body, headers=headers)
    position = answer.raise_for_status().json()["position"]
    query = {"district": draft.district, "period": "2023", "agency": "*", "min_position": position}
    figures = await client.get(house.url("reporting", "/figures"), params=query)
    figures.raise_for_status()
    return (time.perf_counter() - begun) * 1000


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the 50th and the 99th percentile."""
    cuts = quantiles(values, n=100)
    return cuts[49], cuts[98]
