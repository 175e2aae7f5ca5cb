"""Why does somebody answer or appear: the rules asked, one after another, and what each said."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.routing.api import routes
from services.routing.rules import RULES
from shared.events.bureau import ChiefAdvised
from tests.explained import DISTRICT, Explaining, explaining, registered, reported, told
from tests.given import packs
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    POLICE,
    SECOND,
    STRANGER,
    act,
    day,
    designated,
    docketed,
    notice,
)

RECORDED = [
    *registered(),
    *reported(FIRST, docketed(GOVERNMENT, POLICE), act(acting=POLICE, reconsideration="upheld")),
    *reported(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST, on="2023-09-01")),
]


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Explaining]:
    async with explaining(RULES, routes, tmp_path, RECORDED) as service:
        yield service


def rules(tried: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(one["mark"], one["applies"]) for one in tried]


async def recorded(asked: Explaining, case: str) -> dict[str, Any]:
    answer = await asked.http.get("/explain", params={"district": DISTRICT, "case": case})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# --- the order of rules --------------------------------------------------------------------------------


async def test_an_exception_is_asked_before_the_rule_and_what_comes_after_is_not_asked(
    asked: Explaining,
) -> None:
    described = act("demolition", implementing=HOUSING, in_government_name=True, reconsideration="upheld")
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), described))
    (defendant,) = found["cases"][0]["defendants"]
    assert rules(defendant["routing"]) == [
        ("routing/follows-first-instance", False),
        ("routing/own-act", False),
        ("routing/after-reconsideration-alone", True),
    ]
    assert defendant["answering"] == {
        "state": "determined",
        "agencies": [BUREAU],
        "designated": False,
        "rule": "after-reconsideration-alone",
        "article": "9(1)",
        "because": f"bureau = {BUREAU}",
        "roles": [{"role": "bureau", "organs": [BUREAU]}],
    }


async def test_a_rule_says_by_what_it_holds_or_which_condition_fails(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), act(reconsideration="mixed")))
    earlier, own, first = found["cases"][0]["defendants"][0]["routing"]
    assert own["because"] == "defendant = government, asked for agency"
    assert own["missed"] == [{"attribute": "defendant", "wanted": ["agency"], "found": "government"}]
    assert (own["article"], earlier["article"]) == ("8", "9(4)")
    assert first["because"] == "defendant = government, sued = government_alone, reconsideration = mixed"
    assert first["summary"]["zh"] == "复议后区政府为单独被告的，由区司法局应诉"


async def test_what_no_rule_decides_says_which_fact_would_settle_it(asked: Explaining) -> None:
    facts = told(FIRST, docketed(GOVERNMENT), act("demolition"))
    (defendant,) = (await asked.why(facts))["cases"][0]["defendants"]
    assert rules(defendant["routing"])[-1] == ("routing/hard-to-determine", True)
    assert defendant["answering"]["because"] == (
        "the rule leaves it to the bureau; agency-designated would settle it"
    )
    settled = await asked.why([*facts, *told(FIRST, designated(HOUSING), source="bureau/test")])
    answering = settled["cases"][0]["defendants"][0]["answering"]
    assert (answering["agencies"], answering["designated"]) == ([HOUSING], True)
    assert answering["because"] == f"the rule leaves it to the bureau; the bureau designated {HOUSING}"


async def test_each_ground_to_appear_says_why_it_applies_or_not(asked: Explaining) -> None:
    advised = ChiefAdvised(by="court", advised_on=day("2023-04-01"))
    found = await asked.why(told(FIRST, docketed(POLICE), advised))
    grounds = {one["mark"]: one for one in found["cases"][0]["defendants"][0]["appearing"]}
    assert grounds["appearing/asked-for"]["applies"]
    assert grounds["appearing/asked-for"]["because"] == "advised_by_court = true"
    assert grounds["appearing/major-foreign"]["because"] == "major_foreign = false, asked for true"
    assert "yingsu.chief-required.v1" in [one["type"] for one in found["findings"]]


async def test_what_follows_is_what_the_rules_find(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE), act(acting=POLICE)))
    (finding,) = (one for one in found["findings"] if one["topic"] == "responsible")
    assert finding["type"] == "yingsu.responsible-agency-determined.v1"
    assert (finding["case"], finding["data"]["agencies"]) == (FIRST, [POLICE])
    assert finding["data"]["law"] == found["cases"][0]["law"]["version"]
    assert found["position"] is None


# --- law and values -------------------------------------------------------------------------------------


async def test_the_law_and_the_values_used_are_named_with_article_status_and_note(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE, on="2021-03-01")))
    (case,) = found["cases"]
    assert (case["law"]["pack"], case["law"]["since"], case["law"]["article"]) == (
        "xinzhou",
        "2022-06-06",
        "35",
    )
    values = {one["mark"]: one for one in case["values"]}
    used = values["parameters/earlier_cases"]
    assert (used["value"], used["status"], used["pack"]) == ("apply", "uncertain", "national")
    assert used["note"].startswith("Neither text")


async def test_values_that_were_not_asked_for_are_not_named(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE)))
    marks = [one["mark"] for one in found["cases"][0]["values"]]
    assert "parameters/earlier_cases" not in marks
    assert "parameters/appeal_days_judgment" not in marks


async def test_a_pack_handed_in_is_judged_by_instead(asked: Explaining) -> None:
    facts = told(FIRST, docketed(POLICE), act(acting=POLICE))
    pack = packs()["xinzhou"].replace('article: "8"', 'article: "88"')
    found = await asked.why(facts, pack=pack)
    assert found["cases"][0]["defendants"][0]["answering"]["article"] == "88"
    assert found["cases"][0]["law"]["version"] != (await asked.why(facts))["cases"][0]["law"]["version"]


async def test_a_case_no_law_covers_says_so_and_nothing_is_guessed(asked: Explaining) -> None:
    refusing = packs()["national"].replace("value: apply", "value: refuse")
    found = await asked.why(told(FIRST, docketed(POLICE, on="2021-03-01")), pack=refusing)
    (case,) = found["cases"]
    assert case["law"] is None
    assert case["not_judged"]["reason"] == "not-in-force"
    assert case["not_judged"]["because"] == (
        "the case began on 2021-03-01, when no adopted pack was in force; the nearest is xinzhou"
    )
    assert [one["type"] for one in found["findings"]] == ["yingsu.law-not-in-force.v1"]


async def test_a_case_that_is_not_docketed_says_which_fact_is_missing(asked: Explaining) -> None:
    (case,) = (await asked.why(told(FIRST, notice("2023-03-03", to=POLICE))))["cases"]
    assert case["not_judged"]["reason"] == "case-not-docketed"
    assert case["not_judged"]["because"].endswith("case-docketed would start the judging")


async def test_a_defendant_the_register_does_not_know_is_said(asked: Explaining) -> None:
    (case,) = (await asked.why(told(FIRST, docketed(STRANGER))))["cases"]
    (defendant,) = case["defendants"]
    assert defendant["answering"]["state"] == "parked"
    assert defendant["answering"]["because"] == (f"unknown-organ: {STRANGER}; released by organ-registered")
    assert (defendant["routing"], defendant["appearing"]) == ([], [])


async def test_unknown_fields_are_taken_and_said(asked: Explaining) -> None:
    facts = told(FIRST, docketed(POLICE))
    facts[0]["data"]["colour"] = "red"
    found = await asked.why(facts)
    assert found["warnings"] == ["/facts/0/data/colour is no field of this type; nothing follows from it"]


# --- recorded cases -------------------------------------------------------------------------------------


async def test_a_recorded_case_is_explained_as_its_facts_are(asked: Explaining) -> None:
    from_log = await recorded(asked, FIRST)
    facts = told(FIRST, docketed(GOVERNMENT, POLICE), act(acting=POLICE, reconsideration="upheld"))
    handed_in = await asked.why(facts)
    assert from_log["position"] > 0
    assert from_log["cases"][0]["defendants"] == handed_in["cases"][0]["defendants"]
    assert from_log["findings"] == handed_in["findings"]


async def test_only_the_case_asked_for_is_explained_but_with_its_dispute(asked: Explaining) -> None:
    found = await recorded(asked, SECOND)
    (case,) = found["cases"]
    assert (case["case"], case["dispute"]) == (SECOND, [FIRST, SECOND])
    assert {one["case"] for one in found["findings"]} == {SECOND}
    (defendant,) = case["defendants"]
    assert defendant["answering"]["because"] == f"as in the earlier case {FIRST}"
    assert rules(defendant["routing"]) == [("routing/follows-first-instance", True)]


async def test_a_case_number_is_read_however_it_is_written(asked: Explaining) -> None:
    assert (await recorded(asked, FIRST.replace("（", "(").replace("）", ")")))["cases"][0]["case"] == FIRST


@pytest.mark.parametrize(("district", "case"), [(DISTRICT, "（2023）示0101行初99号"), ("nowhere", FIRST)])
async def test_what_is_not_recorded_cannot_be_explained(asked: Explaining, district: str, case: str) -> None:
    answer = await asked.http.get("/explain", params={"district": district, "case": case})
    assert answer.status_code == 404
    assert case in answer.json()["detail"]
    assert district in answer.json()["detail"]


async def test_a_text_that_is_no_case_number_is_refused(asked: Explaining) -> None:
    answer = await asked.http.get("/explain", params={"district": DISTRICT, "case": "12"})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/case"


async def test_the_answers_are_described(asked: Explaining) -> None:
    schemas = asked.app.openapi()["components"]["schemas"]
    assert {"RoutingExplained", "DefendantExplained", "LawUsed", "AskedBody"} <= schemas.keys()
