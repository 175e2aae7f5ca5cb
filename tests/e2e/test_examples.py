"""Do both example districts end in the figures and agencies that follow from their ledgers?"""

import json
from typing import Any

import pytest

from tests.e2e.conftest import DISTRICTS, EXAMPLES
from tests.e2e.house import House

pytestmark = pytest.mark.timeout(300)


def example(district: str, name: str) -> Any:
    return json.loads((EXAMPLES / f"{district}-2023" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_expected_figure_is_there_with_the_same_counts(example_house: House, district: str) -> None:
    expected = example(district, "expected.json")
    for period in sorted({row["period"] for row in expected}):
        rows = example_house.figures(district, period)
        found = {(row["agency"], row["metric"]): (row["numerator"], row["denominator"]) for row in rows}
        wanted = {
            (row["agency"], row["metric"]): (row["numerator"], row["denominator"])
            for row in expected
            if row["period"] == period
        }
        assert {key: found.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_case_is_answered_for_by_the_same_agencies(example_house: House, district: str) -> None:
    wanted = {number: set(names) for number, names in example(district, "responsible.json").items()}
    found = {row["case_number"]: set(row["responsible"]) for row in example_house.cases(district)}
    assert {number: found.get(number) for number in wanted} == wanted


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_district_may_be_named_by_its_division_code(example_house: House, district: str) -> None:
    code = {"xinzhou": "420117", "huancui": "371002"}[district]
    assert example_house.figures(code, "2023") == example_house.figures(district, "2023")
