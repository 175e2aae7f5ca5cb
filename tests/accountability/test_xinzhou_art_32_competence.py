"""Xinzhou art. 32(1), (3): who inquires, reviews and decides, on whom, and what is handed to another organ."""

import pytest

from shared.events.proceeding import Referred
from tests.accountability.afterwards import (
    CITY,
    DECIDED,
    REVIEWED,
    decided,
    fed_back,
    handed,
    inquired,
    opened,
    reported,
    reviewed,
)
from tests.accountability.following import course, how, parked, told
from tests.words import (
    BUREAU,
    CENTRE,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    day,
    docketed,
    judgment,
    xinzhou,
)

SUPERVISION = "示范区监察委员会"
BY_ITSELF = ("office-not-competent", f"decision-made {POLICE}", "fact-corrected")


@pytest.mark.parametrize("by", [POLICE, "区公安分局", GOVERNMENT, "区政府", ""])
def test_the_unit_inquires_or_its_superior(by: str) -> None:
    given = told(inquired("2023-07-20", by=by), reported("2023-07-24", by=by))
    assert (course(given).stage, parked(given)) == ("review", [])


def test_of_a_body_under_a_department_that_department_is_the_superior() -> None:
    given = xinzhou().facts(FIRST, docketed(CENTRE), judgment("revoked", served="2023-06-05", to=CENTRE))
    given.facts(FIRST, inquired("2023-07-20", of=CENTRE, by=GOVERNMENT))
    assert parked(given) == [("office-not-competent", f"inquiry-completed {CENTRE}", "referred")]
    given.facts(FIRST, inquired("2023-07-21", of=CENTRE, by=LAND))
    assert (course(given).stage, parked(given)) == ("report", [])


@pytest.mark.parametrize("by", [HOUSING, BUREAU, CITY])
def test_nobody_else_inquires_unless_the_matter_was_handed_over(by: str) -> None:
    given = told(inquired("2023-07-20", by=by))
    assert parked(given) == [("office-not-competent", f"inquiry-completed {POLICE}", "referred")]
    given.facts(FIRST, handed("2023-07-20", to=by))
    assert (course(given).stage, parked(given)) == ("report", [])


@pytest.mark.parametrize("by", [POLICE, GOVERNMENT, CITY])
def test_only_the_bureau_reviews_and_feeds_back(by: str) -> None:
    given = told(*REVIEWED[:2], reviewed("2023-08-10", by=by), handed("2023-07-01", to=by))
    assert parked(given) == [("office-not-competent", f"review-completed {POLICE}", "fact-corrected")]
    given = told(*REVIEWED[:3], fed_back("2023-08-14", by=by), handed("2023-07-01", to=by))
    assert parked(given) == [("office-not-competent", f"review-fed-back {POLICE}", "fact-corrected")]
    given = told(*REVIEWED[:2], reviewed("2023-08-10", by="区司法局"), fed_back("2023-08-14", by=BUREAU))
    assert (course(given).stage, parked(given)) == ("decision", [])


def test_on_the_unit_itself_its_superior_decides_and_not_the_unit() -> None:
    given = told(*REVIEWED).fact(FIRST, decided("2023-09-01", by=POLICE), "agency/a", "decision")
    assert parked(given) == [BY_ITSELF]
    given.corrected(FIRST, "decision", "decision", decided("2023-09-01", by="区政府"), "agency/a")
    assert how(given) == ("decided", "2023-09-01")


def test_what_the_superior_decided_counts_before_what_the_unit_decided_where_the_bureau_reports_it() -> None:
    given = told(*REVIEWED).fact(FIRST, decided("2023-09-01", by=POLICE), "agency/a")
    given.fact(FIRST, decided("2023-09-02", by=GOVERNMENT), "bureau/a")
    assert how(given) == ("decided", "2023-09-02")


@pytest.mark.parametrize("by", [POLICE, GOVERNMENT, ""])
def test_on_a_person_the_unit_decides_or_its_superior(by: str) -> None:
    given = told(*REVIEWED, DECIDED, decided("2023-09-05", person="钱某", by=by))
    assert (how(given), parked(given)) == (("decided", "2023-09-05"), [])


def test_on_a_person_beyond_its_powers_decides_the_organ_that_person_was_handed_to() -> None:
    own = ("office-not-competent", f"decision-made {POLICE} 钱某", "referred")
    given = told(*REVIEWED, DECIDED, decided("2023-09-05", person="钱某", by=SUPERVISION))
    given.facts(FIRST, handed("2023-08-20", SUPERVISION))
    assert parked(given) == [own], "the unit was handed over, not the person"
    given.fact(FIRST, handed("2023-09-06", SUPERVISION, person="钱某"), "agency/a")
    assert parked(given) == [own], "that was after the decision"
    given.fact(FIRST, handed("2023-08-21", SUPERVISION, person="钱某"), "bureau/a")
    assert (how(given), parked(given)) == (("decided", "2023-09-05"), [])


def test_handing_to_discipline_makes_nobody_competent() -> None:
    referral = Referred(
        referred_on=day("2023-08-20"),
        kind="discipline",
        agency=POLICE,
        recipient=SUPERVISION,
        trigger="other-conduct",
    )
    given = told(*REVIEWED, decided("2023-09-05", by=SUPERVISION), referral)
    assert parked(given) == [("office-not-competent", f"decision-made {POLICE}", "referred")]
    assert course(given).subjects[0].referred_to == ""


def test_what_was_handed_over_ends_the_proceeding_and_the_decision_of_the_recipient_is_taken_in() -> None:
    given = told(*REVIEWED, handed("2023-08-20"))
    assert how(given) == ("transferred", "2023-08-20")
    assert given.deadline(FIRST, "decision").startswith("lifted")
    given.facts(FIRST, decided("2023-11-06", by=CITY))
    assert how(given) == ("decided", "2023-11-06")
    (subject,) = course(given).subjects
    assert (subject.conclusion, subject.referred_to) == ("held_accountable", CITY)


def test_what_was_handed_over_early_ends_the_proceeding_with_the_feedback() -> None:
    given = told(handed("2023-07-03"), *REVIEWED)
    assert how(given) == ("transferred", "2023-08-14")
    assert given.deadline(FIRST, "decision").startswith("lifted")


def test_partly_decided_and_partly_handed_over() -> None:
    given = told(*REVIEWED, opened("2023-07-03", "钱某"), DECIDED)
    assert course(given).stage == "decision"
    given.facts(FIRST, handed("2023-08-20", SUPERVISION, person="钱某"))
    assert how(given) == ("transferred", "2023-09-04")
