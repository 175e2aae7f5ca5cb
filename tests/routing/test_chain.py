"""Xinzhou 9(4) and Huancui 8 over a chain of cases: whatever arrives first, and however long it is."""

from itertools import pairwise, permutations

import pytest

from shared.events.findings.routing import DesignationRequested, ResponsibleAgencyDetermined
from tests.words import (
    ANEW,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    act,
    designated,
    docketed,
    xinzhou,
)

CHAIN = (
    (FIRST, docketed(GOVERNMENT)),
    (FIRST, act(acting=GOVERNMENT, implementing=LAND)),
    (SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST)),
    (RETRIAL, docketed(GOVERNMENT, instance="retrial", earlier=SECOND)),
)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_instance_answers_alike_in_any_order_of_arrival(order: tuple[int, ...]) -> None:
    given = xinzhou()
    for number in order:
        given.fact(*CHAIN[number])
    assert {given.answer(case)[2] for case in (FIRST, SECOND, RETRIAL)} == {(LAND,)}


def test_a_chain_of_hundreds_of_cases_is_followed_to_its_first() -> None:
    # As a spreadsheet filled downwards makes one: each row names the number before it.
    numbers = [f"（2023）鄂0117行初{number}号" for number in range(1, 601)]
    given = xinzhou().facts(numbers[0], docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    for before, number in pairwise(numbers):
        given.fact(number, docketed(GOVERNMENT, instance="second", earlier=before))
    assert given.answer(numbers[-1]) == ("follows-first-instance", "9(4)", (LAND,))


def test_a_second_instance_answers_by_its_own_facts_until_the_first_is_docketed() -> None:
    appeal = docketed(GOVERNMENT, instance="second", earlier=FIRST)
    given = xinzhou().facts(SECOND, appeal, act(acting=GOVERNMENT, implementing=HOUSING))
    assert given.answer(SECOND) == ("implementing-department", "9(2)", (HOUSING,))
    given.facts(FIRST, act(acting=GOVERNMENT, implementing=LAND))
    assert given.answer(SECOND)[0] == "implementing-department"
    given.facts(FIRST, docketed(GOVERNMENT))
    assert given.answer(SECOND) == ("follows-first-instance", "9(4)", (LAND,))


def test_an_appeal_of_which_nobody_describes_the_act_is_about_the_act_of_the_first_instance() -> None:
    given = xinzhou().facts(FIRST, act(acting=GOVERNMENT, implementing=LAND))
    given.facts(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST))
    assert given.answer(SECOND) == ("implementing-department", "9(2)", (LAND,))


def test_a_defendant_who_joins_on_appeal_is_answered_for_as_if_sued_at_first_instance() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(SECOND, docketed(POLICE, TOWN, instance="second", earlier=FIRST))
    assert given.answer(SECOND, TOWN) == ("follows-first-instance", "9(4)", (TOWN,))


def test_what_reconsideration_decided_under_a_number_of_its_own_is_no_earlier_instance() -> None:
    given = xinzhou().facts(ANEW, docketed(POLICE, category="reconsideration"))
    given.facts(FIRST, docketed(GOVERNMENT, earlier=ANEW), act(acting=POLICE, reconsideration="upheld"))
    assert given.answer(FIRST)[0] == "after-reconsideration-alone"


def test_cases_that_name_each_other_as_the_earlier_one_are_parked() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, earlier=SECOND))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    assert given.parked(FIRST) == [("contradiction", FIRST)]
    assert given.parked(SECOND) == [("contradiction", SECOND)]


def test_a_case_that_names_itself_as_the_earlier_one_is_parked() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, earlier=FIRST))
    assert given.parked(FIRST) == [("contradiction", FIRST)]


@pytest.mark.parametrize("before", [True, False])
def test_a_designation_settles_what_no_rule_decides_whenever_it_arrives(before: bool) -> None:
    facts = [docketed(GOVERNMENT), act("other")]
    facts.insert(0 if before else 2, designated(HOUSING))  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, *facts)
    (found,) = given.found("routing", ResponsibleAgencyDetermined)
    assert (found.agencies, found.rule, found.designated) == ((HOUSING,), "hard-to-determine", True)
    assert given.found("routing", DesignationRequested) == []


def test_a_designation_does_not_override_a_rule() -> None:
    given = xinzhou().facts(
        FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND), designated(HOUSING)
    )
    assert given.answer(FIRST)[2] == (LAND,)


def test_a_designation_at_first_instance_holds_on_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), designated(HOUSING, defendant="区政府"))
    given.facts(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST))
    assert given.answer(SECOND) == ("follows-first-instance", "9(4)", (HOUSING,))
    assert [found.designated for found in given.found("routing", ResponsibleAgencyDetermined)] == [True, True]


def test_what_was_left_open_at_first_instance_can_be_designated_on_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT))
    given.facts(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST))
    assert given.answer(SECOND) == ("hard-to-determine", "9(3)", ())
    given.facts(SECOND, designated(HOUSING))
    assert given.answer(SECOND) == ("follows-first-instance", "9(4)", (HOUSING,))
    assert given.answer(FIRST) == ("hard-to-determine", "9(3)", ())


def test_a_designation_retracted_is_requested_again() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT)).fact(FIRST, designated(HOUSING), "bureau/b", "d1")
    assert given.answer(FIRST)[2] == (HOUSING,)
    given.retracted(FIRST, "d1", "d1", type(designated(HOUSING)), "bureau/b")
    assert given.answer(FIRST)[2] == ()


def test_of_two_designations_the_later_counts() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT))
    given.facts(FIRST, designated(LAND, on="2023-04-01"), designated(HOUSING, on="2023-03-20"))
    assert given.answer(FIRST)[2] == (LAND,)
