"""Xinzhou art. 28, 32: under which number of a dispute its proceeding stands, and what a retrial does to it."""

import pytest

from shared.events.base import Fact
from shared.events.bureau import OfficerCoordinated
from shared.events.findings.accountability import Proceeding
from tests.accountability.afterwards import (
    DECIDED,
    REVIEWED,
    handed,
    inquired,
    opened,
)
from tests.accountability.following import course, how, parked, told
from tests.words import (
    FIRST,
    HOUSING,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    day,
    docketed,
    judgment,
    xinzhou,
)


def test_what_is_told_under_another_number_of_the_dispute_counts_where_it_was_lost() -> None:
    given = told(*REVIEWED, DECIDED)
    given.facts(
        SECOND,
        docketed(on="2023-06-20", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-07-03"),
    )
    assert how(given) == ("decided", "2023-09-04")
    assert course(given, SECOND).unit == POLICE
    assert parked(given) == []
    assert given.deadline(FIRST, "inquiry_report") == "no duty"
    assert given.deadline(SECOND, "inquiry_report").startswith("met")


def test_of_two_reports_of_one_thing_that_of_the_lost_case_counts() -> None:
    given = told(inquired("2023-07-20", by=HOUSING))
    given.facts(
        SECOND,
        docketed(on="2023-06-20", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-07-03"),
        inquired("2023-07-18", of="区公安分局", by=POLICE),
    )
    assert [str(one.on) for one in course(given, SECOND).done] == ["2023-07-18"]
    assert parked(given) == []


def retrial(outcome: str) -> tuple[Fact, ...]:
    """Return a retrial of the case that ends so."""
    return (
        docketed(on="2024-01-10", instance="retrial", earlier=FIRST),
        judgment(outcome, served="2024-03-04"),  # type: ignore[arg-type]
    )


def test_a_retrial_that_takes_the_loss_back_withdraws_the_proceeding_and_parks_what_was_told() -> None:
    given = told(*REVIEWED, DECIDED).facts(RETRIAL, *retrial("claims_rejected"))
    assert given.found("accountability", Proceeding) == []
    names = ("decision-made", "inquiry-completed", "inquiry-reported", "review-completed", "review-fed-back")
    assert parked(given) == [("no-loss", f"{name} {POLICE}", "document-took-effect") for name in names]
    for duty in ("inquiry", "inquiry_report", "review_feedback", "decision"):
        assert given.deadline(FIRST, duty) == "no duty"


def test_while_a_retrial_is_pending_the_proceeding_goes_on() -> None:
    given = told(*REVIEWED).facts(RETRIAL, retrial("revoked")[0])
    assert course(given, FIRST).stage == "decision"


def test_a_retrial_that_upholds_the_loss_leaves_what_was_decided() -> None:
    given = told(*REVIEWED, DECIDED).facts(RETRIAL, *retrial("appeal_rejected"))
    assert (how(given), parked(given)) == (("decided", "2023-09-04"), [])
    assert course(given, RETRIAL).unit == POLICE


def test_after_a_retrial_a_new_inquiry_takes_the_place_of_the_old_one() -> None:
    given = told(*REVIEWED, DECIDED).facts(RETRIAL, *retrial("revoked"), opened("2024-03-11"))
    assert course(given).stage == "inquiry"
    given.facts(RETRIAL, inquired("2024-04-01"))
    assert course(given).stage == "report"
    assert [one[0] for one in parked(given)] == ["stage-out-of-order"] * 4


def test_a_dispute_of_other_facts_alone_parks_nothing() -> None:
    given = xinzhou().facts(FIRST, docketed(), OfficerCoordinated(hearing_on=day("2023-05-01"), officer="甲"))
    assert (given.found("accountability", Proceeding), parked(given)) == ([], [])


def test_facts_about_a_suit_that_was_not_lost_wait_for_a_document() -> None:
    given = xinzhou().facts(
        FIRST, docketed(), opened("2023-06-26"), inquired("2023-07-20"), handed("2023-07-21")
    )
    assert parked(given) == [
        ("no-loss", f"inquiry-completed {POLICE}", "document-took-effect"),
        ("no-loss", f"inquiry-opened {POLICE}", "document-took-effect"),
        ("no-loss", f"referred {POLICE}", "document-took-effect"),
    ]
    given.facts(FIRST, judgment("revoked", served="2023-06-05"))
    assert (course(given).stage, parked(given)) == ("report", [])


@pytest.mark.parametrize("category", ["reconsideration", "civil"])
def test_other_kinds_of_proceeding_have_no_stages_here(category: str) -> None:
    given = xinzhou().facts(
        FIRST,
        docketed(category=category),  # type: ignore[arg-type]
        judgment("revoked", served="2023-06-05"),
        inquired("2023-07-20", of=TOWN),
    )
    assert (given.found("accountability", Proceeding), parked(given)) == ([], [])
