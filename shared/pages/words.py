"""What is that which is reported called on the pages, in Chinese and in English?

The names themselves are in words.yaml; a service whose pages say more has a file of its own beside it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]

Book = Mapping[str, Any]
"""Names: kind, then key, then the Chinese and the English word."""

SHANGHAI = timezone(timedelta(hours=8))
"""The time zone of every district; it has no summer time."""

_WEEKDAYS = "一二三四五六日"


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where it is there: it takes a tenth of the time."""


def read(package: str) -> Book:
    """Return the names in the words.yaml of a package."""
    loaded: Book = yaml.load(files(package).joinpath("words.yaml").read_bytes(), _LOADER)  # noqa: S506
    return loaded


@cache
def book() -> Book:
    """Return all names that services share."""
    return read("shared.pages")


def merged(one: Book, other: Book) -> Book:
    """Return the names of two books; a kind that is in both has the keys of both."""
    return {kind: {**one.get(kind, {}), **other.get(kind, {})} for kind in (*one, *other)}


class Words:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._at = 0 if language == "zh" else 1

    @property
    def book(self) -> Book:
        """Return the names it knows."""
        return book()

    def t(self, zh: str, en: str) -> str:
        """Return whichever of two wordings the reader wants."""
        return en if self._at else zh

    def name(self, kind: str, key: str) -> str:
        """Return the name of `key` among the words of a kind, or the key itself when it has none."""
        pair = self.book.get(kind, {}).get(key)
        return str(pair[self._at]) if pair else key

    def names(self, kind: str, keys: tuple[str, ...] | list[str]) -> str:
        """Return several names as one enumeration."""
        return self.join([self.name(kind, key) for key in keys])

    def join(self, texts: list[str] | tuple[str, ...]) -> str:
        """Return texts as one enumeration, in the manner of the language."""
        return self.t("、", ", ").join(texts)

    def source(self, source: str) -> str:
        """Return who said something: `court/鄂0117` is 法院 鄂0117."""
        kind, _, name = source.partition("/")
        return f"{self.name('sources', kind)} {name}".strip()

    def day(self, day: date | str | None) -> str:
        """Return a date as people write it in tables, or a dash when there is none."""
        return str(day) if day else "—"

    def weekday(self, day: date) -> str:
        """Return the weekday of a day."""
        return self.t(f"周{_WEEKDAYS[day.weekday()]}", day.strftime("%a"))

    def dated(self, day: date) -> str:
        """Return a day with its weekday."""
        return self.t(f"{day}（{self.weekday(day)}）", f"{self.weekday(day)} {day}")

    def moment(self, instant: datetime) -> str:
        """Return an instant in Chinese time, to the minute."""
        return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
