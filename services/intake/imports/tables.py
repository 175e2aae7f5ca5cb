"""What rows does an uploaded file hold, by the names of their columns, and where does each stand in it?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath

from openpyxl.utils import get_column_letter

from services.intake.imports import text_files, workbooks
from services.intake.imports.cells import compact
from services.intake.imports.columns import Columns
from services.intake.imports.errors import (
    DuplicateColumnError,
    EmptyFileError,
    MissingColumnError,
    NotATableError,
)
from shared.spreadsheets import meant

ERROR_HEADER = "错误"
"""The column our own copies add; it is no input."""
_HEADER_WITHIN = 20
_KNOWN_HEADERS = 2
"""A row that names at least so many columns is a header row."""
_MAGIC: Mapping[bytes, tuple[str, str]] = {
    b"%PDF": (" PDF 文件", "a PDF"),
    b"\x89PNG": ("图片", "a picture"),
    b"\xff\xd8\xff": ("图片", "a picture"),
    b"Rar!": ("压缩包", "an archive"),
    b"7z\xbc\xaf": ("压缩包", "an archive"),
    b"\x1f\x8b": ("压缩包", "an archive"),
    b"{\\rtf": (" RTF 文档", "an RTF document"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it."""

    sheet: str
    number: int
    """As the person sees it in the spreadsheet, from 1."""
    cells: Mapping[str, str]
    """The filled cells by the name of their column; columns we do not know are left out."""
    surplus: str = ""
    """What stands beyond the last header of a text file, where a comma inside a cell has shifted the row."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file."""

    name: str
    header_row: int
    error_column: int
    """The column a copy writes its errors to, from 1."""
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]
    """Headers that name no column, and the letters of columns without header that hold something."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything in an uploaded file."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...] = ()
    """Sheets without header row, which are not read."""

    @property
    def rows(self) -> Iterator[Row]:
        """Yield all rows in the order of the file."""
        return chain.from_iterable(sheet.rows for sheet in self.sheets)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the columns that are kept aside, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(sheet.unknown for sheet in self.sheets)))


def is_workbook(data: bytes) -> bool:
    """Return whether a file is to be read as XLSX, whatever it is called."""
    return data.startswith(b"PK\x03\x04")


def read(data: bytes, filename: str, columns: Columns) -> Table:
    """Return the rows of an uploaded file. Raises FileError when it cannot be read as a table of these columns."""
    tables, skipped, texts = [], [], list[tuple[str, list[str]]]()
    for name, rows in _sheets(data, filename):
        beginning = list(islice(rows, _HEADER_WITHIN))
        header = _header(beginning, columns)
        if header is None:
            skipped.append(name)
            filled = [row for row in beginning if any(cell.strip() for cell in row)]
            texts.extend((name, row) for row in filled[:1])
            continue
        shifted = not is_workbook(data)
        tables.append(_table(name, chain(beginning[header:], rows), header + 1, columns, shifted=shifted))
    if tables:
        return Table(tuple(tables), tuple(skipped))
    if not texts:
        raise EmptyFileError
    name, first = max(texts, key=lambda text: _known(text[1], columns))
    found = {columns.named(cell) for cell in first}
    missing = [required for required in columns.required if required not in found]
    raise MissingColumnError(missing, name, 0, [cell.strip() for cell in first if cell.strip()])


def _sheets(data: bytes, filename: str) -> Iterable[tuple[str, Iterator[list[str]]]]:
    if not data.strip():
        raise EmptyFileError
    for magic, (chinese, english) in _MAGIC.items():
        if data.startswith(magic):
            raise NotATableError(chinese, english)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise NotATableError("加密的工作簿", "an encrypted workbook")
        raise NotATableError("旧版 Office 文件（.xls 或 .doc）", "a file of an old Office (.xls or .doc)")
    if is_workbook(data):
        return workbooks.sheets(data)
    text, encoding = text_files.decoded(data)
    if text.lstrip().lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise NotATableError("网页或 XML 文件", "a web page or XML file")
    # Our copies carry the column's name in theirs: mended, they are the same sheet again.
    name = PurePath(filename).stem.removesuffix(f".{ERROR_HEADER}") or "CSV"
    return [(name, text_files.rows(text, text_files.form_of(text, encoding)))]


def _known(row: Sequence[str], columns: Columns) -> int:
    return len({name for cell in row if (name := columns.named(cell))})


def _header(beginning: Sequence[Sequence[str]], columns: Columns) -> int | None:
    """Return the place of the header row: that which names the most columns, for a title may stand above it."""
    known = [_known(row, columns) for row in beginning]
    best = max(known, default=0)
    return known.index(best) if best >= _KNOWN_HEADERS else None


def _table(
    name: str, rows: Iterator[list[str]], header_row: int, columns: Columns, *, shifted: bool
) -> Sheet:
    header = next(rows)
    places: dict[int, str] = {}
    unknown: list[str] = []
    error_column = 0
    for place, cell in enumerate(header):
        known = columns.named(cell)
        if known is None:
            if compact(cell) == ERROR_HEADER:
                error_column = place + 1
            elif cell.strip():
                unknown.append(cell.strip())
        elif known in places.values():
            twice = [
                get_column_letter(i + 1) for i, other in enumerate(header) if columns.named(other) == known
            ]
            raise DuplicateColumnError(known, name, header_row, twice)
        else:
            places[place] = known
    missing = [required for required in columns.required if required not in places.values()]
    if missing:
        raise MissingColumnError(missing, name, header_row, [cell.strip() for cell in header if cell.strip()])
    nameless = [place for place, cell in enumerate(header) if not cell.strip()]
    found, filled_nameless, width = [], set[int](), len(header)
    for number, row in enumerate(rows, header_row + 1):
        if not row:
            continue
        cells = {
            column: text
            for place, column in places.items()
            if place < len(row) and (text := meant(row[place].strip()))
        }
        beyond = [place for place in range(len(header), len(row)) if row[place].strip()]
        if beyond and not shifted:
            filled_nameless.update(beyond)
            width = max(width, len(row))
        filled_nameless.update(place for place in nameless if place < len(row) and row[place].strip())
        surplus = row[beyond[0]].strip() if beyond and shifted else ""
        if (cells or surplus) and not _is_header(cells, columns):
            found.append(Row(name, number, cells, surplus))
    unknown.extend(get_column_letter(place + 1) for place in sorted(filled_nameless))
    return Sheet(name, header_row, error_column or width + 1, tuple(found), tuple(unknown))


def _is_header(cells: Mapping[str, str], columns: Columns) -> bool:
    """Return whether a row repeats the header, as printed tables do on each page."""
    return bool(cells) and all(columns.named(text) == column for column, text in cells.items())
