"""Is what is wrong with a scenario file said with its line, and what was expected?"""

import re

import pytest

from deploy.law.expecting import ExpectedFinding
from deploy.law.reading import read
from deploy.law.scenarios import DEFAULT_CASE, ScenarioError
from shared.codec import decode
from shared.events.intake import FactCorrected
from tests.deploy.law.example import SCENARIOS, known, scenario

FIRST_SCENARIO = """\
scenarios-of: example
day: 2024-06-03
scenarios:
  - scenario: 自行应诉
    article: 1(1)
    given:
      - case-docketed: {instance: first, defendants: [甲局]}
    then:
      - responsible-agency-determined: {rule: own-act}
"""

FAULTS = [
    ("scenarios-of: example", "scenarios-of: elsewhere", 1, "no pack 'elsewhere' is known"),
    ("day: 2024-06-03", "day: soon", 2, "valid date"),
    ("day: 2024-06-03\n", "", 1, "Field required"),
    ("scenarios:\n", "scenarios: {{\n", 4, "not YAML"),
    ("    article: 1(1)", "    article: 7", 5, "no entry cites '7'"),
    ("    article: 1(1)", "    artikel: 1(1)", 4, "Field required"),
    ("    given:", "    gegeben:", 7, "Extra inputs are not permitted"),
    ("    given:", "    judged-as: nowhere\n    given:", 6, "no pack 'nowhere' to judge by"),
    ("    given:", "    reading: {codefendant: own}\n    given:", 6, "no parameter 'codefendant'"),
    (
        "    given:",
        "    reading: {codefendants: his}\n    given:",
        6,
        "codefendants cannot be 'his'; expected any, own",
    ),
    (
        "      - case-docketed: {inst",
        "      - case-docked: {inst",
        7,
        "expected one of docs/events.md such as",
    ),
    ("      - case-docketed: {inst", "      - day-began: {inst", 7, "no fact is of type 'day-began'"),
    ("instance: first", "instance: third", 7, "Input should be 'first', 'second' or 'retrial'"),
    ("instance: first", "instance: first, docketed: 2023-03-01", 7, "no field 'docketed'"),
    ("instance: first", "instance: first, docketed_on: 2023-02-30", 7, "valid date"),
    ("defendants: [甲局]}", "defendants: [甲局]}\n        fall: x", 7, "expected one event type"),
    ("defendants: [甲局]}", "defendants: [甲局]}\n        case: 一审", 8, "malformed case number '一审'"),
    ("defendants: [甲局]}", "defendants: [甲局]}\n        from: newspaper/x", 8, "is no source"),
    ("defendants: [甲局]}", "defendants: [甲局]}\n        corrects: x", 8, "no fact 'x'"),
    ("defendants: [甲局]}", "defendants: [甲局]}\n      - retracts: x", 8, "no fact 'x'"),
    ("      - case-docketed: {instance: first, defendants: [甲局]}", "      - 立案", 7, "tells no fact"),
    (
        "      - responsible-agency-determined",
        "      - responsible-agency",
        9,
        "no finding 'responsible-agency'",
    ),
    (
        "      - responsible-agency-determined",
        "      - finding-withdrawn",
        9,
        "no finding 'finding-withdrawn'",
    ),
    ("{rule: own-act}", "{rules: own-act}", 9, "no field 'rules'; expected rule"),
    ("      - responsible-agency-determined: {rule: own-act}", "      - 应诉", 9, "expected <finding type>"),
    ("responsible-agency-determined: {rule: own-act}", "none: nothing", 9, "no finding 'nothing'"),
    ("responsible-agency-determined: {rule: own-act}", "{none: loss-found, wit: {}}", 9, "Extra inputs"),
    (
        "responsible-agency-determined: {rule: own-act}",
        "{figure: los_rate, period: 2023, is: 1}",
        9,
        "expected loss_rate",
    ),
    (
        "responsible-agency-determined: {rule: own-act}",
        "{figure: loss_rate, period: 23, is: 1/2}",
        9,
        "'23' is no period",
    ),
    (
        "responsible-agency-determined: {rule: own-act}",
        "{figure: loss_rate, period: 2023, is: half}",
        9,
        "expected a fraction such as 3/4",
    ),
    (
        "responsible-agency-determined: {rule: own-act}",
        "{figure: loss_rate, period: 2023}",
        9,
        "Field required",
    ),
    ("    then:\n      - resp", "    then: []\n    and-then:\n      - resp", 8, "at least 1 item"),
]


@pytest.mark.parametrize(("old", "new", "line", "detail"), FAULTS)
def test_a_fault_is_said_with_its_line(old: str, new: str, line: int, detail: str) -> None:
    assert old in FIRST_SCENARIO
    with pytest.raises(ScenarioError, match=re.escape(detail)) as refused:
        read(FIRST_SCENARIO.replace(old, new), known())
    assert [fault.line for fault in refused.value.faults if detail in fault.detail] == [line]


