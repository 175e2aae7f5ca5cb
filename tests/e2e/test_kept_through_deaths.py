"""Is every fact that was acknowledged on the log, once, whenever intake dies?"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic_core import from_json

from shared.judge.crash import KEEPING
from tests.benchmarks.facts import cloudevent, facts, organs
from tests.e2e.house import House, until
from tests.e2e.senders import Senders

pytestmark = pytest.mark.timeout(900)

SEED = 20140907
"""From which all moments follow."""
PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Death:
    """Intake dies when so much of what is sent was acknowledged."""

    at: float
    """The share of the facts."""
    point: str = ""
    """The point of saving at which it lets itself die, such as `after-save:3`; where none is named it is killed."""


def deaths(killed: int, points: Sequence[str]) -> Sequence[Death]:
    """Return so many deaths from outside and one at each of these points of saving, in their order."""
    chance = random.Random(SEED)
    found = [Death(chance.random()) for _ in range(killed)]
    # Later there might not be so much left to save that a point is passed once more.
    found += [Death(chance.random() * 0.9, f"{point}:{chance.randint(1, 8)}") for point in points]
    return sorted(found, key=lambda death: death.at)


async def _die(house: House, senders: Senders, count: int, died: Sequence[Death]) -> None:
    for death in died:
        await senders.reach(int(death.at * count))
        await asyncio.to_thread(_let_die, house, death)


def _let_die(house: House, death: Death) -> None:
    before = house.starts()["intake"]
    if death.point:
        house.crash_at("intake", death.point)
        before += 1
    else:
        until(lambda: "intake" in house.state.pids, "intake started")
        with suppress(ProcessLookupError):
            house.kill("intake")
    until(lambda: house.starts()["intake"] > before, f"intake died: {death}")


def _on_the_log(house: House) -> Iterator[Mapping[str, Any]]:
    position, end = 0, int(house.get("intake", "/status")["position"])
    while position < end:
        answer = house.http.get(f"{house.url('intake')}/log", params={"after": position, "limit": PAGE})
        for line in answer.raise_for_status().content.splitlines():
            event = from_json(line)
            position = event["position"]
            yield event


def send_while_intake_dies(house: House, count: int, died: Sequence[Death]) -> Senders:
    """Send facts over every way while intake dies, and see that each is on the log once, where its answer said."""
    senders = Senders(house)
    told = [cloudevent(draft) for draft in facts(count)]
    expected = {(event["source"], event["id"]) for event in told}
    assert len(expected) == count

    async def run() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(senders.send(told, SEED))
            tasks.create_task(_die(house, senders, count, died))

    asyncio.run(run())
    house.wait_ready()
    assert senders.acknowledged.keys() == expected
    places: dict[tuple[str, str], int] = {}
    times = Counter[tuple[str, str]]()
    for event in _on_the_log(house):
        identity = event["source"], event["id"]
        if identity in expected:
            times[identity] += 1
            places[identity] = event["position"]
    assert times == dict.fromkeys(expected, 1)
    assert all(position in (0, places[identity]) for identity, position in senders.acknowledged.items())
    assert senders.again > 0, "nobody was cut off, so nothing was tried"
    until(lambda: house.yingsu("verify").returncode == 0, "all of it verified")
    return senders


def test_every_acknowledged_fact_is_kept_once_though_intake_dies(house: House) -> None:
    house.report([cloudevent(draft) for draft in organs()]).raise_for_status()
    send_while_intake_dies(house, 2_000, deaths(1, KEEPING[1:2]))


@pytest.mark.long
def test_it_is_of_fifty_thousand_facts_through_thirty_deaths(house: House) -> None:
    send_while_intake_dies(house, 50_000, deaths(21, KEEPING * 3))
