"""Xinzhou art. 33: what may lead to liability, and what shows it."""

import pytest

from shared.events.findings.accountability import LiabilityTriggered
from shared.events.words import Conduct, SuggestionKind
from tests.given import Given
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    answered,
    conduct,
    docketed,
    hearing,
    huancui,
    judgment,
    officer,
    sat,
    suggestion,
    xinzhou,
)

ONE, TWO = "2023-05-08", "2023-06-12"


def triggers(given: Given) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return article, agency and what shows each trigger, by the pack's order of triggers within a case."""
    found = given.found("accountability", LiabilityTriggered)
    return [(one.article, one.agency, one.shown_by) for one in found]


def sued(*defendants: str) -> Given:
    """Return a case in Xinzhou."""
    return xinzhou().facts(FIRST, docketed(*defendants))


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        ("interfered", "33(1)"),
        ("refused_to_appear", "33(2)"),
        ("left_without_leave", "33(2)"),
        ("nobody_sent", "33(3)"),
        ("refused_performance", "33(4)"),
        ("suggestion_ignored", "33(5)"),
        ("other", "33(6)"),
    ],
)
def test_33_conduct_on_record_shows_its_item(kind: Conduct, article: str) -> None:
    given = sued(POLICE).facts(FIRST, conduct(kind, on="2023-06-01"))
    assert triggers(given) == [(article, POLICE, ("conduct-recorded 2023-06-01",))]


@pytest.mark.parametrize(
    "kind",
    ["delayed_performance", "evidence_late", "preparation_refused", "bad_influence", "report_not_filed"],
)
def test_33_other_conduct_is_huancuis_and_triggers_nothing_here(kind: Conduct) -> None:
    assert triggers(sued(POLICE).facts(FIRST, conduct(kind))) == []


def test_33_2_not_where_a_valid_reason_is_on_record() -> None:
    assert triggers(sued(POLICE).facts(FIRST, conduct("refused_to_appear", without_reason=False))) == []


def test_33_1_interference_knows_no_reason() -> None:
    given = sued(POLICE).facts(FIRST, conduct("interfered", without_reason=False))
    assert triggers(given) == [("33(1)", POLICE, ("conduct-recorded 2023-06-01",))]


def test_33_2_leaving_without_leave_is_shown_by_the_record_of_the_hearing() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, officer(), sat("staff", left=True)))
    assert triggers(given) == [("33(2)", POLICE, (f"hearing-held {ONE}",))]


def test_33_2_it_is_the_agency_whose_people_left() -> None:
    given = sued(POLICE, TOWN)
    given.facts(FIRST, hearing(ONE, officer(), sat("outside_lawyer", organ=TOWN, left=True)))
    assert triggers(given) == [("33(2)", TOWN, (f"hearing-held {ONE}",))]


def test_33_2_twice_is_one_trigger_shown_by_both() -> None:
    given = sued(POLICE).facts(FIRST, hearing(TWO, sat(left=True)), hearing(ONE, sat(left=True)))
    assert triggers(given) == [("33(2)", POLICE, (f"hearing-held {ONE}", f"hearing-held {TWO}"))]


def test_33_3_neither_officer_nor_staff_sat_at_a_hearing() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat("outside_lawyer")))
    assert triggers(given) == [("33(3)", POLICE, (f"hearing-held {ONE}",))]


@pytest.mark.parametrize("role", ["officer", "staff", "public_lawyer"])
def test_33_3_somebody_of_the_agency_is_enough(role: str) -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat("outside_lawyer"), sat(role)))  # type: ignore[arg-type]
    assert triggers(given) == []


def test_33_3_somebody_of_who_answers_for_the_government_is_enough() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act("information_disclosure", implementing=LAND))
    given.facts(FIRST, hearing(ONE, sat("staff", organ=LAND)))
    assert triggers(given) == []


def test_33_3_so_is_whoever_stood_for_a_defendant() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act("information_disclosure", implementing=LAND))
    given.facts(FIRST, hearing(ONE, sat("staff", organ=BUREAU, of="区政府")))
    assert triggers(given) == []


@pytest.mark.parametrize("who", [sat("staff", organ=STRANGER), sat("staff", identity_fit=False)])
def test_33_3_but_no_stranger_and_nobody_whose_proof_is_unfit(who: object) -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, who))  # type: ignore[arg-type]
    assert triggers(given) == [("33(3)", POLICE, (f"hearing-held {ONE}",))]


def test_33_3_a_hearing_of_which_no_attendees_are_told_says_nothing() -> None:
    assert triggers(sued(POLICE).facts(FIRST, hearing(ONE))) == []


