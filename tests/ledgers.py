"""How does a test write a ledger? Rows as mappings, in any encoding, file form and way of writing dates."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

EXAMPLES = Path(__file__).parents[1] / "examples"

Row = dict[str, str]
WrittenDate = str | int | date
Dates = Callable[[date], WrittenDate]

DATES: Mapping[str, Dates] = {
    "2023-05-06": lambda day: day.isoformat(),
    "2023/5/6": lambda day: f"{day.year}/{day.month}/{day.day}",
    "2023年5月6日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "20230506": lambda day: f"{day:%Y%m%d}",
    "Excel date": lambda day: day,
    "Excel serial": lambda day: (day - date(1899, 12, 30)).days,
}
"""Every way a ledger may write a date; text files show an Excel date as 2023-05-06."""

ISO = DATES["2023-05-06"]
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SEVERAL_DATES = re.compile(r"\d{4}-\d\d-\d\d(?:、\d{4}-\d\d-\d\d)+")

PLAIN: Row = {
    "案号": "（2023）鄂0117行初1号",
    "审级": "一审",
    "原告": "张某",
    "被告": "新洲区公安分局",
    "行为种类": "行政处罚",
    "作出机关": "新洲区公安分局",
    "立案日期": "2023-03-01",
    "收到应诉通知日期": "2023-03-03",
    "提交法院日期": "2023-03-16",
    "开庭日期": "2023-04-11",
    "出庭负责人": "李某",
    "负责人职务": "正职",
    "是否发声": "是",
    "裁判日期": "2023-05-09",
    "裁判文书收到日期": "2023-05-12",
    "裁判结果": "驳回诉讼请求",
}
"""A case of which nothing is special."""

ORGAN: Row = {"代码": "xinzhou-d03", "名称": "新洲区公安分局", "别名": "区公安分局", "类别": "工作部门"}


def case(number: str | int = 1, **cells: str) -> Row:
    """Return the plain case under a number, with these cells changed; an empty text empties a cell."""
    full = f"（2023）鄂0117行初{number}号" if isinstance(number, int) else number
    return {**PLAIN, "案号": full, **cells}


def organ(**cells: str) -> Row:
    """Return an organ, with these cells changed."""
    return {**ORGAN, **cells}


def example(district: str, name: str = "ledger") -> list[Row]:
    """Return the rows of an example file: `ledger` or `organs`."""
    text = example_bytes(district, name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def example_bytes(district: str, name: str = "ledger") -> bytes:
    """Return an example file as it is."""
    return (EXAMPLES / f"{district}-2023" / f"{name}.csv").read_bytes()


def as_csv(
    rows: Iterable[Mapping[str, str]],
    *,
    encoding: str = "utf-8",
    dates: Dates = ISO,
    headers: Sequence[str] | None = None,
    delimiter: str = ",",
) -> bytes:
    """Return rows as a text file; `headers` sets their order, and is needed when there are no rows."""
    rows = list(rows)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    columns = headers or headers_of(rows)
    writer.writerow(columns)
    writer.writerows([_written(row.get(column, ""), dates) for column in columns] for row in rows)
    return target.getvalue().encode(encoding)


def as_xlsx(
    rows: Iterable[Mapping[str, str]],
    *,
    dates: Dates = DATES["Excel date"],
    headers: Sequence[str] | None = None,
    above: Sequence[str] = (),
    sheet: str = "台账",
    others: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:
    """Return rows as a workbook. `above` are title rows over the header, `others` further sheets, cell by cell."""
    rows = list(rows)
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for title in above:
        page.append([title])
    columns = headers or headers_of(rows)
    page.append(list(columns))
    for row in rows:
        page.append([_written(row.get(column, ""), dates) or None for column in columns])
    for name, cells in (others or {}).items():
        further = book.create_sheet(name)
        for line in cells:
            further.append(list(line))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def headers_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return every column that a row has, in the order in which they turn up."""
    return list(dict.fromkeys(column for row in rows for column in row))


def _written(text: str, dates: Dates) -> WrittenDate:
    """Write a cell of one day or of several in another way; other texts, and days that do not exist, stay."""
    try:
        if _ISO_DATE.fullmatch(text):
            return dates(date.fromisoformat(text))
        if _SEVERAL_DATES.fullmatch(text):
            return _ISO_DATE.sub(lambda match: str(dates(date.fromisoformat(match[0]))), text)
    except ValueError:
        pass
    return text
