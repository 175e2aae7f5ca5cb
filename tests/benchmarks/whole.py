"""How many facts a second go through the real services, and what do they cost in processor and memory?"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import nats

from deploy.local.place import HOST
from deploy.nats.accounts import Secrets
from shared.envelope import Draft
from tests.benchmarks.facts import facts, lines, shuffled
from tests.benchmarks.house import JUDGES, House, running
from tests.benchmarks.log import Rate, follow_bare


@dataclass(frozen=True, slots=True)
class Import:
    """An import of many facts into a whole house."""

    acknowledged: Rate
    settled: Rate
    events: int
    """How long the log is in the end."""
    cpu: Mapping[str, float]
    """Seconds of processor of each program."""
    memory: Mapping[str, float]
    """MB of each program afterwards."""


def bulk(count: int, times: int) -> tuple[Rate, float]:
    """Return the rate of facts acknowledged with keeper and relay alone, and seconds of processor for one import.

    Each import is of other facts; the median counts. What is not relayed yet is waited for in between.
    """
    told, seconds = facts(count * times), []
    with running() as house:
        before = sum(house.cpu().values())
        for start in range(0, len(told), count):
            body = lines(told[start : start + count])
            began = time.perf_counter()
            position = house.post(body)["position"]
            seconds.append(time.perf_counter() - began)
            house.relayed(position)
        cpu = (sum(house.cpu().values()) - before) / times
    return Rate("facts acknowledged over HTTP", count, median(seconds)), cpu


def whole(
    count: int, *, in_order: bool = True, rebuilds: int = 0
) -> tuple[Import, Sequence[Rate], Sequence[Rate]]:
    """Import facts into a whole house; then rebuild reporting so often, each time beside bare following."""
    told = facts(count)
    with running(*JUDGES) as house:
        time.sleep(2.0)  # what starting costs is not measured
        imported = _import(house, told if in_order else shuffled(told))
        both = [_rebuild(house, imported.events) for _ in range(rebuilds)]
    return imported, [rebuilt for rebuilt, _ in both], [bare for _, bare in both]


def _import(house: House, told: Sequence[Draft]) -> Import:
    body, before = lines(told), house.cpu()
    began = time.perf_counter()
    position = house.post(body)["position"]
    acknowledged = time.perf_counter() - began
    house.settled(position)
    settled = time.perf_counter() - began
    cpu = {name: used - before[name] for name, used in house.cpu().items()}
    return Import(
        Rate("facts acknowledged", len(told), acknowledged),
        Rate("facts settled", len(told), settled),
        house.get("intake", "/status")["position"],
        cpu,
        house.memory(),
    )


def _rebuild(house: House, events: int) -> tuple[Rate, Rate]:
    """Delete what reporting has, and let it come back from the log; start the clock when the process answers."""
    house.stop("reporting")
    for file in (house.data / "reporting").glob("notes.db*"):
        file.unlink()
    house.start("reporting", ready=False)
    began = house.until_it_answers("reporting")
    house.settled(events)
    rebuilt = Rate("reporting rebuilt", events, time.perf_counter() - began)
    return rebuilt, asyncio.run(_follow_bare(house, events))


async def _follow_bare(house: House, events: int) -> Rate:
    nc = await nats.connect(Secrets.kept_in(house.data).url(HOST, house.ports["nats"]))
    try:
        return await follow_bare(nc, events)
    finally:
        await nc.close()
