"""Xinzhou art. 13: in which cases the chief must appear; beside it an officer in any case (INT 129, APP 4)."""

import pytest

from shared.events.words import ActKind, Advisor, Category, Flag
from tests.given import Given
from tests.routing.sayings import asked_for_chief, chief, marked, officer_required, protest
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    docketed,
    xinzhou,
)


def sued(*defendants: str) -> Given:
    """Return a case in Xinzhou."""
    return xinzhou().facts(FIRST, docketed(*defendants))


def articles(given: Given, case: str = FIRST, defendant: str = "") -> list[str]:
    """Return the articles under which the chief must appear."""
    return [ground.partition(" ")[0] for ground in chief(given, case, defendant)[0]]


@pytest.mark.parametrize("weight", ["attention", "major_impact", "group"])
@pytest.mark.parametrize("kind", ["state_land_expropriation", "collective_land_expropriation"])
def test_13_1_expropriation_of_such_weight(kind: ActKind, weight: Flag) -> None:
    assert articles(sued(LAND).facts(FIRST, act(kind), marked(weight))) == ["13(1)"]


@pytest.mark.parametrize("weight", ["attention", "major_impact", "group"])
@pytest.mark.parametrize("about", ["safety_accident", "environment"])
def test_13_1_a_major_accident_or_the_environment_of_such_weight(about: Flag, weight: Flag) -> None:
    assert articles(sued(LAND).facts(FIRST, act("penalty"), marked(about, weight))) == ["13(1)"]


@pytest.mark.parametrize(
    "facts",
    [
        (act("state_land_expropriation"),),
        (act("penalty"), marked("attention", "major_impact", "group")),
        (act("penalty"), marked("safety_accident")),
        (act("demolition"), marked("environment")),
    ],
)
def test_13_1_needs_both_the_matter_and_its_weight(facts: tuple) -> None:  # type: ignore[type-arg]
    assert articles(sued(LAND).facts(FIRST, *facts)) == []


def test_13_1_matter_and_weight_may_be_said_by_two() -> None:
    given = sued(LAND).facts(FIRST, marked("environment", by="bureau"), marked("group", by="court"))
    assert articles(given) == ["13(1)"]


def test_13_2_natural_resources_with_major_impact() -> None:
    given = sued(LAND).facts(FIRST, act("natural_resources"))
    assert articles(given) == []
    assert articles(given.facts(FIRST, marked("major_impact"))) == ["13(2)"]


def test_13_2_attention_alone_is_no_major_impact() -> None:
    assert articles(sued(LAND).facts(FIRST, act("natural_resources"), marked("attention"))) == []


def test_13_3_major_foreign_related_cases_and_not_any_foreign_one() -> None:
    assert articles(sued(POLICE).facts(FIRST, marked("foreign"))) == []
    assert articles(sued(POLICE).facts(FIRST, marked("major_foreign"))) == ["13(3)"]


@pytest.mark.parametrize("by", ["government", "superior", "court"])
def test_13_4_asked_for_by_government_superior_or_court(by: Advisor) -> None:
    assert articles(sued(POLICE).facts(FIRST, asked_for_chief(by))) == ["13(4)"]


def test_13_4_the_bureau_is_not_among_them() -> None:
    assert articles(sued(POLICE).facts(FIRST, asked_for_chief("bureau"))) == []


def test_13_4_a_mark_that_somebody_asked_counts_whoever_it_was() -> None:
    assert articles(sued(POLICE).facts(FIRST, marked("chief_requested"))) == ["13(4)"]


def test_13_4_of_one_defendant_only_where_one_is_named() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, asked_for_chief("court", organ="区公安分局"))
    assert articles(given, defendant=POLICE) == ["13(4)"]
    assert articles(given, defendant=TOWN) == []


def test_13_4_of_each_where_none_is() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, asked_for_chief("court"))
    assert articles(given, defendant=POLICE) == articles(given, defendant=TOWN) == ["13(4)"]


@pytest.mark.parametrize("flag", ["taken_up", "public_interest_suit"])
def test_13_5_taken_up_by_the_supreme_court_or_sued_in_the_public_interest(flag: Flag) -> None:
    assert articles(sued(POLICE).facts(FIRST, marked(flag))) == ["13(5)"]


def test_13_5_a_protest_is_huancuis() -> None:
    assert articles(sued(POLICE).facts(FIRST, protest())) == []


def test_13_6_a_petition_backlog_with_major_impact() -> None:
    assert articles(sued(POLICE).facts(FIRST, marked("petition_backlog"))) == []
    assert articles(sued(POLICE).facts(FIRST, marked("petition_backlog", "major_impact"))) == ["13(6)"]


def test_13_7_another_law_that_asks_for_it() -> None:
    given = sued(POLICE).facts(FIRST, asked_for_chief("law", basis="某条例"))
    assert articles(given) == ["13(7)"]


def test_13_every_ground_that_applies_is_named_in_the_order_of_the_article() -> None:
    given = sued(LAND).facts(FIRST, asked_for_chief("court"), marked("major_foreign", "taken_up"))
    grounds, accepted = chief(given, FIRST)
    assert grounds == ["13(3) major-foreign", "13(4) asked-for", "13(5) taken-up-or-public-interest"]
    assert accepted == ("chief",)


def test_13_none_applies_to_an_ordinary_case() -> None:
    given = sued(POLICE).facts(FIRST, act("penalty"))
    assert chief(given, FIRST) == ([], ())
    assert officer_required(given, FIRST) == []


def test_13_concerns_each_defendant_but_no_stranger_to_the_district() -> None:
    given = sued(POLICE, GOVERNMENT, STRANGER).facts(FIRST, marked("major_foreign"))
    assert articles(given, defendant=POLICE) == articles(given, defendant=GOVERNMENT) == ["13(3)"]
    assert articles(given, defendant=STRANGER) == []


def test_13_a_mark_counts_for_the_instance_of_which_it_is_said() -> None:
    given = sued(POLICE).facts(FIRST, marked("major_foreign"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    assert articles(given, FIRST) == ["13(3)"]
    assert articles(given, SECOND) == []


def test_13_a_mark_taken_back_withdraws_it() -> None:
    given = sued(POLICE).fact(FIRST, marked("major_foreign"), id_="mark")
    given.corrected(FIRST, "mark", "mark", marked("foreign"))
    assert articles(given) == []


@pytest.mark.parametrize("flag", ["public_interest", "attention", "group"])
def test_int_129_an_officer_must_appear_in_weighty_cases(flag: Flag) -> None:
    given = sued(POLICE).facts(FIRST, marked(flag))
    assert officer_required(given, FIRST) == [(POLICE, ["INT 129; APP 4"])]
    assert articles(given) == []


def test_int_129_or_where_the_court_advises_it_in_writing() -> None:
    given = sued(POLICE).facts(FIRST, asked_for_chief("court"))
    assert officer_required(given, FIRST) == [(POLICE, ["INT 129; APP 4"])]
    given = sued(POLICE).facts(FIRST, asked_for_chief("government"))
    assert officer_required(given, FIRST) == []


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_34_likewise_in_civil_cases_and_reconsideration(category: Category) -> None:
    given = xinzhou().facts(FIRST, docketed(BUREAU, category=category), marked("major_foreign"))
    assert articles(given) == ["13(3)"]
