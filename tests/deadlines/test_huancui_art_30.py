"""Huancui art. 30: the file is archived within 30 days of the end of the case."""

from tests.words import FIRST, POLICE, archived, closed, docketed, huancui


def test_30_the_30th_calendar_day_moves_from_a_holiday_to_a_working_day() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), closed("2023-09-01"), archived("2023-10-07"))
    assert given.deadline(FIRST, "archive") == "met 2023-10-07, due 2023-10-07"


def test_30_a_day_later_is_late() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), closed("2023-11-03"), archived("2023-12-05"))
    assert given.deadline(FIRST, "archive") == "late 2023-12-05, due 2023-12-04"
