"""Which deadlines mark a case?"""

import pytest
from pydantic_core import from_json

from services.reporting.marks import marked
from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    DeadlineEscalated,
    DeadlineLapsed,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
    StepsTaken,
)
from tests.words import FIRST, day, xinzhou

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
