"""Has anybody changed a row of a ledger since it was exported? A mark in its last column says so.

The mark is a hash of the row's cells, of its district and of the log it was exported from. A row that still fits its
mark says nothing that the log does not know. There is no secret in it: whoever forges one only has a row ignored.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from pydantic_core import to_json

from shared.ledger.words import HEADERS

SCHEME = "1"
"""Stands before the hash. A change of what is hashed is another scheme, whose rows earlier releases simply read."""

_SEPARATOR = re.compile(r"[、,;\n\r]+")
_DATE = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")
_MIDNIGHT = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")


def mark(log: str, district: str, cells: Mapping[str, str]) -> str:
    """Return the mark of a row: `cells` are its texts by column, `log` names the log (the digest of its first event).

    What a spreadsheet changes by opening and saving a file does not matter: white space, the way of writing a date
    or a list, empty cells, columns that are none of the ledger's.
    """
    told = [[column, text] for column in HEADERS if (text := _plain(cells.get(column, "")))]
    return f"{SCHEME}-{sha256(to_json([SCHEME, log, district, told])).hexdigest()[:32]}"


def _plain(text: str) -> str:
    parts = _SEPARATOR.split(unicodedata.normalize("NFKC", text))
    return "、".join(plain for part in parts if (plain := _token(part)))


def _token(part: str) -> str:
    compact = "".join(_MIDNIGHT.sub("", part.strip()).split())
    if written := _DATE.fullmatch(compact):
        year, month, day = map(int, written.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return compact
    return compact
