"""How is a ledger written as a workbook?"""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from services.reporting.ledgers.files import COLUMNS, IN_MEMORY
from shared.spreadsheets import harmless

_WIDTH = 18
"""Characters a column is wide."""


class Xlsx:
    """Rows as a workbook of one sheet; days are days, everything else is text."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("台账")
        self._sheet.freeze_panes = "B2"
        for place in range(1, len(COLUMNS) + 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
        self._sheet.append([self._cell(column, bold=True) for column in COLUMNS])

    def add(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Write rows, texts by column."""
        for row in rows:
            self._sheet.append([self._cell(row.get(column, "")) for column in COLUMNS])

    def done(self) -> IO[bytes]:
        """Return the file, to be read from its beginning."""
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by who sends it
        self._book.save(file)
        file.seek(0)
        return file

    def _cell(self, text: str, *, bold: bool = False) -> Any:
        if not text:
            return None
        if (day := _day(text)) is not None:
            cell = WriteOnlyCell(self._sheet, datetime.combine(day, time()))
            cell.number_format = "yyyy-mm-dd"
            return cell
        written = harmless(ILLEGAL_CHARACTERS_RE.sub("", text))
        if not bold:
            return written
        cell = WriteOnlyCell(self._sheet, written)
        cell.font = Font(bold=True)
        return cell


def _day(text: str) -> date | None:
    if len(text) != 10 or not text.isascii():
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1901 else None  # what spreadsheets make of days before is not agreed on
