"""Xinzhou art. 24: the file is archived within 30 working days of the closing document."""

from tests.words import FIRST, POLICE, SECOND, archived, closed, docketed, xinzhou


def test_24_30_working_days_count_make_up_days_and_no_holidays() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), closed("2023-09-15"), archived("2023-11-02"))
    assert given.deadline(FIRST, "archive") == "met 2023-11-02, due 2023-11-02"


def test_24_archived_on_the_31st_working_day_is_late_and_never_is_missed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), closed("2023-09-15"))
    assert given.deadline(FIRST, "archive") == "missed, due 2023-11-02"
    given.facts(FIRST, archived("2023-11-03"))
    assert given.deadline(FIRST, "archive") == "late 2023-11-03, due 2023-11-02"


def test_24_every_instance_has_a_file_of_its_own() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), closed("2023-09-15"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), closed("2023-12-29"))
    assert given.deadline(SECOND, "archive") == "missed, due 2024-02-09"


def test_24_without_a_closing_document_nothing_is_due() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), archived("2023-09-15"))
    assert given.deadline(FIRST, "archive") == "no duty"
