"""Huancui art. 20: in which cases the chief must appear."""

import pytest

from shared.events.words import Advisor, Flag
from tests.given import Given
from tests.routing.sayings import asked_for_chief, chief, marked, protest
from tests.words import FIRST, POLICE, RETRIAL, SECOND, act, docketed, huancui


def articles(given: Given, case: str = FIRST) -> list[str]:
    """Return the articles under which the chief must appear."""
    return [ground.partition(" ")[0] for ground in chief(given, case)[0]]


def sued() -> Given:
    """Return a case in Huancui."""
    return huancui().facts(FIRST, docketed(POLICE, on="2023-07-03"))


@pytest.mark.parametrize(
    ("flag", "article"),
    [
        ("public_interest", "20(1)"),
        ("attention", "20(2)"),
        ("group", "20(3)"),
        ("protest", "20(4)"),
        ("public_interest_suit", "20(4)"),
        ("chief_requested", "20(5)"),
    ],
)
def test_20_each_mark_has_its_item(flag: Flag, article: str) -> None:
    given = sued().facts(FIRST, marked(flag))
    assert articles(given) == [article]
    assert chief(given, FIRST)[1] == ("chief",)


@pytest.mark.parametrize(
    "flag", ["major_impact", "foreign", "major_foreign", "petition_backlog", "environment"]
)
def test_20_what_only_xinzhou_names_is_no_ground_here(flag: Flag) -> None:
    assert articles(sued().facts(FIRST, act("natural_resources"), marked(flag))) == []


def test_20_4_a_protest_is_one_whoever_marks_it() -> None:
    assert articles(sued().facts(FIRST, protest())) == ["20(4)"]


def test_20_4_a_protest_against_the_judgment_concerns_the_retrial_that_follows() -> None:
    given = sued().facts(FIRST, protest())
    given.facts(RETRIAL, docketed(POLICE, on="2024-03-01", instance="retrial", earlier=FIRST))
    assert articles(given, RETRIAL) == ["20(4)"]


def test_20_4_but_not_an_appeal_two_instances_on() -> None:
    given = sued().facts(FIRST, protest())
    given.facts(RETRIAL, docketed(POLICE, on="2024-03-01", instance="retrial", earlier=FIRST))
    given.facts(SECOND, docketed(POLICE, on="2024-09-01", instance="second", earlier=RETRIAL))
    assert articles(given, SECOND) == []


@pytest.mark.parametrize(
    ("by", "article"),
    [
        ("court", "20(5)"),
        ("bureau", "20(5)"),
        ("law", "20(6)"),
        ("government", "20(6)"),
        ("superior", "20(6)"),
    ],
)
def test_20_5_and_6_by_who_asks(by: Advisor, article: str) -> None:
    assert articles(sued().facts(FIRST, asked_for_chief(by))) == [article]


def test_20_every_item_that_applies_is_named() -> None:
    given = sued().facts(FIRST, marked("attention", "group"), asked_for_chief("bureau"))
    assert articles(given) == ["20(2)", "20(3)", "20(5)"]


def test_20_none_applies_to_an_ordinary_case() -> None:
    assert chief(sued().facts(FIRST, act("penalty")), FIRST) == ([], ())
