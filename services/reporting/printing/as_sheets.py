"""How does a report become data: a workbook with a sheet for each table, and a CSV with a line for each number?"""

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from services.reporting.printing.packing import packed
from services.reporting.printing.report import Aspect, Cell, Number, Report, Table
from shared.spreadsheets import csv_of, harmless

COLUMNS = (
    *("table", "row", "column", "value", "numerator", "denominator"),
    *("unit", "metric", "by", "agency", "period", "compared_with"),
)
"""What a CSV holds: a line for each number of a table, with where it is from. `unit` tells counts from rates."""

_UNITS: dict[Aspect, str] = {
    **dict.fromkeys(("count", "of", "rest", "change"), "count"),
    **dict.fromkeys(("rate", "share", "growth", "target"), "fraction"),
    "points": "fraction",
    "mean": "days",
}
_FORMATS: dict[Aspect, str] = {
    **dict.fromkeys(("count", "of", "rest"), "#,##0"),
    "change": '+#,##0;"−"#,##0;0',
    **dict.fromkeys(("rate", "share"), "0.00%"),
    "growth": '+0.00%;"−"0.00%;0.00%',
    "points": '+0.00;"−"0.00;0.00',
    "mean": "0.0",
}
_BRAND, _LINE = "FF21425F", Side(style="thin", color="FFB9BFB8")


def tables(report: Report) -> list[Table]:
    """Return the tables of a report."""
    return [block for block in report.blocks if isinstance(block, Table)]


def csv(report: Report) -> bytes:
    """Return the numbers of all tables one a line, in UTF-8 with the mark by which spreadsheets know it."""
    return ("\ufeff" + csv_of([COLUMNS, *_lines(report)])).encode()


def _lines(report: Report) -> Iterator[tuple[object, ...]]:
    for table in tables(report):
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                if cell.aspect != "text":
                    of = cell.number or Number(metric="", by="", agency="", period="", numerator=0)
                    against = cell.against
                    yield (
                        *(table.id, row[0].text.strip("　"), column.head, cell.value),
                        *(of.numerator, "" if of.denominator is None else of.denominator),
                        *(_UNITS[cell.aspect], of.metric, of.by, of.agency, of.period),
                        "" if against is None else f"{against.metric} {against.period}",
                    )


def workbook(report: Report) -> bytes:
    """Return a workbook: what the report is, then a sheet for each table, numbers as numbers."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = report.title, report.issuer or report.title
    cover = book.create_sheet("说明")
    cover.column_dimensions["A"].width = 100
    for place, line in enumerate((report.title, report.issuer, report.span, report.standing)):
        if line:
            cover.append([_text(cover, line, Font(bold=not place, size=14 if not place else 11))])
    for table in tables(report):
        cover.append([_text(cover, table.caption, Font())])
    for table in tables(report):
        _sheet(book, table)
    made = io.BytesIO()
    book.save(made)
    return packed(made.getvalue(), report.day)


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.caption.partition("　")[0])
    sheet.freeze_panes = "B3"
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 13 * (column.width if place == 1 else 1) + 3
    sheet.print_title_rows = "2:2"
    sheet.append([_text(sheet, table.caption, Font(bold=True, size=13))])
    heads = [_text(sheet, column.head, Font(bold=True, color="FFFFFFFF")) for column in table.columns]
    for head in heads:
        head.fill = PatternFill("solid", fgColor=_BRAND)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.append(heads)
    for place, row in enumerate(table.rows, 1):
        total = table.total and place == len(table.rows)
        sheet.append([_cell(sheet, cell, total) for cell in row])
    if table.note:
        sheet.append([_text(sheet, f"注：{table.note}", Font(size=9, color="FF46525E"))])


def _text(sheet: WriteOnlyWorksheet, text: str, font: Font) -> SheetCell:
    cell: SheetCell = WriteOnlyCell(sheet, harmless(text))
    cell.data_type = "s"
    cell.font = font
    return cell


def _cell(sheet: WriteOnlyWorksheet, said: Cell, total: bool) -> SheetCell:
    font = Font(bold=total)
    if said.aspect == "text" or not said.value:
        cell = _text(sheet, said.text, font)
        cell.alignment = Alignment(horizontal="right" if said.aspect != "text" else None)
    else:
        number = float(said.value) * (100 if said.aspect == "points" else 1)
        cell = WriteOnlyCell(sheet, int(said.value) if "." not in said.value else round(number, 10))
        cell.number_format = _format(said)
        cell.font = font
    cell.border = Border(bottom=_LINE, top=Side(style="thin") if total else None)
    return cell


def _format(said: Cell) -> str:
    if said.aspect != "target":
        return _FORMATS[said.aspect]
    sign = "≤" if said.number and said.number.compare == "at_most" else "≥"
    return f'"{sign}"{"0" if float(said.value) * 100 % 1 == 0 else "0.##"}%'
