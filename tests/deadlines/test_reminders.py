"""When is somebody reminded of what is due, and who is called after a miss? Each step in the place of the last."""

import pytest

from shared.calendar import Calendar
from shared.events.findings.deadlines import DeadlineEscalated, DeadlineNear
from tests.deadlines.words import extended, stayed, told_of
from tests.given import Given
from tests.words import FIRST, POLICE, docketed, ended, filed, huancui, judgment, notice, xinzhou

STEPS = "near: [3, 1, 0]"


def served() -> Given:
    """Return a case whose defence is due on 29 May, a Monday."""
    return xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))


def days(given: Given, since: int, until: int, duty: str = "defence") -> list[str]:
    """Return what is said of the deadline on each day of May 2023."""
    return [told_of(given.on(f"2023-05-{number}"), duty) for number in range(since, until + 1)]


def test_three_working_days_before_one_and_on_the_day_each_until_the_next() -> None:
    three, one, today = (f"{step} before 2023-05-29" for step in (3, 1, 0))
    assert days(served(), 23, 29) == ["nothing", three, three, one, one, one, today]


def test_of_one_deadline_only_one_step_stands() -> None:
    given = served().on("2023-05-29")
    assert [one.step for one in given.found("deadlines", DeadlineNear) if one.duty == "defence"] == [0]


def test_working_days_are_those_of_the_calendar() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-09-20"))
    said = [
        told_of(given.on(f"2023-{on}"), "defence") for on in ("09-25", "09-26", "09-28", "10-06", "10-07")
    ]
    # Due on a Saturday that is worked, right after the holidays from 29 September on.
    assert said == ["nothing", *(f"{step} before 2023-10-07" for step in (3, 1, 1, 0))]


def test_what_is_done_is_near_no_more() -> None:
    assert told_of(served().facts(FIRST, filed("2023-05-26")).on("2023-05-26"), "defence") == "nothing"


def test_what_a_stay_holds_up_or_the_end_lifts_is_not_near() -> None:
    for told in (stayed("2023-05-25"), ended("2023-05-25")):
        assert told_of(served().facts(FIRST, told).on("2023-05-29"), "defence") == "nothing"


def test_put_off_it_is_not_near_any_more_and_comes_near_again() -> None:
    given = served().reading("national", "value: until_told_apart", "value: always").on("2023-05-26")
    assert told_of(given, "evidence") == "1 before 2023-05-29"
    given.facts(FIRST, extended("2023-06-15"))
    assert told_of(given, "evidence") == "nothing"
    assert told_of(given.on("2023-06-14"), "evidence") == "1 before 2023-06-15"


def test_a_day_that_a_document_names_is_near_by_its_own_steps_also_when_it_is_a_day_off() -> None:
    given = (
        xinzhou()
        .facts(FIRST, docketed(POLICE), judgment("revoked", perform_by="2023-09-16"))
        .on("2023-09-15")
    )  # a Saturday
    assert told_of(given, "performance") == "1 before 2023-09-16"
    assert told_of(given.on("2023-09-16"), "performance") == "0 before 2023-09-16"


def test_a_miss_calls_those_above_for_ten_working_days() -> None:
    called = "superior or bureau called"
    given = served()
    assert told_of(given.on("2023-05-30"), "defence") == called
    assert told_of(given.on("2023-06-12"), "defence") == called
    assert told_of(given.on("2023-06-13"), "defence") == "nothing"


def test_who_is_called_is_found_with_the_day_that_was_missed() -> None:
    found = served().on("2023-05-30").found("deadlines", DeadlineEscalated)
    assert sorted((one.duty, str(one.due_on)) for one in found) == [
        ("defence", "2023-05-29"),
        ("papers", "2023-05-16"),
    ]


def test_done_late_calls_nobody() -> None:
    assert told_of(served().facts(FIRST, filed("2023-05-31")).on("2023-06-01"), "defence") == "nothing"


def test_old_years_that_are_imported_remind_nobody_and_call_nobody() -> None:
    given = served()
    assert given.found("deadlines", DeadlineNear) == []
    assert given.found("deadlines", DeadlineEscalated) == []
    assert given.next_day("deadlines") is None


def test_a_day_after_downtime_finds_the_step_of_that_day() -> None:
    assert told_of(served().on("2023-05-28"), "defence") == "1 before 2023-05-29"


def test_it_wakes_on_each_step_and_when_it_calls_nobody_any_more() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, on="2023-07-03"), notice("2023-07-04"))  # due on the 19th
    wakes, today = [], "2023-07-04"
    while (next_day := given.on(today).next_day("deadlines")) is not None:
        wakes.append(today := str(next_day))
    assert wakes == ["2023-07-14", "2023-07-18", "2023-07-19", "2023-07-20", "2023-08-03"]


@pytest.mark.parametrize(
    ("steps", "said"), [("[5]", "5 before 2023-05-29"), ("[]", "nothing"), ("[0]", "nothing")]
)
def test_the_steps_are_those_of_the_pack(steps: str, said: str) -> None:
    given = served().reading("national", STEPS, f"near: {steps}")
    assert told_of(given.on("2023-05-26"), "defence") == said


def test_a_district_may_have_steps_of_its_own() -> None:
    own = "reminders: {article: '20', near: [5], escalate_to: [bureau], escalate_for: 1}"
    given = served().reading("xinzhou", "\nduties:\n", f"\n{own}\nduties:\n")
    assert told_of(given.on("2023-05-22"), "defence") == "5 before 2023-05-29"
    assert told_of(given.on("2023-05-30"), "defence") == "bureau called"
    assert told_of(given.on("2023-05-31"), "defence") == "nothing"


def test_a_duty_may_have_steps_of_its_own_or_none() -> None:
    met = "obligor: responsible_agency\n    met_by: papers-reported"
    given = served().reading("xinzhou", met, f"{met}\n    remind: [2]")
    assert told_of(given.on("2023-05-16"), "papers") == "2 before 2023-05-16"
    quiet = served().reading("xinzhou", met, f"{met}\n    remind: []")
    assert told_of(quiet.on("2023-05-16"), "papers") == "nothing"
    assert told_of(quiet.on("2023-05-17"), "papers") == "nothing"  # nor is anybody called


def test_nobody_is_called_where_the_pack_names_nobody() -> None:
    given = served().reading("national", "escalate_to: [superior, bureau]", "escalate_to: []")
    assert told_of(given.on("2023-05-30"), "defence") == "nothing"


def test_beyond_the_published_years_the_steps_are_those_of_a_provisional_calendar() -> None:
    given = served().on("2023-05-26")
    given.calendar = Calendar(schedules=())
    assert told_of(given, "defence") == "1 before 2023-05-29"
