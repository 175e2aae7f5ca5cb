"""Do the open cases of the demonstration show something of everything, on whatever day it is started?"""

from datetime import date
from functools import cache

import pytest

from deploy.law.judging import judged
from deploy.opencases import open_cases
from services.intake.cloudevents import check
from services.intake.imports.reading import KINDS, read
from shared.codec import decode
from shared.dispute import disputes
from shared.events.activities import (
    AssessmentPublished,
    AssessmentRecorded,
    Commended,
    HearingObserved,
    MeetingHeld,
    TrainingHeld,
    TypicalCasePublished,
    WorkReportFiled,
)
from shared.events.base import Fact, Finding
from shared.events.district import OrganRegistered
from shared.events.findings.accountability import (
    CircularProposed,
    LiabilityTriggered,
    LossFound,
    ProceedingClosed,
    ProceedingOpened,
)
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import (
    DeadlineMissed,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
    StepsTaken,
)
from tests import ledgers
from tests.given import Given

DAYS = ["2025-06-11", "2026-02-16", "2026-11-22", "2028-02-29"]
DISTRICTS = ("xinzhou", "huancui")


@cache
def told(district: str, day: str) -> Given:
    """Return a district with its register and the cases that are open on a day."""
    file = ledgers.example_bytes(district, "organs")
    rows = read(KINDS["organs"], district, file, "organs.csv").wanted.values()
    organs = (decode(draft.type, draft.data) for row in rows for draft in (row.facts or {}).values())
    given = Given(district=district).registered(*(one for one in organs if isinstance(one, OrganRegistered)))
    given.on(day)
    for event in open_cases(given.day):
        draft = check(event).draft
        assert draft is not None
        if draft.district == district:
            given.told(draft)
    return given


@cache
def found(district: str, day: str) -> list[tuple[str, Finding]]:
    """Return what all services find in those cases, each with its case."""
    given = told(district, day)
    services = ("routing", "deadlines", "accountability")
    standing = [
        one.standing(name) for one in judged(disputes(given.records), given.world) for name in services
    ]
    return [(key.case, finding) for one in standing for key, finding in one.items()]


@pytest.mark.parametrize("day", DAYS)
def test_the_door_takes_all_of_them(day: str) -> None:
    events = list(open_cases(date.fromisoformat(day)))
    assert [checked for event in events if (checked := check(event)).faults or checked.warnings] == []
    assert len({(event["source"], event["id"]) for event in events}) == len(events)


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_reported_of_a_day_to_come(day: str) -> None:
    coming = ("hearing_on", "until", "reply_by", "perform_by")
    said = [
        (event["id"], field)
        for event in open_cases(date.fromisoformat(day))
        for field, value in event["data"].items()
        if field.endswith("_on") and field not in coming and value > day
    ]
    assert said == []


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("district", "kinds"),
    [
        ("xinzhou", (DeadlineMissed, DeadlineNear, DeadlineSuspended, DeadlineMoved, StepsTaken)),
        ("huancui", (DeadlineMissed, DeadlineNear)),
    ],
)
def test_something_of_each_kind_stands(district: str, kinds: tuple[type[Finding], ...], day: str) -> None:
    stands = {type(finding) for _, finding in found(district, day)}
    assert [kind.__name__ for kind in kinds if kind not in stands] == []


@pytest.mark.parametrize("day", DAYS)
def test_proceedings_of_all_sorts_stand(day: str) -> None:
    open_ = {
        (district, case[6:], finding.stage)
        for district in DISTRICTS
        for case, finding in found(district, day)
        if isinstance(finding, ProceedingOpened)
    }
    closed = {
        (district, case[6:], finding.how)
        for district in DISTRICTS
        for case, finding in found(district, day)
        if isinstance(finding, ProceedingClosed)
    }
    assert open_ == {
        ("xinzhou", "鄂0117行初907号", "feedback"),
        ("xinzhou", "鄂0117行初908号", "review"),
        ("huancui", "鲁1002行初903号", "report"),
    }
    assert closed == {
        ("xinzhou", "鄂0117行初909号", "decided"),
        ("xinzhou", "鄂0117行初911号", "transferred"),
        ("huancui", "鲁1002行初904号", "reported"),
    }


@pytest.mark.parametrize("day", DAYS)
def test_a_review_by_an_office_that_may_not_is_parked_and_so_is_the_decision_after_it(day: str) -> None:
    parked = [
        (case[6:], finding.reason, finding.about.partition(" ")[0])
        for case, finding in found("xinzhou", day)
        if isinstance(finding, FactParked)
    ]
    assert sorted(parked) == [
        ("鄂0117行初908号", "office-not-competent", "review-completed"),
        ("鄂0117行初908号", "stage-out-of-order", "decision-made"),
    ]


@pytest.mark.parametrize("day", DAYS)
def test_the_risk_on_record_before_carries_the_decision(day: str) -> None:
    (closed,) = (
        finding
        for case, finding in found("xinzhou", day)
        if isinstance(finding, ProceedingClosed) and case.endswith("909号")
    )
    assert [(one.person, one.conclusion, one.grounds) for one in closed.subjects] == [
        ("", "tolerated", ("risk-registered-or-rule",)),
        ("郑某", "tolerated", ("risk-registered-or-rule",)),
    ]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("district", DISTRICTS)
def test_losses_and_triggers_stand_and_there_is_something_to_do(district: str, day: str) -> None:
    stands = [finding for _, finding in found(district, day)]
    for kind in (LossFound, LiabilityTriggered, DeadlineSet):
        assert any(isinstance(finding, kind) for finding in stands), kind.__name__
    circulars = [finding.ground for finding in stands if isinstance(finding, CircularProposed)]
    assert ("no-officer" in circulars) == (district == "xinzhou")


@pytest.mark.parametrize("district", DISTRICTS)
def test_activities_of_each_kind_are_told(district: str) -> None:
    kinds: list[type[Fact]] = [
        TypicalCasePublished, MeetingHeld, TrainingHeld, Commended, WorkReportFiled, AssessmentRecorded,
        HearingObserved if district == "xinzhou" else AssessmentPublished,
    ]  # fmt: skip
    facts = {type(record.event) for record in told(district, DAYS[0]).records}
    assert [kind.__name__ for kind in kinds if kind not in facts] == []
