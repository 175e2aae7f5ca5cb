"""Xinzhou art. 32: from which facts of a proceeding do deadlines run, which meet them, and why not?"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from tests.accountability.afterwards import DECIDED, REVIEWED, handed, inquired, lost, opened
from tests.explained import Explaining, explaining, told
from tests.words import FIRST, SECOND, docketed, judgment

UPHELD = (
    docketed(on="2023-06-20", instance="second", earlier=FIRST),
    judgment("appeal_rejected", served="2023-07-03"),
)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Explaining]:
    async with explaining(RULES, routes, tmp_path) as service:
        yield service


def duty(found: dict[str, Any], name: str, case: str = FIRST) -> dict[str, Any]:
    """Return what is said of a duty of a case."""
    (about,) = (one for one in found["cases"] if one["case"] == case)
    (one,) = (one for one in about["duties"] if one["duty"] == name)
    return dict(one)


async def test_what_was_told_under_another_number_meets_the_duty_of_the_case_that_was_lost(
    asked: Explaining,
) -> None:
    facts = [*told(FIRST, *lost(), *REVIEWED, source="agency/a"), *told(SECOND, *UPHELD)]
    found = await asked.why(facts)
    (inquiry,) = duty(found, "inquiry", SECOND)["deadlines"]
    assert (inquiry["state"], inquiry["met_by"]) == (
        "met",
        [{"fact": "inquiry-completed", "on": "2023-07-20", "reported_by": "agency/a 3"}],
    )
    (waiting,) = duty(found, "inquiry_report", FIRST)["not_running"]
    assert waiting["waits_for"] == ["inquiry-completed"]
    assert "does not count yet" not in waiting["because"]


async def test_what_is_parked_starts_nothing_and_that_is_said(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, *lost(), REVIEWED[2], REVIEWED[3]))
    (waiting,) = duty(found, "decision")["not_running"]
    assert waiting["because"].endswith(
        "review-fed-back would start it; what is told of review-fed-back does not count yet"
    )


async def test_what_is_parked_meets_nothing_and_that_is_said(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, *lost(), inquired("2023-07-20", by="示范区交通运输局")))
    (inquiry,) = duty(found, "inquiry")["deadlines"]
    assert inquiry["because"] == (
        "the day has ended and no inquiry-completed is on record; "
        "what is told of inquiry-completed does not count yet"
    )


async def test_a_decision_counts_with_that_on_the_last_subject(asked: Explaining) -> None:
    facts = told(FIRST, *lost(), opened("2023-07-03", "钱某"), *REVIEWED, DECIDED)
    (decision,) = duty(await asked.why(facts), "decision")["deadlines"]
    assert (decision["state"], decision["met_by"]) == ("missed", [])
    assert decision["because"].endswith("what is told of decision-made does not count yet")
    facts += told(FIRST, handed("2023-09-05", person="钱某"), source="agency/a")
    (decision,) = duty(await asked.why(facts), "decision")["deadlines"]
    assert (decision["state"], decision["because"]) == (
        "lifted",
        "referred on 2023-09-05 lifted it before anything was done",
    )
