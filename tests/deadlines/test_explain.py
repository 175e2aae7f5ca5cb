"""Why is it due on that day, or not due: what starts a duty, each day of its counting, and what met it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from shared.events.court import CaseEnded, DocumentServed, EvidenceExtensionGranted, SuggestionIssued
from shared.events.words import Outcome
from tests.explained import DISTRICT, Explaining, explaining, registered, reported, told
from tests.given import packs
from tests.stored import adoption
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    SECOND,
    day,
    docketed,
    draft,
    forwarded,
    notice,
)

RECORDED = [*registered(), *reported(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT))]


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Explaining]:
    async with explaining(RULES, routes, tmp_path, RECORDED) as service:
        yield service


def duty(found: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what is said of a duty, by its entry for this kind of proceeding."""
    entries = (dict(one) for one in found["cases"][0]["duties"] if one["duty"] == name)
    return next(one for one in entries if "category" not in [why["reason"] for why in one["not_running"]])


def deadline(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = duty(found, name)["deadlines"]
    return dict(one)


def why_not(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = duty(found, name)["not_running"]
    return dict(one)


def judgment(served: str, *outcomes: Outcome, perform_by: str = "") -> DocumentServed:
    return DocumentServed(
        recipient="",
        kind="judgment",
        decided_on=day("2023-07-01"),
        served_on=day(served),
        outcomes=outcomes,
        perform_by=day(perform_by) if perform_by else None,
    )


# --- each day ------------------------------------------------------------------------------------------


async def test_each_day_of_the_national_holiday_of_2022_is_named_with_its_reason(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT)))
    ends = deadline(found, "defence")
    assert (ends["starts_on"], ends["due_on"]) == ("2022-09-20", "2022-10-08")
    (counted,) = ends["counted"]
    assert (counted["period"], counted["since"], counted["until"]) == (
        "15 calendar days",
        "2022-09-20",
        "2022-10-08",
    )
    by = "国办发明电〔2021〕11号"
    assert [(one["day"], one["what"], one["why"], one["because"]) for one in counted["days"]] == [
        (
            "2022-09-20",
            "start-not-counted",
            "starting-day",
            "Tuesday: the day it runs from is not counted",
        ),
        *(
            (
                f"2022-10-0{number}",
                "rolled",
                "holiday",
                f"{weekday}, off by {by}: nobody works, so the period does not end on it",
            )
            for number, weekday in ((5, "Wednesday"), (6, "Thursday"), (7, "Friday"))
        ),
        (
            "2022-10-08",
            "make-up",
            "make-up-day",
            f"Saturday, a make-up day by {by}: it is worked, so it counts",
        ),
    ]


async def test_a_duty_that_counts_back_shows_both_ways(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT)))
    there, back = deadline(found, "draft")["counted"]
    assert (there["duty"], there["until"]) == ("defence", "2022-10-08")
    assert (back["duty"], back["period"]) == ("draft", "5 working days before defence is due")
    assert (back["since"], back["until"]) == ("2022-10-08", "2022-09-26")
    assert back["days"][0]["because"] == "Saturday: the day it is counted back from is not counted"
    assert [one["day"] for one in back["days"][1:]] == [f"2022-10-0{number}" for number in range(7, 0, -1)]
    assert {one["what"] for one in back["days"][1:]} == {"skipped"}


async def test_a_year_without_a_schedule_is_said_to_be_provisional(asked: Explaining) -> None:
    facts = told(FIRST, docketed(GOVERNMENT, on="2026-12-20"), notice("2026-12-25", to=GOVERNMENT))
    found = await asked.why(facts)
    ends = deadline(found, "defence")
    assert (ends["due_on"], ends["provisional"]) == ("2027-01-11", True)
    assert found["calendar"]["provisional_years"] == [2027]
    assert ends["counted"][0]["days"][-1]["because"] == (
        "Sunday: nobody works, so the period does not end on it; "
        "the schedule of this year is not published yet"
    )
    assert deadline(found, "forward")["provisional"] is False


async def test_a_year_handed_in_as_published_is_no_longer_provisional(asked: Explaining) -> None:
    facts = told(FIRST, docketed(GOVERNMENT, on="2026-12-20"), notice("2026-12-25", to=GOVERNMENT))
    statutory = ["01-01", "02-05", "02-08", "04-05", "05-03", "06-09", "09-15", "10-01"]
    off = [*(f"2027-{one}" for one in statutory), "2027-01-11"]
    year = {"year": 2027, "holidays": sorted(off), "make_up_days": [], "notice": "国办发明电〔2026〕1号"}
    found = await asked.why([*facts, {"type": "calendar-published", "data": year}])
    assert deadline(found, "defence")["due_on"] == "2027-01-12"
    assert found["calendar"]["provisional_years"] == []


