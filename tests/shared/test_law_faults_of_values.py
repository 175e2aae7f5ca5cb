"""Which days does a pack leave without a value, which have two, and what is uncertain without saying why?"""

import pytest

from shared.law.loader import load
from tests.shared.example_pack import fault, faults, written

DUTIES = "duties:\n"
LAST = "appearance:"


def duty(validity: str = "", category: str = "litigation") -> str:
    """Return the duty of the example once more."""
    return (
        f"  - {{duty: papers, category: {category}, {validity} article: '21', summary: {{zh: 一, en: x}},"
        " starts: notice, due: {working_days: 3}, obligor: bureau, met_by: papers-reported}\n"
    )


@pytest.mark.parametrize(
    ("others", "detail"),
    [
        (duty(), "stands twice for the same starts"),
        (duty("since: 2024-01-01,"), "stands twice for the same starts"),
        (duty("until: 2024-01-01,"), "stands twice for the same starts"),
        (duty(category="[civil, litigation]"), "stands twice for the same starts"),
    ],
)
def test_a_duty_that_stands_twice_for_the_same_starts(others: str, detail: str) -> None:
    (found,) = faults((DUTIES, DUTIES + others))
    assert (found.line, found.where) == (20, "duties.1")
    assert f"{detail}; expected other categories, conditions or days" in found.detail


def test_a_duty_may_stand_for_several_kinds_of_proceeding_and_validities_one_after_another() -> None:
    civil = duty("until: 2024-01-01,", "civil") + duty("since: 2024-01-01,", "civil")
    assert len(load(written((DUTIES, DUTIES + civil))).duties) == 3


def test_a_gap_between_two_validities_of_a_duty_and_one_that_ends_before_it_begins() -> None:
    gap = duty("until: 2024-01-01,", "civil") + duty("since: 2024-02-01,", "civil")
    found = fault(DUTIES, DUTIES + gap)
    assert (found.line, found.where) == (20, "duties.1.since")
    assert found.detail == "a gap from 2024-01-01 to 2024-02-01; expected validities one after another"
    found = fault(DUTIES, DUTIES + duty("since: 2024-01-01, until: 2024-01-01,", "civil"))
    assert (found.line, found.where) == (19, "duties.0.until")
    assert found.detail == "2024-01-01 is not after 2024-01-01; expected a later day"


@pytest.mark.parametrize(
    ("later", "number", "detail"),
    [
        ("{value: c, since: 2024-01-01}", 0, "cannot be 'c'; expected one of a, b"),
        ("{value: b, since: 2023-01-01}", 0, "2023-01-01 is not after 2023-01-01; expected a later day"),
        (
            "{value: b, since: 2024-01-01}, {value: a, since: 2023-06-01}",
            1,
            "2023-06-01 is not after 2024-01-01",
        ),
        ("{value: b, since: 2024-01-01, note: ' '}", 0, "uncertain; expected a note"),
    ],
)
def test_a_later_reading_that_is_none_or_begins_before_the_one_before(
    later: str, number: int, detail: str
) -> None:
    told = later.replace("}", ', article: "2"}')
    told = told if "note" in told else told.replace("}", ", note: open}")
    found = fault('article: "2", note: open}', f'article: "2", note: open, later: [{told}]}}')
    assert found.where == f"parameters.reading.later.{number}"
    assert found.detail.startswith(detail)


VALUE = '- {value: 0.05, since: 2023-01-01, article: "25"}'


@pytest.mark.parametrize(
    ("values", "number", "detail"),
    [
        (["since: 2023-01-01", "since: 2023-01-01"], 1, "validities overlap"),
        (["since: 2023-01-01", "since: 2022-12-31"], 1, "validities overlap"),
        (["since: 2023-01-01, until: 2024-01-02", "since: 2024-01-01"], 1, "validities overlap"),
        (["since: 2023-01-02"], 0, "a gap from 2023-01-01 to 2023-01-02"),
        (
            ["since: 2023-01-01, until: 2024-01-01", "since: 2024-01-02"],
            1,
            "a gap from 2024-01-01 to 2024-01-02",
        ),
        (["since: 2023-01-01, until: 2024-01-01"], 0, "a gap from 2024-01-01 to the end"),
    ],
)
def test_days_on_which_two_values_hold_or_none(values: list[str], number: int, detail: str) -> None:
    lines = "\n      ".join(f'- {{value: 0.05, {one}, article: "25"}}' for one in values)
    found = fault(VALUE, lines)
    assert (found.line, found.where) == (30 + number, f"targets.0.values.{number}")
    assert detail in found.detail
    assert "expected" in found.detail


