"""Periods that stand still: what ran before a stay stays used, and the rest runs from the day of resumption."""

import pytest

from services.deadlines.stays import Stay, running
from shared.calendar import Calendar
from shared.law.model import Period
from tests.deadlines.words import doubts, extended, moved, period_set, resumed, stayed, told_of
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, day, docketed, filed, huancui, notice, xinzhou


def served(on: str = "2023-05-16") -> Given:
    """Return a case whose defence is due on 31 May, a Wednesday, when it was served on the 16th."""
    return xinzhou().facts(FIRST, docketed(POLICE), notice(on))


def test_while_it_lasts_nothing_is_missed_and_the_days_used_are_on_record() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"))
    assert given.deadline(FIRST, "defence") == "stands still, 5 used, 10 left"
    assert told_of(given, "defence") == "nothing"
    assert given.rate("on_time_rate:defence") is None


def test_resumed_the_rest_runs_and_the_day_of_resumption_is_not_counted() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), resumed("2023-06-26"))
    assert given.on("2023-06-27").deadline(FIRST, "defence") == "due 2023-07-06"
    assert moved(given, "defence") == "2023-05-31 to 2023-07-06, stay"
    assert given.on("2023-07-07").deadline(FIRST, "defence") == "missed, due 2023-07-06"


def test_the_last_day_after_a_stay_moves_off_days_off_like_any_other() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), resumed("2023-06-14"))  # the 24th is a holiday
    assert given.on("2023-06-15").deadline(FIRST, "defence") == "due 2023-06-25"  # a Sunday that is worked


def test_what_was_filed_during_a_stay_is_in_time() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), filed("2023-06-20"))
    assert given.deadline(FIRST, "defence") == "met 2023-06-20, due 2023-05-31"
    given.facts(FIRST, resumed("2023-06-26"))
    assert given.deadline(FIRST, "defence") == "met 2023-06-20, due 2023-07-06"


@pytest.mark.parametrize("resumption", ["2023-05-22", "2023-06-26"])
def test_served_during_a_stay_the_whole_period_runs_from_the_resumption(resumption: str) -> None:
    given = served().facts(FIRST, stayed("2023-05-10"))
    assert given.deadline(FIRST, "defence") == "stands still, 0 used, 15 left"
    given.facts(FIRST, resumed(resumption))
    days = {"2023-05-22": "2023-06-06", "2023-06-26": "2023-07-11"}
    assert given.deadline(FIRST, "defence") == f"missed, due {days[resumption]}"


