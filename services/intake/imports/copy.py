"""How does the person get the file back with the errors beside the rows?

The copy is in the form of the original: the same sheets, the same encoding. It can be mended and imported again.
"""

import csv
import io
from pathlib import PurePath

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from services.intake.imports import tables, text_files
from services.intake.imports.answers import RowTexts
from services.intake.imports.columns import Columns
from services.intake.imports.tables import ERROR_HEADER, Sheet
from shared.spreadsheets import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
_WIDTH = 80
"""Characters the error column is wide."""


def media_type(data: bytes) -> str:
    """Return the media type of a copy."""
    return XLSX if tables.is_workbook(data) else CSV


def name(filename: str, data: bytes) -> str:
    """Return the file name of a copy."""
    path = PurePath(filename)
    suffix = path.suffix or (".xlsx" if tables.is_workbook(data) else ".csv")
    return f"{path.stem.removesuffix(f'.{ERROR_HEADER}')}.{ERROR_HEADER}{suffix}"


def copy(data: bytes, filename: str, columns: Columns, texts: RowTexts) -> bytes:
    """Return the file with an error column: a new one, or that of an earlier copy filled anew."""
    sheets = tables.read(data, filename, columns).sheets
    if tables.is_workbook(data):
        return _workbook(data, filename, sheets, texts)
    return _text(data, sheets[0], texts)


def _workbook(data: bytes, filename: str, sheets: tuple[Sheet, ...], texts: RowTexts) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=filename.lower().endswith(".xlsm"))
    for sheet in sheets:
        page, column = book[sheet.name], sheet.error_column
        # Only rows with something in them: a sheet may say that it has a million.
        said = {number for name, number in texts if name == sheet.name}
        for row in sorted({sheet.header_row, *said, *(row.number for row in sheet.rows)}):
            text = ERROR_HEADER if row == sheet.header_row else texts.get((sheet.name, row))
            cell = page.cell(row, column)
            if isinstance(cell, MergedCell) or (text is None and cell.value is None):
                continue
            cell.value = harmless(ILLEGAL_CHARACTERS_RE.sub("", text)) if text else None
            cell.font = Font(color="FFC00000", bold=row == sheet.header_row)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(column)].width = _WIDTH
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _text(data: bytes, sheet: Sheet, texts: RowTexts) -> bytes:
    text, encoding = text_files.decoded(data)
    form = text_files.form_of(text, encoding)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=form.delimiter, lineterminator=form.newline)
    place = sheet.error_column - 1
    for number, row in enumerate(text_files.rows(text, form), 1):
        said = ERROR_HEADER if number == sheet.header_row else texts.get((sheet.name, number), "")
        if number >= sheet.header_row and (said or place < len(row)):
            row += [""] * (place + 1 - len(row))
            row[place] = said
        writer.writerow(map(harmless, row))
    return target.getvalue().encode(form.encoding)
