"""Why is it due on that day when the court stayed the case, set a day or put it off; and what leads on from there?"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from shared.events.base import Fact
from shared.events.bureau import DefenceReviewed
from tests.deadlines.words import extended, period_set, resumed, stayed
from tests.explained import Explaining, explaining, told
from tests.words import FIRST, GOVERNMENT, POLICE, day, docketed, draft, judgment, notice


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Explaining]:
    async with explaining(RULES, routes, tmp_path) as service:
        yield service


async def why(asked: Explaining, name: str, *facts: Fact, on: str = "2023-05-25") -> dict[str, Any]:
    """Return what is said of a duty that runs, with its one deadline beside it."""
    found = await asked.why(told(FIRST, *facts), day=on)
    (one,) = (duty for duty in found["cases"][0]["duties"] if duty["duty"] == name and duty["deadlines"])
    return {**one, **one["deadlines"][0]}


SERVED = (docketed(POLICE), notice("2023-05-16"))


async def test_what_stands_still_shows_the_stretches_that_ran_and_the_days_left(asked: Explaining) -> None:
    said = await why(asked, "defence", *SERVED, stayed("2023-05-22"))
    assert (said["state"], said["due_on"]) == ("suspended", "2023-05-31")
    assert said["ledger"] == {
        "unit": "calendar_days",
        "stretches": [{"since": "2023-05-16", "until": "2023-05-21", "used": 5}],
        "stayed_on": "2023-05-22",
        "left": 10,
    }
    assert said["because"].startswith("the proceeding is stayed")


async def test_resumed_the_last_stretch_is_counted_from_the_resumption(asked: Explaining) -> None:
    said = await why(asked, "defence", *SERVED, stayed("2023-05-22"), resumed("2023-06-26"), on="2023-06-27")
    assert (said["state"], said["due_on"], said["ledger"]["stayed_on"]) == ("open", "2023-07-06", None)
    assert [(one["since"], one["until"]) for one in said["counted"]] == [("2023-06-26", "2023-07-06")]


async def test_a_period_that_no_stay_touched_has_no_ledger(asked: Explaining) -> None:
    assert (await why(asked, "defence", *SERVED))["ledger"] is None


async def test_days_the_court_named_are_said_with_the_facts_that_name_them(asked: Explaining) -> None:
    said = await why(asked, "evidence", *SERVED, period_set("2023-05-26"), extended("2023-06-15"))
    assert (said["state"], said["due_on"]) == ("open", "2023-06-15")
    assert [(one["fact"], one["on"]) for one in said["set_by"]] == [
        ("evidence-period-set", "2023-05-26"),
        ("evidence-extension-granted", "2023-06-15"),
    ]
    assert "ALL 34" in said["if_missed"]["en"]


async def test_steps_are_said_in_the_order_of_the_law_taken_or_not(asked: Explaining) -> None:
    sued = (docketed(GOVERNMENT), notice("2023-05-16", to=GOVERNMENT), draft("2023-05-22"))
    said = await why(asked, "draft", *sued, DefenceReviewed(reviewed_on=day("2023-05-24")))
    assert [(one["fact"], one["on"]) for one in said["steps"]] == [
        ("defence-reviewed", "2023-05-24"),
        ("defence-signed", None),
        ("defence-sealed", None),
    ]


async def test_the_days_of_reminding_are_said_and_none_where_nobody_is_reminded(asked: Explaining) -> None:
    facts = (*SERVED, period_set("2023-05-31"))
    assert (await why(asked, "defence", *facts))["remind_on"] == ["2023-05-26", "2023-05-30", "2023-05-31"]
    assert (await why(asked, "evidence_extension", *facts))["remind_on"] == []


async def test_a_right_that_was_not_used_says_so(asked: Explaining) -> None:
    said = await why(
        asked, "appeal", docketed(POLICE), judgment("revoked", served="2023-06-05"), on="2023-07-03"
    )
    assert (said["right"], said["state"]) == (True, "lapsed")
    assert said["because"] == "the day has ended and nobody used the right; appeal-filed would have"
    assert said["article"] == "ALL 85"


async def test_of_a_duty_with_several_entries_those_for_other_cases_say_what_they_ask(
    asked: Explaining,
) -> None:
    facts = told(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-05"))
    found = await asked.why(facts, day="2023-07-03")
    others = {
        duty["article"]: duty["not_running"][0]["because"]
        for duty in found["cases"][0]["duties"]
        if duty["duty"] == "appeal" and not duty["deadlines"]
    }
    assert others["ALL 85; INT 101"] == "document = judgment, asked for ruling"
    assert "civil" in others["Civil Procedure 171"]
