"""How fast are the views of very many cases filled anew, and what do questions take meanwhile and otherwise?"""

import asyncio
import gzip
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI
from pydantic_core import from_json

from services.reporting import pages
from services.reporting.reader.keeping import Kept
from services.reporting.rebuilding.shapes import Rebuilding
from services.reporting.rebuilding.versions import Versions
from shared.service.process import look_for_garbage_seldom
from tests.benchmarks.figures import reader
from tests.benchmarks.many import database

DISTRICT, YEAR = "huancui", "2023"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuild beside what is asked."""

    events: int
    seconds: float
    """Until the new version had caught up and was compared."""
    decoded: float
    """Events a second that one process decodes and does nothing else."""
    before: Sequence[float]
    """Milliseconds of questions for figures before."""
    meanwhile: Sequence[float]
    equal: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for."""

    name: str
    milliseconds: Sequence[float]
    sent: int
    """Bytes over the wire, compressed."""


def rebuilt(folder: Path, cases: int) -> Rebuilt:
    """Fill a version beside a database of so many cases, and ask for figures all the while."""
    url, events = database(folder, cases)
    versions = Versions(folder / "notes.db")
    before = _asked(url, lambda: False, 200)
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "services.reporting.rebuilding",
        str(versions.first),
        "fill",
        str(os.getpid()),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        meanwhile = _asked(url, lambda: process.poll() is None)
        seconds = time.perf_counter() - began
        assert process.stdout is not None
        told = Rebuilding(**from_json(process.stdout.read().splitlines()[-1]))
    assert told.comparison is not None, told.error
    versions.discard()
    return Rebuilt(events, seconds, _decoded(versions.first), before, meanwhile, told.comparison.equal)


def _asked(url: str, still: Callable[[], bool], least: int = 0) -> list[float]:
    """Return what each question for the figures of a district's year took; no answer is kept."""

    async def ask() -> list[float]:
        views, taken = reader(url), list[float]()
        while len(taken) < least or still():
            views._kept = Kept(0)  # else the same answer would be given again
            begun = time.perf_counter()
            await views.figures(DISTRICT, YEAR, agency="*")
            taken.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(0.02)
        views.close()
        return taken

    return asyncio.run(ask())


def _decoded(file: Path) -> float:
    with closing(sqlite3.connect(file)) as connection:
        begun, number = time.perf_counter(), 0
        for (body,) in connection.execute("SELECT body FROM notes ORDER BY position LIMIT 200000"):
            from_json(body)
            number += 1
    return number / (time.perf_counter() - begun)


def asked_pages(folder: Path, cases: int, times: int = 200) -> list[Page]:
    """Ask for the overview of a district and for the case that says most, as the service does; no answer is kept."""
    url, _ = database(folder, cases)
    with closing(sqlite3.connect(folder / "notes.db")) as connection:
        query = (
            "SELECT case_number FROM view_cases WHERE district = ? ORDER BY length(contribution) DESC LIMIT 1"
        )
        (number,) = connection.execute(query, (DISTRICT,)).fetchone()
    addresses = {
        "overview": f"/districts/{DISTRICT}?period={YEAR}",
        "a case": f"/districts/{DISTRICT}/cases/{quote(number)}",
    }

    async def ask() -> list[Page]:
        views = reader(url)

        async def unasked(*_asked: object, **_more: object) -> Any:
            return None

        app = FastAPI()
        app.include_router(pages.routes(views, unasked, "http://door"))
        transport, found = httpx.ASGITransport(app), list[Page]()
        async with httpx.AsyncClient(transport=transport, base_url="http://page", timeout=60) as client:
            look_for_garbage_seldom()
            for name, address in addresses.items():
                taken = list[float]()
                for _ in range(times + 1):
                    views._kept = Kept(0)
                    begun = time.perf_counter()
                    answer = await client.get(address)
                    taken.append((time.perf_counter() - begun) * 1000)
                sent = len(gzip.compress(answer.raise_for_status().content))
                found.append(Page(name, taken[1:], sent))
        views.close()
        return found

    return asyncio.run(ask())
