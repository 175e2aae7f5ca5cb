"""Where does the next page begin? A cursor says so, and fits only the query whose answer gave it."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import blake2b

from shared.problems import Problem

APART = frozenset({"after", "limit", "fields", "format", "min_position", "timeout"})
"""What may be another from page to page: it does not change which things are asked for, nor their order."""

MARK = 9
"""Bytes by which a cursor is known to be of a query."""

_LOOKS_LIKE = re.compile(r"[A-Za-z0-9_-]{12,}")

Query = Iterable[tuple[str, str]]


class CursorError(Problem):
    """A cursor that no answer to this query gave: it is of another one, or cut off."""

    def __init__(self, found: str) -> None:
        super().__init__(
            422,
            "Cursor of another query",
            f"after {_shortened(found)!r} is no cursor of this query",
            errors=[
                {
                    "parameter": "after",
                    "detail": f"found {_shortened(found)!r}",
                    "expected": "the `next` of an answer to the same query, all other parameters unchanged; "
                    "without it the first page",
                }
            ],
        )


def sealed(path: str, query: Query, at: str) -> str:
    """Return the cursor for a place in the list that a query asks for."""
    return urlsafe_b64encode(_mark(path, query, at) + at.encode()).decode().rstrip("=")


def opened(path: str, query: Query, cursor: str) -> str:
    """Return the place a cursor names in the list this query asks for, nothing for no cursor. Raises CursorError."""
    if not cursor:
        return ""
    if not _LOOKS_LIKE.fullmatch(cursor):
        raise CursorError(cursor)
    try:
        held = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at = held[MARK:].decode()
    except ValueError as error:
        raise CursorError(cursor) from error
    if held[:MARK] != _mark(path, query, at):
        raise CursorError(cursor)
    return at


def _mark(path: str, query: Query, at: str) -> bytes:
    asked = sorted((name, value) for name, value in query if value and name not in APART)
    return blake2b(repr((path, asked, at)).encode(), digest_size=MARK).digest()


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
