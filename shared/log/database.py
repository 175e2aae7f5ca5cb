"""How is a service's own, disposable database opened? SQLite or PostgreSQL through SQLAlchemy Core."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Engine, Table, case, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from shared.log.versions import follow_versions

Row = Mapping[str, Any]
PART = 400
"""Values named in one statement."""
MUCH, LITTLE = 16_000, 1_000
"""Pages of a database that a connection keeps, in kB. The system keeps them, too, once for all connections."""


def open_database(url: str, *, kept: int = MUCH) -> Engine:
    """Return an engine. SQLite makes no fsync per commit: what a power cut takes is read from the log.

    Where there are several versions of a file, each connection is to the one that is asked then (`versions.py`).
    Each may keep so many kB of the file in memory (`kept`): who looks now and then needs `LITTLE`.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        follow_versions(engine)
        event.listen(engine, "connect", partial(_prepare_sqlite, kept))
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(kept: int, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # or pysqlite would begin and commit where it likes
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=10000",
        f"cache_size=-{kept}",
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
    putting = _putting(connection.dialect, table, tuple(rows[0]), replace, least)
    for part in _parts(connection, rows):
        connection.exec_driver_sql(putting.sql, putting.values(part))


@dataclass(frozen=True, slots=True)
class _Putting:
    """A statement as the driver takes it: SQLAlchemy is asked once how it reads, not once a row for its values."""

    sql: str
    order: Callable[[Row], tuple[Any, ...]] | None
    """Puts the values of a row in the order of the statement; None where they are named."""
    convert: Mapping[str, Callable[[Any], Any]]
    """By column, what makes of a value what the driver takes."""

    def values(self, rows: Sequence[Row]) -> list[Any]:
        if self.convert:
            rows = [{**row, **{name: of(row[name]) for name, of in self.convert.items()}} for row in rows]
        return list(rows) if self.order is None else list(map(self.order, rows))


@lru_cache(maxsize=256)
def _putting(
    dialect: Dialect, table: Table, names: tuple[str, ...], replace: bool, least: tuple[str, ...]
) -> _Putting:
    statement: Any = (sqlite.insert if dialect.name == "sqlite" else postgresql.insert)(table)
    keys = list(table.primary_key.columns)
    new = {column.name: statement.excluded[column.name] for column in table.columns if column not in keys}
    if not replace:
        new = {n: case((new[n] < table.c[n], new[n]), else_=table.c[n]) for n in least}
    if new:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=new)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    compiled = statement.compile(dialect=dialect, column_keys=names)
    dates = (name for name in names if isinstance(table.c[name].type, Date))
    convert = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in dates}
    return _Putting(
        str(compiled),
        itemgetter(*compiled.positiontup) if compiled.positional else None,
        {name: of for name, of in convert.items() if of},
    )


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
