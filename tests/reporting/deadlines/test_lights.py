"""Traffic lights: what is found of a deadline gives its light, and only the day itself turns one to `today`."""

from datetime import date
from typing import Any

import pytest

from services.reporting.deadlines.lights import LISTED, MEANING, Stands, counts, light, shown, stands
from services.reporting.deadlines.shapes import LIGHTS, STATES
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineEscalated,
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
)

DUE = date(2025, 3, 21)
SAID: dict[str, Any] = {
    "duty": "defence",
    "article": "ALL 67",
    "obligor": "responsible_agency",
    "starts_on": date(2025, 3, 6),
    "due_on": DUE,
}
NEAR = DeadlineNear(duty="defence", step=3, due_on=DUE)
CALLED = DeadlineEscalated(duty="defence", due_on=DUE, to=("bureau",))
DONE = {"done_on": date(2025, 3, 25)}
STAYED: dict[str, Any] = {"stayed_on": DUE, "used": 3, "left": 12, "unit": "calendar_days"}


@pytest.mark.parametrize(
    ("found", "reminder", "state", "lit"),
    [
        (DeadlineSet(**SAID), None, "open", "due"),
        (DeadlineSet(**SAID), NEAR, "open", "near"),
        (DeadlineMoved(**SAID, was_due_on=DUE, cause="start"), NEAR, "open", "near"),
        (DeadlineSuspended(**SAID, **STAYED), None, "suspended", "waiting"),
        (DeadlineMet(**SAID, done_on=DUE), None, "met", "done"),
        (DeadlineMissed(**SAID), CALLED, "missed", "overdue"),
        (DeadlineMissed(**SAID, **DONE), None, "missed", "done"),
        (DeadlineLifted(**SAID), None, "lifted", "off"),
        (DeadlineLapsed(**SAID), None, "lapsed", "off"),
    ],
)
def test_a_finding_and_its_reminder_give_state_and_light(
    found: Deadline, reminder: Finding | None, state: str, lit: str
) -> None:
    assert MEANING[stands(found, reminder)] == (state, lit)


def test_only_what_is_open_is_due_today() -> None:
    assert {one for one in LISTED if light(one, DUE, DUE) == "today"} == {"near", "due"}
    assert light("near", DUE, date(2025, 3, 20)) == "near"


@pytest.mark.parametrize("state", ["", *STATES])
@pytest.mark.parametrize("lit", ["", *LIGHTS])
def test_a_filter_shows_just_what_has_that_state_and_light(state: str, lit: str) -> None:
    days = (DUE, date(2025, 3, 20))
    expected = {
        one
        for one in LISTED
        if state in ("", MEANING[one][0]) and (not lit or lit in {light(one, DUE, day) for day in days})
    }
    assert set(shown(state, lit)) == expected


def test_every_state_and_light_can_be_shown_and_what_was_withdrawn_never() -> None:
    assert {MEANING[one][0] for one in shown("", "")} == set(STATES)
    assert {light(one, DUE, day) for one in shown("", "") for day in (DUE, date(2025, 1, 1))} == set(LIGHTS)
    assert "withdrawn" not in {one for state in ("", *STATES) for one in shown(state, "")}


def test_what_is_due_today_is_counted_there_and_nowhere_else() -> None:
    numbers: dict[Stands, int] = {"near": 5, "due": 7, "overdue": 2, "met": 3, "late": 1, "withdrawn": 9}
    assert counts(numbers, {"near": 4, "due": 1}) == {
        "overdue": 2,
        "today": 5,
        "near": 1,
        "due": 6,
        "waiting": 0,
        "done": 4,
        "off": 0,
    }
