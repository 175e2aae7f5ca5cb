"""Huancui art. 14: papers to the bureau at the latest 5 working days before the evidence period ends."""

from tests.words import FIRST, GOVERNMENT, POLICE, docketed, draft, huancui, notice


def test_14_the_draft_is_due_on_the_5th_working_day_before_the_defence() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), notice("2024-04-22", to=GOVERNMENT))
    given.facts(FIRST, draft("2024-04-26"))
    assert given.deadline(FIRST, "draft") == "met 2024-04-26, due 2024-04-26"


def test_14_a_day_later_is_late() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), notice("2024-04-22", to=GOVERNMENT))
    given.facts(FIRST, draft("2024-04-27"))
    assert given.deadline(FIRST, "draft") == "late 2024-04-27, due 2024-04-26"


def test_14_asks_for_a_draft_only_where_the_government_is_a_defendant() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), notice("2024-04-22"))
    assert given.deadline(FIRST, "draft") == "no duty"
