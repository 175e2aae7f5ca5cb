"""What came from which source when? A log on which days pass."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from services.reporting.api import routes as figure_routes
from services.reporting.feeds.api import routes as feed_routes
from services.reporting.parked.api import routes as parked_routes
from services.reporting.reader import Reader
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import DayBegan
from tests.reporting.served import served
from tests.reporting.told import Told

FEED, OTHER, BUREAU = "court/鲁1002", "agency/环翠区公安分局", "bureau/huancui"
POLICE = "环翠区公安分局"
DOOR = "http://door"

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    date(2026, 11, day) for day in range(16, 23)
)
"""A week without holidays."""


def number(n: int) -> str:
    return f"（2026）鲁1002行初{n}号"


class Town(Told):
    """A log of one district, told day by day."""

    def note(self) -> None:
        """Let reporting note what it has not read, if there is anything."""
        if self.notes.position < len(self.stored):
            super().note()

    def on(self, day: date, hour: int = 2) -> "Town":
        """Let what follows be recorded on this day (hours in UTC: from 16 on it is the next in China)."""
        self.minute = f"{day}T{hour:02}:00"
        return self

    def begin(self, day: date) -> "Town":
        """Let this day begin."""
        self.on(day, 1).log(DayBegan(day=day), id_=f"day/{day}")
        return self.on(day)

    def registered(self, id_: str = "feed/1", source: str = BUREAU, **told: Any) -> "Town":
        """Register the court's feed."""
        fact = FeedRegistered(**{"feed": FEED, "from_on": MONDAY, **told})
        self.fact("", fact, source=source, id_=id_)
        return self

    def manifest(self, day: date, id_: str = "", source: str = FEED, **counts: int) -> "Town":
        """Let the court say what it sent on a day: `case_docketed=3`."""
        named = {name.replace("_", "-"): count for name, count in counts.items()}
        fact = ManifestReported(feed=FEED, day=day, counts=named)
        self.fact("", fact, source=source, id_=id_ or f"manifest/{day}")
        return self

    def docketed(self, n: int, on: date, source: str = FEED) -> "Town":
        """Let a source say that a case was docketed on a day."""
        fact = CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=on)
        self.fact(number(n), fact, source=source, id_=f"docketed/{n}")
        return self

    def heard(self, n: int, on: date, source: str = FEED) -> "Town":
        """Let a source say that a case was heard on a day."""
        self.fact(number(n), HearingHeld(held_on=on), source=source, id_=f"heard/{n}")
        return self

    def said(self, fact: Fact, id_: str, source: str = FEED, about: str = "") -> "Town":
        """Let a source say something else."""
        self.fact(about, fact, source=source, id_=id_)
        return self


def town(folder: Path, url: str = "") -> Town:
    """Return a town in which the week begins, with its police in the register."""
    made = Town(folder, url=url)
    made.on(MONDAY, 0).organ("p", POLICE)
    return made


def _parked(reader: Reader) -> Any:
    return parked_routes(reader, DOOR)


@asynccontextmanager
async def asked(told: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that asks what follows from all that was told."""
    await told.settle()
    async with served(told, feed_routes, _parked, figure_routes) as client:
        yield client


async def answer(told: Town, path: str, **query: Any) -> Any:
    """Return what is answered at an address, asked of the district."""
    async with asked(told) as client:
        found = await client.get(path, params={"district": "huancui", **query})
        assert found.status_code == 200, found.text
        return found.json()


async def feed(told: Town, name: str = FEED) -> dict[str, Any]:
    """Return how one source stands."""
    found = await answer(told, "/feeds", feed=name)
    (row,) = found["items"]
    return dict(row)


async def day_of(told: Town, day: date, name: str = FEED) -> dict[str, Any]:
    """Return what came from a source on a day."""
    query = {"feed": name, "from": str(day), "to": str(day)}
    (row,) = (await answer(told, "/feeds/days", **query))["items"]
    return dict(row)
