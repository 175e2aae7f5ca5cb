"""Which entries of some days does a heading hold? Of thousands only those of these days are read, and each once."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select

from shared.index import Entry
from shared.log.tables import INDEX

_WITHIN = select(INDEX.c.day, INDEX.c.case_key).where(
    INDEX.c.of == bindparam("heading"),
    INDEX.c.day >= bindparam("since"),
    INDEX.c.day <= bindparam("until"),
)
A_DAY = timedelta(days=1)
MOST = 100_000
"""Entries kept in memory; where there are more, headings are forgotten and read again."""

Days = tuple[date, date]
"""The first day and the last."""


@dataclass(slots=True)
class _Kept:
    since: date
    until: date
    entries: list[Entry] = field(default_factory=list)
    """All there are of these days, in order."""


class Windows:
    """The days of each heading as last read: a new loss mostly asks for those the one before asked for.

    Whoever writes entries says so, and forgets all where writing them failed.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._count = 0

    def within(self, connection: Connection, of: str, days: Iterable[Days]) -> tuple[Entry, ...]:
        """Return what is entered under a heading on some days: spans in order that do not overlap."""
        if self._count > MOST:
            self.forget()
        found = list[Entry]()
        for since, until in days:
            entries = self._reaching(connection, of, since, until).entries
            first, end = bisect_left(entries, (of, since, "")), bisect_left(entries, (of, until + A_DAY, ""))
            found += entries[first:end]
        return tuple(found)

    def moved(self, gone: Iterable[Entry], come: Iterable[Entry]) -> None:
        """Take note of entries that were written."""
        for entry in gone:
            kept = self._holding(entry)
            if kept is not None:
                del kept.entries[bisect_left(kept.entries, entry)]
                self._count -= 1
        for entry in come:
            kept = self._holding(entry)
            if kept is not None:
                insort(kept.entries, entry)
                self._count += 1

    def forget(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self._count = 0

    def _holding(self, entry: Entry) -> _Kept | None:
        kept = self._kept.get(entry.of)
        return kept if kept is not None and kept.since <= entry.day <= kept.until else None

    def _reaching(self, connection: Connection, of: str, since: date, until: date) -> _Kept:
        """Return what is kept of a heading once it reaches over these days: only what is missing is read."""
        kept = self._kept.get(of)
        if kept is None or until + A_DAY < kept.since or kept.until + A_DAY < since:
            self._count -= len(kept.entries) if kept else 0
            kept = self._kept[of] = _Kept(since, until, _read(connection, of, since, until))
            self._count += len(kept.entries)
        if since < kept.since:
            earlier = _read(connection, of, since, kept.since - A_DAY)
            kept.since, kept.entries = since, [*earlier, *kept.entries]
            self._count += len(earlier)
        if kept.until < until:
            later = _read(connection, of, kept.until + A_DAY, until)
            kept.until, kept.entries = until, [*kept.entries, *later]
            self._count += len(later)
        return kept


def _read(connection: Connection, of: str, since: date, until: date) -> list[Entry]:
    skip = len(of.partition("|")[0]) + 1
    rows = connection.execute(_WITHIN, {"heading": of, "since": since, "until": until}).all()
    return sorted([Entry(of, day, key[skip:]) for day, key in rows])
