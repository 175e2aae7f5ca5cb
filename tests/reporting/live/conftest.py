"""What do the tests of streams share? A log of which reporting tells what becomes visible."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from services.reporting.live.asked import Asked
from services.reporting.live.hub import Hub, Place
from services.reporting.live.looking import Looking
from services.reporting.live.moved import Told as Taken
from services.reporting.views import Views
from shared.events.agency import ActDescribed
from shared.events.court import Attendee, CaseDocketed, HearingHeld
from shared.events.intake import DayBegan
from tests.reporting.told import Told

POLICE, HOUSING = "环翠区公安分局", "环翠区住房和城乡建设局"
EVERYTHING = Asked("huancui", frozenset({"figures", "cases"}))


def number(n: int) -> str:
    return f"（2023）鲁1002行初{n}号"


@dataclass(frozen=True)
class Said:
    """One event of a stream."""

    event: str
    data: Any
    id: int | None


def parsed(stream: bytes) -> list[Said]:
    """Return the events of a stream, read as a browser reads them."""
    found = []
    for block in stream.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            id_ = int(fields["id"]) if "id" in fields else None
            found.append(Said(fields["event"], from_json(fields["data"]), id_))
    return found


class Street:
    """A district of which facts are told, and the hub that tells what follows."""

    def __init__(self, folder: Path) -> None:
        self.taken = Taken()
        self.told = Told(folder, views=Views(told=self.taken.take))
        self.told.log(DayBegan(day=date(2023, 12, 1)), id_="day/2023-12-01")
        self.told.organ("p", POLICE, aliases=("区公安分局",))
        self.told.organ("h", HOUSING)
        self.hub = self.another()

    def another(self) -> Hub:
        """Return a hub as it is after a restart: it knows nothing of what was before."""
        return Hub(Looking(self.told.url), self.taken)

    async def settle(self) -> int:
        """Let everything follow and be told."""
        upto = await self.told.settle()
        self.hub.nudge(upto)
        await self.hub.look()
        return upto

    def docket(self, n: int, defendant: str = POLICE, day: date = date(2023, 3, 1)) -> None:
        docketed = CaseDocketed(
            instance="first", defendants=(defendant,), docketed_on=day, claimants=("张某",)
        )
        self.told.fact(number(n), docketed, ActDescribed(kind="penalty", acting=defendant))

    def hear(self, n: int, day: date, rank: str = "chief", defendant: str = POLICE) -> None:
        officer = Attendee(organ=defendant, name="李某", rank=rank, spoke=True)  # type: ignore[arg-type]
        self.told.fact(number(n), HearingHeld(held_on=day, attendees=(officer,)))

    async def all_after(self, place: Place, asked: Asked = EVERYTHING, hub: Hub | None = None) -> bytes:
        """Return all that is told after a place, up to now."""
        said = b""
        while (chunk := await (hub or self.hub).next(asked, place, 0.0)) is not None:
            said, place = said + chunk.said, chunk.place
        return said


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    street = Street(tmp_path)
    yield street
    street.hub.close()
    street.told.close()


def asked(**parts: Any) -> Asked:
    """Return what somebody asks who wants everything of the district but for these."""
    return replace(EVERYTHING, **parts)
