"""A district in which a dozen agencies were assessed, told as facts: one year published, the next under way."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from types import MappingProxyType

from shared.events.activities import AssessmentPublished, AssessmentRecorded
from shared.events.agency import ActDescribed, DefenceFiled, DocumentReported, PapersReported
from shared.events.court import Attendee, CaseDocketed, DocumentServed, HearingHeld, NoticeServed
from shared.events.district import CalendarPublished
from shared.events.intake import DayBegan
from shared.events.words import Outcome
from tests.reporting.scorecards.town import BUREAU, GOVERNMENT, REPORTER, freeze
from tests.reporting.told import Told

PUBLISHED, OPEN, EMPTY = 2023, 2024, 2025
"""The years: published and since then otherwise for one agency; under way; without anything."""

NAMES = MappingProxyType(
    {
        "新洲区公安分局": (9, 0.95),
        "新洲区住房和城乡建设局": (7, 0.6),
        "新洲区自然资源和规划局": (6, 0.75),
        "新洲区人力资源和社会保障局": (5, 1.0),
        "新洲区市场监督管理局": (5, 0.8),
        "新洲区城市管理执法局": (4, 0.5),
        "新洲区交通运输局": (2, 1.0),
        "新洲区邾城街道办事处": (3, 0.4),
        "新洲区阳逻街道办事处": (3, 0.7),
        "新洲区仓埠街道办事处": (1, 1.0),
        "新洲区教育局": (0, 1.0),
        "新洲区民政局": (0, 1.0),
        "新洲区农业农村局": (0, 1.0),
    }
)
"""Agencies, each with its cases a year and how diligent it is."""

BEST, DIFFERING, BARE = "新洲区人力资源和社会保障局", "新洲区住房和城乡建设局", "新洲区教育局"
REASONS = MappingProxyType(
    {
        "system-building": "应诉工作制度健全，案件讨论会有记录，但未按要求修订代理人管理办法。",
        "digitisation": "案件全部录入平台，文书随案上传。",
        "organisation": "配备专职应诉人员两名，经费列入预算。",
        "other": "按时报送典型案例和调研报告。",
    }
)


def assessed(folder: Path) -> Told:
    """Return the settled log of the district."""
    told = Told(folder, district="xinzhou")
    for year in (PUBLISHED, OPEN):
        told.log(CalendarPublished(year=year, holidays=(), make_up_days=()), id_=f"calendar/{year}")
    told.log(DayBegan(day=date(2025, 3, 20)), id_="day/2025-03-20")
    told.organ("g", GOVERNMENT, "government", aliases=("区政府",))
    told.organ("b", BUREAU, "bureau")
    for number, name in enumerate(NAMES):
        told.organ(f"a{number:02}", name, "street" if "街道" in name else "department")
    chance = Random(7)  # the same every time
    number = 0
    for year in (PUBLISHED, OPEN):
        for name, (cases, diligence) in NAMES.items():
            for _ in range(cases):
                number += 1
                _case(told, f"（{year}）鄂0117行初{number}号", name, year, diligence, chance)
        _records(told, year)
    _publish(told)
    with ThreadPoolExecutor(1) as apart:  # where a browser is driven, a loop runs in this thread already
        apart.submit(asyncio.run, _settled(told)).result()
    return told


async def _settled(told: Told) -> None:
    await told.settle()
    await freeze(told)
    _case(told, f"（{PUBLISHED}）鄂0117行初99号", DIFFERING, PUBLISHED, 0.0, Random(1))
    await told.settle()


def _case(told: Told, number: str, agency: str, year: int, diligence: float, chance: Random) -> None:
    """Tell of a case; every fourth is against the government, for which the agency answers."""
    since = date(year, 2, 1) + timedelta(days=chance.randrange(150))
    defendant = GOVERNMENT if chance.random() < 0.25 else agency
    act = ActDescribed(
        kind="penalty", acting=defendant, implementing=agency if defendant == GOVERNMENT else ""
    )
    told.fact(number, CaseDocketed(instance="first", defendants=(defendant,), docketed_on=since))
    told.fact(number, act, NoticeServed(recipient=defendant, served_on=since))

    def on_time(days: int) -> date:
        return since + timedelta(days=days if chance.random() < diligence else days + 20)

    told.fact(number, PapersReported(reported_on=on_time(2)), DefenceFiled(filed_on=on_time(14)))
    came, spoke = chance.random() < diligence, chance.random() < diligence
    officer = Attendee(organ=defendant, name="李某", rank="deputy" if came else "none", spoke=spoke)
    told.fact(number, HearingHeld(held_on=since + timedelta(days=60), attendees=(officer,)))
    served = since + timedelta(days=90)
    outcome: Outcome = "claims_rejected" if chance.random() < 0.6 + 0.4 * diligence else "revoked"
    decided = DocumentServed(
        recipient=defendant, decided_on=served - timedelta(days=2), served_on=served, outcomes=(outcome,)
    )
    told.fact(number, decided, DocumentReported(reported_on=served + timedelta(days=1)))


def _records(told: Told, year: int) -> None:
    """Tell what the bureau recorded: in the year under way of some agencies only, and not every item."""
    chance = Random(year)
    for place, name in enumerate(NAMES):
        if name == BARE or (year == OPEN and place % 3 == 2):
            continue
        for item, reason in REASONS.items():
            if year == OPEN and item == "other":
                continue
            fact = AssessmentRecorded(
                recorded_on=date(year + 1, 2, 20),
                agency=name,
                year=year,
                item=item,
                score=Decimal(chance.randrange(140, 201)) / 2,
                office=BUREAU,
                reason=reason,
                kind="annual" if item != "digitisation" else "regular",
            )
            told.fact("assessment", fact, source=REPORTER, id_=f"assessed/{name}/{year}/{item}")


def _publish(told: Told) -> None:
    fact = AssessmentPublished(published_on=date(PUBLISHED + 1, 3, 29), year=PUBLISHED, by=BUREAU)
    told.fact("assessment", fact, source=REPORTER, id_="published")
