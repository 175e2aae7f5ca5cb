"""What is kept, day by day, of a town whose views are then rebuilt?"""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.reporting.rebuilding.versions import Versions, url_of
from services.reporting.tables import metadata
from shared.codec import encode, type_of
from shared.events.agency import ActDescribed, DefenceFiled
from shared.events.base import Fact
from shared.events.court import Attendee, CaseDocketed, HearingHeld, NoticeServed
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from shared.log.database import open_database
from tests.reporting.told import COURT, Told

POLICE, HOUSING = "环翠区公安分局", "环翠区住房和城乡建设局"
DAY = date(2024, 1, 8)

Rows = Mapping[str, frozenset[tuple[Any, ...]]]


def number(n: int) -> str:
    return f"（2023）鲁1002行初{n}号"


class Town:
    """A district in which things happen as chance has it: reported, corrected, taken back, day after day."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.told = Told(folder)
        self.told.organ("p", POLICE, aliases=("区公安分局",))
        self.told.organ("h", HOUSING)
        self.drawn = random.Random(seed)
        self.day = DAY
        self._last: dict[str, str] = {}
        self._cases = 0

    def happen(self, times: int) -> None:
        """Let so many things happen."""
        for _ in range(times):
            what = self.drawn.choice(
                ("docket", "docket", "hear", "serve", "correct", "retract", "file", "day")
            )
            getattr(self, f"_{what}")()

    def _any(self) -> int:
        if self._cases == 0:
            self._docket()
        return self.drawn.randint(1, self._cases)

    def _past(self) -> date:
        return self.day - timedelta(days=self.drawn.randint(0, 60))

    def _docket(self) -> None:
        self._cases += 1
        n, defendant = self._cases, self.drawn.choice((POLICE, HOUSING, "区公安分局"))
        docketed = CaseDocketed(
            instance="first", defendants=(defendant,), docketed_on=self._past(), claimants=("张某",)
        )
        self._tell(n, f"docketed/{n}", docketed)
        self._tell(n, f"act/{n}", ActDescribed(kind="penalty", acting=defendant))

    def _hear(self) -> None:
        n = self._any()
        self._tell(n, f"heard/{n}/{len(self.told.stored)}", self._hearing())

    def _hearing(self) -> HearingHeld:
        rank = self.drawn.choice(("chief", "deputy", "none"))
        officer = Attendee(organ=POLICE, name="李某", rank=rank, spoke=True)
        return HearingHeld(held_on=self._past(), attendees=(officer,))

    def _serve(self) -> None:
        n = self._any()
        self._tell(n, f"notice/{n}", NoticeServed(recipient=POLICE, served_on=self._past()))

    def _file(self) -> None:
        n = self._any()
        self._tell(n, f"defence/{n}", DefenceFiled(filed_on=self._past(), agency=POLICE))

    def _correct(self) -> None:
        heard = sorted(id_ for id_ in self._last if id_.startswith("heard/"))
        if not heard:
            return self._hear()
        id_, fact = self.drawn.choice(heard), self._hearing()
        corrected = FactCorrected(
            target_source=COURT,
            target_id=id_,
            replaces=self._last[id_],
            type=type_of(HearingHeld),
            data=encode(fact),
            reason="",
        )
        self._last[id_] = f"again/{len(self.told.stored)}"
        self.told.fact(number(int(id_.split("/")[1])), corrected, id_=self._last[id_])
        return None

    def _retract(self) -> None:
        there = sorted(id_ for id_, last in self._last.items() if id_ == last)
        if not there:
            return self._docket()
        id_ = self.drawn.choice(there)
        types = {"docketed": CaseDocketed, "act": ActDescribed, "heard": HearingHeld}
        types |= {"notice": NoticeServed, "defence": DefenceFiled}
        kind: type[Fact] = types[id_.split("/")[0]]
        retracted = FactRetracted(
            target_source=COURT, target_id=id_, replaces=id_, type=type_of(kind), reason=""
        )
        self._last[id_] = ""
        self.told.fact(number(int(id_.split("/")[1])), retracted, id_=f"gone/{len(self.told.stored)}")
        return None

    def _day(self) -> None:
        self.day += timedelta(days=self.drawn.randint(1, 9))
        self.told.log(DayBegan(day=self.day), id_=f"day/{self.day}")

    def _tell(self, n: int, id_: str, fact: Fact) -> None:
        if id_ not in self._last:
            self._last[id_] = id_
            self.told.fact(number(n), fact, id_=id_)


def versions_of(told: Told) -> Versions:
    found = Versions.of(told.url)
    assert found is not None
    return found


def rows(version: Path) -> Rows:
    """Return all that the views of a version hold."""
    engine = open_database(url_of(version))
    with engine.connect() as connection:
        found = {
            table.name: frozenset(tuple(row) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found
