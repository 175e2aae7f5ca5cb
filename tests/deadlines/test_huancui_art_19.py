"""Huancui art. 19: summons and the officer's name are on record 2 days before the hearing."""

import pytest

from shared.events.court import HearingCancelled, HearingRescheduled, HearingScheduled
from tests.deadlines.words import doubts
from tests.words import FIRST, POLICE, SECOND, day, docketed, hearing, huancui, on_record, xinzhou


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ("2023-08-30", "2023-08-28"),
        ("2023-08-29", "2023-08-25"),  # the 27th is a Sunday
        ("2023-10-10", "2023-10-08"),  # a Sunday that is worked
        ("2023-10-08", "2023-09-28"),  # the holidays before it
    ],
)
def test_19_two_calendar_days_before_moved_back_to_a_working_day(held: str, due: str) -> None:
    given = huancui().facts(FIRST, docketed(POLICE), hearing(held), on_record(due))
    assert given.deadline(FIRST, "officer_on_record") == f"met {due}, due {due}"


def test_19_a_day_later_is_late() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), hearing("2023-08-30"), on_record("2023-08-29"))
    assert given.deadline(FIRST, "officer_on_record") == "late 2023-08-29, due 2023-08-28"


def test_19_is_due_also_when_nobody_appeared() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), hearing("2023-08-30"))
    assert given.deadline(FIRST, "officer_on_record") == "missed, due 2023-08-28"


def test_19_once_an_instance_before_its_first_hearing() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), hearing("2023-09-20"), hearing("2023-08-30"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), hearing("2023-12-13"))
    assert given.deadline(FIRST, "officer_on_record") == "missed, due 2023-08-28"
    assert given.deadline(SECOND, "officer_on_record") == "missed, due 2023-12-11"


def test_19_read_so_it_is_due_before_every_hearing() -> None:
    given = huancui().reading("national", "value: instance", "value: hearing")
    given.facts(
        FIRST, docketed(POLICE), hearing("2023-09-20"), hearing("2023-08-30"), on_record("2023-08-29")
    )
    assert given.deadline(FIRST, "officer_on_record") == (
        "late 2023-08-29, due 2023-08-28; met 2023-08-29, due 2023-09-18"
    )


def test_19_is_asked_in_huancui_only() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing("2023-08-30"))
    assert given.deadline(FIRST, "officer_on_record") == "no duty"


def fixed(on: str) -> HearingScheduled:
    """Say for which day a hearing is fixed."""
    return HearingScheduled(hearing_on=day(on))


def test_19_is_due_as_soon_as_a_hearing_is_fixed_and_moves_with_it() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), fixed("2023-08-30")).on("2023-08-21")
    assert given.deadline(FIRST, "officer_on_record") == "due 2023-08-28"
    given.facts(FIRST, HearingRescheduled(from_on=day("2023-08-30"), to_on=day("2023-09-20")))
    assert given.deadline(FIRST, "officer_on_record") == "due 2023-09-18"


def test_19_falls_away_with_a_hearing_that_is_called_off_and_the_next_one_counts() -> None:
    given = (
        huancui().facts(FIRST, docketed(POLICE), fixed("2023-08-30"), fixed("2023-09-20")).on("2023-08-21")
    )
    given.facts(FIRST, HearingCancelled(hearing_on=day("2023-08-30")))
    assert given.deadline(FIRST, "officer_on_record") == "due 2023-09-18"
    given.facts(FIRST, HearingCancelled(hearing_on=day("2023-09-20")))
    assert given.deadline(FIRST, "officer_on_record") == "no duty"


def test_19_once_a_hearing_was_held_it_counts_and_no_longer_one_that_is_fixed() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), fixed("2023-08-23"), hearing("2023-08-30"))
    assert given.deadline(FIRST, "officer_on_record") == "missed, due 2023-08-28"


def test_19_a_hearing_fixed_for_a_day_before_the_case_is_doubted() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, on="2023-08-01"), fixed("2023-07-12"))
    assert doubts(given) == [("hearing_before_case", "", "2023-07-12", "2023-08-01")]
