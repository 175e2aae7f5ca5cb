"""What rows does an XLSX workbook hold, shown as the texts a person sees?"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import openpyxl

from services.intake.imports.errors import BrokenTableError, NotATableError, TooLargeInsideError

LARGEST_UNPACKED = 256 * 2**20
"""Bytes a workbook may unpack to; a ledger of 32 MB has about as many."""
MOST_COLUMNS = 512
"""Columns of a sheet that are read; a ledger has a tenth, and a sheet may say that it has 16,384 in every row."""
MOST_ROWS = 1_048_576
"""Rows of a sheet that are read: as many as spreadsheets have. A row may claim any number, and all before it."""
_LARGEST_RATIO = 300
"""Sheets of real ledgers shrink to a tenth, of repeated rows to a hundredth; bombs to a thousandth."""
_BEYOND = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{4,}\d*)""")
"""The reference of a cell in a column after XFD, the last one, has four letters or more."""
_RATIO_MATTERS_FROM = 8 * 2**20


def check(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a workbook. Raises NotATableError or TooLargeInsideError before unpacking it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError) as error:
        raise BrokenTableError("文件末尾 (end of file)", str(error)) from error
    members = archive.infolist()
    if not any(member.filename.lower() == "xl/workbook.xml" for member in members):
        raise NotATableError("压缩包或其他格式的文档", "an archive or document of another format")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        raise TooLargeInsideError(unpacked, LARGEST_UNPACKED)
    for member in members:
        if member.flag_bits & 1:
            raise NotATableError("加密的文件", "an encrypted file")
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _RATIO_MATTERS_FROM and ratio > _LARGEST_RATIO:
            raise TooLargeInsideError(member.file_size, _RATIO_MATTERS_FROM)
    return archive


def sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the name and the rows of each sheet; the rows are to be read before the next sheet is asked for.

    A formula shows the value it had when the file was saved, or itself where it was saved without one.
    Raises NotATableError, TooLargeInsideError, BrokenTableError.
    """
    archive = check(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True) if _has_formulas(archive) else None
        )
    except BrokenTableError:
        raise
    except Exception as error:
        raise BrokenTableError("工作簿 (workbook)", str(error) or type(error).__name__) from error
    if not book.worksheets:
        raise NotATableError(
            "没有工作表的工作簿", "a workbook without sheets, or in the strict Open XML form"
        )
    for sheet in book.worksheets:
        beside = formulas[sheet.title] if formulas else None
        yield sheet.title, _rows(sheet, beside)
    book.close()


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    """Return whether any cell has a formula. Raises BrokenTableError for a cell beyond the last column there is."""
    found = False
    for member in archive.infolist():
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            text = archive.read(member)
            if beyond := _BEYOND.search(text):
                # The rows before it would be filled up to there: one such cell takes gigabytes.
                raise BrokenTableError(beyond[1].decode(), "no spreadsheet has this column")
            found = found or b"<f>" in text or b"<f " in text
    return found


def _rows(sheet: Any, formulas: Any) -> Iterator[list[str]]:
    number = 0
    try:
        sheet.reset_dimensions()  # what a file says of its size is often wrong
        if formulas is None:
            for row in _within(sheet):
                number += 1
                yield [] if all(value is None for value in row) else [shown(value) for value in row]
        else:
            formulas.reset_dimensions()
            for row, beside in zip(_within(sheet), _within(formulas), strict=True):
                number += 1
                yield [
                    shown(formula if value is None else value)
                    for value, formula in zip(row, beside, strict=True)
                ]
    except Exception as error:
        where = f"“{sheet.title}”第{number + 1}行 ({sheet.title!r}, row {number + 1})"
        raise BrokenTableError(where, str(error) or type(error).__name__) from error


def _within(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet as wide and as many as a ledger could be, whatever the file says of its cells."""
    return (row[:MOST_COLUMNS] for row in islice(sheet.iter_rows(values_only=True), MOST_ROWS))


def shown(value: Any) -> str:
    """Return a cell's value as the text a person sees; dates as 2023-05-06."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("\0", "")
        case bool():
            return "是" if value else "否"
        case datetime():
            at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return f"={getattr(value, 'text', '') or value}"
