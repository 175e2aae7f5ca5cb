"""How many facts a second go through the real services, and what do they cost in processor and memory?"""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import nats
from nats.aio.client import Client

from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.envelope import Draft
from shared.judge import Judge, Shown
from shared.log.notes import Notes
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
        both = [asyncio.run(_rebuild(house, imported.events)) for _ in range(rebuilds)]
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


async def _rebuild(house: House, events: int) -> tuple[Rate, Rate]:
    nc = await nats.connect(f"nats://127.0.0.1:{house.ports['nats']}")
    try:
        seconds = await _rebuild_reporting(nc, events)
        return Rate("reporting rebuilt", events, seconds), await follow_bare(nc, events)
    finally:
        await nc.close()


async def _rebuild_reporting(nc: Client, events: int) -> float:
    with tempfile.TemporaryDirectory(prefix="yingsu-bench-") as folder:
        notes = Notes(f"sqlite:///{folder}/notes.db", "reporting", [metadata])
        done = asyncio.Event()

        def moved(upto: int, _stalled: Sequence[str]) -> None:
            if upto >= events:
                done.set()

        judge = Judge(Shown(Views(), VERSION), notes, nc, moved=moved)
        began = time.perf_counter()
        running_ = asyncio.create_task(judge.run())
        await done.wait()
        seconds = time.perf_counter() - began
        running_.cancel()
        await asyncio.wait({running_})
        judge.close()
    return seconds
