"""How are many rows of the views written, changed and taken away fast?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Compiled,
    Connection,
    Delete,
    Dialect,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from shared.log.database import parts

MOST = 500
"""Rows that psycopg gets at once: its pipeline hangs when it is given much more than half a megabyte."""

Statement = Delete | PostgresInsert | SqliteInsert
Build = Callable[[Dialect], Statement]


def each(connection: Connection, build: Build, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute a statement once a row, whose values stand in the order of the statement's parameters.

    Goes to the driver with plain tuples: there are some fifty sums a case, and half the time would go into
    naming their values.
    """
    if not rows:
        return
    compiled = _compiled(build, connection.dialect)
    rows = _readable(rows, connection.dialect)
    if compiled.dialect.positional:
        connection.exec_driver_sql(str(compiled), list(rows))
        return
    named = [dict(zip(compiled.params, row, strict=True)) for row in rows]
    for start in range(0, len(named), MOST):
        connection.exec_driver_sql(str(compiled), named[start : start + MOST])


def adding(dialect: Dialect, table: Table) -> PostgresInsert | SqliteInsert:
    """Return the statement that adds to the numbers of a row, which begins with them where it is not there."""
    insert = inserting(dialect, table)
    keys = list(table.primary_key)
    added = {column.name: column + insert.excluded[column.name] for column in table.c if column not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=added)


def putting(dialect: Dialect, table: Table) -> PostgresInsert | SqliteInsert:
    """Return the statement that inserts a row, or replaces what the row of its key says."""
    insert = inserting(dialect, table)
    keys = list(table.primary_key)
    said = {column.name: insert.excluded[column.name] for column in table.c if column not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=said)


def inserting(dialect: Dialect, table: Table) -> PostgresInsert | SqliteInsert:
    """Return the statement that inserts a row."""
    return postgres_insert(table) if dialect.name == "postgresql" else sqlite_insert(table)


def removing(table: Table) -> Delete:
    """Return the statement that takes away the row of a key."""
    same = (column == bindparam(f"of_{column.name}") for column in table.primary_key)
    return delete(table).where(and_(*same))


def kept(connection: Connection, table: Table, keys: Collection[str]) -> Iterator[Row[Any]]:
    """Return the rows that a table has of these cases (`district|number`), by district and case number."""
    numbers: dict[str, list[str]] = {}
    for key in sorted(keys):
        district, _, number = key.partition("|")
        numbers.setdefault(district, []).append(number)
    for district, of in numbers.items():
        for part in parts(of):
            yield from connection.execute(_of_cases(table), {"of": district, "numbers": part}).all()


@cache
def _of_cases(table: Table) -> Select[Any]:
    """Return the statement that finds rows; every transaction asks it of each table, so it is built once."""
    numbers: BindParameter[Any] = bindparam("numbers", expanding=True)
    return select(table).where(table.c.district == bindparam("of"), table.c.case_number.in_(numbers))


@lru_cache(maxsize=64)
def _compiled(build: Build, dialect: Dialect) -> Compiled:
    return build(dialect).compile(dialect=dialect)


def _readable(rows: Sequence[tuple[Any, ...]], dialect: Dialect) -> Sequence[tuple[Any, ...]]:
    """Return rows as the driver takes them: SQLite has no days, only texts."""
    if dialect.name != "sqlite" or not any(isinstance(value, date) for value in rows[0]):
        return rows
    return [tuple([str(value) if value.__class__ is date else value for value in row]) for row in rows]
