"""Does the person get the same file back, with what is wrong beside each row?"""

import csv
import io

import openpyxl
import pytest

from services.intake.imports import tables
from services.intake.imports.columns import LEDGER
from services.intake.imports.copy import copy, name
from services.intake.imports.ledger import COLUMNS
from services.intake.imports.reading import KINDS, read
from services.intake.imports.tables import ERROR_HEADER
from tests.ledgers import as_csv, as_xlsx, case

ROWS = [case(1), case(2, 备注="重要"), case(3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_text_file_keeps_its_form(encoding: str, delimiter: str) -> None:
    data = as_csv(ROWS, encoding=encoding, delimiter=delimiter)
    written = copy(data, "台账.csv", COLUMNS, {("台账", 3): "未导入：甲，乙"})
    before = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
    after = list(csv.reader(io.StringIO(written.decode(encoding), newline=""), delimiter=delimiter))
    assert [
        row[:-1] if len(row) > len(old) else row for row, old in zip(after, before, strict=True)
    ] == before
    assert (after[0][-1], after[2][-1], len(after[1])) == (ERROR_HEADER, "未导入：甲，乙", len(before[1]))
    assert written[:3] == data[:3]
    assert b"\r\n" in written or encoding == "utf-16"


def test_a_workbook_keeps_its_sheets_and_gets_the_column_beside_its_table() -> None:
    data = as_xlsx(
        ROWS, above=["台账"], others={"说明": [["别动我"]], "二审": [list(case()), list(case(4).values())]}
    )
    written = copy(data, "台账.xlsx", COLUMNS, {("台账", 4): "未导入：甲\x0b", ("二审", 2): "乙"})
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["台账", "说明", "二审"]
    width = len(case()) + 2  # and the column 备注
    first = book["台账"]
    assert [first.cell(row, width).value for row in range(1, 6)] == [
        None,
        ERROR_HEADER,
        None,
        "未导入：甲",
        None,
    ]
    assert first.cell(3, 1).value == case(1)["案号"]
    assert book["说明"]["A1"].value == "别动我"
    assert book["二审"].cell(2, width - 1).value == "乙"


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_a_copy_can_be_imported_and_its_own_copy_has_the_column_once(form) -> None:  # type: ignore[no-untyped-def]
    data = form(ROWS)
    sheet = read(KINDS["ledger"], "xinzhou", data, "台账.csv").table.sheets[0].name
    first = copy(data, "台账.csv", COLUMNS, {(sheet, 2): "甲", (sheet, 3): "乙"})
    reading = read(KINDS["ledger"], "xinzhou", first, "台账.错误.csv")
    assert reading.wanted == read(KINDS["ledger"], "xinzhou", data, "台账.csv").wanted
    assert reading.table.unknown == ("备注",)
    again = copy(first, "台账.csv", COLUMNS, {(sheet, 3): "丙"})
    texts = [row for row in rows_of(again) if "丙" in row or "甲" in row]
    assert len(texts) == 1
    assert texts[0].index("丙") == len(rows_of(again)[0]) - 1


def rows_of(data: bytes) -> list[list[str]]:
    if data.startswith(b"PK"):
        page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)
        ]
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    ("filename", "data", "named"),
    [
        ("台账.csv", b"a", "台账.错误.csv"),
        ("2023.台账.xlsx", b"PK\x03\x04", "2023.台账.错误.xlsx"),
        ("台账", b"PK\x03\x04", "台账.错误.xlsx"),
        ("台账.错误.csv", b"a", "台账.错误.csv"),
    ],
)
def test_a_copy_is_named_after_the_file(filename: str, data: bytes, named: str) -> None:
    assert name(filename, data) == named


def test_no_cell_of_a_copy_of_text_begins_as_a_formula_and_it_reads_the_same() -> None:
    data = as_csv([case("鄂1号", 原告="=HYPERLINK(1)", 被告="-x")])
    copied = copy(data, "台账.csv", LEDGER, {("台账", 2): "=1"})
    assert not any(
        cell[:1] in tuple("=+-@") for line in csv.reader(io.StringIO(copied.decode())) for cell in line
    )
    (row,) = tables.read(copied, "台账.csv", LEDGER).rows
    assert (row.cells["原告"], row.cells["被告"]) == ("=HYPERLINK(1)", "-x")
