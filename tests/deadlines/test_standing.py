"""How a deadline stands: open, met, missed, lifted, moved, and when the answer can next change."""

from dataclasses import fields, replace

import pytest

from services.deadlines.rules import RULES
from shared.calendar import Calendar
from shared.events.agency import DefenceFiled
from shared.events.court import NoticeServed
from shared.events.findings.deadlines import DeadlineMet, DeadlineMissed, DeadlineMoved, DeadlineSet
from tests.given import Given
from tests.words import (
    FIRST,
    POLICE,
    closed,
    day,
    docketed,
    ended,
    filed,
    notice,
    suggestion,
    xinzhou,
)

OPEN = DeadlineSet(
    duty="defence",
    article="ALL 67",
    obligor="responsible_agency",
    starts_on=day("2023-05-12"),
    due_on=day("2023-05-29"),
)


def test_a_case_ended_before_the_due_day_lifts_what_is_open(either: Given) -> None:
    either.facts(FIRST, docketed(POLICE), notice("2023-05-12"), ended("2023-05-29"))
    assert either.deadline(FIRST, "defence") == "lifted, due 2023-05-29"
    assert either.rate("on_time_rate:defence") is None


def test_a_case_ended_after_the_due_day_lifts_nothing(either: Given) -> None:
    either.facts(FIRST, docketed(POLICE), notice("2023-05-12"), ended("2023-05-30"))
    assert either.deadline(FIRST, "defence") == "missed, due 2023-05-29"
    assert either.rate("on_time_rate:defence") == (0, 1)


def test_what_was_done_in_time_is_met_also_when_the_case_ended() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), ended("2023-05-20"))
    assert given.facts(FIRST, filed("2023-05-29")).deadline(FIRST, "defence") == (
        "met 2023-05-29, due 2023-05-29"
    )


def test_what_was_lifted_is_not_late_when_it_is_done_all_the_same() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), ended("2023-05-20"))
    assert given.facts(FIRST, filed("2023-06-02")).deadline(FIRST, "defence") == "lifted, due 2023-05-29"


def test_only_a_recorded_fact_lifts_a_deadline_and_not_the_closing_document() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), closed("2023-05-20"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-29"


def test_of_several_filings_the_first_counts() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    given.facts(FIRST, filed("2023-06-02", POLICE), filed("2023-05-26", "示范区河口镇人民政府"))
    assert given.deadline(FIRST, "defence") == "met 2023-05-26, due 2023-05-29"


def test_a_deadline_beyond_the_published_years_is_provisional_until_the_schedule_arrives() -> None:
    given = xinzhou().on("2023-01-02").facts(FIRST, docketed(POLICE), notice("2023-01-03"))
    given.calendar = Calendar(schedules=())
    assert given.deadline(FIRST, "defence") == "due 2023-01-18, provisional"
    given.calendar = Calendar.bundled()
    assert given.deadline(FIRST, "defence") == "due 2023-01-18"


def test_a_provisional_draft_deadline_is_so_because_its_defence_is() -> None:
    given = xinzhou().on("2023-01-02").facts(FIRST, docketed("区政府"), notice("2022-12-26", to="区政府"))
    given.calendar = Calendar.of({2022: Calendar.bundled().years[2022]})
    assert given.deadline(FIRST, "draft").endswith("provisional")


def test_the_answer_can_next_change_on_a_day_of_reminding_or_the_day_after_the_due_day() -> None:
    given = xinzhou().on("2023-05-12").facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    assert str(given.next_day("deadlines")) == "2023-05-15"  # papers are due on the 16th
    assert str(given.on("2023-05-16").next_day("deadlines")) == "2023-05-17"
    assert str(given.on("2023-05-17").next_day("deadlines")) == "2023-05-24"  # the defence is due on the 29th
    assert str(given.on("2023-05-29").next_day("deadlines")) == "2023-05-30"


def test_what_was_missed_changes_once_more_when_it_calls_nobody_any_longer() -> None:
    given = xinzhou().on("2023-05-30").facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    assert str(given.next_day("deadlines")) == "2023-05-31"  # ten working days after the 16th are over
    assert str(given.on("2023-05-31").next_day("deadlines")) == "2023-06-13"
    assert given.on("2023-06-13").next_day("deadlines") is None


def test_a_running_deadline_whose_day_changes_was_moved_and_says_from_where_and_why() -> None:
    moved = RULES.transition(OPEN, replace(OPEN, starts_on=day("2023-05-15"), due_on=day("2023-05-30")))
    assert isinstance(moved, DeadlineMoved)
    assert (moved.due_on, moved.was_due_on, moved.cause) == (day("2023-05-30"), day("2023-05-29"), "start")


@pytest.mark.parametrize(
    ("versions", "cause"), [({"calendar": "c2"}, "calendar"), ({"law": "l2"}, "law"), ({}, "facts")]
)
def test_a_deadline_moves_by_the_calendar_the_law_or_the_facts(versions: dict[str, str], cause: str) -> None:
    old = replace(OPEN, calendar="c1", law="l1")
    new = replace(old, due_on=day("2023-05-30"), **versions)  # type: ignore[arg-type]
    moved = RULES.transition(old, new)
    assert isinstance(moved, DeadlineMoved)
    assert moved.cause == cause


def test_moved_and_set_leave_the_same_standing_so_nothing_is_said_twice() -> None:
    later = replace(OPEN, due_on=day("2023-05-30"))
    assert RULES.transition(OPEN, later).standing == later.standing


def test_what_is_met_or_missed_or_new_is_no_move() -> None:
    assert RULES.transition(None, OPEN) is OPEN
    content = {field.name: getattr(OPEN, field.name) for field in fields(OPEN)}
    for done in (DeadlineMet(**content), DeadlineMissed(**content)):
        assert RULES.transition(OPEN, done) is done
        assert RULES.transition(done, OPEN) is OPEN


def test_a_correction_of_the_start_moves_the_day_and_what_was_met_can_become_late() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE)).fact(FIRST, notice("2023-05-12"), id_="n")
    given.facts(FIRST, filed("2023-05-29"))
    assert given.deadline(FIRST, "defence") == "met 2023-05-29, due 2023-05-29"
    given.corrected(FIRST, "n", "n", notice("2023-05-11"))
    assert given.deadline(FIRST, "defence") == "late 2023-05-29, due 2023-05-26"
    given.retracted(FIRST, "n", "n#1", NoticeServed)
    assert given.deadline(FIRST, "defence") == "no duty"


def test_the_court_is_believed_before_agency_and_ledger_whatever_the_days_are() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    given.fact(FIRST, filed("2023-05-20"), "ledger/x").fact(FIRST, filed("2023-05-22", POLICE), "agency/x")
    assert given.deadline(FIRST, "defence") == "met 2023-05-22, due 2023-05-29"
    given.fact(FIRST, DefenceFiled(filed_on=day("2023-05-31"), agency="区公安分局"), "court/x")
    assert given.deadline(FIRST, "defence") == "late 2023-05-31, due 2023-05-29"


def test_the_court_is_believed_also_where_the_ledger_calls_the_organ_by_another_name() -> None:
    given = xinzhou().facts(FIRST, docketed("区公安分局")).fact(FIRST, notice("2023-05-12"))
    given.fact(FIRST, notice("2023-05-10", to="区公安分局"), "ledger/x")
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-29"


def test_an_open_suggestion_keeps_the_dispute_awake() -> None:
    given = xinzhou().on("2023-06-01").facts(FIRST, docketed(POLICE), suggestion("2023-05-08"))
    assert str(given.next_day("deadlines")) == "2023-07-05"  # due on the 10th