def test_a_stay_that_was_over_before_the_period_began_changes_nothing() -> None:
    given = served().facts(FIRST, stayed("2023-05-08"), resumed("2023-05-16"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-31"


def test_two_stays_each_take_what_they_take() -> None:
    given = served().facts(FIRST, stayed("2023-05-20"), resumed("2023-05-24"))  # 3 used
    given.facts(FIRST, stayed("2023-05-27"))  # 2 more
    assert given.deadline(FIRST, "defence") == "stands still, 5 used, 10 left"
    given.facts(FIRST, resumed("2023-06-26"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-07-06"


def test_a_stay_within_a_stay_changes_nothing() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), stayed("2023-06-05"), resumed("2023-06-26"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-07-06"


def test_a_stay_on_the_last_day_leaves_that_day() -> None:
    given = served().facts(FIRST, stayed("2023-05-31"))
    assert given.deadline(FIRST, "defence") == "stands still, 14 used, 1 left"
    given.facts(FIRST, resumed("2023-06-26"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-06-27"


def test_a_stay_on_a_last_day_that_moved_off_a_weekend_leaves_that_day_too() -> None:
    given = served("2023-05-12").facts(FIRST, stayed("2023-05-29"))  # day 15 is Saturday, the 27th
    assert given.deadline(FIRST, "defence") == "stands still, 14 used, 1 left"
    given.facts(FIRST, resumed("2023-06-26"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-06-27"


def test_a_stay_after_the_end_does_not_heal_what_was_missed() -> None:
    given = served().facts(FIRST, stayed("2023-06-01"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-31"
    assert given.rate("on_time_rate:defence") == (0, 1)


def test_a_second_stay_after_the_end_has_no_effect_either() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), resumed("2023-06-26"), stayed("2023-07-07"))
    assert given.deadline(FIRST, "defence") == "missed, due 2023-07-06"


def test_resumed_and_stayed_again_on_one_day_it_goes_on_standing_still() -> None:
    given = served().facts(FIRST, stayed("2023-05-22"), resumed("2023-06-12"), stayed("2023-06-12"))
    assert given.deadline(FIRST, "defence") == "stands still, 5 used, 10 left"


def test_a_resumption_of_what_no_stay_suspended_is_doubted_and_moves_nothing() -> None:
    given = served().facts(FIRST, resumed("2023-05-22"))
    assert doubts(given) == [("resumed_without_stay", "", "2023-05-22", "2023-05-22")]
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-31"
    given.facts(FIRST, stayed("2023-05-20"))
    assert doubts(given) == []


def test_working_days_stay_working_days() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT, category="reconsideration", on="2024-03-01"))
    given.facts(FIRST, notice("2024-03-04", to=GOVERNMENT), stayed("2024-03-11"))
    assert given.deadline(FIRST, "defence") == "stands still, 4 used, 6 left"  # the weekend is not used
    given.facts(FIRST, resumed("2024-04-03"))  # 4 to 6 April are holidays, the 7th is worked
    assert given.deadline(FIRST, "defence") == "missed, due 2024-04-12"


def test_what_counts_back_stands_still_with_what_it_counts_from() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), notice("2023-05-16", to=GOVERNMENT))
    given.facts(FIRST, stayed("2023-05-22"))
    assert given.deadline(FIRST, "draft") == "stands still, 5 used, 10 left"
    given.facts(FIRST, resumed("2023-07-03"))
    assert (
        given.on("2023-07-04").deadline(FIRST, "draft") == "due 2023-07-06"
    )  # the defence is due on the 13th
    assert moved(given, "draft") == "2023-05-24 to 2023-07-06, stay"
    assert given.deadline(FIRST, "forward") == "missed, due 2023-05-18"  # no step of the proceeding


def test_a_day_the_court_named_is_held_up_by_a_stay_that_began_later() -> None:
    given = served().facts(FIRST, period_set("2023-05-26", on="2023-05-16"), stayed("2023-05-24"))
    assert given.deadline(FIRST, "evidence") == "stands still, 7 used, 3 left"
    given.facts(FIRST, resumed("2023-07-03"))
    assert given.on("2023-07-04").deadline(FIRST, "evidence") == "due 2023-07-06"


def test_a_day_the_court_named_when_it_knew_of_the_stay_is_that_day() -> None:
    given = served().facts(FIRST, stayed("2023-05-24"), resumed("2023-07-03"))
    given.facts(FIRST, extended("2023-08-02", on="2023-07-03")).on("2023-07-04")
    assert given.deadline(FIRST, "evidence") == "due 2023-08-02"


@pytest.mark.parametrize(("until", "due"), [("2023-05-26", "2023-07-06"), ("2023-07-20", "2023-07-20")])
def test_a_day_of_which_nobody_says_when_it_was_named_is_held_up_by_a_stay_it_falls_into(
    until: str, due: str
) -> None:
    given = served().facts(FIRST, period_set(until), stayed("2023-05-24"), resumed("2023-07-03"))
    assert given.deadline(FIRST, "evidence") == f"missed, due {due}"


def test_a_day_the_court_named_before_the_case_was_served_is_that_day_whatever_stays() -> None:
    given = served().facts(FIRST, period_set("2023-05-15"), stayed("2023-05-15"))
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-05-15"


def test_a_stay_moves_nothing_that_no_stay_can_hold_up() -> None:
    given = served().facts(FIRST, stayed("2023-05-17"))
    assert given.deadline(FIRST, "papers") == "missed, due 2023-05-18"


def test_months_that_a_stay_touches_are_counted_by_their_days() -> None:
    start, month = day("2023-02-06"), Period(months=1)  # 28 days, to 6 March
    run = running(start, month, Calendar.bundled(), (Stay(day("2023-02-16"), day("2023-04-03")),))
    assert [(span.used, str(span.until)) for span in run.spans] == [(9, "2023-02-15")]
    assert (str(run.last.day), str(run.was)) == (
        "2023-04-23",
        "2023-03-06",
    )  # 19 left; a Sunday that is worked


def test_months_that_no_stay_touches_are_months() -> None:
    run = running(
        day("2023-02-06"), Period(months=1), Calendar.bundled(), (Stay(day("2023-03-07"), day("2023-04-03")),)
    )
    assert (str(run.last.day), run.spans, run.was) == ("2023-03-06", (), None)
