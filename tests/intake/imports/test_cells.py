"""Is every way of writing a cell read, and everything else refused?"""

from datetime import date

import pytest

from services.intake.imports import cells
from services.intake.imports.cells import UnreadableError
from services.intake.imports.columns import LEDGER
from shared.ledger.words import FLAGS, OUTCOMES

DAY = date(2023, 5, 6)


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-06",
        "2023-5-6",
        "2023/5/6",
        "2023/05/06",
        "2023年5月6日",
        "2023年05月06日",
        "20230506",
        "45052",
        "2023-05-06 00:00:00",
        "2023/5/6 0:00",
        "2023-05-06T09:30:00",
        " 2023-05-06 ",
        "２０２３－０５－０６",
        "２０２３年５月６日",
        "2023 年 5 月 6 日",
    ],
)
def test_a_date_is_read_however_the_ledger_writes_it(text: str) -> None:
    assert cells.day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-30",
        "2023-13-01",
        "2023-00-10",
        "2023年2月29日",
        "20230532",
        "06/05/2023",
        "2023-05",
        "23-05-06",
        "五月六日",
        "昨天",
        "3023-05-06",
        "0023-05-06",
        "99999",
        "123456",
        "2023-05-06、2023-06-07",
        "-",
        "=TODAY()",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        cells.day(text)


@pytest.mark.parametrize("separator", ["、", "，", ",", "；", ";", "\n", "\r\n", " 、 "])
def test_the_parts_of_a_list_may_be_separated_in_several_ways(separator: str) -> None:
    assert cells.names(f"张某{separator}李某{separator}张某") == ("张某", "李某")
    assert cells.days(f"2023-06-07{separator}2023年5月6日") == (DAY, date(2023, 6, 7))


def test_days_stand_in_their_order_each_once() -> None:
    assert cells.days("2023-06-07、2023-05-06、20230607") == (DAY, date(2023, 6, 7))


def test_names_are_kept_as_reported_but_for_width() -> None:
    assert cells.names("武汉市新洲区人民政府（本级）、 ＡＢ局 ") == ("武汉市新洲区人民政府(本级)", "AB局")
    assert cells.plain(" 新洲区\n公安分局 ") == "新洲区公安分局"


@pytest.mark.parametrize(
    "text",
    [
        "（2023）鲁1002行初12号",
        "(2023)鲁1002行初12号",
        " （ 2023 ）鲁1002 行初12号",
        "〔2023〕鲁1002行初１２号",
    ],
)
def test_a_case_number_has_one_form(text: str) -> None:
    assert cells.case_number(text) == "（2023）鲁1002行初12号"


@pytest.mark.parametrize(
    "text",
    [
        "2023鲁1002行初12号",
        "（2023）鲁1002行初12",
        "（23）鲁1002行初12号",
        "（2023）鲁1002行初1٧号",
        "合计",
        "12",
    ],
)
def test_a_malformed_case_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        cells.case_number(text)


def outcomes(text: str) -> tuple[str, ...]:
    values, bad = LEDGER.read({"裁判结果": text})
    assert [cell.column for cell in bad] == ["案号", "审级", "被告"]
    return tuple(OUTCOMES[one][0] for one in values["裁判结果"])


@pytest.mark.parametrize("comma", ["，", ","])
def test_an_outcome_with_a_comma_in_it_is_one_outcome(comma: str) -> None:
    assert outcomes(f"驳回上诉{comma}维持原判") == ("appeal_rejected",)
    assert outcomes(f"全部撤销{comma}责令重新作出、驳回上诉{comma}维持原裁定") == (
        "revoked",
        "redo_ordered",
        "appeal_rejected",
    )


@pytest.mark.parametrize("text", list(OUTCOMES))
def test_every_outcome_of_the_figures_is_known_alone_and_beside_others(text: str) -> None:
    code = OUTCOMES[text][0]
    assert outcomes(text) == (code,)
    assert outcomes(f"{text}、终结诉讼；其他")[0] == code


@pytest.mark.parametrize("text", ["败诉", "驳回", "全部撤销、败诉", "驳回上诉，败诉", "全部撤销责令重新作出"])
def test_an_unknown_outcome_is_refused(text: str) -> None:
    _, bad = LEDGER.read({"案号": "（2023）鲁10行初1号", "审级": "一审", "被告": "甲局", "裁判结果": text})
    assert [(cell.column, cell.value) for cell in bad] == [("裁判结果", text)]
    assert "驳回诉讼请求" in bad[0].expected


def test_flags_are_read_as_a_list() -> None:
    assert cells.SomeOf(FLAGS)("群体性、重大涉外，涉外") == ("group", "major_foreign", "foreign")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("审级", "三审"),
        ("案件类别", "刑事"),
        ("行为种类", "处罚"),
        ("以政府名义", "有"),
        ("复议情况", "维持原判"),
        ("标记", "重大"),
        ("开庭日期", "2023-05-06、明天"),
        ("再次通知出庭", "1"),
        ("负责人职务", "局长"),
        ("出庭次数", "两次"),
        ("出庭次数", "-1"),
        ("出庭次数", "1.5"),
        ("是否发声", "Y"),
        ("未出庭理由", "生病"),
        ("理由证明", "有"),
        ("被告", "、"),
        ("关联案号", "一审案号"),
        ("原告", "张" * 10_001),
    ],
)
def test_a_cell_that_means_nothing_names_its_column_and_what_was_expected(column: str, text: str) -> None:
    row = {"案号": "（2023）鲁10行初1号", "审级": "一审", "被告": "甲局", column: text}
    _, bad = LEDGER.read(row)
    assert [(cell.column, cell.value) for cell in bad] == [(column, text)]
    assert bad[0].expected


def test_every_bad_cell_of_a_row_is_named_in_the_order_of_the_columns() -> None:
    _, bad = LEDGER.read({"案号": "?", "立案日期": "?", "审级": "?", "被告": "甲局"})
    assert [cell.column for cell in bad] == ["案号", "审级", "立案日期"]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("案 号", "案号"),
        ("案号*", "案号"),
        ("裁判文书\n收到日期", "裁判文书收到日期"),
        ("备注", None),
        ("", None),
    ],
)
def test_headers_are_matched_without_spaces_and_marks(header: str, column: str | None) -> None:
    assert LEDGER.named(header) == column
