"""Which rows of deadlines, and which counts of them, change when disputes are judged anew?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam

from services.reporting.deadlines.rows import Row
from services.reporting.rows import DISTRICT
from services.reporting.tables import deadline_counts, deadline_days, deadlines
from services.reporting.writing import Build, Statement, adding, each, kept, putting, removing

KEY = len(deadlines.primary_key.columns)
"""So many values of a row name it."""


def keep(connection: Connection, keys: Collection[str], rows: Iterable[Row]) -> None:
    """Let the deadlines of these cases (`district|number`) be these and no others; write the difference only."""
    new, old = set(rows), set(map(Row._make, kept(connection, deadlines, keys)))
    written, gone = new - old, old - new
    if not written and not gone:
        return
    still = {row[:KEY] for row in written}
    each(connection, _removing, sorted(row[:KEY] for row in gone if row[:KEY] not in still))
    each(connection, _putting, sorted(written))
    _count(connection, written, gone)


def _count(connection: Connection, written: Iterable[Row], gone: Iterable[Row]) -> None:
    """Move the counts; a count of nothing goes."""
    moves: Counter[tuple[str, str, str, str]] = Counter()
    days: Counter[tuple[str, str, date]] = Counter()
    for rows, by in ((written, 1), (gone, -1)):
        for row in rows:
            if row.agency:
                moves[row.district, row.agency, row.duty, row.stands] += by
            if row.place == 0:
                moves[row.district, DISTRICT, row.duty, row.stands] += by
                days[row.district, row.stands, row.due_on] += by
    _move(connection, moves, _adding, _removing_nothing)
    _move(connection, days, _adding_days, _removing_nothing_due)


def _move(connection: Connection, moves: Mapping[tuple[Any, ...], int], add: Build, remove: Build) -> None:
    each(connection, add, sorted((*of, by) for of, by in moves.items() if by))
    each(connection, remove, sorted((*of, 0) for of, by in moves.items() if by < 0))


def _putting(dialect: Dialect) -> Statement:
    return putting(dialect, deadlines)


def _removing(_dialect: Dialect) -> Statement:
    return removing(deadlines)


def _adding(dialect: Dialect) -> Statement:
    return adding(dialect, deadline_counts)


def _removing_nothing(_dialect: Dialect) -> Statement:
    return removing(deadline_counts).where(deadline_counts.c.number == bindparam("nothing"))


def _adding_days(dialect: Dialect) -> Statement:
    return adding(dialect, deadline_days)


def _removing_nothing_due(_dialect: Dialect) -> Statement:
    return removing(deadline_days).where(deadline_days.c.number == bindparam("nothing"))
