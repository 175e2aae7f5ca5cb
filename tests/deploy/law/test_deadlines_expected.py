"""Can a scenario expect all that deadlines find, and does it fail when it expects another day, step or cause?"""

import pytest

from deploy.law.coverage import uncovered
from deploy.law.mutations import mutations
from deploy.law.running import failures
from tests.deploy.law.example import PACK, known, scenarios

TEXT = """\
scenarios-of: national
day: 2023-05-24
organs: [{code: d1, name: 示例区公安分局, kind: department, aliases: [区公安分局]}]
scenarios:
  - scenario: 一件
    article: ALL 67
    judged-as: xinzhou
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-05-08}
      - notice-served: {recipient: 区公安分局, served_on: 2023-05-12}
      - document-served: {recipient: 区公安分局, decided_on: 2023-04-28, served_on: 2023-04-28, outcomes: [revoked]}
      - evidence-period-set: {until: 2023-06-05, set_on: 2023-05-12}
      - defence-reviewed: {reviewed_on: 2023-05-22}
"""
STAYED = "      - case-stayed: {stayed_on: 2023-05-18}\n"
FOUND = [
    ("", "deadline-near: {duty: defence, step: 3, due_on: 2023-05-29}", "step: 3", "step: 1"),
    ("", "deadline-escalated: {duty: papers, due_on: 2023-05-16, to: [superior, bureau]}", "superior, ", ""),
    ("", "deadline-moved: {duty: evidence, due_on: 2023-06-05, cause: extension}", "extension", "stay"),
    ("", "deadline-moved: {duty: evidence, was_due_on: 2023-05-29}", "05-29", "05-30"),
    (
        "",
        "period-doubted: {problem: period_too_long, duty: evidence}",
        "period_too_long",
        "extension_shortens",
    ),
    ("", "deadline-lapsed: {duty: appeal, due_on: 2023-05-15}", "05-15", "05-16"),
    (
        STAYED,
        "deadline-suspended: {duty: defence, used: 5, left: 10, unit: calendar_days}",
        "left: 10",
        "left: 9",
    ),
]


@pytest.mark.parametrize(("told", "then", "old", "new"), FOUND)
def test_what_deadlines_find_can_be_expected_and_what_they_do_not_fails(
    told: str, then: str, old: str, new: str
) -> None:
    (right,) = scenarios(f"{TEXT}{told}    then:\n      - {then}\n")
    assert failures(right, known()) == []
    assert then.count(old) == 1
    (wrong,) = scenarios(f"{TEXT}{told}    then:\n      - {then.replace(old, new)}\n")
    assert [failure.detail.splitlines()[0].split()[:2] for failure in failures(wrong, known())] == [
        ["expected", then.partition(":")[0]]
    ]


def test_steps_that_were_taken_can_be_expected() -> None:
    sued = TEXT.replace("defendants: [区公安分局]", "defendants: [区政府]").replace(
        "aliases: [区公安分局]}]", "aliases: [区公安分局]}, {code: gov, name: 区政府, kind: government}]"
    )
    taken = "steps-taken: {taken: [defence-reviewed], pending: [defence-signed, defence-sealed]}"
    (one,) = scenarios(f"{sued}    then:\n      - {taken}\n")
    assert failures(one, known()) == []


DUTY = """\
  - duty: rich
    category: [litigation, civil]
    article: "2"
    summary: {zh: 一, en: One}
    when: {procedure: [ordinary, unknown]}
    starts: notice
    due: {working_days: 2}
    obligor: responsible_agency
    met_by: evidence-filed
    lifted_by: case-ended
    set_by: evidence-period-set
    extended_by: evidence-extension-granted
    stays: true
    right: true
    remind: []
    steps: [defence-reviewed, defence-sealed]
  - duty: rich
    category: [litigation, civil]
    article: "2"
    summary: {zh: 一, en: One}
    when: {procedure: simplified}
    starts: notice
    due: {working_days: 1}
    obligor: responsible_agency
    met_by: evidence-filed
reminders: {article: "2", near: [5, 0], escalate_to: [bureau], escalate_for: 7}
"""
RICH = PACK.replace("targets:\n", f"{DUTY}targets:\n")


def test_all_that_a_duty_says_can_be_wrong_one_by_one() -> None:
    made = [one.how for one in mutations(known(RICH)["example"]) if one.mark == "duties/rich"]
    assert made[: made.index("left out", 1)] == [
        "left out",
        "working_days 3 for 2",
        "not right",
        "not stays",
        "lifted_by nothing for case-ended",
        "set_by nothing for evidence-period-set",
        "extended_by nothing for evidence-extension-granted",
        "reminded like any other",
        "without defence-reviewed in steps",
        "without defence-sealed in steps",
        "without litigation in category",
        "without civil in category",
        "without ordinary in procedure",
        "without unknown in procedure",
    ]


def test_a_condition_without_which_two_entries_would_stand_for_one_start_need_not_be_shown() -> None:
    assert "whatever procedure" not in [one.how for one in mutations(known(RICH)["example"])]


def test_reminders_can_be_wrong_in_a_step_in_whom_they_call_and_for_how_long() -> None:
    made = [one.how for one in mutations(known(RICH)["example"]) if one.mark == "reminders/steps"]
    assert made == [
        "without 5 in near",
        "without 0 in near",
        "without bureau in escalate_to",
        "escalate_for 8 for 7",
    ]


def test_reminders_that_no_scenario_shows_are_uncovered() -> None:
    pack = PACK.replace("targets:\n", 'reminders: {article: "2", near: [0], escalate_to: []}\ntargets:\n')
    assert {one.how for one in uncovered("example", scenarios(), known(pack))} == {
        "without 0 in near",
        "escalate_for 11 for 10",
    }
