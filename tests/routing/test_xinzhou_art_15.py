"""Xinzhou art. 15 and 22: organs connected with the act observe, and help."""

from shared.events.findings.routing import CooperationRequested, ObserversCalled
from tests.given import Given
from tests.routing.sayings import connected
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    docketed,
    xinzhou,
)


def observers(given: Given, case: str = FIRST) -> list[tuple[tuple[str, ...], str]]:
    """Return who must observe, and under which article."""
    return [(one.organs, one.article) for one in given.found("routing", ObserversCalled, case)]


def test_15_organs_that_took_part_observe() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), connected(LAND, "区司法局"))
    assert observers(given) == [((LAND, BUREAU), "15")]


def test_15_so_does_who_carried_the_act_out_or_led_it() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act(acting=POLICE, implementing=TOWN, lead=LAND))
    assert observers(given) == [((TOWN, LAND), "15")]


def test_15_who_answers_or_is_sued_does_not() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, POLICE), connected(LAND, POLICE, HOUSING))
    given.facts(FIRST, act("information_disclosure", acting=GOVERNMENT, implementing=LAND))
    assert observers(given) == [((HOUSING,), "15")]


def test_15_each_is_called_once() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act(implementing=LAND), connected(LAND, TOWN, LAND))
    assert observers(given) == [((LAND, TOWN), "15")]


def test_15_an_organ_the_register_does_not_know_is_parked_and_not_called() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), connected(STRANGER))
    assert observers(given) == []
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_15_nobody_is_called_where_nobody_else_is_connected() -> None:
    assert observers(xinzhou().facts(FIRST, docketed(POLICE), act(acting=POLICE))) == []


def test_15_the_act_of_the_dispute_says_who_observes_the_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act(acting=POLICE, implementing=TOWN))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    assert observers(given, SECOND) == [((TOWN,), "15")]


def test_22_who_must_assist_is_asked_to() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), connected(LAND, POLICE, how="assists"))
    found = given.found("routing", CooperationRequested)
    assert [(one.organs, one.article) for one in found] == [((LAND,), "22")]
    assert observers(given) == []
