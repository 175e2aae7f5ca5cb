"""What is wrong with an item of the assessment is said with its line and what was expected."""

import pytest

from shared.law.loader import load
from tests.shared.example_pack import faults, unresolved, written
from tests.shared.test_law_faults import LAST

ITEM = '  - {article: "26", summary: {zh: 一, en: x}, item: %s}\n'


def items(*said: str) -> tuple[str, str]:
    return LAST, f"assessment:\n{''.join(ITEM % one for one in said)}{LAST}"


@pytest.mark.parametrize(
    ("said", "where", "detail"),
    [
        ("own, figures: [on_time]", "assessment.0.figures.0", "no figure 'on_time'; expected one of"),
        ("own, figures: [docketed]", "assessment.0.figures.0", "on_time_rate:for=government"),
        ("own, figures: [loss_rate], full: 0.1, none: 0.1", "assessment.0", "expected full and none apart"),
        ("own, full: 0.9", "assessment.0.full", "expected it only beside figures"),
        ("own, by: defendant", "assessment.0.by", "expected it only beside figures"),
        ("own, weight: 0", "assessment.0.weight", "greater than 0"),
    ],
)
def test_what_cannot_be_measured_or_recorded(said: str, where: str, detail: str) -> None:
    (found,) = faults(items(said))
    assert found.where == where
    assert detail in found.detail


def test_a_figure_of_a_duty_that_is_none() -> None:
    (found,) = unresolved(items("own, figures: ['on_time_rate:paper', 'on_time_rate:papers']"))
    assert found.where == "assessment.0.figures.0"
    assert "no duty 'paper'; expected one of papers, defence" in found.detail


def test_what_can_be_is_no_fault() -> None:
    said = (
        "own, figures: [on_time_rate, loss_rate], by: accountable, full: 0.05, none: 0.25",
        "system, weight: 2",
    )
    load(written(items(*said)))
    load(written(items("own, figures: ['on_time_rate:for=government', 'on_time_rate:papers']")))
