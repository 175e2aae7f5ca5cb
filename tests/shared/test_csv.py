"""Does no exported cell begin as a formula, and is everything else there as it was?"""

import csv
import io

from shared.spreadsheets import csv_of, meant


def test_no_text_begins_as_a_formula_and_numbers_stay_numbers() -> None:
    written = csv_of(
        [["=1+1", "@SUM(A1)", "\tx", "-2", -2, "普通"], [True, None, ("甲", "乙"), ("=甲",), "", 0.5]]
    )
    first, second = csv.reader(io.StringIO(written, newline=""))
    assert first == ["'=1+1", "'@SUM(A1)", "'\tx", "'-2", "-2", "普通"]
    assert second == ["true", "", "甲、乙", "'=甲", "", "0.5"]
    assert [meant(cell) for cell in first[:3]] == ["=1+1", "@SUM(A1)", "\tx"]
