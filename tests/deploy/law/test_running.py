"""Does a scenario fail when, and only when, something else follows than it says, and does it say why?"""

import pytest

from deploy.law import running
from deploy.law.running import failures, holds
from deploy.law.scenarios import Scenario
from shared.dispute import disputes
from tests.deploy.law.example import SCENARIOS, known, scenario, scenarios


@pytest.mark.parametrize("one", scenarios(), ids=lambda one: one.title)
def test_what_the_pack_says_follows(one: Scenario) -> None:
    assert failures(one, known()) == []
    assert holds(one, known())


def failing(title: str, old: str, new: str) -> str:
    assert old in SCENARIOS
    one = scenario(title, SCENARIOS.replace(old, new))
    assert not holds(one, known())
    (failure,) = failures(one, known())
    assert (failure.article, failure.scenario) == (one.article, title)
    return str(failure)


def test_a_finding_that_stands_otherwise_is_shown_beside_what_was_expected() -> None:
    said = failing(
        "自行应诉", "{agencies: [区公安分局], rule: own-act}", "{agencies: [区司法局], rule: own-act}"
    )
    assert said == (
        "line 14, 1(1) 自行应诉:\n"
        "expected responsible-agency-determined {agencies: [区司法局], rule: own-act}\n"
        "found designation-requested {defendant: 示例区人民政府, rule: other, article: 1(2), pack: example}\n"
        "  and responsible-agency-determined {defendant: 示例区公安分局, agencies: [示例区公安分局], "
        "rule: own-act, article: 1(1), pack: example}"
    )


def test_another_finding_on_the_same_topic_is_shown() -> None:
    said = failing("指定", "designation-requested: {defendant", "responsible-agency-determined: {defendant")
    assert "expected responsible-agency-determined {defendant: 区政府, rule: other}" in said
    assert "found designation-requested {defendant: 示例区人民政府" in said


def test_of_several_deadlines_that_of_the_duty_asked_for_is_shown() -> None:
    said = failing("报备", "deadline-set: {duty: papers, due_on: 2023-03-14}", "deadline-met: {duty: papers}")
    assert "found deadline-set {duty: papers" in said
    assert "defence" not in said


def test_what_stands_is_named_where_nothing_stands_on_the_topic() -> None:
    said = failing("变更不算", "- none: loss-found", "- loss-found")
    assert "expected loss-found\nfound nothing about loss; what stands: " in said
    assert "responsible-agency-determined" in said


def test_a_finding_that_should_not_stand_is_shown() -> None:
    said = failing("指定", "- none: responsible-agency-determined", "- none: designation-requested")
    assert "expected no designation-requested\nfound designation-requested {defendant: 示例区人民政府" in said


def test_another_figure_is_shown() -> None:
    said = failing("败诉率上限", "is: 1/1, met: false, target", "is: 0/1, met: true, target")
    assert said.endswith(
        "expected loss_rate 2023 = 0/1 {met: true, target: 0.05, article: 3}\n"
        "found 1/1 {met: false, target: 0.0500, article: 3}"
    )


def test_a_figure_in_which_nothing_counts_is_said() -> None:
    assert "expected loss_rate 2022 = 0/1\nfound nothing" in failing(
        "败诉率上限", "2022, is: nothing", "2022, is: 0/1"
    )


def test_a_row_of_an_agency_is_named() -> None:
    said = failing(
        "败诉率上限", "agency: 区公安分局, is: 1/1", "agency: 区公安分局, by: accountable, is: 0/1"
    )
    assert "expected loss_rate 2023 of 示例区公安分局 as accountable = 0/1\nfound 1/1" in said


def test_a_finding_of_another_case_is_not_the_one_asked_for() -> None:
    one = "- responsible-agency-determined: {agencies: [区公安分局], rule: own-act}"
    said = failing("自行应诉", one, f"{one}\n        case: 二审")
    assert "in （2023）示01行终7号\nfound nothing about responsible; what stands: nothing" in said


def test_rules_that_depend_on_the_order_of_facts_fail_and_the_order_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_the_first_told(records, orders):  # type: ignore[no-untyped-def]
        return disputes([one for one in records if one.subject != records[0].subject], orders)

    one = scenario("自行应诉")
    monkeypatch.setattr(running, "disputes", without_the_first_told)
    found, *_ = failures(one, known())
    assert found.detail.startswith("told in reverse order: another finding on ")
    assert found.line == one.line


def test_what_cannot_be_judged_fails_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(records, orders):  # type: ignore[no-untyped-def]
        raise LookupError("no such slot")

    monkeypatch.setattr(running, "disputes", broken)
    (found,) = failures(scenario("自行应诉"), known())
    assert found.detail == "cannot be judged: LookupError: no such slot"
    assert not holds(scenario("自行应诉"), known())


def test_an_organ_is_expected_by_any_of_its_names_and_lists_in_any_order() -> None:
    text = SCENARIOS.replace(
        "{instance: first, defendants: [区公安分局], docketed_on: 2023-03-01}\n    then:\n"
        "      - responsible-agency-determined: {agencies: [区公安分局], rule: own-act}",
        "{instance: first, defendants: [区政府], docketed_on: 2023-03-01}\n"
        "      - agency-designated: {agencies: [区司法局, 示例区公安分局]}\n    then:\n"
        "      - responsible-agency-determined: {agencies: [区公安分局, 区司法局], designated: true}\n"
        "      - none: responsible-agency-determined\n        with: {agencies: [区公安分局]}",
        1,
    )
    assert failures(scenario("自行应诉", text), known()) == []


def test_rules_passed_over_are_asked_for_one_by_one() -> None:
    text = SCENARIOS.replace("rule: other}", "rule: other, passed_over: [{rule: own-act, article: 1(1)}]}")
    assert failures(scenario("指定", text), known()) == []
    wrong = text.replace("passed_over: [{rule: own-act", "passed_over: [{rule: lead")
    assert "passed_over: [{rule: lead" in str(failures(scenario("指定", wrong), known())[0])


def test_a_scenario_of_national_law_is_judged_without_any_district() -> None:
    text = SCENARIOS.replace("scenarios-of: example", "scenarios-of: national").partition(
        "  - scenario: 指定"
    )[0]
    one = scenario("自行应诉", text.replace("article: 1(1)", "article: ALL 67"))
    assert one.judged_as == "national"
    assert failures(one, known()) == []
