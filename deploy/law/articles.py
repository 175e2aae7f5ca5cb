"""Does a scenario speak of the article an entry of a pack names?

Packs write articles as lawyers do: `9(2)`, `13-17`, `27(1)-(5)`, `APP 2, 7`, `ALL 3; APP 2`, `8; as Xinzhou 9(4)`.
"""

import re
import unicodedata
from functools import lru_cache

_ARTICLE = r"\d+(?:\([^()]+\))*(?:\s*[-–]\s*(?:\d+)?(?:\([^()]+\))*)?"
_LISTED = re.compile(rf"(?P<source>[^\d;]*?)\s*(?P<articles>{_ARTICLE}(?:,\s*{_ARTICLE})*)")
_ONE = re.compile(r"(\d+)(?:\(([^()]+)\))?(?:\s*[-–]\s*(\d+)?(?:\(([^()]+)\))?)?")

Named = tuple[str, str, str]
"""Source (empty for the pack's own regulation), article and item (empty for the whole article)."""


@lru_cache(maxsize=4096)
def cites(entry: str, article: str) -> bool:
    """Return whether an entry's article is, or holds, one that `article` names.

    An entry of a whole article is meant by each of its items; an entry of an item only by that item.
    """
    named = named_in(article)
    return any(
        (source, number) == (asked_source, asked_number) and item in ("", asked_item)
        for source, number, item in named_in(entry)
        for asked_source, asked_number, asked_item in named
    )


def order(article: str) -> tuple[str, int, int, str]:
    """Return what sorts articles as they stand in the regulation; those of other sources come after its own."""
    source, number, item = min(named_in(article), key=lambda named: (named[0], _number(named[1]), named[2]))
    return source, _number(number), _number(item), article


@lru_cache(maxsize=4096)
def named_in(text: str) -> frozenset[Named]:
    """Return the single articles and items a text names; one that names none by number stands for itself."""
    found: set[Named] = set()
    for part in unicodedata.normalize("NFKC", text).split(";"):
        part = part.strip()
        listed = _LISTED.fullmatch(part)
        if listed is None:
            found.add((part, "", ""))
            continue
        source = re.sub(r"^.*\bas\b\s*", "", listed["source"]).strip()
        for one in _ONE.finditer(listed["articles"]):
            found.update((source, number, item) for number, item in _spread(*one.groups(default="")))
    return frozenset(found)


def _spread(number: str, item: str, last: str, last_item: str) -> list[tuple[str, str]]:
    if last and int(last) >= int(number):
        return [(str(each), "") for each in range(int(number), int(last) + 1)]
    if item.isdigit() and last_item.isdigit():
        return [(number, str(each)) for each in range(int(item), int(last_item) + 1)]
    return [(number, item)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
