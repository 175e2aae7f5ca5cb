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
        ("［2023］鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("﹙2023﹚鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("﹝2023﹞鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("⟨2023⟩鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("〈2023〉鲁1002行初12号", "（2023）鲁1002行初12号"),
        ("⦅2023⦆鲁1002⾏初12号", "（2023）鲁1002行初12号"),
        ("\u202a（2023）鲁1002行初12号\u202c", "（2023）鲁1002行初12号"),
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


@pytest.mark.parametrize(
    ("written", "strange"),
    [
        ("（2023）鄂О117行初1号", "U+041E CYRILLIC CAPITAL LETTER O"),
        ("（2023）鄂0117行初l2号，", "U+002C COMMA"),
        ("⁅2023⁆鄂0117行初1号", "U+2045 LEFT SQUARE BRACKET WITH QUILL"),
        ("（2023）鄂0117\x00行初1号", "U+0000"),
        ("（2023）鄂٠117行初1号", "U+0660 ARABIC-INDIC DIGIT ZERO"),
    ],
)
def test_a_character_that_only_looks_right_is_named(written: str, strange: str) -> None:
    with pytest.raises(CaseNumberError, match=strange.replace("+", r"\+")):
        normalise_case_number(written)
