"""Huancui art. 19: summons and the officer's name are on record 2 days before the hearing."""

import pytest

from tests.words import FIRST, POLICE, SECOND, docketed, hearing, huancui, on_record, xinzhou


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
