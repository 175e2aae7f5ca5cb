"""Do the open cases of the demonstration say what is due, on whatever day it is started?"""

from datetime import date

import pytest

from deploy.opencases import open_cases
from services.intake.cloudevents import check
from shared.events.base import Finding
from shared.events.district import OrganRegistered
from shared.events.findings.deadlines import (
    DeadlineMissed,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSuspended,
    StepsTaken,
)
from tests.given import Given

DAYS = ["2025-06-11", "2026-02-16", "2026-11-22", "2028-02-29"]
GOVERNMENTS = {"xinzhou": "武汉市新洲区人民政府", "huancui": "威海市环翠区人民政府"}


@pytest.mark.parametrize("day", DAYS)
def test_the_door_takes_all_of_them(day: str) -> None:
    events = list(open_cases(date.fromisoformat(day)))
    assert [found.faults for event in events if (found := check(event)).faults] == []
    assert len({(event["source"], event["id"]) for event in events}) == len(events)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("district", "kinds"),
    [
        ("xinzhou", (DeadlineMissed, DeadlineNear, DeadlineSuspended, DeadlineMoved, StepsTaken)),
        ("huancui", (DeadlineMissed, DeadlineNear)),
    ],
)
def test_something_of_each_kind_stands(district: str, kinds: tuple[type[Finding], ...], day: str) -> None:
    government = OrganRegistered(code="gov", name=GOVERNMENTS[district], kind="government")
    given = Given(district=district).registered(government).on(day)
    for event in open_cases(given.day):
        draft = check(event).draft
        assert draft is not None
        if draft.district == district:
            given.told(draft)
    assert [kind.__name__ for kind in kinds if not given.found("deadlines", kind)] == []
