"""What must disputes know of each other, and which of them does a change of that concern?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_

from shared.envelope import case_key
from shared.index import Entry, Index, months_after, months_before, months_of, reach_of, touched
from shared.log.database import parts, put
from shared.log.tables import INDEX
from shared.log.window import Days, Windows

_OF = INDEX.c.of == bindparam("heading")
_OWN = select(INDEX).where(INDEX.c.case_key.in_(bindparam("keys", expanding=True)))
_FIRSTS = select(INDEX.c.day, INDEX.c.case_key).where(
    _OF, INDEX.c.day == select(func.min(INDEX.c.day)).where(_OF).scalar_subquery()
)
"""The entries of a heading's first day. One heading at a time: of several the database would read every entry."""


class Crossing:
    """What is entered of disputes in one database."""

    def __init__(self) -> None:
        self._windows = Windows()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold what is written to be so only where the transaction within it was committed."""
        try:
            yield
        except BaseException:
            self._windows.forget()
            raise

    def enter(
        self, connection: Connection, keys: Collection[str], entries: Mapping[str, Iterable[Entry]]
    ) -> tuple[Index, set[str]]:
        """Let these cases (by case key) be entered as said, and no otherwise.

        Returns what is entered as far as their answers ask for it, and the cases, these or others, whose answer can
        have changed.
        """
        new = {entry for found in entries.values() for entry in found}
        old = _entered(connection, keys)
        gone, come = old - new, new - old
        moved = _by_heading(gone | come)
        firsts = {entry.of for entry in old | new if reach_of(entry.of) == "first"}
        before = {of: _firsts(connection, of) for of in sorted(firsts & moved.keys())}
        days = _days_asked(new, gone | come)
        before |= self._asked(connection, days)
        _write(connection, gone, come)
        self._windows.moved(gone, come)
        after = {of: _firsts(connection, of) for of in sorted(firsts)} | self._asked(connection, days)
        changed = set[str]()
        for of, which in moved.items():
            district = of.partition("|")[0]
            changed |= {case_key(district, case) for case in touched(which, before[of], after[of])}
        return Index({of: found for of, found in after.items() if found}), changed

    def read(self, connection: Connection, entries: Iterable[Entry]) -> Index:
        """Return what is entered where these entries would be, as far as the answers of their cases ask for it."""
        entries = set(entries)
        firsts = {entry.of for entry in entries if reach_of(entry.of) == "first"}
        found = {of: _firsts(connection, of) for of in firsts}
        found |= self._asked(connection, _days_asked(entries, ()))
        return Index({of: group for of, group in found.items() if group})

    def _asked(self, connection: Connection, days: Mapping[str, list[Days]]) -> dict[str, tuple[Entry, ...]]:
        return {of: self._windows.within(connection, of, found) for of, found in sorted(days.items())}


def _days_asked(asking: Iterable[Entry], changed: Iterable[Entry]) -> dict[str, list[Days]]:
    """Return the days of each heading that losses ask for, and those from which one that changed is asked for."""
    days: dict[str, list[Days]] = {}
    for entry in asking:
        if reach_of(entry.of) == "later":
            since = months_before(entry.day, months_of(entry.of))
            days.setdefault(entry.of, []).append((since, entry.day))
    for entry in changed:
        if reach_of(entry.of) == "later":
            until = months_after(entry.day, months_of(entry.of))
            days.setdefault(entry.of, []).append((entry.day, until))
    return {of: list(_joined(sorted(found))) for of, found in days.items()}


def _joined(days: list[Days]) -> Iterator[Days]:
    """Join spans that overlap, so that no entry is read twice."""
    since, until = days[0]
    for first, last in days[1:]:
        if first > until:
            yield since, until
            since, until = first, last
        until = max(until, last)
    yield since, until


def _by_heading(entries: Iterable[Entry]) -> dict[str, set[Entry]]:
    found: dict[str, set[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.of, set()).add(entry)
    return found


def _entered(connection: Connection, keys: Collection[str]) -> set[Entry]:
    return {
        Entry(of, day, key.partition("|")[2])
        for part in parts(sorted(keys))
        for of, day, key in connection.execute(_OWN, {"keys": part}).all()
    }


def _firsts(connection: Connection, of: str) -> tuple[Entry, ...]:
    rows = connection.execute(_FIRSTS, {"heading": of}).all()
    return tuple(sorted(Entry(of, day, key.partition("|")[2]) for day, key in rows))


def _write(connection: Connection, gone: set[Entry], come: set[Entry]) -> None:
    for part in parts([_row(entry) for entry in gone]):
        connection.execute(delete(INDEX).where(tuple_(INDEX.c.of, INDEX.c.day, INDEX.c.case_key).in_(part)))
    put(connection, INDEX, [dict(zip(("of", "day", "case_key"), _row(entry), strict=True)) for entry in come])


def _row(entry: Entry) -> tuple[str, object, str]:
    return entry.of, entry.day, case_key(entry.of.partition("|")[0], entry.case)
