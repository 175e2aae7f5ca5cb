"""Huancui art. 11: the bureau hands the papers to the responsible agency within 2 working days."""

from shared.events.findings.deadlines import DeadlineMissed
from tests.words import FIRST, GOVERNMENT, POLICE, docketed, forwarded, huancui, notice


def test_11_papers_are_handed_on_within_2_working_days_of_the_notice() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), notice("2023-06-20", to=GOVERNMENT))
    (missed,) = (one for one in given.found("deadlines", DeadlineMissed) if one.duty == "forward")
    assert (str(missed.due_on), missed.obligor, missed.article) == ("2023-06-25", "bureau", "11")
    given.facts(FIRST, forwarded("2023-06-25"))
    assert given.deadline(FIRST, "forward") == "met 2023-06-25, due 2023-06-25"


def test_11_asks_nothing_of_an_agency_sued_alone() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), notice("2023-06-20"))
    assert given.deadline(FIRST, "forward") == "no duty"


def test_11_names_no_report_of_papers_to_the_bureau() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), notice("2023-06-20"))
    assert given.deadline(FIRST, "papers") == "no duty"
