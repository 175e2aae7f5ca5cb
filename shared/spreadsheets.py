"""How is a text written into a spreadsheet's cell so that no spreadsheet takes it for a formula, and read again?"""

import csv
import io
from collections.abc import Iterable

_SIGNS = "=+-@\t\r\n＝＋－＠"
"""With one of these, as some spreadsheet has it, a formula begins; full width is taken for narrow in places."""
_MARK = "'"
"""What spreadsheets themselves put before a text that is none."""


def harmless(text: str) -> str:
    """Return a text as it stands in a cell: with an apostrophe before it where it would begin as a formula.

    Texts that begin with apostrophes before such a sign get one more, so that `meant` returns what was meant.
    """
    return _MARK + text if _begins(text) else text


def meant(cell: str) -> str:
    """Return the text that stands in a cell, without the apostrophe of `harmless`."""
    return cell[1:] if cell.startswith(_MARK) and _begins(cell) else cell


def _begins(text: str) -> bool:
    bare = text.lstrip(_MARK)
    return bare != "" and bare[0] in _SIGNS


def csv_of(rows: Iterable[Iterable[object]], newline: str = "\r\n") -> str:
    """Return rows as CSV: no text begins as a formula, lists are joined by 、, yes and no are `true` and `false`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=newline)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, tuple | list):
        value = "、".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return harmless(value) if isinstance(value, str) else value