def test_all_faults_are_said_at_once_in_the_order_of_their_lines() -> None:
    text = (
        FIRST_SCENARIO.replace("1(1)", "7").replace("instance: first", "instance: 1").replace("rule:", "r:")
    )
    with pytest.raises(ScenarioError) as refused:
        read(text, known())
    assert [fault.line for fault in refused.value.faults] == [5, 7, 9]


def test_a_title_stands_once() -> None:
    twice = FIRST_SCENARIO + FIRST_SCENARIO.partition("scenarios:\n")[2]
    with pytest.raises(ScenarioError, match="'自行应诉' stands in line 4 already"):
        read(twice, known())


def test_a_key_stands_once() -> None:
    with pytest.raises(ScenarioError, match="'article' stands twice"):
        read(FIRST_SCENARIO.replace("    given:", "    article: 1(2)\n    given:"), known())


def test_an_id_stands_once() -> None:
    told = "      - case-docketed: {instance: first, defendants: [甲局]}\n        id: x\n"
    text = FIRST_SCENARIO.replace("      - case-docketed: {instance: first, defendants: [甲局]}\n", told * 2)
    with pytest.raises(ScenarioError, match=r"line 10.*'x' stands twice"):
        read(text, known())


def test_facts_of_earlier_steps_are_told_in_later_ones_too() -> None:
    steps = scenario("报备").steps
    assert [len(step.given) for step in steps] == [5, 5, 6, 7, 8]
    assert [str(step.day) for step in steps] == ["2023-03-13", *["2023-03-15"] * 4]


def test_a_correction_names_the_revision_before_it() -> None:
    last = scenario("报备").steps[-1].given
    correction = decode(last[-2].type, last[-2].data)
    assert isinstance(correction, FactCorrected)
    assert (correction.target_id, correction.replaces, last[-2].id) == ("报备", "报备", "报备#1")
    assert last[-1].data["replaces"] == "报备#1"


def test_who_usually_reports_a_fact_reports_it_unless_the_scenario_says_otherwise() -> None:
    text = FIRST_SCENARIO.replace(
        "    given:\n",
        "    given:\n"
        "      - papers-reported: {reported_on: 2023-03-14}\n"
        "      - papers-reported: {reported_on: 2023-03-14}\n"
        "        from: bureau\n"
        "      - agency-designated: {agencies: [甲局]}\n"
        "      - loss-analysed: {reported_on: 2023-03-14}\n"
        "      - organ-registered: {code: d9, name: 丁局, kind: department}\n",
    )
    (told,) = read(text, known()).scenarios
    assert [(draft.source, draft.subject) for draft in told.steps[0].given] == [
        ("agency/示范区", DEFAULT_CASE),
        ("bureau/示范区", DEFAULT_CASE),
        ("bureau/示范区", DEFAULT_CASE),
        ("agency/示范区", DEFAULT_CASE),
        ("bureau/示范区", "d9"),
        ("court/示范区", DEFAULT_CASE),
    ]


def test_cases_are_called_by_the_names_the_file_gives_them() -> None:
    text = SCENARIOS.replace(
        "docketed_on: 2023-03-01}\n    then:\n      - responsible-agency-determined: {agencies",
        "docketed_on: 2023-03-01}\n"
        "      - case-docketed: {instance: second, defendants: [区公安分局], earlier_case: 一审}\n"
        "        case: 二审\n"
        "    then:\n      - responsible-agency-determined: {agencies",
        1,
    )
    appeal = scenario("自行应诉", text).steps[0].given[-1]
    assert (appeal.subject, appeal.data["earlier_case"]) == ("（2023）示01行终7号", "（2023）示0101行初1号")


def test_facts_of_the_file_are_told_before_every_scenario() -> None:
    text = SCENARIOS.replace(
        "scenarios:\n",
        "given:\n  - organ-registered: {code: d9, name: 丁局, kind: department}\nscenarios:\n",
        1,
    )
    assert all(
        "d9" in [draft.subject for draft in one.steps[0].given] for one in read(text, known()).scenarios
    )


def test_a_field_called_on_is_read_as_it_is_written() -> None:
    """Plain YAML takes on, off, yes and no for true and false; here a stage was done `on` a day."""
    text = SCENARIOS.replace(
        "- responsible-agency-determined: {agencies",
        "- proceeding-opened: {done: [{stage: inquiry, on: 2023-07-20}], joint: true}\n"
        "      - responsible-agency-determined: {agencies",
        1,
    )
    expected = scenario("自行应诉", text).steps[0].then[0]
    assert isinstance(expected, ExpectedFinding)
    assert expected.fields == {"done": [{"stage": "inquiry", "on": "2023-07-20"}], "joint": True}
