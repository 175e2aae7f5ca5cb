"""What is remembered of each feed: how far it is, what was read of each case last, and which payloads came?

It is a memory, and the log is the truth: each thing is written here after what it tells of stands on the log, so what
is lost here is read and compared again, and adds nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic_core import from_json, to_json

_TABLES = """
CREATE TABLE IF NOT EXISTS feeds (feed TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cases (
    feed TEXT NOT NULL, subject TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (feed, subject)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    feed TEXT NOT NULL, page TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (feed, page)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payloads (
    number INTEGER PRIMARY KEY, feed TEXT NOT NULL, at TEXT NOT NULL, url TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL, records INTEGER NOT NULL,
    UNIQUE (feed, sha256, url)
);
CREATE TABLE IF NOT EXISTS messages (
    feed TEXT NOT NULL, id TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (feed, id)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTold:
    """What a feed has told of a case, or of a record without readable case number."""

    version: str = ""
    """Of the mapping, and of what else says how a record is read."""
    updated: str = ""
    """Of the last record that could be read."""
    digests: tuple[str, ...] = ()
    """Of the records of that instant that were taken."""
    parked: str = ""
    """The instant of the record that waits parked; empty where none does, or it names none."""
    parked_digest: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What is known of a page of a feed that was taken in whole."""

    etag: str = ""
    modified: str = ""
    following: dict[str, Any] = field(default_factory=dict)
    """What leads to the next one; empty after the last."""
    newest: str = ""
    """The newest change in it, RFC 3339 in UTC."""
    pull: str = ""
    """The pull that came by it last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """Bytes that a feed sent, kept under their hash."""

    number: int
    feed: str
    at: str
    url: str
    sha256: str
    size: int
    media_type: str
    records: int


class Memory:
    """The file `feeds.db` of intake."""

    def __init__(self, file: Path | str) -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_TABLES)

    def state(self, feed: str) -> dict[str, Any]:
        """Return what was kept of a feed, empty before its first pull."""
        rows = self._all("SELECT state FROM feeds WHERE feed = ?", (feed,))
        return dict(from_json(rows[0]["state"])) if rows else {}

    def keep_state(self, feed: str, state: Mapping[str, Any]) -> None:
        """Keep the state of a feed."""
        with self._write() as connection:
            connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?)", (feed, to_json(state).decode()))

    def cases(self, feed: str, subjects: Iterable[str]) -> dict[str, CaseTold]:
        """Return what a feed has told of some cases."""
        found = {}
        for subject in subjects:
            rows = self._all("SELECT told FROM cases WHERE feed = ? AND subject = ?", (feed, subject))
            if rows:
                told = from_json(rows[0]["told"])
                found[subject] = CaseTold(**{**told, "digests": tuple(told["digests"])})
        return found

    def keep_cases(self, feed: str, told: Mapping[str, CaseTold]) -> None:
        """Keep what a feed has told of some cases, all or none."""
        with self._write() as connection:
            rows = [(feed, subject, to_json(asdict(one)).decode()) for subject, one in told.items()]
            connection.executemany("INSERT OR REPLACE INTO cases VALUES (?, ?, ?)", rows)

    def waiting(self, feed: str) -> int:
        """Return how many records of a feed wait parked."""
        query = (
            "SELECT COUNT(*) AS n FROM cases WHERE feed = ? AND json_extract(told, '$.parked_digest') <> ''"
        )
        return int(self._all(query, (feed,))[0]["n"])

    def page(self, feed: str, page: str) -> Page | None:
        """Return what is known of a page, None where it was never taken in whole."""
        rows = self._all("SELECT told FROM pages WHERE feed = ? AND page = ?", (feed, page))
        return Page(**from_json(rows[0]["told"])) if rows else None

    def keep_page(self, feed: str, page: str, told: Page) -> None:
        """Keep what is known of a page."""
        with self._write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (feed, page, to_json(asdict(told)).decode())
            )

    def forget_pages(self, feed: str, pull: str = "") -> None:
        """Forget all pages of a feed but those that a pull came by."""
        with self._write() as connection:
            rows = connection.execute("SELECT page, told FROM pages WHERE feed = ?", (feed,)).fetchall()
            gone = [(feed, row["page"]) for row in rows if not pull or from_json(row["told"])["pull"] != pull]
            connection.executemany("DELETE FROM pages WHERE feed = ? AND page = ?", gone)

    def keep_payload(
        self, feed: str, at: str, url: str, sha256: str, size: int, media_type: str, records: int
    ) -> None:
        """Keep that a payload came; the same one again from the same place is the same payload."""
        with self._write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO payloads (feed, at, url, sha256, size, media_type, records) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (feed, at, url, sha256, size, media_type, records),
            )

    def payloads(self, feed: str, before: int, limit: int) -> list[Payload]:
        """Return the payloads of a feed numbered below `before`, the newest first."""
        rows = self._all(
            "SELECT * FROM payloads WHERE feed = ? AND number < ? ORDER BY number DESC LIMIT ?",
            (feed, before, limit),
        )
        return [Payload(**dict(row)) for row in rows]

    def payload(self, feed: str, number: int) -> Payload | None:
        """Return one payload of a feed."""
        rows = self._all("SELECT * FROM payloads WHERE feed = ? AND number = ?", (feed, number))
        return Payload(**dict(rows[0])) if rows else None

    def has_seen(self, feed: str, message: str) -> bool:
        """Return whether a message of a webhook was taken."""
        return bool(self._all("SELECT 1 FROM messages WHERE feed = ? AND id = ?", (feed, message)))

    def see(self, feed: str, message: str, at: float, forgotten: float) -> None:
        """Keep that a message was taken at an instant, and forget those of before `forgotten`."""
        with self._write() as connection:
            connection.execute("DELETE FROM messages WHERE at < ?", (forgotten,))
            connection.execute("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", (feed, message, at))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _all(self, query: str, values: tuple[Any, ...]) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
