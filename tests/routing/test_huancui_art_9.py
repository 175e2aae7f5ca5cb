"""Huancui art. 9: who has a duty to cooperate assists who answers; art. 8(7): the original agency observes."""

from shared.events.findings.routing import CooperationRequested, ObserversCalled
from tests.routing.sayings import connected
from tests.words import FIRST, GOVERNMENT, HOUSING, LAND, POLICE, STRANGER, TOWN, act, docketed, huancui


def test_9_bodies_that_must_assist_are_asked_to() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), connected(LAND, TOWN, how="assists"))
    (found,) = given.found("routing", CooperationRequested)
    assert (found.organs, found.article) == ((LAND, TOWN), "9")


def test_9_who_answers_or_is_sued_need_not_be_asked() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT, POLICE), act(implementing=LAND))
    given.facts(FIRST, connected(LAND, POLICE, HOUSING, how="assists"))
    (found,) = given.found("routing", CooperationRequested)
    assert found.organs == (HOUSING,)


def test_9_a_stranger_cannot_be_asked() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), connected(STRANGER, how="assists"))
    assert given.found("routing", CooperationRequested) == []
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_9_nobody_is_asked_where_nobody_must() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), connected(LAND))
    assert given.found("routing", CooperationRequested) == []


def test_8_7_the_original_agency_observes_what_was_changed_on_reconsideration() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT))
    given.facts(FIRST, act(acting="区公安分局", reconsideration="changed"))
    (found,) = given.found("routing", ObserversCalled)
    assert (found.organs, found.article) == ((POLICE,), "8(7)")
