"""When does the condition of a rule hold, what is wrong with one, and which cases do others leave to it?"""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import (
    VOCABULARY,
    IntertwinedError,
    boxes,
    holding,
    holds,
    leaves,
    mismatch,
    remaining,
    unknown_words,
)
from tests.words import FIRST, GOVERNMENT, POLICE, act, docketed, xinzhou

SUED: Mapping[str, str | bool] = {"sued": "government_alone", "act": "penalty", "in_government_name": True}


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"act": "penalty"},
        {"act": ["licence", "penalty"]},
        {"sued": "government_alone", "in_government_name": True},
        {"any": [{"act": "licence"}, {"sued": "government_alone"}]},
        {"act": "penalty", "any": [{"act": "licence"}, {"act": ["inaction", "penalty"]}]},
        {"any": [{"act": "licence"}, {"any": [{"sued": "agencies"}, {"in_government_name": True}]}]},
    ],
)
def test_all_conditions_must_hold_a_list_means_any_and_so_does_any(when: dict[str, Any]) -> None:
    assert mismatch(when, SUED) is None


def test_the_first_condition_that_does_not_hold_is_named_with_what_was_found() -> None:
    missed = mismatch({"sued": "government_alone", "act": ["licence", "inaction"], "x": 1}, SUED)
    assert str(missed) == "act = penalty, asked for licence / inaction"
    assert str(mismatch({"in_government_name": False}, SUED)) == "in_government_name = true, asked for false"


def test_of_several_conditions_none_of_which_holds_each_says_why() -> None:
    missed = mismatch({"any": [{"sued": "agencies"}, {"act": "penalty", "in_government_name": False}]}, SUED)
    assert str(missed) == (
        "sued = government_alone, asked for agencies; in_government_name = true, asked for false"
    )


def test_a_condition_beside_any_must_hold_too() -> None:
    missed = mismatch({"any": [{"act": "penalty"}, {"act": "licence"}], "sued": "agencies"}, SUED)
    assert str(missed) == "sued = government_alone, asked for agencies"


def test_a_condition_that_holds_says_by_what() -> None:
    when = {"act": ["licence", "penalty"], "any": [{"sued": "agencies"}, {"in_government_name": True}]}
    assert holding(when, SUED) == "act = penalty, in_government_name = true"
    assert holding({}, SUED) == ""


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ({"colour": "red"}, "unknown attribute 'colour'; expected one of sued, defendant, instance"),
        ({"act": "penalties"}, "act cannot be 'penalties'; expected one of state_land_expropriation"),
        ({"act": ["penalty", "none"]}, "act cannot be 'none'"),
        ({"act": []}, "act has no value; expected one or more of state_land_expropriation"),
        ({"in_government_name": "yes"}, "in_government_name cannot be 'yes'; expected one of true, false"),
        ({"in_government_name": 1}, "in_government_name cannot be 1"),
        ({"implementing": True}, "implementing cannot be True; expected one of known, unknown"),
        (
            {"any": {"act": "penalty"}},
            "any holds {'act': 'penalty'}; expected a list of two conditions or more",
        ),
        ({"any": [{"act": "penalty"}]}, "any holds [{'act': 'penalty'}]; expected a list of two"),
        ({"any": [{"act": "penalty"}, {}]}, "any holds {}; expected conditions such as"),
        ({"any": [{"act": "penalty"}, "licence"]}, "any holds 'licence'; expected conditions such as"),
        ({"any": [{"act": "penalty"}, {"act": "none"}]}, "act cannot be 'none'"),
        ({"any": [{"act": "penalty"}, {"any": [{"x": 1}, {"act": "penalty"}]}]}, "unknown attribute 'x'"),
        ({"first_heard_of_year": True}, "unknown attribute 'first_heard_of_year'"),
    ],
)
def test_a_word_the_vocabulary_does_not_have_is_named_with_what_was_expected(
    when: dict[str, Any], wrong: str
) -> None:
    (found,) = unknown_words(when)
    assert found.startswith(wrong)


