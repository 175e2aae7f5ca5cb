"""What does one value of a feed's record mean, and what was expected where it means nothing?"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, NamedTuple

from services.intake.imports import cells
from services.intake.imports.cells import UnreadableError, compact, plain

LONGEST = 10_000
"""Characters a value may hold; an event of more names than that would not fit onto the log."""

CHINA = timezone(timedelta(hours=8))
"""Instants without a zone are those of Asia/Shanghai."""

DATE_FORMS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "yyyyMMdd": re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
        "yyyy-MM-dd": re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
        "yyyy/MM/dd": re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
        "yyyy.MM.dd": re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})"),
        "yyyy年MM月dd日": re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    }
)
INSTANT_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "yyyyMMddHHmmss": "%Y%m%d%H%M%S",
        "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d %H:%M:%S",
        "yyyy/MM/dd HH:mm:ss": "%Y/%m/%d %H:%M:%S",
        "yyyyMMdd": "%Y%m%d",
        "yyyy-MM-dd": "%Y-%m-%d",
    }
)
RFC3339 = "rfc3339"
MILLISECONDS = "milliseconds"
"""Since 1970, in UTC, as some systems count."""
INSTANTS = (*INSTANT_FORMS, RFC3339, MILLISECONDS)

_DIGITS = re.compile(r"[\d\s:/.年月日-]+", re.ASCII)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Reader(NamedTuple):
    """How a value is read."""

    read: Callable[[Any], Any]
    """Returns what a value means; raises UnreadableError."""
    expected: str


def text_of(value: object) -> str:
    """Return a value of JSON as text; lists are joined by 、. Raises UnreadableError for objects, NUL and such."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            text = value
        case int() | float():
            text = str(value)
        case list() if not any(isinstance(one, list | dict) for one in value):
            text = "、".join(filter(None, map(text_of, value)))
        case _:
            raise UnreadableError(shown(value))
    if text != clean(text) or len(text) > LONGEST:
        raise UnreadableError(shown(text))
    return text


def shown(value: object, most: int = 200) -> str:
    """Return a value as it is shown to people, cut and without characters that no log can hold."""
    return clean(value if isinstance(value, str) else repr(value))[:most]


def clean(text: str) -> str:
    """Return a text without NUL and half characters."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "?")


def text() -> Reader:
    """Return the reader of free text."""
    return Reader(lambda value: plain(text_of(value)), f"文字，不超过 {LONGEST} 字 (text without NUL)")


def case_number() -> Reader:
    """Return the reader of case numbers."""
    expected = "案号，如 （2023）鲁1002行初12号 (a case number: year in brackets, court, kind, number, 号)"
    return Reader(lambda value: cells.case_number(text_of(value)), expected)


def names() -> Reader:
    """Return the reader of names separated by a comma, 、, a semicolon or a line break, or in a list."""

    def read(value: Any) -> tuple[str, ...]:
        if isinstance(value, list):
            return tuple(dict.fromkeys(filter(None, (plain(text_of(one)) for one in value))))
        return cells.names(text_of(value))

    return Reader(read, "名称，用逗号或、分隔 (names, separated by commas)")


def number() -> Reader:
    """Return the reader of whole numbers from 0 on."""
    return Reader(lambda value: cells.count(text_of(value)), "不小于 0 的整数 (a whole number, at most 999)")


def yes_no(yes: tuple[str, ...], no: tuple[str, ...]) -> Reader:
    """Return the reader of two groups of words."""
    words = {compact(word): True for word in yes} | {compact(word): False for word in no}

    def read(value: Any) -> bool:
        written = compact(text_of(value))
        if written not in words:
            raise UnreadableError(written)
        return words[written]

    expected = f"{' / '.join(yes)} 或 {' / '.join(no)} ({yes[0]} = yes, {no[0]} = no)"
    return Reader(read, expected)


def day(forms: tuple[str, ...]) -> Reader:
    """Return the reader of one day in one of some forms."""
    return Reader(lambda value: _day(text_of(value), forms), f"日期 {_forms(forms)} (a day of the calendar)")


def days(forms: tuple[str, ...]) -> Reader:
    """Return the reader of days, separated like names, in the order of the calendar and each once."""

    def read(value: Any) -> tuple[date, ...]:
        return tuple(sorted({_day(one, forms) for one in cells.names(text_of(value))}))

    return Reader(read, f"日期 {_forms(forms)}，用逗号或、分隔 (days of the calendar)")


def instant(forms: tuple[str, ...]) -> Reader:
    """Return the reader of instants."""
    return Reader(lambda value: _instant(text_of(value), forms), f"时间 {_forms(forms)} (an instant)")


def one_of(words: Mapping[str, Any]) -> Reader:
    """Return the reader of one word of a code table, as the table writes it."""
    known = {compact(word): word for word in words}

    def read(value: Any) -> str:
        written = compact(text_of(value))
        if written not in known:
            raise UnreadableError(written)
        return known[written]

    return Reader(read, f"以下之一：{' / '.join(words)} (one of these)")


def some_of(words: Mapping[str, Any]) -> Reader:
    """Return the reader of words of a code table, separated like names; a word may itself hold a separator."""
    some = cells.SomeOf({word: word for word in words})
    expected = f"以下各项，用逗号或、分隔：{' / '.join(words)} (some of these)"
    return Reader(lambda value: some(text_of(value)), expected)


def told_at(found: datetime) -> str:
    """Return an instant as RFC 3339 in UTC, so that the order of texts is that of instants."""
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _forms(forms: tuple[str, ...]) -> str:
    return " 或 ".join(forms)


def _day(written: str, forms: tuple[str, ...]) -> date:
    wanted = compact(written)
    for form in forms:
        if match := DATE_FORMS[form].fullmatch(wanted):
            try:
                found = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError as error:
                raise UnreadableError(written) from error
            if 1900 <= found.year <= 2099:
                return found
    raise UnreadableError(written)


def _instant(written: str, forms: tuple[str, ...]) -> datetime:
    wanted = " ".join(written.split())
    for form in forms:
        try:
            if form == RFC3339 and _RFC3339.fullmatch(wanted):
                found = datetime.fromisoformat(wanted.upper())
            elif form == MILLISECONDS and re.fullmatch(r"\d{12,13}", wanted, re.ASCII):
                found = datetime.fromtimestamp(int(wanted) / 1000, UTC)
            elif form in INSTANT_FORMS and _DIGITS.fullmatch(wanted) and _as_long(wanted, form):
                found = datetime.strptime(wanted, INSTANT_FORMS[form]).replace(tzinfo=CHINA)
            else:
                continue
        except (ValueError, OverflowError) as error:
            raise UnreadableError(written) from error
        if 1900 <= found.year <= 2099:
            return found
    raise UnreadableError(written)


def _as_long(written: str, form: str) -> bool:
    # Python reads 2023110203 by %Y%m%d%H%M%S, taking single digits: only the full length is what it says.
    return len(written) == len(form)
