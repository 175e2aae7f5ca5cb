"""How long does a figure query take at 100,000 cases?"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
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
    """Fill the views with so many cases and measure each kind of `GET /figures`, from request to JSON."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/notes.db"
        _fill(url, cases, random.Random(seed))
        return asyncio.run(_measure(url, times))


async def _measure(url: str, times: int) -> list[Latency]:
    async def no_keys(district: str, numbers: object) -> dict[str, Any]:
        return {}

    reader = Reader(url, Settled(None, "reporting"), no_keys)  # type: ignore[arg-type]  # nobody announces
    app = FastAPI()
    app.include_router(api.routes(reader))
    found = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting") as client:
        for name, query in QUERIES.items():
            taken = []
            for _ in range(times):
                begun = time.perf_counter()
                answer = await client.get(f"/figures?district={DISTRICT}&{query}")
                taken.append((time.perf_counter() - begun) * 1000)
            answer.raise_for_status()
            cuts = quantiles(taken, n=100)
            found.append(Latency(name, cuts[49], cuts[98], len(answer.json())))
    reader.close()
    return found


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
    for latency in figure_queries():
        print(
            f"{latency.query:28} {latency.rows:5} rows  p50 {latency.p50:6.2f} ms  p99 {latency.p99:6.2f} ms"
        )
