"""How does a table read as a workbook? Decimal texts are numbers, days are dates, and no text is a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_DECIMAL = re.compile(r"-?\d+\.\d{4}")


def workbook(lines: Iterable[Sequence[object]]) -> bytes:
    """Return lines of cells, the first with the names of the columns, as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: object) -> Any:
    if value is None or (isinstance(value, bool | int | float | date) and not isinstance(value, datetime)):
        return value
    text = "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    if _DECIMAL.fullmatch(text):
        return float(text)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767])
    cell.data_type = "s"  # also of what begins as a formula
    return cell
