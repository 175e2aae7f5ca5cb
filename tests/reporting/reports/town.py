"""Which districts are reported on in tests? Both examples, with all that comes beside cases; and one without any."""

from datetime import date
from pathlib import Path

from shared.codec import decode
from shared.events.activities import (
    Commended,
    HearingObserved,
    MeetingHeld,
    TrainingHeld,
    TypicalCasePublished,
    WorkReportFiled,
)
from shared.events.aftermath import LossAnalysed, RemediationReported, SuggestionAnswered
from shared.events.base import Fact
from shared.events.bureau import CircularIssued
from shared.events.court import SuggestionIssued
from shared.events.district import OrganRegistered
from shared.events.intake import DayBegan
from tests.reporting.test_examples_in_memory import drafts
from tests.reporting.told import Told

TODAY = date(2024, 6, 28)
AGENCIES = {"xinzhou": "武汉市公安局新洲区分局", "huancui": "威海市公安局环翠分局"}


def example(folder: Path, district: str) -> Told:
    """Return an example district of which all is told; nothing is judged yet."""
    told = Told(folder, district)
    told.log(DayBegan(day=TODAY), id_="today")
    for kind in ("organs", "ledger"):
        for draft in drafts(district, kind):
            event = decode(draft.type, draft.data)
            assert isinstance(event, Fact)
            told._append(event, draft.source, draft.id, draft.subject, district)
    return told


def beside(told: Told, cases: list[str], agency: str) -> None:
    """Tell of what a report names beside the figures: in the second quarter of 2023, and in other years."""
    first, second = cases[:2]
    bureau = f"bureau/{told.district}"
    told.fact(first, SuggestionIssued(received_on=date(2023, 5, 8), addressee=agency))
    told.fact(first, SuggestionAnswered(answered_on=date(2023, 6, 1), officer_signed=True, addressee=agency))
    told.fact(second, SuggestionIssued(received_on=date(2023, 4, 3), kind="procuratorial", addressee=agency))
    told.fact(second, SuggestionIssued(received_on=date(2024, 4, 3), addressee=agency))
    told.fact(
        first,
        *(LossAnalysed(reported_on=date(2023, 6, 2), agency=agency),),
        *(RemediationReported(reported_on=date(2023, 6, 20), agency=agency, text="完善听证程序"),),
        source="agency/x",
    )
    told.fact(
        first, CircularIssued(issued_on=date(2023, 6, 9), agency=agency, ground="no-officer"), source=bureau
    )
    told.fact(second, CircularIssued(issued_on=date(2022, 6, 9), agency=agency), source=bureau)
    title = "李某诉某局行政处罚程序违法案"
    told.fact(first, TypicalCasePublished(published_on=date(2023, 6, 30), title=title), source=bureau)
    observed = HearingObserved(
        organ=agency, hearing_on=date(2023, 5, 6), observers=24, leaders=3, expert_comment=True
    )
    told.fact(first, observed, source="agency/x")
    told.fact(
        "bureau",
        MeetingHeld(held_on=date(2023, 6, 15), topic="上半年府院联席会议", attended=(agency,)),
        TrainingHeld(held_on=date(2023, 4, 12), organ=agency, topic="应诉实务", attended=85),
        Commended(commended_on=date(2023, 5, 4), organ=agency, person="周某", merit="出庭", by=agency),
        WorkReportFiled(filed_on=date(2023, 5, 10), agency=agency, year=2023),
        source=bureau,
    )


def some_cases(told: Told) -> list[str]:
    """Return the numbers of cases that were docketed."""
    return sorted(number for number in told.keys if number and "号" in number)


def registered(told: Told) -> list[str]:
    """Return the names in the register."""
    return [event.name for event in map(_event, told.stored) if isinstance(event, OrganRegistered)]


def _event(body: bytes) -> object:
    from shared.envelope import read

    return read(body).event
