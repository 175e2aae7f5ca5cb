"""Does a cell that is corrected change exactly the figures it should, and can everybody see that it was?"""

from typing import Any

import pytest

from tests import ledgers
from tests.e2e.town import Sums, Town, sums_of_rows
from tests.ledgers import as_csv, case

pytestmark = pytest.mark.timeout(300)

POLICE = "新洲区公安分局"
CELLS = (
    ("是否发声", "否"),
    ("负责人职务", "副职"),
    ("开庭日期", "2023-04-12"),
    ("开庭日期", "2023-04-11、2023-05-08"),
    ("被告", "新洲区住房和城乡建设局"),
    ("行为种类", "行政许可"),
    ("审级", "再审"),
    ("案件类别", "民事诉讼"),
    ("立案日期", "2022-12-28"),
    ("收到应诉通知日期", "2023-02-27"),
    ("提交法院日期", ""),
    ("提交法院日期", "2023-03-21"),
    ("裁判日期", "2024-01-05"),
    ("裁判结果", "全部撤销、责令重新作出"),
    ("裁判结果", "准许原告撤诉"),
    ("裁判文书收到日期", "2024-01-08"),
    ("上诉日期", "2023-05-20"),
    ("生效日期", "2023-06-01"),
    ("司法建议收到日期", "2023-07-10"),
    ("结案文书收到日期", "2023-07-14"),
    ("原告", "李某"),
)
"""Cells of the plain case, with what somebody writes there instead."""


def test_each_corrected_cell_changes_exactly_what_it_should(town: Town) -> None:
    """One ledger of many cases; in each a cell is corrected, one after the other."""
    rows = [case(f"（2023）鄂0117行初{town.serial()}号") for _ in CELLS]
    before = town.sums("xinzhou")
    town.hand_in("xinzhou", as_csv(rows, headers=HEADERS))
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", rows)
    for number, (column, text) in enumerate(CELLS):
        stood = town.sums("xinzhou")
        was, now = rows[number], {**rows[number], column: text}
        rows[number] = now
        answer = town.hand_in("xinzhou", as_csv(rows, headers=HEADERS))
        assert answer["accepted"] + answer["corrected"] + answer["retracted"] > 0, (column, text)
        due = sums_of_rows("xinzhou", [now]) - sums_of_rows("xinzhou", [was])
        assert town.sums("xinzhou") - stood == due, (column, text)
        assert town.across("xinzhou") == town.across_told("xinzhou"), (column, text)
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", rows)


HEADERS = [*ledgers.example("xinzhou")[0]]


def entries(told: dict[str, Any], *types: str) -> list[dict[str, Any]]:
    return [entry for entry in told["timeline"] if entry["type"] in types]


def test_the_figures_of_who_spoke_and_the_timeline_with_both(town: Town) -> None:
    row = case(f"（2023）鄂0117行初{town.serial()}号")
    town.hand_in("xinzhou", as_csv([row]))
    before = town.sums("xinzhou")
    answer = town.hand_in("xinzhou", as_csv([{**row, "是否发声": "否"}]))
    assert (answer["corrected"], answer["accepted"], answer["retracted"]) == (1, 0, 0)
    lost = {
        (period, agency, metric, by): (-1, 0)
        for period in ("2023",)
        for metric in ("voiced_appearance_rate", "chief_voiced_appearance_rate")
        for agency, by in (
            *(("*", by) for by in ("defendant", "responsible", "accountable")),
            *((POLICE, by) for by in ("defendant", "responsible")),
        )
    }
    assert town.sums("xinzhou") - before == Sums(lost)

    told = town.case("xinzhou", row["案号"])
    held, corrected = entries(told, "hearing-held", "fact-corrected")
    assert held["data"]["attendees"][0]["spoke"] is True
    assert (held["counts"], held["replaced_by"]["position"]) == (False, corrected["position"])
    assert (corrected["counts"], corrected["replaces"]) == (True, held["position"])
    assert corrected["data"]["data"]["attendees"][0]["spoke"] is False
    assert corrected["was"]["attendees"][0]["spoke"] is True
    assert held["recorded_at"] <= corrected["recorded_at"]
    assert (held["source"], corrected["source"]) == ("ledger/xinzhou", "ledger/xinzhou")


def test_an_emptied_cell_takes_a_fact_back_and_refilled_it_is_there_again(town: Town) -> None:
    row = case(f"（2023）鄂0117行初{town.serial()}号", 裁判结果="确认无效", 生效日期="2023-06-20")
    emptied = {**row, "开庭日期": "", "出庭负责人": "", "负责人职务": "", "是否发声": ""}
    town.hand_in("xinzhou", as_csv([row]))
    full = town.sums("xinzhou")
    answer = town.hand_in("xinzhou", as_csv([emptied], headers=[*row]))
    assert (answer["retracted"], answer["corrected"]) == (1, 0)
    gone = full - town.sums("xinzhou")
    assert gone == sums_of_rows("xinzhou", [row]) - sums_of_rows("xinzhou", [emptied])
    assert {metric for _, _, metric, _ in gone} == {
        *("heard", "appearance_rate", "voiced_appearance_rate"),
        *("chief_appearance_rate", "chief_voiced_appearance_rate"),
    }
    town.hand_in("xinzhou", as_csv([row]))
    assert town.sums("xinzhou") == full
    told = town.case("xinzhou", row["案号"])
    held, retracted, again = entries(told, "hearing-held", "fact-retracted", "fact-corrected")
    assert [entry["counts"] for entry in (held, retracted, again)] == [False, False, True]
    assert [held["replaced_by"]["type"], retracted["replaced_by"]["type"]] == [
        "fact-retracted",
        "fact-corrected",
    ]


def test_a_correction_may_move_a_case_to_another_dispute_and_back(town: Town) -> None:
    number = town.serial()
    first = case(f"（2023）鄂0117行初{number}号", 裁判结果="全部撤销", 上诉日期="2023-05-20")
    other = case(f"（2023）鄂0117行初{number + 1}号", 上诉日期="2023-05-20")
    second = case(
        f"（2023）鄂01行终{number}号", 审级="二审", 关联案号=first["案号"], 裁判结果="驳回上诉，维持原判"
    )
    before = town.sums("xinzhou")
    for earlier in (first, other, first):
        second["关联案号"] = earlier["案号"]
        rows = [second, other, first]
        town.hand_in("xinzhou", as_csv(rows, headers=HEADERS))
        found = town.sums("xinzhou") - before
        assert found == sums_of_rows("xinzhou", rows)
        assert found["2023", "*", "loss_rate", "defendant"] == (int(earlier is first), 1)
        assert town.case("xinzhou", second["案号"])["chain"] == [earlier["案号"], second["案号"]]