# --- how it stands -------------------------------------------------------------------------------------


async def test_what_met_a_duty_is_named_with_who_reported_it(asked: Explaining) -> None:
    found = await asked.why(
        [
            *told(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT)),
            *told(FIRST, forwarded("2023-05-16"), source="office/xz"),
            *told(FIRST, draft("2023-05-23"), source="agency/xz"),
        ]
    )
    met = deadline(found, "forward")
    assert (met["state"], met["because"]) == ("met", "papers-forwarded on 2023-05-16 is in time")
    assert met["met_by"] == [{"fact": "papers-forwarded", "on": "2023-05-16", "reported_by": "office/xz 3"}]
    late = deadline(found, "draft")
    assert (late["state"], late["because"]) == ("missed", "defence-submitted on 2023-05-23 is late")


@pytest.mark.parametrize(
    ("on", "state", "because"),
    [
        ("2023-05-16", "open", "the day has not ended; papers-forwarded would meet it"),
        ("2023-05-17", "missed", "the day has ended and no papers-forwarded is on record"),
    ],
)
async def test_a_duty_is_missed_only_when_its_day_has_ended(
    asked: Explaining, on: str, state: str, because: str
) -> None:
    facts = told(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    found = await asked.why(facts, day=on)
    assert found["day"] == on
    assert (deadline(found, "forward")["state"], deadline(found, "forward")["because"]) == (state, because)


async def test_what_lifted_a_duty_is_named(asked: Explaining) -> None:
    ended = CaseEnded(ended_on=day("2023-05-15"))
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT), ended))
    assert deadline(found, "forward")["because"] == (
        "case-ended on 2023-05-15 lifted it before anything was done"
    )


# --- why not -------------------------------------------------------------------------------------------


async def test_a_start_that_is_not_there_names_the_fact_that_would_start_it(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE)))
    assert why_not(found, "defence") == {
        "reason": "start",
        "because": "no notice to a defendant is on record; notice-served would start it",
        "waits_for": ["notice-served"],
        "missed": [],
        "of": "",
    }
    assert why_not(found, "forward")["because"] == "the district government is no defendant"
    assert why_not(found, "archive")["waits_for"] == ["closing-document-served"]


async def test_what_is_on_record_but_starts_nothing_is_said(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE), judgment("2023-07-05", "claims_rejected")))
    assert (
        why_not(found, "loss_analysis")["because"] == "the outcome that stands is not adverse to the agency"
    )
    assert deadline(found, "document_reported")["starts_on"] == "2023-07-05"


async def test_an_appeal_keeps_performance_from_running(asked: Explaining) -> None:
    served = judgment("2023-07-05", "duty_ordered", perform_by="2023-09-01")
    later = docketed(POLICE, instance="second", earlier=FIRST, on="2023-08-01")
    found = await asked.why([*told(FIRST, docketed(POLICE), served), *told(SECOND, later)])
    assert why_not(found, "performance")["because"] == "an appeal keeps the document from taking effect"


async def test_an_entry_for_another_kind_of_proceeding_is_said(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(POLICE), notice("2023-05-12", to=POLICE)))
    replies = [one for one in found["cases"][0]["duties"] if one["article"].startswith("RECON 23")]
    assert [(why["reason"], why["because"]) for one in replies for why in one["not_running"]] == [
        ("category", "it is due in proceedings of the kind reconsideration; this is litigation")
    ]


async def test_a_condition_that_is_not_met_is_said(asked: Explaining) -> None:
    facts = told(FIRST, docketed(POLICE), notice("2023-05-12", to=POLICE))
    pack = packs()["xinzhou"].replace(
        "starts: papers_received\n", "starts: papers_received\n    when: {attention: true}\n", 1
    )
    why = why_not(await asked.why(facts, pack=pack), "papers")
    assert (why["reason"], why["because"]) == ("condition", "attention = false, asked for true")
    assert why["missed"] == [{"attribute": "attention", "wanted": [True], "found": False}]


async def test_a_start_outside_the_validity_of_the_entry_is_said(asked: Explaining) -> None:
    facts = told(FIRST, docketed(POLICE), notice("2023-05-12", to=POLICE))
    pack = packs()["xinzhou"].replace(
        "starts: papers_received\n", "starts: papers_received\n    since: 2024-01-01\n", 1
    )
    why = why_not(await asked.why(facts, pack=pack), "papers")
    assert (why["reason"], why["because"]) == (
        "validity",
        "it is for starts from 2024-01-01; this one is of 2023-05-12",
    )


# --- the rest ------------------------------------------------------------------------------------------


