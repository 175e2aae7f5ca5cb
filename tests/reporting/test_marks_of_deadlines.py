"""Which deadlines mark a case, and which doubts about periods wait for the bureau?"""

from dataclasses import replace

import pytest
from pydantic_core import from_json

from services.reporting.marks import KINDS, WHO, OpenItem, items_of, marked
from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.court import CaseResumed, HearingScheduled
from shared.events.findings.deadlines import (
    DeadlineEscalated,
    DeadlineLapsed,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
    PeriodDoubted,
    StepsTaken,
)
from tests.given import Given
from tests.words import FIRST, POLICE, day, docketed, notice, xinzhou

DUE = day("2023-05-29")
OPEN = DeadlineSet(
    duty="defence", article="67", obligor="responsible_agency", starts_on=day("2023-05-12"), due_on=DUE
)
SAME = {name: getattr(OPEN, name) for name in ("duty", "article", "obligor", "starts_on", "due_on")}
SUSPENDED = DeadlineSuspended(**SAME, stayed_on=day("2023-05-15"), used=3, left=12, unit="calendar_days")
LAPSED = DeadlineLapsed(**SAME)


def marks_on(*findings: Finding) -> list[str]:
    """Return the marks of a case on which deadlines found this."""
    found = {Key(FIRST, one.TOPIC, one.slot): one for one in findings}
    dispute = Dispute("xinzhou", (Case(FIRST, "xinzhou"),), {"deadlines": found})
    of_case = marked(dispute, xinzhou().world).get(FIRST)
    return list(from_json(of_case.marks)) if of_case else []


@pytest.mark.parametrize("deadline", [OPEN, SUSPENDED, LAPSED], ids=["open", "suspended", "lapsed"])
def test_a_deadline_is_marked_by_its_duty_however_it_stands(deadline: Finding) -> None:
    assert marks_on(deadline) == ["duties/defence"]


def test_reminders_and_steps_mark_nothing() -> None:
    assert marks_on(DeadlineNear(duty="defence", step=1, due_on=DUE)) == []
    assert marks_on(DeadlineEscalated(duty="defence", due_on=DUE, to=("bureau",))) == []
    assert marks_on(StepsTaken(duty="draft", taken=("defence-reviewed",))) == []


def test_a_doubt_waits_for_the_bureau_with_what_was_found_and_what_bounds_it() -> None:
    assert marks_on(PeriodDoubted(problem="resumed_without_stay", found=DUE, expected=DUE)) == ["open/doubt"]
    assert WHO["doubt"] == "bureau"
    assert "doubt" in KINDS
    given = _doubted(xinzhou().fact(FIRST, HearingScheduled(hearing_on=day("2023-02-01"))))
    assert given == [
        OpenItem(
            "doubt",
            since=day("2023-02-01"),
            by=None,
            article="",
            says={
                "problem": "hearing_before_case",
                "duty": "",
                "of": "2023-02-01",
                "found": "2023-02-01",
                "expected": "2023-03-01",
            },
        )
    ]


def test_a_doubt_is_settled_by_a_correction() -> None:
    given = xinzhou().fact(FIRST, CaseResumed(resumed_on=day("2023-05-20")), id_="r")
    assert [item.says["problem"] for item in _doubted(given)] == ["resumed_without_stay"]
    given.retracted(FIRST, "r", "r", CaseResumed)
    assert _doubted(replace(given)) == []


def _doubted(given: Given) -> list[OpenItem]:
    given.facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    found = {}
    for dispute in given.judged():
        found |= marked(dispute, given.world)
    return [item for item in items_of(found[FIRST].open) if item.kind == "doubt"]
