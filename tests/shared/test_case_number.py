"""Is a case number written one way, and refused when no court or bureau would give it?"""

import pytest

from shared.case_number import CaseNumberError, normalise_case_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("（2023）鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("(2023) 鲁1002行初 12 号", "（2023）鲁1002行初12号"),
        ("〔2023〕鄂0117行初5号之一", "（2023）鄂0117行初5号之一"),
        ("（２０２３）鄂01行终7号", "（2023）鄂01行终7号"),
        ("示政复〔2024〕5号", "示政复（2024）5号"),
        ("威环政复决字〔2023〕第12号", "威环政复决字（2023）第12号"),
    ],
)
def test_one_case_has_one_number_however_it_is_written(written: str, number: str) -> None:
    assert normalise_case_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "12", "2023鲁1002行初12号", "（2023）号", "（2023）5号", "（1823）鲁行初1号", "政复5号"]
)
def test_what_is_no_number_is_refused_with_what_is_expected(written: str) -> None:
    with pytest.raises(CaseNumberError, match="expected a case number such as"):
        normalise_case_number(written)
