"""Xinzhou art. 22: effective documents are performed by the day they set."""

from tests.words import (
    FIRST,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    appeal,
    docketed,
    effective,
    judgment,
    performed,
    ruling,
    xinzhou,
)

SATURDAY = "2023-09-16"


def test_22_performance_is_due_on_the_day_itself_which_does_not_move_from_a_holiday() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), effective("2023-07-01"))
    given.facts(FIRST, judgment("payment_ordered", served="2023-06-12", perform_by=SATURDAY))
    assert given.deadline(FIRST, "performance") == f"missed, due {SATURDAY}"
    given.facts(FIRST, performed(SATURDAY))
    assert given.deadline(FIRST, "performance") == f"met {SATURDAY}, due {SATURDAY}"


def test_22_performed_a_day_late() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), performed("2023-09-17"))
    given.facts(FIRST, judgment("payment_ordered", served="2023-06-12", perform_by=SATURDAY))
    assert given.deadline(FIRST, "performance") == f"late 2023-09-17, due {SATURDAY}"


def test_22_a_document_that_sets_no_day_asks_for_nothing() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("payment_ordered", served="2023-06-12"))
    assert given.deadline(FIRST, "performance") == "no duty"


def test_22_a_day_is_enough_where_nobody_says_when_the_document_was_received() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("duty_ordered", perform_by=SATURDAY))
    assert given.deadline(FIRST, "performance") == f"missed, due {SATURDAY}"


def test_22_an_appeal_keeps_a_document_from_force_until_it_is_upheld() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), appeal("2023-06-20"))
    given.facts(FIRST, judgment("payment_ordered", served="2023-06-12", perform_by=SATURDAY))
    assert given.deadline(FIRST, "performance") == "no duty"
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-09-11"))
    assert given.deadline(FIRST, "performance") == f"missed, due {SATURDAY}"


def test_22_what_an_appeal_reversed_need_not_be_performed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, judgment("payment_ordered", served="2023-06-12", perform_by=SATURDAY))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, ruling("remanded", served="2023-09-11"))
    assert given.deadline(FIRST, "performance") == "no duty"


def test_22_what_was_in_force_was_due_though_a_retrial_reversed_it_later() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), effective("2023-07-01"))
    given.facts(FIRST, judgment("payment_ordered", served="2023-06-12", perform_by=SATURDAY))
    given.facts(RETRIAL, docketed(POLICE, instance="retrial", earlier=FIRST))
    given.facts(RETRIAL, judgment("claims_rejected", served="2024-05-13"))
    assert given.deadline(FIRST, "performance") == f"missed, due {SATURDAY}"


def test_22_of_several_recipients_the_first_day_counts_and_the_duty_is_one() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    for recipient, on in ((POLICE, "2023-09-20"), (TOWN, SATURDAY)):
        document = judgment("payment_ordered", served="2023-06-12", perform_by=on, to=recipient)
        given.facts(FIRST, document)
    assert given.deadline(FIRST, "performance") == f"missed, due {SATURDAY}"
