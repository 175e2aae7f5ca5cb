"""When does the condition of a rule hold, what is wrong with one, and when does one cover another?"""

import pytest

from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import VOCABULARY, covers, mismatch, unknown_words
from tests.words import FIRST, GOVERNMENT, POLICE, act, docketed, xinzhou

SUED = {"sued": "government_alone", "act": "penalty", "in_government_name": True}


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"act": "penalty"},
        {"act": ["licence", "penalty"]},
        {"sued": "government_alone", "in_government_name": True},
    ],
)
def test_all_conditions_must_hold_and_a_list_means_any(when: dict[str, object]) -> None:
    assert mismatch(when, SUED) is None


def test_the_first_condition_that_does_not_hold_is_named_with_what_was_found() -> None:
    missed = mismatch({"sued": "government_alone", "act": ["licence", "inaction"], "x": 1}, SUED)
    assert str(missed) == "act = penalty, asked for licence / inaction"
    assert str(mismatch({"in_government_name": False}, SUED)) == "in_government_name = true, asked for false"


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ({"colour": "red"}, "unknown attribute 'colour'; expected one of sued, defendant, instance"),
        ({"act": "penalties"}, "act cannot be 'penalties'; expected one of state_land_expropriation"),
        ({"act": ["penalty", "none"]}, "act cannot be 'none'"),
        ({"in_government_name": "yes"}, "in_government_name cannot be 'yes'; expected one of true, false"),
        ({"in_government_name": 1}, "in_government_name cannot be 1"),
        ({"implementing": True}, "implementing cannot be True; expected one of known, unknown"),
    ],
)
def test_a_word_the_vocabulary_does_not_have_is_named_with_what_was_expected(
    when: dict[str, object], wrong: str
) -> None:
    (found,) = unknown_words(when)
    assert found.startswith(wrong)


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ({}, {"act": "penalty"}, True),
        ({}, {}, True),
        ({"act": "penalty"}, {}, False),
        ({"act": ["penalty", "licence"]}, {"act": "licence", "lead": "known"}, True),
        ({"act": "licence"}, {"act": ["penalty", "licence"]}, False),
        ({"act": "licence"}, {"lead": "known"}, False),
    ],
)
def test_a_condition_covers_one_that_cannot_hold_without_it(
    wide: dict[str, object], narrow: dict[str, object], covered: bool
) -> None:
    assert covers(wide, narrow) is covered


def test_a_case_has_every_attribute_of_the_vocabulary_with_a_value_of_it() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), act(acting=POLICE))
    (dispute,) = given.judged()
    for defendant in (POLICE, GOVERNMENT):
        found = attributes_of(CaseView(dispute.cases[0], dispute, given.organs), defendant)
        assert found.keys() == VOCABULARY.keys()
        assert all(value in VOCABULARY[attribute] for attribute, value in found.items())
