"""Which rows of deadlines, and which counts of them, change when disputes are judged anew?"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, Delete, Dialect, bindparam, select
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from services.reporting.deadlines.rows import Row
from services.reporting.rows import DISTRICT
from services.reporting.tables import deadline_counts, deadlines
from services.reporting.writing import adding, each, removing
from shared.log.database import parts, put

KEY = len(deadlines.primary_key.columns)
"""So many values of a row name it."""


def keep(connection: Connection, keys: Collection[str], rows: Iterable[Row]) -> None:
    """Let the deadlines of these cases (`district|number`) be these and no others; write the difference only."""
    new, old = set(rows), set(_kept(connection, keys))
    written, gone = new - old, old - new
    if not written and not gone:
        return
    still = {row[:KEY] for row in written}
    each(connection, _removing, sorted(row[:KEY] for row in gone if row[:KEY] not in still))
    put(connection, deadlines, [row._asdict() for row in sorted(written)], replace=True)
    _count(connection, written, gone)


def _kept(connection: Connection, keys: Collection[str]) -> Iterator[Row]:
    numbers: dict[str, list[str]] = {}
    for key in sorted(keys):
        district, _, number = key.partition("|")
        numbers.setdefault(district, []).append(number)
    for district, of in numbers.items():
        for part in parts(of):
            query = select(deadlines).where(
                deadlines.c.district == district, deadlines.c.case_number.in_(part)
            )
            yield from map(Row._make, connection.execute(query).all())


def _count(connection: Connection, written: Iterable[Row], gone: Iterable[Row]) -> None:
    """Move the counts; a count of nothing goes."""
    moves: Counter[tuple[str, str, str, str]] = Counter()
    for rows, by in ((written, 1), (gone, -1)):
        for row in rows:
            if row.agency:
                moves[row.district, row.agency, row.duty, row.stands] += by
            if row.place == 0:
                moves[row.district, DISTRICT, row.duty, row.stands] += by
    each(connection, _adding, sorted((*of, by) for of, by in moves.items() if by))
    each(connection, _removing_nothing, sorted((*of, 0) for of, by in moves.items() if by < 0))


def _adding(dialect: Dialect) -> PostgresInsert | SqliteInsert:
    return adding(dialect, deadline_counts)


def _removing(_dialect: Dialect) -> Delete:
    return removing(deadlines)


def _removing_nothing(_dialect: Dialect) -> Delete:
    return removing(deadline_counts).where(deadline_counts.c.number == bindparam("nothing"))
