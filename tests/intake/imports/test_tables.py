"""Is every file a bureau may hand in read or refused with its reason?"""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from services.intake.imports import tables, workbooks
from services.intake.imports.columns import LEDGER
from services.intake.imports.errors import (
    BrokenTableError,
    DuplicateColumnError,
    EmptyFileError,
    EncodingError,
    FileError,
    MissingColumnError,
    NotATableError,
    TooLargeInsideError,
)
from services.intake.imports.tables import Table
from tests import ledgers
from tests.ledgers import as_csv, as_xlsx, case

HEADERS = list(case())


def read(data: bytes, filename: str = "台账.csv") -> Table:
    return tables.read(data, filename, LEDGER)


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_text_file_is_read_in_any_encoding_of_spreadsheets(district: str, encoding: str) -> None:
    rows = ledgers.example(district)
    found = list(read(as_csv(rows, encoding=encoding)).rows)
    assert [row.cells for row in found] == [{c: t for c, t in row.items() if t} for row in rows]
    assert [row.number for row in found] == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_cells_may_be_separated_otherwise(delimiter: str) -> None:
    assert [row.cells["案号"] for row in read(as_csv([case(1)], delimiter=delimiter)).rows] == [
        case(1)["案号"]
    ]


def test_headers_stand_in_any_order_and_unknown_ones_are_kept_aside() -> None:
    row = case(1, 备注="重要", 序号="1", 错误="上次的错误")
    table = read(as_csv([row], headers=[*reversed(row)]))
    assert table.unknown == ("序号", "备注")
    assert next(table.rows).cells["案号"] == row["案号"]


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_rows_are_numbered_as_the_person_sees_them(form) -> None:  # type: ignore[no-untyped-def]
    rows = [case(1), dict.fromkeys(HEADERS, ""), {"案号": case(2)["案号"], "原告": "张某\n李某"}, case(3)]
    assert [row.number for row in read(form(rows, headers=HEADERS)).rows] == [2, 4, 5]


def test_a_title_may_stand_above_the_header() -> None:
    table = read(as_xlsx([case(1)], above=["2023年行政诉讼案件台账", "填报单位：区司法局"]))
    assert (table.sheets[0].header_row, next(table.rows).number) == (3, 4)


def test_a_header_repeated_on_each_page_is_no_row() -> None:
    repeated = {header: header for header in HEADERS}
    assert [row.number for row in read(as_csv([case(1), repeated, case(2)])).rows] == [2, 4]


def test_every_sheet_with_a_header_is_read_and_others_are_named() -> None:
    others = {
        "二审": [HEADERS, list(case(2).values())],
        "说明": [["填表说明"], ["案号按裁判文书填写"]],
        "空": [],
    }
    table = read(as_xlsx([case(1)], others=others))
    assert [(row.sheet, row.number) for row in table.rows] == [("台账", 2), ("二审", 2)]
    assert table.skipped == ("说明", "空")


def test_cells_of_a_workbook_are_read_as_a_person_sees_them() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["案号", "审级", "被告", "立案日期", "出庭次数", "以政府名义", "裁判日期", "归档日期"])
    page.append(
        [
            "（2023）鄂01行初1号",
            "一审",
            "甲局",
            datetime.fromisoformat("2023-05-06"),
            2.0,
            True,
            20230506,
            45052,
        ]
    )
    page.append(["（2023）鄂01行初2号", "一审", "乙局", datetime.fromisoformat("2023-05-06T09:30")])
    target = io.BytesIO()
    book.save(target)
    first, second = (row.cells for row in read(target.getvalue()).rows)
    assert list(first.values())[3:] == ["2023-05-06", "2", "是", "20230506", "45052"]
    assert second["立案日期"] == "2023-05-06 09:30:00"


def test_a_formula_without_a_saved_value_shows_itself_and_is_not_taken_for_empty() -> None:
    row = next(read(as_xlsx([case(1, 立案日期="=TODAY()")])).rows)
    assert row.cells["立案日期"] == "=TODAY()"
    assert row.cells["裁判日期"] == "2023-05-09"


def test_a_row_shifted_by_a_comma_is_marked() -> None:
    shifted = as_csv([case(1)]) + ",".join([*case(2).values(), "多余"]).encode()
    assert [row.surplus for row in read(shifted).rows] == ["", "多余"]


def test_cells_beside_the_table_are_an_unknown_column() -> None:
    table = read(
        as_xlsx(
            [],
            others={"二": [["案号", "审级", "被告"], ["（2023）鄂01行初1号", "一审", "甲局", None, "补"]]},
            headers=["说明"],
        )
    )
    assert (table.unknown, table.sheets[0].error_column) == (("E",), 6)


@pytest.mark.parametrize("data", [b"", b"  \r\n \n", b"\xef\xbb\xbf", as_xlsx([], headers=[])])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read(data)


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "/"), content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "图片"),
        (zipped(word_document=b"<w/>"), "压缩包或其他格式"),
        (OLE + bytes(100), "旧版 Office"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"<html><table><tr><td>\xe6\xa1\x88\xe5\x8f\xb7</td></tr></table></html>", "网页"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "二进制"),
    ],
    ids=["pdf", "png", "docx", "xls", "encrypted", "html", "program"],
)
def test_what_is_no_table_is_named_and_told_how_to_become_one(data: bytes, said: str) -> None:
    with pytest.raises(NotATableError, match=said) as caught:
        read(data)
    assert "请另存为 .xlsx" in str(caught.value)