def test_a_figure_without_a_value() -> None:
    found = fault(f"    values:\n      {VALUE}\n", "    values: []\n")
    assert (found.line, found.where) == (29, "targets.0.values.0")
    assert found.detail == "no value; expected one or more, each with the first day it holds"


def test_a_value_may_end_with_the_pack() -> None:
    ended = [
        ('since: 2023-01-01, article: "1"', 'since: 2023-01-01, until: 2025-01-01, article: "1"'),
        ('since: 2023-01-01, article: "25"', 'since: 2023-01-01, until: 2025-01-01, article: "25"'),
    ]
    assert load(written(*ended)).in_force.until is not None


def test_a_pack_that_ends_before_it_begins() -> None:
    found = fault('since: 2023-01-01, article: "1"', 'since: 2023-01-01, until: 2023-01-01, article: "1"')
    assert (found.line, found.where) == (6, "in_force.until")
    assert found.detail == "2023-01-01 is not after 2023-01-01; expected a later day"


@pytest.mark.parametrize(
    ("old", "new", "line", "where"),
    [
        ('article: "1"', 'article: "1", status: uncertain', 6, "in_force"),
        ('article: "1"', 'article: "1", status: uncertain, note: " "', 6, "in_force"),
        ("note: open", 'note: ""', 8, "parameters.reading"),
        ('article: "8"', 'article: "8"\n    status: uncertain', 10, "routing.0"),
        ('article: "25"', 'article: "25", status: uncertain', 30, "targets.0.values.0"),
        ("upon: deadline_missed", "status: uncertain, upon: deadline_missed", 33, "circulars.0"),
        (
            LAST,
            'checklists:\n  - {checklist: x, article: "3", summary: {zh: 一, en: x}, to: court,\n'
            f'      parts: [{{part: seal, article: "3", status: uncertain}}]}}\n{LAST}',
            33,
            "checklists.0.parts.0",
        ),
    ],
)
def test_what_is_uncertain_and_does_not_say_why(old: str, new: str, line: int, where: str) -> None:
    found = fault(old, new)
    assert (found.line, found.where) == (line, where)
    assert found.detail == "uncertain; expected a note that says what is and which readings there are"


def test_an_item_for_an_outcome_that_is_no_loss() -> None:
    lost = 'lost: {article: "27", codes: [revoked], items: {varied: 27(2)}}\n'
    found = fault(LAST, lost + LAST)
    assert (found.line, found.where) == (31, "lost.items.varied")
    assert found.detail == "'varied' is no loss here; expected one of the codes: revoked"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("appeal_days_judgment", "soon", "a whole number from 1 to 366"),
        ("appeal_days_judgment", "0", "a whole number from 1 to 366"),
        ("appeal_days_judgment", "true", "a whole number from 1 to 366"),
        ("urgent_suggestion_days", "367", "a whole number from 1 to 366"),
        ("months", "-1", "a whole number from 1 to 1200"),
        ("first_heard_instances", "second", "one of all, first"),
        ("codefendants", "mine", "one of any, own"),
        ("succession", "1", "one of true, false"),
    ],
)
def test_a_reading_that_no_rule_knows_is_none_whatever_the_pack_says_there_are(
    name: str, value: str, expected: str
) -> None:
    parameter = f'parameters:\n  {name}: {{value: {value}, article: "1", note: open}}\n'
    found = fault("parameters:\n", parameter)
    assert (found.line, found.where) == (8, f"parameters.{name}.value")
    assert found.detail.endswith(f"expected {expected}")


@pytest.mark.parametrize("due", ["working_days: 241", "calendar_days: 367", "months: 13"])
def test_no_duty_runs_longer_than_the_calendar_reaches(due: str) -> None:
    found = fault("due: {working_days: 2}", f"due: {{{due}}}")
    assert found.where == f"duties.0.due.{due.partition(':')[0]}"
    assert "less than or equal to" in found.detail
