"""What stands on a page of a feed, and how is the next one asked for? Pure: bytes in, records out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from services.intake.feeds.configured import Configured, FeedForm
from services.intake.feeds.fetching import Answer, FetchError
from services.intake.feeds.readers import CHINA, INSTANT_FORMS, MILLISECONDS
from services.intake.feeds.stating import RepeatedKeys

DEEPEST = 40
"""How deep a page may be nested; none needs ten."""

Following = dict[str, Any]
"""What leads to a page: `url`, `page` or `cursor`; empty for the first."""

_UTF8 = ("", "utf-8", "utf8", "us-ascii")
_GB = ("gb18030", "gbk", "gb2312", "x-gbk", "cp936")


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, read."""

    records: list[Any]
    following: Following
    """What leads to the next page; empty after the last."""


def url_for(feed: Configured, at: Following, since: str) -> str:
    """Return the URL of a page. `since` is the instant from which changes are asked for, empty for all."""
    form = feed.form
    if "url" in at:
        return str(at["url"])
    asked = dict(feed.parameters)
    if form.since is not None and since:
        asked[form.since.parameter] = _written(since, form.since.form, form.since.overlap)
    if form.next.page is not None:
        asked[form.next.page.parameter] = str(at.get("page", form.next.page.first))
    if form.next.cursor is not None and "cursor" in at:
        asked[form.next.cursor.parameter] = str(at["cursor"])
    return _with(feed.url, asked)


def page(feed: Configured, answer: Answer, at: Following) -> PageRead:
    """Return the records of a page and what leads to the next. Raises FetchError when it is no page."""
    form = feed.form
    text = _text(feed, answer)
    if form.format == "ndjson":
        records, whole = _lines(text), None
    else:
        whole = _parsed(text)
        records = found_in(whole, form.records)
        if not isinstance(records, list):
            where = form.records or "the answer itself"
            raise FetchError(f"{where} holds {type(records).__name__}; expected the list of records")
    return PageRead(records, _following(form, answer, whole, records, at))


def found_in(whole: Any, path: str) -> Any:
    """Return what stands where a path such as `data.list` leads, None where it leads nowhere."""
    for step in path.split(".") if path else ():
        whole = whole.get(step) if isinstance(whole, dict) else None
    return whole


def records_of(text: bytes) -> list[Any]:
    """Return the records a webhook brought: one, a list, or one on each line. Raises FetchError."""
    try:
        said = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FetchError(f"byte {error.start} is not UTF-8; expected JSON in UTF-8") from error
    try:
        found = _parsed(said)
    except FetchError:
        if "\n" not in said.strip():
            raise
        return _lines(said)
    return found if isinstance(found, list) else [found]


def _text(feed: Configured, answer: Answer) -> str:
    wanted = _UTF8 if feed.form.encoding == "utf-8" else (*_GB, "")
    if answer.charset not in wanted:
        raise FetchError(f"it says it is {answer.charset}; expected {feed.form.encoding}, as configured")
    try:
        return answer.body.decode("utf-8-sig" if feed.form.encoding == "utf-8" else "gb18030")
    except UnicodeDecodeError as error:
        raise FetchError(f"byte {error.start} is not {feed.form.encoding}") from error


def _parsed(text: str) -> Any:
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError as error:
        raise FetchError(f"it is nested more than {DEEPEST} deep; expected records") from error
    except ValueError as error:
        raise FetchError(f"it is no JSON: {error}"[:200]) from error
    if _is_deeper(found, DEEPEST):
        raise FetchError(f"it is nested more than {DEEPEST} deep; expected records")
    return found


def _lines(text: str) -> list[Any]:
    """Return the records of lines. One that is no JSON is a record that cannot be read.

    Raises FetchError when the first is none, for then the whole is none, or the last was cut off.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    found: list[Any] = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_parsed(line))
        except FetchError as error:
            if number == 1 or (number == len(lines) and not text.endswith("\n")):
                raise FetchError(f"line {number}: {error}") from error
            found.append(line)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return RepeatedKeys(pairs, repeated)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _is_deeper(value: Any, most: int) -> bool:
    inner: list[Any] = [value]
    for _ in range(most + 1):
        inner = [
            below
            for one in inner
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
        ]
        if not inner:
            return False
    return True


def _following(form: FeedForm, answer: Answer, whole: Any, records: list[Any], at: Following) -> Following:
    if form.next.link:
        link = answer.next if form.next.link == "header" else found_in(whole, form.next.link)
        return {"url": urljoin(answer.url, str(link))} if link else {}
    if form.next.page is not None:
        number = int(at.get("page", form.next.page.first))
        pages = found_in(whole, form.next.page.pages) if form.next.page.pages else None
        last = number - form.next.page.first + 1 >= pages if isinstance(pages, int) else not records
        return {} if last else {"page": number + 1}
    if form.next.cursor is not None:
        cursor = found_in(whole, form.next.cursor.source)
        told = isinstance(cursor, str | int) and str(cursor) not in ("", str(at.get("cursor", "")))
        return {"cursor": cursor} if told else {}
    return {}


def _with(url: str, asked: Mapping[str, str]) -> str:
    if not asked:
        return url
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in asked]
    return urlunsplit(parts._replace(query=urlencode([*query, *asked.items()])))


def _written(since: str, form: str, overlap: int) -> str:
    at = datetime.fromisoformat(since).astimezone(UTC) - timedelta(minutes=overlap)
    if form == MILLISECONDS:
        return str(int(at.timestamp() * 1000))
    local = at.astimezone(CHINA)
    return (
        local.strftime(INSTANT_FORMS[form]) if form in INSTANT_FORMS else local.isoformat(timespec="seconds")
    )
