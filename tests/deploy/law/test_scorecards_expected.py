"""Can a scenario expect how a scorecard comes out, and does it fail when another comes out?"""

import pytest

from deploy.law.running import failures
from deploy.law.scenarios import ScenarioError
from tests.deploy.law.example import known, scenarios

TEXT = """\
scenarios-of: national
day: 2024-05-24
organs: [{code: d1, name: 示例区公安分局, kind: department, aliases: [区公安分局]}]
scenarios:
  - scenario: 一件
    article: ALL 67
    judged-as: xinzhou
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-05-08}
      - act-described: {kind: penalty, acting: 区公安分局}
      - notice-served: {recipient: 区公安分局, served_on: 2023-05-12}
      - papers-reported: {reported_on: 2023-05-16}
      - closing-document-served: {served_on: 2023-06-01}
      - archived: {archived_on: 2023-06-20}
      - assessment-recorded:
          {recorded_on: 2024-02-20, agency: 区公安分局, year: 2023, item: other, score: 92.5, office: 局, reason: 齐}
    then:
      - {scorecard: 区公安分局, year: 2023, %s}
"""


@pytest.mark.parametrize(
    ("right", "old", "new"),
    [
        ("item: other, points: 92.5", "92.5", "92.51"),
        ("item: other, points: 92.50", "92.50", "nothing"),
        ("item: own-cases, is: 1/2", "1/2", "1/1"),
        ("item: own-cases, is: 1/2, points: 50", "50", "49.99"),
        ("item: losses, is: nothing, points: nothing", "points: nothing", "points: 100"),
        ("item: losses, is: nothing", "nothing", "0/1"),
        ("total: 80.83", "80.83", "80.84"),
        ("complete: false", "false", "true"),
    ],
)
def test_points_counts_and_the_whole_can_be_expected(right: str, old: str, new: str) -> None:
    (holding,) = scenarios(TEXT % right)
    assert failures(holding, known()) == []
    assert right.count(old) == 1
    (wrong,) = scenarios(TEXT % right.replace(old, new))
    (failure,) = failures(wrong, known())
    expected, found = failure.detail.splitlines()
    assert expected.startswith("expected 区公安分局 2023")
    assert found.startswith("found ")


def test_an_item_the_law_does_not_have_names_those_it_has() -> None:
    (wrong,) = scenarios(TEXT % "item: own, points: 1")
    (failure,) = failures(wrong, known())
    assert "an item own\nfound system-building, own-cases" in failure.detail


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ("points: 50", "points of no item; expected item:"),
        ("is: 1/2", "is of no item; expected item:"),
        ("item: own-cases", "nothing asked of the scorecard; expected points, is, total or complete"),
        ("item: own-cases, points: many", "'many'; expected a number of 100"),
        ("total: 101", "101.0; expected a number of 100"),
        ("item: own-cases, is: a/b", "'a/b'; expected a fraction such as 3/4, or nothing"),
        ("item: own-cases, is: '3'", "'3'; expected a fraction such as 3/4, or nothing"),
        ("total: 50, rank: 1", "Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_expected_is_a_fault_with_its_line(asked: str, detail: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        scenarios(TEXT % asked)
    (fault,) = raised.value.faults
    assert fault.line == 18
    assert detail in fault.detail
