"""How is a ledger written as a file, so that a spreadsheet opens it and runs nothing?"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Literal, Protocol

from shared.ledger.words import HEADERS, MARK
from shared.spreadsheets import csv_of

Format = Literal["csv", "xlsx"]

MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

COLUMNS = (*HEADERS, MARK)

IN_MEMORY = 4 * 2**20
"""Bytes of a file that are kept in memory; more goes to the disk."""


class Sheet(Protocol):
    """Where rows are written, one after another."""

    def add(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Write rows, texts by column."""

    def done(self) -> IO[bytes]:
        """Return the file, to be read from its beginning."""


class Csv:
    """Rows as CSV in UTF-8, which its byte order mark tells spreadsheets."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by who sends it
        self._file.write(("\ufeff" + csv_of([COLUMNS])).encode())

    def add(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Write rows, texts by column."""
        self._file.write(csv_of([row.get(column, "") for column in COLUMNS] for row in rows).encode())

    def done(self) -> IO[bytes]:
        """Return the file, to be read from its beginning."""
        self._file.seek(0)
        return self._file


def _xlsx() -> Sheet:
    # Here, because openpyxl takes a tenth of the service's memory and few ask for workbooks.
    from services.reporting.ledgers.as_xlsx import Xlsx

    return Xlsx()


SHEETS: Mapping[Format, Callable[[], Sheet]] = {"csv": Csv, "xlsx": _xlsx}


def pieces(file: IO[bytes], size: int = 2**18) -> Iterator[bytes]:
    """Yield a file piece by piece, and close it."""
    with file:
        while piece := file.read(size):
            yield piece
