"""Xinzhou art. 32: from which facts of a proceeding do deadlines run, which meet them, and why not?"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from shared.events.proceeding import FaultShared
from tests.accountability.afterwards import CITY, DECIDED, REVIEWED, decided, handed, inquired, lost, opened
from tests.explained import Explaining, explaining, told
from tests.words import FIRST, GOVERNMENT, POLICE, SECOND, act, day, docketed, judgment

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


async def test_the_decision_on_a_nominal_body_at_fault_meets_the_duty_of_the_unit_where_it_is_the_last(
    asked: Explaining,
) -> None:
    shared = FaultShared(found_on=day("2023-07-10"), unit=GOVERNMENT)
    suit = (docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=POLICE), lost(GOVERNMENT)[1])
    facts = told(FIRST, *suit, shared, *REVIEWED, DECIDED)
    (decision,) = duty(await asked.why(facts), "decision")["deadlines"]
    assert (decision["state"], decision["met_by"]) == ("missed", [])
    handed_over = told(FIRST, handed("2023-09-05", of=GOVERNMENT), source="agency/b")
    (decision,) = duty(await asked.why([*facts, *handed_over]), "decision")["deadlines"]
    assert (decision["state"], decision["lifted_by"][0]["reported_by"]) == ("lifted", "agency/b 10")
    last = told(FIRST, decided("2023-09-06", of=GOVERNMENT, by=CITY), source="office/c")
    (decision,) = duty(await asked.why([*facts, *handed_over, *last]), "decision")["deadlines"]
    assert (decision["state"], decision["met_by"]) == (
        "met",
        [{"fact": "decision-made", "on": "2023-09-06", "reported_by": "office/c 11"}],
    )
