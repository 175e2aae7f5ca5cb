"""What rows does a text file hold? CSV as spreadsheets export it, in any encoding they use."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.imports.errors import BrokenTableError, EncodingError, NotATableError

_DELIMITERS = (",", "\t", ";")
_CERTAIN = 8
"""So many non-ASCII characters that are valid UTF-8 in a row do not happen in GB18030 text."""
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written: a copy of it is written the same way."""

    encoding: str
    """A codec that also reads and writes the file's byte order mark."""
    delimiter: str
    newline: str


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding. Raises EncodingError with the place of the first bad byte."""
    text, encoding = _decoded(data)
    if "\0" in text:
        raise NotATableError("二进制文件", "a binary file")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(data, "utf-16", "UTF-16"), "utf-16"
    if data.startswith(BOM_UTF8):
        return _strictly(data, "utf-8", "UTF-8").removeprefix("\ufeff"), "utf-8-sig"
    if b"\0" in data[:65536]:
        raise NotATableError("二进制文件", "a binary file")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        if sum(not character.isascii() for character in before) >= _CERTAIN:
            raise _bad_byte(data, error.start, "UTF-8") from error
    return _strictly(data, "gb18030", "UTF-8 / GB18030"), "gb18030"


def _strictly(data: bytes, encoding: str, called: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad_byte(data, error.start, called) from error


def _bad_byte(data: bytes, at: int, tried: str) -> EncodingError:
    line_start = data.rfind(b"\n", 0, at) + 1
    return EncodingError(data.count(b"\n", 0, at) + 1, at - line_start + 1, data[at], tried)


def form_of(text: str, encoding: str) -> TextForm:
    """Return how a text is written; what separates its cells is what stands most often at its beginning."""
    beginning = text[:10_000]
    delimiter = max(_DELIMITERS, key=beginning.count)
    return TextForm(encoding, delimiter, "\r\n" if "\r\n" in beginning else "\n")


def rows(text: str, form: TextForm) -> Iterator[list[str]]:
    """Yield the rows of a text, also blank ones, as a spreadsheet counts them.

    Raises BrokenTableError where a quotation mark is never closed or a cell never ends.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenTableError(f"第{number}行 (row {number})", str(error)) from error
        yield row
