"""What does the text of one cell mean, and what was expected where it means nothing?

Text is compared after NFKC, so full-width and half-width characters are the same.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.case_number import CaseNumberError, normalise_case_number

Parse = Callable[[str], Any]

_DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_MIDNIGHT = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_SERIAL = re.compile(r"\d{5}")
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, shifted by the leap day they wrongly give to 1900: right from March 1900 on."""
_SEPARATOR = re.compile(r"[、,;\n\r]+")


class UnreadableError(ValueError):
    """The text of a cell means nothing in its column."""


def plain(text: str) -> str:
    """Return a text as it is kept: NFKC, without white space around it, line breaks inside it gone."""
    return "".join(line.strip() for line in unicodedata.normalize("NFKC", text).splitlines())


def compact(text: str) -> str:
    """Return a text as it is compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def day(text: str) -> date:
    """Return the date of a cell: one of the ledger's forms, or the serial number of a spreadsheet.

    A time of day is dropped. Raises UnreadableError for other text, days that do not exist and years before
    1900 or after 2099.
    """
    written = compact(_MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip()))
    for form in _DATE_FORMS:
        if match := form.fullmatch(written):
            try:
                found = date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError as error:
                raise UnreadableError(written) from error
            break
    else:
        if not _SERIAL.fullmatch(written):
            raise UnreadableError(written)
        found = _SERIAL_ZERO + timedelta(days=int(written))
    if not 1900 <= found.year <= 2099:
        raise UnreadableError(written)
    return found


def days(text: str) -> tuple[date, ...]:
    """Return the dates of a cell in their order, each once."""
    return tuple(sorted({day(part) for part in names(text)}))


def names(text: str) -> tuple[str, ...]:
    """Return the parts of a list in their order, each once; they are separated by 、 a comma, semicolon or line."""
    parts = _SEPARATOR.split(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def some_names(text: str) -> tuple[str, ...]:
    """Return the parts of a list that names at least one."""
    found = names(text)
    if not found:
        raise UnreadableError(text)
    return found


def count(text: str) -> int:
    """Return a whole number from 0 on."""
    written = compact(text)
    if not re.fullmatch(r"\d{1,3}", written):
        raise UnreadableError(written)
    return int(written)


def yes_no(text: str) -> bool:
    """Return True for 是 and False for 否."""
    match compact(text):
        case "是":
            return True
        case "否":
            return False
        case other:
            raise UnreadableError(other)


def case_number(text: str) -> str:
    """Return a case number as the log knows it."""
    try:
        return normalise_case_number(text)
    except CaseNumberError as error:
        raise UnreadableError(text) from error


@dataclass(frozen=True, slots=True)
class OneOf:
    """Reads a cell that holds one of these words, and returns what the word stands for."""

    words: Mapping[str, Any]

    def __call__(self, text: str) -> Any:
        """Return what the word of a cell stands for."""
        written = compact(text)
        for word, meaning in self.words.items():
            if compact(word) == written:
                return meaning
        raise UnreadableError(written)


class SomeOf:
    """Reads a cell that holds some of these words, separated as a list; a word may itself hold a separator."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = {compact(word): meaning for word, meaning in words.items()}
        longest_first = sorted(self._words, key=len, reverse=True)
        self._next = re.compile(rf"({'|'.join(map(re.escape, longest_first))})(?:[、,;\n\r]+|$)")

    def __call__(self, text: str) -> tuple[Any, ...]:
        """Return what the words of a cell stand for, in their order, each once."""
        rest = "\n".join(compact(line) for line in unicodedata.normalize("NFKC", text).splitlines())
        rest = rest.strip("、,;\n")
        found = []
        while rest:
            match = self._next.match(rest)
            if match is None:
                raise UnreadableError(rest)
            found.append(self._words[match[1]])
            rest = rest[match.end() :]
        return tuple(dict.fromkeys(found))
