"""Xinzhou art. 23: judicial suggestions are answered in writing and in time."""

from shared.events.base import Fact
from tests.given import Given
from tests.words import (
    FIRST,
    POLICE,
    TOWN,
    answered,
    docketed,
    suggestion,
    xinzhou,
)


def told(*facts: Fact) -> Given:
    """Return a case of which these facts are told."""
    return xinzhou().facts(FIRST, docketed(POLICE), *facts)


def test_23_a_suggestion_is_answered_within_2_months() -> None:
    given = told(suggestion("2023-05-08"), answered("2023-07-10", of="2023-05-08"))
    assert given.deadline(FIRST, "suggestion_reply") == "met 2023-07-10, due 2023-07-10"


def test_23_an_answer_a_day_after_is_late() -> None:
    given = told(suggestion("2023-05-08"), answered("2023-07-11", of="2023-05-08"))
    assert given.deadline(FIRST, "suggestion_reply") == "late 2023-07-11, due 2023-07-10"


def test_23_a_suggestion_nobody_answers_is_missed() -> None:
    assert told(suggestion("2023-05-08")).deadline(FIRST, "suggestion_reply") == "missed, due 2023-07-10"


def test_23_a_suggestion_that_names_its_own_day_is_due_on_it_though_it_is_a_sunday() -> None:
    given = told(suggestion("2023-05-08", reply_by="2023-06-11"), answered("2023-06-12", of="2023-05-08"))
    assert given.deadline(FIRST, "suggestion_reply") == "late 2023-06-12, due 2023-06-11"


def test_23_two_months_after_the_last_of_december_end_with_february() -> None:
    given = told(suggestion("2023-12-31"))
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2024-02-29"


def test_23_each_suggestion_has_its_own_deadline_and_its_own_answer() -> None:
    given = told(suggestion("2023-05-08"), suggestion("2023-08-01"), answered("2023-09-04", of="2023-08-01"))
    assert given.deadline(FIRST, "suggestion_reply") == (
        "missed, due 2023-07-10; met 2023-09-04, due 2023-10-07"
    )


def test_23_an_answer_that_does_not_say_to_which_answers_those_received_before_it() -> None:
    given = told(suggestion("2023-05-08"), suggestion("2023-08-01"), answered("2023-07-03"))
    assert given.deadline(FIRST, "suggestion_reply") == (
        "met 2023-07-03, due 2023-07-10; missed, due 2023-10-07"
    )


def test_23_an_answer_that_does_not_name_the_agency_answers_a_suggestion_that_does() -> None:
    given = told(suggestion("2023-05-08", to="区公安分局"), answered("2023-07-03", of="2023-05-08"))
    assert given.deadline(FIRST, "suggestion_reply") == "met 2023-07-03, due 2023-07-10"


def test_23_another_agencys_answer_does_not() -> None:
    given = told(suggestion("2023-05-08", to="区公安分局"), answered("2023-07-03", of="2023-05-08", by=TOWN))
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2023-07-10"
    given.facts(FIRST, answered("2023-07-04", of="2023-05-08", by=POLICE))
    assert given.deadline(FIRST, "suggestion_reply") == "met 2023-07-04, due 2023-07-10"


def test_23_the_same_suggestion_told_by_court_and_ledger_is_one() -> None:
    given = told(suggestion("2023-05-08", to=POLICE))
    given.fact(FIRST, suggestion("2023-05-08"), "ledger/x").fact(FIRST, answered("2023-07-03"), "ledger/x")
    assert given.deadline(FIRST, "suggestion_reply") == "met 2023-07-03, due 2023-07-10"


def test_23_suggestions_are_counted_in_the_period_in_which_they_are_due() -> None:
    given = told(suggestion("2023-11-08"), suggestion("2023-05-08"), answered("2023-07-03", of="2023-05-08"))
    assert given.rate("suggestion_reply_rate", "2023") == (1, 1)
    assert given.rate("suggestion_reply_rate", "2024") == (0, 1)
    assert given.rate("on_time_rate:suggestion_reply", "2024-01") == (0, 1)