def test_a_damaged_workbook_is_told_apart() -> None:
    whole = as_xlsx([case(1)])
    with pytest.raises(BrokenTableError):
        read(whole[: len(whole) // 2])
    broken = zipped(**{"xl_workbook.xml": b"<workbook", "[Content_Types].xml": b"<Types/>"})
    with pytest.raises(BrokenTableError):
        read(broken)


def test_a_small_archive_that_unpacks_to_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(**{"xl_workbook.xml": b"<workbook/>", "xl_worksheets_sheet1.xml": bytes(20_000_000)})
    with pytest.raises(TooLargeInsideError):
        read(bomb)
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 1000)
    with pytest.raises(TooLargeInsideError):
        read(as_xlsx([case(1)]))


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (as_csv([case(1)], encoding="utf-8-sig") + b"\xff", 3, 1),
        (as_csv([case(1)]).replace("一审".encode(), b"\xe4\xb8\xff", 1), 2, 29),
        (as_csv([case(1)], encoding="gb18030") + b"\xff\xff", 3, 1),
        (b"\xff\xfe\x00\xd8\x41", 1, 3),
    ],
    ids=["utf-8 with mark", "utf-8", "gb18030", "utf-16"],
)
def test_the_first_byte_of_no_known_encoding_is_named(data: bytes, line: int, byte: int) -> None:
    with pytest.raises(EncodingError) as caught:
        read(data)
    assert caught.value.place == f"line {line}, byte {byte}"


def test_a_missing_required_column_is_refused_with_its_name() -> None:
    row = {column: text for column, text in case(1).items() if column not in ("审级", "被告")}
    with pytest.raises(MissingColumnError) as caught:
        read(as_csv([row]))
    assert caught.value.names == ("审级", "被告")
    assert "第1行" in str(caught.value)


def test_a_sheet_of_a_workbook_that_misses_a_column_is_named() -> None:
    with pytest.raises(MissingColumnError, match="二审"):
        read(as_xlsx([case(1)], others={"二审": [["案号", "被告"], ["（2023）鄂01行终1号", "甲局"]]}))


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", as_csv([case(1)], encoding="shift-jis", headers=["案号"])])
def test_a_table_without_our_header_says_which_columns_are_wanted(data: bytes) -> None:
    with pytest.raises(MissingColumnError) as caught:
        read(data)
    assert "被告" in caught.value.names


def test_a_column_that_stands_twice_is_refused() -> None:
    data = as_csv([case(1)]).replace("原告".encode(), "被 告".encode(), 1)
    with pytest.raises(DuplicateColumnError, match="C、D"):
        read(data)


def test_an_unclosed_quotation_mark_is_refused_and_swallows_nothing() -> None:
    data = as_csv([case(1), case(2)]).replace("一审".encode(), '"一审'.encode(), 1)
    with pytest.raises(BrokenTableError, match="第2行"):
        read(data)


@pytest.mark.parametrize("error", FileError.__subclasses__())
def test_every_refusal_has_a_title_of_its_own(error: type[FileError]) -> None:
    assert error.title != FileError.title


def changed(data: bytes, inside: bytes) -> bytes:
    """Return a workbook with more at the end of its first sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", inside + b"</sheetData>")
            new.writestr(member.filename, text)
    return target.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        b"".join(b'<row r="%d"/>' % number for number in range(3, 100_000)),
        b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (number, number) for number in range(3, 1000)),
    ],
    ids=["empty rows", "empty cells in the last column"],
)
def test_a_sheet_that_says_it_is_large_is_read_as_far_as_it_is_filled(inside: bytes) -> None:
    data = changed(as_xlsx([case(1)]), inside)
    found = tables.read(data, "台账.xlsx", LEDGER)
    assert [row.number for row in found.rows] == [2]


def test_a_cell_in_a_column_that_no_spreadsheet_has_is_refused_at_once() -> None:
    data = changed(as_xlsx([case(1)]), b'<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>')
    with pytest.raises(BrokenTableError, match="ZZZZZZ3"):
        tables.read(data, "台账.xlsx", LEDGER)


def test_a_row_of_any_number_does_not_make_all_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 500)
    cell = b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'
    found = tables.read(changed(as_xlsx([case(1)]), cell), "台账.xlsx", LEDGER)
    assert [row.number for row in found.rows] == [2]


@pytest.mark.parametrize("text", ["'=1+1", "'+86", "''-", "'@x"])
def test_an_apostrophe_that_keeps_a_text_from_being_a_formula_is_no_part_of_it(text: str) -> None:
    (row,) = tables.read(as_csv([case(1, 原告=text)]), "台账.csv", LEDGER).rows
    assert row.cells["原告"] == text[1:]


def test_a_workbook_linked_to_another_or_calling_a_program_runs_nothing() -> None:
    data = changed(
        as_xlsx([case(1)]),
        b'<row r="3"><c r="A3"><f>[1]Sheet1!A1</f></c><c r="D3"><f>cmd|\' /C calc\'!A0</f></c></row>',
    )
    rows = list(tables.read(data, "台账.xlsx", LEDGER).rows)
    assert list(rows[1].cells.values()) == ["=[1]Sheet1!A1", "=cmd|' /C calc'!A0"]
