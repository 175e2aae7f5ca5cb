"""How long do the scorecards of a hundred agencies take, before and after they are published?"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from services.reporting.contribution import contributions
from services.reporting.figures import FOR_GOVERNMENT, Count
from services.reporting.known import Districts
from services.reporting.scorecards.asking import all_cards, assessment, one_card
from services.reporting.scorecards.keeping import keep
from services.reporting.scorecards.publishing import Publications
from services.reporting.tables import metadata
from services.reporting.views import write
from shared.codec import decode, encode, type_of
from shared.dispute import Case, Dispute, Key, Report
from shared.envelope import BUREAU, GENESIS, NO_DISTRICT, Draft, case_key, stamp
from shared.events.activities import AssessmentPublished, AssessmentRecorded
from shared.events.base import Fact
from shared.events.district import LawAdopted, OrganRegistered
from shared.events.findings.reporting import ScorecardPublished
from shared.log.database import open_database
from shared.log.notes import Notes
from tests.benchmarks.figures import reader
from tests.given import packs

DISTRICT, YEAR = "xinzhou", 2024
AGENCIES = tuple(f"新洲区第{number:03}局" for number in range(100))
TO_RECORD = ("system-building", "digitisation", "organisation", "other")
METRICS = (
    *("appearance_rate", "voiced_appearance_rate", "loss_rate", "on_time_rate", FOR_GOVERNMENT),
    *(
        f"on_time_rate:{duty}"
        for duty in ("papers", "document_reported", "summons", "loss_analysis", "defence")
    ),
)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds, the median of so many times."""

    live: float
    """All agencies while nothing is published: every point is reckoned from the counts."""
    frozen: float
    """All agencies once they are published, compared with what they would be today."""
    one: float
    freezing: float
    """What is to be put on record of all of them."""
    raw: float
    """The sums of all of them read, and nothing reckoned."""


def scorecards(cases: int = 20_000, times: int = 20, seed: int = 1) -> Took:
    """Fill the views with so many cases of a hundred agencies and ask for their scorecards."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/notes.db"
        _fill(url, cases, random.Random(seed))
        live, one = asyncio.run(_asked(url, times))
        raw = _raw(url, times)
        publications = Publications(url)
        freezing, due = _timed(publications.due, 3)
        publications.close()
        (found,) = due
        drafts = asyncio.run(found.drafts())
        assert len(drafts) == len(AGENCIES)
        events = (decode(draft.type, draft.data) for draft in drafts)
        _keep(
            url,
            {
                Key(BUREAU, "scorecard", one.slot): one
                for one in events
                if isinstance(one, ScorecardPublished)
            },
        )
        frozen, _ = asyncio.run(_asked(url, times))
        return Took(live, frozen, one, freezing, raw)


async def _asked(url: str, times: int) -> tuple[float, float]:
    asking = reader(url)
    taken: dict[str, list[float]] = {"all": [], "one": []}
    for _ in range(times):
        for name, question in (
            ("all", (all_cards, DISTRICT, YEAR)),
            ("one", (one_card, DISTRICT, AGENCIES[7], YEAR)),
        ):
            begun = time.perf_counter()
            answer: Any = await asking.about(*question)
            taken[name].append(time.perf_counter() - begun)
            assert name == "one" or len(answer.items) == len(AGENCIES)
    asking.close()
    return median(taken["all"]), median(taken["one"])


def _raw(url: str, times: int) -> float:
    districts, engine = Districts(), open_database(url)
    with engine.connect() as connection:
        known = districts.known(connection, DISTRICT)
        seconds, _ = _timed(lambda: assessment(connection, known, YEAR).sums, times)
    engine.dispose()
    return seconds


def _timed(do: Any, times: int) -> tuple[float, Any]:
    taken, answer = [], None
    for _ in range(times):
        begun = time.perf_counter()
        answer = do()
        taken.append(time.perf_counter() - begun)
    return median(taken), answer


def _fill(url: str, cases: int, chance: random.Random) -> None:
    told: list[tuple[str, str, Fact]] = [
        (NO_DISTRICT, "", LawAdopted(pack=pack, text=text, sha256="")) for pack, text in packs().items()
    ]
    told += [
        (DISTRICT, f"{number}", OrganRegistered(code=f"{number}", name=name, kind="department"))
        for number, name in enumerate(AGENCIES)
    ]
    with closing(Notes(url, "reporting", [metadata])) as notes:
        notes.note([(at, _stamped(at, *one)) for at, one in enumerate(told, 1)])
    engine = open_database(url)
    with engine.begin() as connection:
        for start in range(0, cases, 10_000):
            rows = [_row(number, chance) for number in range(start, min(start + 10_000, cases))]
            write(connection, ((None, row) for row in rows))
    engine.dispose()
    _keep(url, {})


def _keep(url: str, frozen: dict[Key, ScorecardPublished]) -> None:
    """Let the views show what the bureau recorded, that it is published, and what is frozen."""
    facts: list[AssessmentRecorded | AssessmentPublished] = [
        AssessmentRecorded(
            recorded_on=date(2025, 2, 20),
            agency=agency,
            year=YEAR,
            item=item,
            score=Decimal(80),
            office="新洲区司法局",
            reason="查阅台账",
        )
        for agency in AGENCIES
        for item in TO_RECORD
    ]
    facts.append(AssessmentPublished(published_on=date(2025, 3, 14), year=YEAR))
    reports: dict[type[Fact], dict[str, Report]] = {}
    for fact in facts:
        reports.setdefault(type(fact), {})[fact.slot] = _report(fact)
    dispute = Dispute(DISTRICT, (Case(BUREAU, DISTRICT, reports),), {"reporting": frozen})
    engine = open_database(url)
    with engine.begin() as connection:
        keep(connection, {case_key(DISTRICT, BUREAU)}, [dispute])
    engine.dispose()


def _report(fact: Fact) -> Report:
    return Report(fact, "bureau/xinzhou", fact.slot, "assessment", DISTRICT)


def _stamped(at: int, district: str, subject: str, fact: Fact) -> bytes:
    draft = Draft(
        source="intake" if district == NO_DISTRICT else "bureau/xinzhou",
        id=f"{at}",
        type=type_of(type(fact)),
        subject=subject,
        district=district,
        data=encode(fact),
    )
    return stamp(draft, at, "2024-01-01T00:00:00+00:00", GENESIS)


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    case = f"（{YEAR}）鄂0117行初{number}号"
    (contribution,) = contributions(_counts(case, chance)).values()
    texts = dict.fromkeys(("instance", "category", "act", "rule", "article"), "")
    lists = dict.fromkeys(("defendants", "responsible", "accountable", "outcomes", "marks", "open"), "[]")
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
    agency = chance.choice(AGENCIES)
    rows = (("*", "*"), ("defendant", agency), ("responsible", agency), ("accountable", agency))
    for metric in METRICS:
        on, counted = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365)), int(chance.random() < 0.8)
        for by, name in rows:
            yield Count(metric, case, on, by, name, counted)
