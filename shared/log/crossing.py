"""What must disputes know of each other, and which of them does a change of that concern?"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, tuple_

from shared.envelope import case_key
from shared.index import Entry, Index, reach_of, touched
from shared.log.database import parts, put
from shared.log.tables import INDEX

_HEADINGS: BindParameter[str] = bindparam("headings", expanding=True)
_FIRST_DAYS = (
    select(INDEX.c.of, func.min(INDEX.c.day).label("day"))
    .where(INDEX.c.of.in_(_HEADINGS))
    .group_by(INDEX.c.of)
    .subquery()
)
_FIRSTS = select(INDEX).join(
    _FIRST_DAYS, (INDEX.c.of == _FIRST_DAYS.c.of) & (INDEX.c.day == _FIRST_DAYS.c.day)
)
_ALL = select(INDEX).where(INDEX.c.of.in_(_HEADINGS))


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
    if not headings:
        return Index(), set()
    before = _under(connection, headings)
    if gone or come:
        _write(connection, gone, come)
    after = _under(connection, headings) if gone or come else before
    changed = set[str]()
    for of in {entry.of for entry in gone | come}:
        district = of.partition("|")[0]
        changed |= {case_key(district, case) for case in touched(before.under(of), after.under(of))}
    return after, changed


def read(connection: Connection, headings: Collection[str]) -> Index:
    """Return what is entered under these headings."""
    return _under(connection, set(headings))


def _entered(connection: Connection, keys: Collection[str]) -> set[Entry]:
    return {
        Entry(row.of, row.day, row.case_key.partition("|")[2])
        for part in parts(sorted(keys))
        for row in connection.execute(select(INDEX).where(INDEX.c.case_key.in_(part)))
    }


def _under(connection: Connection, headings: set[str]) -> Index:
    """Return what is entered under headings; where only the first entry matters, that of the first day."""
    by_reach: dict[str, list[str]] = {"first": [], "later": []}
    for of in sorted(headings):
        by_reach[reach_of(of)].append(of)
    return Index.of(
        Entry(row.of, row.day, row.case_key.partition("|")[2])
        for reach, query in (("first", _FIRSTS), ("later", _ALL))
        for part in parts(by_reach[reach])
        for row in connection.execute(query, {"headings": part})
    )


def _write(connection: Connection, gone: set[Entry], come: set[Entry]) -> None:
    for part in parts([_row(entry) for entry in gone]):
        connection.execute(delete(INDEX).where(tuple_(INDEX.c.of, INDEX.c.day, INDEX.c.case_key).in_(part)))
    put(connection, INDEX, [dict(zip(("of", "day", "case_key"), _row(entry), strict=True)) for entry in come])


def _row(entry: Entry) -> tuple[str, object, str]:
    return entry.of, entry.day, case_key(entry.of.partition("|")[0], entry.case)