async def test_a_suggestion_without_a_day_of_its_own_shows_how_its_days_were_counted(
    asked: Explaining,
) -> None:
    suggested = SuggestionIssued(
        kind="procuratorial", received_on=day("2023-05-12"), addressee=POLICE, urgent=True
    )
    found = await asked.why(told(FIRST, docketed(POLICE), suggested))
    ends = deadline(found, "suggestion_reply")
    assert (ends["due_on"], ends["counted"][0]["period"]) == (
        "2023-05-29",
        "as long as such a suggestion gives",
    )
    assert [one["day"] for one in ends["counted"][0]["days"]] == ["2023-05-12", "2023-05-27", "2023-05-28"]
    used = {one["mark"]: one["value"] for one in found["cases"][0]["values"]}
    assert used["parameters/urgent_suggestion_days"] == 15


async def test_when_a_document_takes_effect_is_said(asked: Explaining) -> None:
    facts = told(FIRST, docketed(POLICE), judgment("2023-07-05", "claims_rejected"))
    soon = (await asked.why(facts, day="2023-07-10"))["cases"][0]["effect"]
    assert (soon["on"], soon["because"]) == (
        None,
        "the appeal period runs; it takes effect on 2023-07-21 if nobody appeals",
    )
    then = (await asked.why(facts, day="2023-07-21"))["cases"][0]["effect"]
    assert (then["on"], then["article"]) == ("2023-07-21", "ALL 85")


async def test_the_periods_that_ran_are_among_the_values(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT)))
    values = {one["mark"]: (one["value"], one["article"], one["pack"]) for one in found["cases"][0]["values"]}
    assert values["duties/forward"] == ("2 working days", "10", "xinzhou")
    assert values["parameters/working_days_before"][0] == "nth"
    assert "duties/archive" not in values


async def test_a_recorded_case_is_explained_as_its_facts_are(asked: Explaining) -> None:
    answer = await asked.http.get("/explain", params={"district": DISTRICT, "case": FIRST})
    facts = told(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT))
    from_log, handed_in = answer.json(), await asked.why(facts)
    assert from_log.pop("position") > 0
    assert handed_in.pop("position") is None
    assert from_log == handed_in


async def test_the_findings_say_what_the_explanation_says(asked: Explaining) -> None:
    found = await asked.why(told(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT)))
    due = {
        one["data"]["duty"]: one["data"]["due_on"] for one in found["findings"] if one["topic"] == "deadline"
    }
    explained = {
        one["duty"]: ends["due_on"] for one in found["cases"][0]["duties"] for ends in one["deadlines"]
    }
    assert due == explained
    assert date.fromisoformat(due["defence"]) == date(2022, 10, 8)


async def test_a_law_on_the_log_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    broken = adoption(packs()["xinzhou"].replace("earlier_case: known", "earlier_case: old", 1), 2)
    async with explaining(RULES, routes, tmp_path, [*RECORDED, broken]) as service:
        answer = await service.http.get("/explain", params={"district": DISTRICT, "case": FIRST})
        assert answer.status_code == 409
        assert "earlier_case cannot be 'old'" in answer.json()["errors"][0]["detail"]
        body = {"district": DISTRICT, "facts": told(FIRST, docketed(POLICE))}
        ((pointer, detail, _),) = await service.refused(body)
        assert pointer == "/district"
        assert "earlier_case cannot be 'old'" in detail
        judged_by_another = await service.why(told(FIRST, docketed(POLICE)), pack=packs()["xinzhou"])
        assert judged_by_another["cases"][0]["law"]["pack"] == "xinzhou"


async def test_of_a_day_the_court_named_the_count_it_replaced_is_told(asked: Explaining) -> None:
    granted = EvidenceExtensionGranted(until=day("2023-06-15"), granted_on=day("2023-05-20"))
    found = await asked.why(told(FIRST, docketed(POLICE), notice("2023-05-16"), granted))
    one = deadline(found, "evidence")
    assert (one["due_on"], one["counted"][-1]["until"]) == ("2023-06-15", "2023-05-31")
    assert [(act["fact"], act["on"]) for act in one["set_by"]] == [
        ("evidence-extension-granted", "2023-06-15")
    ]


async def test_what_counts_back_from_a_day_the_court_named_counts_from_that_day(asked: Explaining) -> None:
    granted = EvidenceExtensionGranted(until=day("2023-06-15"), granted_on=day("2023-05-20"))
    facts = (docketed(GOVERNMENT), notice("2023-05-16", to=GOVERNMENT), granted)
    found = await asked.why(told(FIRST, *facts), district="huancui")
    one = deadline(found, "draft")
    assert [way["until"] for way in one["counted"]] == ["2023-06-15", one["due_on"]]
    assert one["counted"][-1]["since"] == "2023-06-15"
