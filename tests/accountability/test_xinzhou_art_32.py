"""Xinzhou art. 32: inquiry, report, review, feedback and decision, one after another, and what each must hold."""

import pytest

from shared.events.court import CaseClassified
from shared.events.findings.accountability import ProceedingOpened
from shared.events.findings.common import FactParked
from shared.events.proceeding import JointReviewRequired, Proposal
from shared.events.words import Reviewer
from tests.accountability.afterwards import (
    DECIDED,
    HELD,
    REVIEWED,
    decided,
    fed_back,
    inquired,
    lost,
    opened,
    reported,
    reviewed,
)
from tests.accountability.following import course, how, parked, told
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    SECOND,
    day,
    docketed,
    judgment,
    xinzhou,
)

ORDER = ("inquiry", "report", "review", "feedback", "decision")


@pytest.mark.parametrize("number", range(len(REVIEWED)))
def test_each_stage_follows_the_one_before(number: int) -> None:
    found = course(told(*REVIEWED[:number]))
    assert isinstance(found, ProceedingOpened)
    assert found.stage == ORDER[number]
    assert [one.stage for one in found.done] == list(ORDER[:number])


@pytest.mark.parametrize("left_out", range(len(REVIEWED)))
def test_what_comes_before_its_turn_is_parked_until_the_turn_comes(left_out: int) -> None:
    facts = [*REVIEWED[:left_out], *REVIEWED[left_out + 1 :], DECIDED]
    given = told(*facts)
    assert course(given).stage == ORDER[left_out]
    assert [reason for reason, _, _ in parked(given)] == ["stage-out-of-order"] * (len(REVIEWED) - left_out)
    given.facts(FIRST, REVIEWED[left_out])
    assert (how(given), parked(given)) == (("decided", "2023-09-04"), [])


def test_a_day_before_that_of_the_stage_before_is_to_be_corrected() -> None:
    given = told(*REVIEWED).fact(FIRST, decided("2023-08-13", by=GOVERNMENT), "agency/a", "decision")
    assert parked(given) == [("stage-out-of-order", f"decision-made {POLICE}", "fact-corrected")]
    given.corrected(FIRST, "decision", "decision", decided("2023-08-14", by=GOVERNMENT), "agency/a")
    assert (how(given), parked(given)) == (("decided", "2023-08-14"), [])


def test_an_inquiry_completed_before_it_was_opened_is_to_be_corrected() -> None:
    given = told(opened("2023-07-21"), inquired("2023-07-20"))
    assert course(given).stage == "inquiry"
    assert parked(given) == [("stage-out-of-order", f"inquiry-completed {POLICE}", "fact-corrected")]


@pytest.mark.parametrize(
    ("proposals", "missing"),
    [
        ((), ("proposals",)),
        ((Proposal(conclusion="held_accountable"),), ("manner",)),
        ((Proposal(conclusion="tolerated", manner="x"),), ("reasons",)),
        ((Proposal(conclusion="not_held_accountable", reasons=" "),), ("reasons",)),
        ((*HELD, Proposal(unit="区公安分局", conclusion="tolerated", reasons="首次")), ("proposals",)),
        ((*HELD, Proposal(person="钱某", conclusion="tolerated", reasons="首次")), ()),
        ((*HELD, *HELD), ()),
    ],
)
def test_a_report_says_for_each_subject_how_it_is_held_liable_or_why_not(
    proposals: tuple[Proposal, ...], missing: tuple[str, ...]
) -> None:
    given = told(inquired("2023-07-20"), reported("2023-07-24", proposals=proposals))
    assert [one.missing for one in given.found("accountability", FactParked)] == (
        [missing] if missing else []
    )
    assert course(given).stage == ("report" if missing else "review")


@pytest.mark.parametrize("causes", ["", " \n"])
def test_a_report_says_the_causes(causes: str) -> None:
    given = told(inquired("2023-07-20")).fact(
        FIRST, reported("2023-07-24", causes=causes), "agency/a", "report"
    )
    (found,) = given.found("accountability", FactParked)
    assert (found.reason, found.missing, found.fact, found.article) == (
        "content-missing",
        ("causes",),
        "agency/a report",
        "32(1); 32(2)",
    )
    given.corrected(FIRST, "report", "report", reported("2023-07-24"), "agency/a")
    assert course(given).stage == "review"


@pytest.mark.parametrize("who", ["government_office", "supervision", "court", "procuratorate"])
def test_a_major_case_is_reviewed_jointly_with_any_of_those_listed(who: Reviewer) -> None:
    major = CaseClassified(flags=("major_impact",), by="bureau")
    alone = told(major, *REVIEWED)
    assert course(alone).joint
    assert parked(alone) == [
        ("content-missing", f"review-completed {POLICE}", "fact-corrected"),
        ("stage-out-of-order", f"review-fed-back {POLICE}", "review-completed"),
    ]
    together = told(major, *REVIEWED[:2], reviewed("2023-08-10", "other", who), REVIEWED[3])
    assert (course(together).stage, parked(together)) == ("decision", [])


def test_somebody_else_alone_is_not_enough() -> None:
    given = told(
        JointReviewRequired(required_on=day("2023-07-25"), because="disputed"),
        *REVIEWED[:2],
        reviewed("2023-08-10", "other"),
    )
    assert (course(given).stage, course(given).joint) == ("review", True)


def test_a_dispute_is_as_major_as_its_first_case() -> None:
    given = xinzhou().facts(FIRST, *lost(), CaseClassified(flags=("major_impact",), by="court"))
    given.facts(
        SECOND,
        docketed(on="2023-06-20", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-07-03"),
    )
    assert course(given, SECOND).joint


def test_a_case_that_is_neither_is_reviewed_by_the_bureau_alone() -> None:
    found = told(CaseClassified(flags=("attention",), by="bureau"), *REVIEWED)
    assert (course(found).joint, course(found).stage) == (False, "decision")


def test_the_deadline_of_the_decision_is_met_with_the_last_subject() -> None:
    given = told(opened("2023-07-03", "钱某"), *REVIEWED, decided("2023-09-05", person="钱某"))
    assert given.deadline(FIRST, "decision") == "missed, due 2023-09-25"
    given.facts(FIRST, decided("2023-09-20", by=GOVERNMENT))
    assert given.deadline(FIRST, "decision") == "met 2023-09-20, due 2023-09-25"


def test_no_deadline_runs_from_what_is_parked_or_is_met_by_it() -> None:
    given = told(reported("2023-07-24"), reviewed("2023-08-10"), fed_back("2023-08-14"), DECIDED)
    for duty in ("inquiry_report", "review_feedback", "decision"):
        assert given.deadline(FIRST, duty) == "no duty"
    assert "missed" in given.deadline(FIRST, "inquiry")