def test_only_grounds_to_appear_may_ask_what_depends_on_other_disputes() -> None:
    assert unknown_words({"first_heard_of_year": True}, across=True) == []
    assert unknown_words({"any": [{"first_heard_of_year": True}, {"act": "penalty"}]}, across=True) == []


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ({}, {"act": "penalty"}, True),
        ({}, {}, True),
        ({"act": "penalty"}, {}, False),
        ({"act": ["penalty", "licence"]}, {"act": "licence", "lead": "known"}, True),
        ({"act": "licence"}, {"act": ["penalty", "licence"]}, False),
        ({"act": "licence"}, {"lead": "known"}, False),
        ({"lead": ["known", "unknown"]}, {}, True),
        ({"any": [{"lead": "known"}, {"lead": "unknown"}]}, {"act": "licence"}, True),
        ({"any": [{"lead": "known"}, {"act": "licence"}]}, {"act": "licence"}, True),
        ({"lead": "known"}, {"any": [{"lead": "known"}, {"act": "licence"}]}, False),
        ({"sued": ["government_with_agencies", "agencies"]}, {"defendant": "agency"}, True),
        ({"sued": ["government_with_agencies", "government_alone"]}, {"defendant": "government"}, True),
        ({"sued": "government_alone"}, {"defendant": "government"}, False),
    ],
)
def test_a_condition_leaves_nothing_to_one_that_cannot_hold_without_it(
    wide: dict[str, Any], narrow: dict[str, Any], covered: bool
) -> None:
    assert leaves(narrow, [wide]) is not covered


@pytest.mark.parametrize(
    "when",
    [
        {"defendant": "agency", "sued": "government_alone"},
        {"defendant": "government", "sued": "agencies"},
        {"defendant": "agency", "any": [{"defendant": "government"}, {"sued": "government_alone"}]},
        {"act": "penalty", "any": [{"act": "licence"}, {"act": "inaction"}]},
    ],
)
def test_what_no_case_has_leaves_nothing(when: dict[str, Any]) -> None:
    assert not leaves(when, ())


def test_several_conditions_are_several_boxes_without_those_that_are_empty() -> None:
    when = {
        "lead": "known",
        "any": [{"lead": "unknown"}, {"act": "penalty"}, {"group": True, "act": ["inaction"]}],
    }
    assert boxes(when) == [
        {"lead": frozenset({"known"}), "act": frozenset({"penalty"})},
        {"lead": frozenset({"known"}), "group": frozenset({True}), "act": frozenset({"inaction"})},
    ]


SMALL = ("sued", "defendant", "lead", "group")
"""Enough attributes to ask about every case there is."""
PLAIN = st.dictionaries(st.sampled_from(SMALL), st.just(None), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(VOCABULARY[name]), min_size=1, max_size=3) for name in names}
    )
)
WHENS = st.one_of(
    PLAIN,
    st.builds(lambda when, each: {**when, "any": each}, PLAIN, st.lists(PLAIN, min_size=2, max_size=3)),
)


def every_case() -> list[dict[str, str | bool]]:
    """Return all combinations of the few attributes that a case can have."""
    found = [
        dict(zip(SMALL, values, strict=True)) for values in product(*(VOCABULARY[name] for name in SMALL))
    ]
    impossible = [("agency", "government_alone"), ("government", "agencies")]
    return [case for case in found if (case["defendant"], case["sued"]) not in impossible]


@given(WHENS, st.lists(WHENS, max_size=4))
def test_what_remains_is_what_no_earlier_condition_takes_for_every_case_there_is(
    when: dict[str, Any], earlier: list[dict[str, Any]]
) -> None:
    left = list(remaining(when, earlier))
    assert leaves(when, earlier) is bool(left)
    for case in every_case():
        expected = mismatch(when, case) is None and all(mismatch(one, case) is not None for one in earlier)
        assert any(all(case[name] in values for name, values in box.items()) for box in left) is expected


@given(WHENS)
def test_a_condition_holds_for_the_cases_in_which_nothing_is_missed(when: dict[str, Any]) -> None:
    for case in every_case():
        assert holds(when, case) is (mismatch(when, case) is None)


def test_what_cannot_be_told_within_reason_is_not_told() -> None:
    flags = [name for name, values in VOCABULARY.items() if True in values][:20]
    pairs = [{one: True, other: True} for one, other in zip(flags[::2], flags[1::2], strict=True)]
    every = [{"any": [{name: True}, {name: False}]} for name in flags]
    assert not leaves({}, [*pairs, *every])  # the first of `every` takes all
    hard = [
        {a: first, b: second, c: third}
        for a, b, c in zip(flags, flags[1:], flags[2:], strict=False)
        for first, second, third in ((True, True, True), (False, False, False), (True, False, True))
    ]
    assert leaves({}, hard)  # one such case is soon found
    with pytest.raises(IntertwinedError):
        list(remaining({}, pairs * 2 + hard))


def test_a_case_has_every_attribute_of_the_vocabulary_with_a_value_of_it() -> None:
    told = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), act(acting=POLICE))
    (dispute,) = told.judged()
    for defendant in (POLICE, GOVERNMENT):
        found = attributes_of(CaseView(dispute.cases[0], dispute, told.organs), defendant)
        assert found.keys() == VOCABULARY.keys()
        assert all(value in VOCABULARY[attribute] for attribute, value in found.items())
