"""How long does it take to know what was known, and to write the report on a year?"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.reporting.periods import Period
from services.reporting.reports import gather, rendered
from tests.benchmarks.figures import reader
from tests.benchmarks.many import database

DISTRICT, YEAR = "huancui", "2023"
SHARES = (0.99, 0.75, 0.5, 0.25)
"""How much of the log was known at the moments that are asked for."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was known of a district's year at a moment."""

    share: float
    seconds: float
    heard: int
    """Cases heard by then, as known then."""


@dataclass(frozen=True, slots=True)
class Written:
    """An annual report."""

    gathered: float
    """Seconds until all it says was asked for."""
    written: float
    """Seconds until its files were written then."""
    files: int


def replayed(folder: Path, cases: int) -> Iterator[Past]:
    """Ask for the figures of a district's year as known at several moments, each of a reader that knows none."""
    url, events = database(folder, cases)
    for share in SHARES:
        yield asyncio.run(_replayed(url, share, round(events * share)))


async def _replayed(url: str, share: float, position: int) -> Past:
    asked = reader(url)
    try:
        await asked.figures(DISTRICT, YEAR, agency="*")
        began = time.perf_counter()
        found = await asked.history.figures(DISTRICT, position, Period.parse(YEAR), "defendant")
        seconds = time.perf_counter() - began
    finally:
        asked.close()
    return Past(share, seconds, next(one.numerator for one in found.items if one.metric == "heard"))


def reports(folder: Path, cases: int, times: int) -> Sequence[Written]:
    """Write the annual report of a district several times."""
    url, _ = database(folder, cases)
    return [asyncio.run(_report(url)) for _ in range(times)]


async def _report(url: str) -> Written:
    asked = reader(url)
    try:
        began = time.perf_counter()
        data = await gather(asked, DISTRICT, YEAR)
        gathered = time.perf_counter() - began
        files = await rendered(data)
    finally:
        asked.close()
    return Written(gathered, time.perf_counter() - began - gathered, len(files))
