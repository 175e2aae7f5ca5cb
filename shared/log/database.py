"""How is a service's own, disposable database opened? SQLite or PostgreSQL through SQLAlchemy Core."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, case, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]
PART = 400
"""Values named in one statement."""


def open_database(url: str) -> Engine:
    """Return an engine. SQLite makes no fsync per commit: what a power cut takes is read from the log."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # or pysqlite would begin and commit where it likes
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=10000",
        "cache_size=-16000",
        "wal_autocheckpoint=8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    *,
    replace: bool = False,
    least: tuple[str, ...] = (),
) -> None:
    """Insert rows; of those whose key is there already, replace the values or leave them as they are.

    Of the columns named in `least` the smaller value stays.
    """
    if not rows:
        return
    statement = _putting(connection.dialect.name, table, replace, least)
    for part in _parts(connection, rows):
        connection.execute(statement, part)


@cache
def _putting(dialect: str, table: Table, replace: bool, least: tuple[str, ...]) -> Any:
    statement: Any = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keys = list(table.primary_key.columns)
    new = {column.name: statement.excluded[column.name] for column in table.columns if column not in keys}
    if not replace:
        new = {n: case((new[n] < table.c[n], new[n]), else_=table.c[n]) for n in least}
    if new:
        return statement.on_conflict_do_update(index_elements=keys, set_=new)
    return statement.on_conflict_do_nothing(index_elements=keys)


def _parts(connection: Connection, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Divide rows so that no part is bigger than what psycopg's pipeline carries without hanging."""
    if connection.dialect.name == "sqlite":
        yield rows
        return
    part, size = list[Row](), 0
    for row in rows:
        weight = sum(len(value) for value in row.values() if isinstance(value, (bytes, str))) + 64
        if part and size + weight > 200_000:
            yield part
            part, size = [], 0
        part.append(row)
        size += weight
    yield part


def parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Divide values for `IN`. Each part is filled up to a power of two, so that few statements arise."""
    for start in range(0, len(values), PART):
        part = list(values[start : start + PART])
        size = 1 << (len(part) - 1).bit_length()
        yield part + [part[-1]] * (min(size, PART) - len(part))
