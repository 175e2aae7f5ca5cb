"""Is a fact refused whose days cannot come in the order it names them in?"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.codec import encode, type_of
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.intake import FactCorrected
from tests.examples import EXAMPLES, cloudevent, draft
from tests.intake.door import Door

PAIRS = [(name, *pair) for name, cls in sorted(FACTS.items()) for pair in cls.ORDERED]


def in_order(name: str, first: str, then: str, days: int) -> Fact:
    """Return the example of a type with its second day so many days after the first."""
    fact = EXAMPLES[name]
    assert isinstance(fact, Fact)
    changes: dict[str, Any] = {then: getattr(fact, first) + timedelta(days=days)}
    return replace(fact, **changes)


def test_periods_hearings_leave_and_office_are_among_them() -> None:
    assert {
        "evidence-period-set",
        "hearing-scheduled",
        "hearing-rescheduled",
        "evidence-extension-granted",
        "leader-unavailable",
        "officer-appointed",
    } <= {name for name, *_ in PAIRS}


@pytest.mark.parametrize(("name", "first", "then"), PAIRS)
def test_the_days_of_an_order_are_days(name: str, first: str, then: str) -> None:
    assert {type(getattr(EXAMPLES[name], field)) for field in (first, then)} == {date}


@pytest.mark.parametrize(("name", "first", "then"), PAIRS)
async def test_a_day_before_the_one_it_follows_is_refused_with_what_was_expected(
    door: Door, name: str, first: str, then: str
) -> None:
    fact = in_order(name, first, then, -1)
    response = await door.post(cloudevent(draft(fact)))
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    since, until = getattr(fact, first), getattr(fact, then)
    assert error["pointer"] == f"/data/{then}"
    assert error["detail"] == f"found '{until}'"
    assert error["expected"] == f"{since} or a later day"
    assert await door.log() == []


@pytest.mark.parametrize(("name", "first", "then"), PAIRS)
async def test_the_same_day_is_taken(door: Door, name: str, first: str, then: str) -> None:
    assert (await door.post(cloudevent(draft(in_order(name, first, then, 0))))).status_code == 200


async def test_a_correction_is_held_to_the_same_order(door: Door) -> None:
    fact = in_order("hearing-scheduled", "scheduled_on", "hearing_on", -1)
    correction = FactCorrected(
        target_source="court/鄂0117", target_id="1", replaces="1", type=type_of(type(fact)), data=encode(fact)
    )
    response = await door.post(cloudevent(draft(correction)))
    assert [error["pointer"] for error in response.json()["errors"]] == ["/data/data/hearing_on"]


async def test_a_day_that_is_not_known_breaks_no_order(door: Door) -> None:
    away = EXAMPLES["leader-unavailable"]
    event = cloudevent(draft(away))
    event["data"]["until_on"] = None
    assert (await door.post(event)).status_code == 200