def test_33_3_it_falls_on_who_answers() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act("information_disclosure", implementing=LAND))
    given.facts(FIRST, hearing(ONE, sat("outside_lawyer", organ=LAND)))
    assert triggers(given) == [("33(3)", LAND, (f"hearing-held {ONE}",))]


def test_33_4_delay_in_performing_is_no_refusal() -> None:
    given = sued(POLICE).facts(FIRST, judgment("duty_ordered", served="2023-06-26", perform_by="2023-09-01"))
    assert given.deadline(FIRST, "performance").startswith("missed")
    assert triggers(given) == []


def test_33_5_a_suggestion_not_answered_in_time() -> None:
    given = sued(POLICE).facts(FIRST, suggestion("2024-01-10"))
    assert triggers(given) == [("33(5)", POLICE, ("deadline-missed suggestion_reply 2024-03-11",))]


def test_33_5_or_answered_late_but_not_one_answered_in_time_or_still_open() -> None:
    given = sued(POLICE).facts(FIRST, suggestion("2024-01-10"), answered("2024-03-12"))
    assert [article for article, _, _ in triggers(given)] == ["33(5)"]
    given = sued(POLICE).facts(FIRST, suggestion("2024-01-10"), answered("2024-03-11"))
    assert triggers(given) == []
    assert triggers(sued(POLICE).facts(FIRST, suggestion("2024-01-10")).on("2024-03-11")) == []


@pytest.mark.parametrize(("kind", "triggered"), [("judicial", 1), ("normative", 1), ("procuratorial", 0)])
def test_33_5_speaks_of_the_courts_suggestions(kind: SuggestionKind, triggered: int) -> None:
    given = sued(POLICE).facts(FIRST, suggestion("2024-01-10", kind=kind))
    assert given.deadline(FIRST, "suggestion_reply").startswith("missed")
    assert len(triggers(given)) == triggered


def test_33_5_it_is_the_agency_addressed_else_the_defendants() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, suggestion("2024-01-10", to="区公安分局"))
    assert [agency for _, agency, _ in triggers(given)] == [POLICE]
    given = sued(POLICE, TOWN).facts(FIRST, suggestion("2024-01-10"))
    assert sorted(agency for _, agency, _ in triggers(given)) == sorted([POLICE, TOWN])


def test_33_what_is_due_in_general_only_leads_to_nothing() -> None:
    lost = judgment("revoked", served="2023-06-26")
    given = sued(POLICE).facts(FIRST, lost)
    given.reading(
        "xinzhou",
        "deadline_missed: suggestion_reply\n    suggestions: [judicial, normative]",
        "deadline_missed: inquiry",
    )
    assert given.deadline(FIRST, "inquiry").startswith("missed")
    assert triggers(given) == []
    given.reading("xinzhou", "deadline_missed: inquiry", "deadline_missed: loss_analysis")
    assert [(article, agency) for article, agency, _ in triggers(given)] == [("33(5)", POLICE)]


def test_33_each_agency_has_its_own_trigger_under_its_full_name() -> None:
    given = sued(POLICE, TOWN)
    given.facts(FIRST, conduct("interfered", agency=TOWN), conduct("interfered", agency="区公安分局"))
    given.facts(FIRST, conduct("interfered", agency="区公安分局", on="2023-07-01"))
    shown = {agency: by for _, agency, by in triggers(given)}
    assert shown == {
        POLICE: ("conduct-recorded 2023-06-01", "conduct-recorded 2023-07-01"),
        TOWN: ("conduct-recorded 2023-06-01",),
    }


def test_33_a_record_taken_back_withdraws_the_trigger() -> None:
    given = sued(POLICE).fact(FIRST, conduct("interfered"), id_="record", source="bureau/x")
    assert len(triggers(given)) == 1
    given.retracted(FIRST, "record", "record", type(conduct("interfered")), source="bureau/x")
    assert triggers(given) == []


def test_33_what_is_recorded_at_one_instance_is_shown_there() -> None:
    given = sued(POLICE).facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST, on="2023-09-01"))
    given.facts(SECOND, conduct("interfered", on="2023-10-01"))
    (key,) = (key for key in given.findings("accountability") if key.topic == "liability")
    assert key.case == SECOND


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_34_likewise_in_civil_cases_and_reconsideration(category: str) -> None:
    case = docketed(POLICE, category=category)  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, case, conduct("interfered"))
    assert triggers(given) == [("33(1)", POLICE, ("conduct-recorded 2023-06-01",))]


def test_34_no_law_no_trigger() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, category="civil"), conduct("interfered"))
    assert triggers(given) == []
