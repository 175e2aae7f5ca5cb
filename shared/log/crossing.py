"""What must disputes know of each other, and which of them does a change of that concern?"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_

from shared.envelope import case_key
from shared.index import Entry, Index, reach_of, touched
from shared.log.database import parts, put
from shared.log.tables import INDEX

_OF = INDEX.c.of == bindparam("heading")
_FIRSTS = select(INDEX).where(_OF, INDEX.c.day == select(func.min(INDEX.c.day)).where(_OF).scalar_subquery())
"""The entries of a heading's first day. One heading at a time: of several the database would read every entry."""
_ALL = select(INDEX).where(_OF)


def enter(
    connection: Connection, keys: Collection[str], entries: Mapping[str, Iterable[Entry]]
) -> tuple[Index, set[str]]:
    """Let these cases (by case key) be entered as said, and no otherwise.

    Returns the index under all headings concerned, and the cases, these or others, whose answer can have changed.
    """
    new = {entry for found in entries.values() for entry in found}
    old = _entered(connection, keys)
    gone, come = old - new, new - old
    headings = {entry.of for entry in old | new}
    moved = {entry.of for entry in gone | come}
    before = _under(connection, moved)
    _write(connection, gone, come)
    after = _under(connection, headings)
    changed = set[str]()
    for of in moved:
        district = of.partition("|")[0]
        changed |= {case_key(district, case) for case in touched(before.under(of), after.under(of))}
    return after, changed


def read(connection: Connection, headings: Collection[str]) -> Index:
    """Return what is entered under these headings."""
    return _under(connection, headings)


def _entered(connection: Connection, keys: Collection[str]) -> set[Entry]:
    return {
        Entry(row.of, row.day, row.case_key.partition("|")[2])
        for part in parts(sorted(keys))
        for row in connection.execute(select(INDEX).where(INDEX.c.case_key.in_(part)))
    }


def _under(connection: Connection, headings: Collection[str]) -> Index:
    """Return what is entered under headings; where only the first entry matters, that of the first day."""
    return Index.of(
        Entry(row.of, row.day, row.case_key.partition("|")[2])
        for of in sorted(headings)
        for row in connection.execute(_FIRSTS if reach_of(of) == "first" else _ALL, {"heading": of})
    )


def _write(connection: Connection, gone: set[Entry], come: set[Entry]) -> None:
    for part in parts([_row(entry) for entry in gone]):
        connection.execute(delete(INDEX).where(tuple_(INDEX.c.of, INDEX.c.day, INDEX.c.case_key).in_(part)))
    put(connection, INDEX, [dict(zip(("of", "day", "case_key"), _row(entry), strict=True)) for entry in come])


def _row(entry: Entry) -> tuple[str, object, str]:
    return entry.of, entry.day, case_key(entry.of.partition("|")[0], entry.case)
