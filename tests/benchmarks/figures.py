"""How long does a figure query take at 100,000 cases?"""

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from services.reporting import api
from services.reporting.contribution import contributions
from services.reporting.figures import FIGURES, Count
from services.reporting.reader import Reader
from services.reporting.tables import metadata
from services.reporting.views import write
from shared.codec import encode, type_of
from shared.envelope import GENESIS, NO_DISTRICT, Draft, stamp
from shared.events.district import LawAdopted
from shared.log.database import open_database
from shared.log.notes import Notes
from shared.log.settled import Settled
from tests.given import packs
from tests.servers import free_port

DISTRICT = "huancui"
AGENCIES = tuple(f"环翠区第{number}局" for number in range(40))
SINCE, DAYS = date(2019, 1, 1), 1800
METRICS = (
    *FIGURES,
    *(f"on_time_rate:{duty}" for duty in ("forward", "draft", "defence", "officer_on_record", "archive")),
    *("docketed", "docketed:act=penalty", "docketed:instance=first", "heard", "concluded"),
)

QUERIES: Mapping[str, str] = {
    "district, year": "period=2022&agency=*",
    "district, quarter": "period=2022-Q2&agency=*",
    "one agency, year": f"period=2022&agency={AGENCIES[7]}",
    "one figure, all agencies": "period=2022&metric=appearance_rate",
    "all figures, all agencies": "period=2022",
}


@dataclass(frozen=True, slots=True)
class Latency:
    """How long a query takes, in milliseconds."""

    query: str
    p50: float
    p99: float
    rows: int


def figure_queries(cases: int = 100_000, times: int = 200, seed: int = 1) -> list[Latency]:
    """Fill the views with so many cases and ask each question, over HTTP from another process and in the reader."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/notes.db"
        _fill(url, cases, random.Random(seed))
        return [*_over_http(url, times), *asyncio.run(_in_the_reader(url, times))]


def reader(url: str) -> Reader:
    """Return a reader of views that nobody fills any more."""

    async def no_keys(district: str, numbers: object) -> dict[str, Any]:
        return {}

    return Reader(url, Settled(None, "reporting"), no_keys)  # type: ignore[arg-type]  # nobody announces


def serve(url: str, port: int) -> None:
    """Answer for figures as reporting does."""
    app = FastAPI()
    app.include_router(api.routes(reader(url)))
    uvicorn.run(app, port=port, log_level="error", access_log=False)


def _over_http(url: str, times: int) -> list[Latency]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.figures", url, str(port)]
    server = subprocess.Popen(command)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            _wait_until_it_answers(client, server)
            return [_asked(client, name, query, times) for name, query in QUERIES.items()]
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_it_answers(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            client.get("/settled").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server has ended")


def _asked(client: httpx.Client, name: str, query: str, times: int) -> Latency:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = client.get(f"/figures?district={DISTRICT}&{query}")
        taken.append(time.perf_counter() - begun)
    return _latency(f"GET /figures, {name}", taken, len(answer.raise_for_status().json()))


async def _in_the_reader(url: str, times: int) -> list[Latency]:
    views, found = reader(url), []
    for name, query in QUERIES.items():
        asked, taken = dict(part.split("=") for part in query.split("&")), []
        for _ in range(times):
            begun = time.perf_counter()
            answer = await views.figures(DISTRICT, **asked)
            taken.append(time.perf_counter() - begun)
        found.append(_latency(f"figures in the reader, {name}", taken, len(answer.items)))
    views.close()
    return found


def _latency(name: str, taken: Sequence[float], rows: int) -> Latency:
    cuts = quantiles(taken, n=100)
    return Latency(name, cuts[49] * 1000, cuts[98] * 1000, rows)


def _fill(url: str, cases: int, chance: random.Random) -> None:
    with closing(Notes(url, "reporting", [metadata])) as notes:
        notes.note(list(enumerate(map(_adopted, packs().items()), 1)))
    engine = open_database(url)
    with engine.begin() as connection:
        for start in range(0, cases, 10_000):
            rows = (_row(number, chance) for number in range(start, min(start + 10_000, cases)))
            write(connection, ((None, row) for row in rows))
    engine.dispose()


def _adopted(pack: tuple[str, str]) -> bytes:
    event = LawAdopted(pack=pack[0], text=pack[1], sha256="")
    draft = Draft(
        source="intake",
        id=pack[0],
        type=type_of(LawAdopted),
        subject="",
        district=NO_DISTRICT,
        data=encode(event),
    )
    return stamp(draft, 1, "2024-01-01T00:00:00+00:00", GENESIS)


MARKS = '["duties/archive", "duties/defence", "lost/revoked", "routing/own-act"]'


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    case = f"（2022）鲁1002行初{number}号"
    (contribution,) = contributions(_counts(case, chance)).values()
    texts = dict.fromkeys(("instance", "category", "act", "rule", "article"), "")
    lists = dict.fromkeys(("defendants", "responsible", "accountable", "outcomes"), "[]")
    dates = dict.fromkeys(("docketed_on", "first_heard_on", "decided_on", "took_effect_on"))
    return {
        "district": DISTRICT,
        "case_number": case,
        "dispute": case,
        **texts,
        **lists,
        **dates,
        "state": "heard",
        "marks": MARKS,
        "open": "[]",
        "contribution": contribution.text,
        "first_on": contribution.first_on,
        "last_on": contribution.last_on,
    }


def _counts(case: str, chance: random.Random) -> Iterator[Count]:
    docketed = SINCE + timedelta(days=chance.randrange(DAYS))
    agency = chance.choice(AGENCIES)
    rows = (("*", "*"), ("defendant", agency), ("responsible", agency))
    for metric in METRICS:
        on, counted = docketed + timedelta(days=chance.randrange(200)), int(chance.random() < 0.8)
        for by, name in rows:
            yield Count(metric, case, on, by, name, counted)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
