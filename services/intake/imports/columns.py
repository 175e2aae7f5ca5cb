"""Which columns has the case ledger, how is each read, and what is expected in it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from services.intake.imports.cells import (
    OneOf,
    Parse,
    SomeOf,
    UnreadableError,
    case_number,
    compact,
    count,
    day,
    days,
    names,
    plain,
    some_names,
    yes_no,
)
from shared.ledger.words import (
    ACTS,
    CATEGORIES,
    FLAGS,
    INSTANCES,
    MARK,
    OUTCOMES,
    RANKS,
    REASONS,
    RECONSIDERATIONS,
)

LONGEST = 10_000
"""Characters a cell may hold; an event of more names than that would not fit onto the log."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of file."""

    name: str
    parse: Parse
    expected: str
    """What a cell holds, in Chinese, then in English."""
    required: bool = False
    """True when the column must be there and every row must fill it."""
    aliases: tuple[str, ...] = ()
    personal: bool = False
    """True when it names private persons: then it is never copied to the log unsealed."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be read, or contradicts another."""

    column: str
    value: str
    expected: str


Values = Mapping[str, Any]
"""What the filled cells of a row mean, by the name of their column."""


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of file."""

    columns: tuple[Column, ...]
    by_header: Mapping[str, str] = field(init=False, repr=False)
    """Every accepted header, as it is compared, with the name of its column."""

    def __post_init__(self) -> None:
        headers = {compact(h): column.name for column in self.columns for h in (column.name, *column.aliases)}
        object.__setattr__(self, "by_header", MappingProxyType(headers))

    @property
    def required(self) -> tuple[str, ...]:
        """Return the names of the columns a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    def named(self, header: str) -> str | None:
        """Return the column a header names; the star that marks a required column is not part of it."""
        return self.by_header.get(compact(header).strip("*:"))

    def read(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[BadCell]]:
        """Return what the filled cells of a row mean, and those that cannot be read."""
        values, bad = {}, []
        for column in self.columns:
            text = cells.get(column.name, "")
            if not text.strip():
                if column.required:
                    bad.append(BadCell(column.name, "", column.expected))
                continue
            try:
                if len(text) > LONGEST:
                    raise UnreadableError(text[:80])
                values[column.name] = column.parse(text)
            except UnreadableError:
                bad.append(BadCell(column.name, text, column.expected))
        return values, bad

    def openly(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return the filled cells of a row that name no private person."""
        return {
            column.name: cells[column.name]
            for column in self.columns
            if cells.get(column.name) and not column.personal
        }


DATE = "日期，如 2023-05-06、2023/5/6、2023年5月6日、20230506 或 Excel 日期 (a date in one of these forms)"
YES_NO = "是 或 否 (是 = yes, 否 = no)"
NUMBER = "案号，如 （2023）鲁1002行初12号 (a case number: year in brackets, court, kind of case, number, 号)"


def one_of(words: Mapping[str, Any]) -> str:
    """Return the sentence that lists the words of a column."""
    return f"以下之一：{' / '.join(words)} (one of these words)"


def some_of(words: Mapping[str, Any]) -> str:
    """Return the sentence that lists the words of a column that may hold several."""
    return f"以下各项，用、分隔：{' / '.join(words)} (some of these words, separated by 、)"


def _dates(*headers: str) -> Sequence[Column]:
    return [Column(header, day, DATE) for header in headers]


def _organ(name: str, role: str) -> Column:
    return Column(name, plain, f"单位名称 ({role})")


_NAMES = f"名称，用、分隔，共不超过 {LONGEST} 字 (names, separated by 、, at most {LONGEST} characters)"

LEDGER = Columns(
    (
        Column("案号", case_number, NUMBER, required=True),
        Column("审级", OneOf(INSTANCES), one_of(INSTANCES), required=True),
        Column("关联案号", case_number, NUMBER),
        Column("原告", names, _NAMES, personal=True),
        Column("被告", some_names, f"至少一个{_NAMES}", required=True),
        Column("案件类别", OneOf(CATEGORIES), one_of(CATEGORIES)),
        Column("行为种类", OneOf(ACTS), one_of(ACTS)),
        _organ("作出机关", "the agency that made the act"),
        Column("以政府名义", yes_no, YES_NO),
        _organ("实施部门", "the implementing department"),
        _organ("牵头部门", "the lead department"),
        Column("复议情况", OneOf(RECONSIDERATIONS), one_of(RECONSIDERATIONS)),
        _organ("复议机关", "the reconsideration organ"),
        Column("标记", SomeOf(FLAGS), some_of(FLAGS)),
        *_dates("立案日期", "收到应诉通知日期", "转送日期", "材料报备日期", "报送审核日期"),
        *_dates("提交法院日期", "出庭备案日期"),
        Column("开庭日期", days, f"用、分隔的{DATE}"),
        Column("再次通知出庭", yes_no, YES_NO),
        Column("出庭负责人", plain, "姓名 (a name)"),
        Column("负责人职务", OneOf(RANKS), one_of(RANKS)),
        Column("出庭次数", count, "不大于开庭次数的整数 (a whole number, at most the number of hearings)"),
        Column("是否发声", yes_no, YES_NO),
        Column("未出庭理由", OneOf(REASONS), one_of(REASONS)),
        Column("理由证明", yes_no, YES_NO),
        *_dates("裁判日期", "裁判文书收到日期"),
        Column("裁判结果", SomeOf({text: text for text in OUTCOMES}), some_of(OUTCOMES)),
        Column("败诉单位", names, _NAMES),
        *_dates("文书报备日期", "败诉分析报备日期", "上诉日期", "生效日期", "应履行期限", "履行日期"),
        *_dates("结案文书收到日期", "归档日期", "司法建议收到日期", "司法建议回复日期"),
        # Not of the trade: `reading` asks whether it still fits its row, and no fact ever has it.
        Column(MARK, plain, "导出时写入的标记，请勿填写 (written by an export, never by hand)"),
    )
)
