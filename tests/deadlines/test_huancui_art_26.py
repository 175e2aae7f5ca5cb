"""Huancui art. 26: effective documents are performed by the day they set."""

from shared.events.findings.deadlines import DeadlineMet
from tests.words import FIRST, POLICE, docketed, huancui, judgment, performed


def test_26_performance_is_due_on_the_day_the_document_sets() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), performed("2023-09-17"))
    given.facts(FIRST, judgment("duty_ordered", served="2023-06-12", perform_by="2023-09-17"))
    assert given.deadline(FIRST, "performance") == "met 2023-09-17, due 2023-09-17"
    (met,) = given.found("deadlines", DeadlineMet)
    assert met.article == "26"
