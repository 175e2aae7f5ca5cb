"""In what do two versions of the views differ? In every sum, count and row of a list; the database compares."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, MetaData, Table

from services.reporting.rebuilding.shapes import Compared, Comparison, Difference
from services.reporting.tables import cases, metadata, sums

SHOWN = 20
"""Rows of a table, and cases, that are named."""

Columns = Sequence[str]


def compare(connection: Connection, position: int, old: str, new: str, due: int = 0) -> Comparison:
    """Compare the versions attached as `old` and `fresh`, of which both were read up to a position."""
    tables, missing = list[Compared](), list[str]()
    differing = set[str]()
    for table in _in_order(metadata):
        before, after = (_columns(connection, name, table) for name in ("old", "fresh"))
        if not before or not after:
            missing.append(table.name)
            continue
        same = [name for name in after if name in before]
        missing += (f"{table.name}.{name}" for name in sorted({*before, *after} - set(same)))
        keys = [column.name for column in table.primary_key if column.name in same]
        others = [name for name in same if name not in keys]
        tables.append(_compared(connection, table.name, keys, others))
        if tables[-1].differ and {"district", "case_number"} <= set(keys):
            differing |= _cases(connection, table.name, keys, others)
    return Comparison(
        position=position,
        old=old,
        new=new,
        equal=not missing and not any(one.differ for one in tables),
        tables=tuple(tables),
        cases=len(differing),
        first_cases=tuple(sorted(differing)[:SHOWN]),
        due=due,
        columns=tuple(missing),
    )


def _in_order(of: MetaData) -> list[Table]:
    """Return the tables: what people read first comes first."""
    first = (sums, cases)
    return [*first, *(table for table in of.sorted_tables if table not in first)]


def _columns(connection: Connection, version: str, table: Table) -> Columns:
    rows = connection.exec_driver_sql(f'PRAGMA {version}.table_info("{table.name}")')
    return [row[1] for row in rows]


def _compared(connection: Connection, table: str, keys: Columns, others: Columns) -> Compared:
    old, new = (
        connection.exec_driver_sql(f'SELECT count(*) FROM {version}."{table}"').scalar_one()
        for version in ("old", "fresh")
    )
    differ = connection.exec_driver_sql(f"SELECT count(*) FROM ({_different(table, keys, others)})")
    order = ", ".join(str(place + 1) for place in range(len(keys)))
    first = connection.exec_driver_sql(f"{_different(table, keys, others)} ORDER BY {order} LIMIT {SHOWN}")
    return Compared(
        table=table,
        old=old,
        new=new,
        differ=differ.scalar_one(),
        first=tuple(_difference(row, keys, others) for row in first.all()),
    )


def _different(table: str, keys: Columns, others: Columns) -> str:
    """Return the query for the rows that differ: their key, whether each version has it, and the values of both."""
    on = " AND ".join(f'a."{name}" = b."{name}"' for name in keys)
    differs = " OR ".join(f'a."{name}" IS NOT b."{name}"' for name in others) or "0"
    first = f'"{keys[0]}"'
    values = [f'{side}."{name}" AS {side}_{place}' for side in "ab" for place, name in enumerate(others)]
    nothing = [f"NULL AS {side}_{place}" for side in "ab" for place in range(len(others))]
    said = ", ".join(["", *values])
    only_new = ", ".join(["", *nothing[: len(others)], *values[len(others) :]])
    return (
        f"SELECT {_list(keys, 'a')}, 1 AS in_old, b.{first} IS NOT NULL AS in_new{said} "
        f'FROM old."{table}" a LEFT JOIN fresh."{table}" b ON {on} WHERE b.{first} IS NULL OR {differs} '
        f"UNION ALL SELECT {_list(keys, 'b')}, 0, 1{only_new} "
        f'FROM fresh."{table}" b LEFT JOIN old."{table}" a ON {on} WHERE a.{first} IS NULL'
    )


def _difference(row: Any, keys: Columns, others: Columns) -> Difference:
    in_old, in_new = row[len(keys)], row[len(keys) + 1]
    rest = row[len(keys) + 2 :]
    before, after = rest[: len(others)], rest[len(others) :]
    changed = [
        place for place in range(len(others)) if not (in_old and in_new) or before[place] != after[place]
    ]
    return Difference(
        key=dict(zip(keys, row, strict=False)),
        old={others[place]: before[place] for place in changed} if in_old else None,
        new={others[place]: after[place] for place in changed} if in_new else None,
    )


def _cases(connection: Connection, table: str, keys: Columns, others: Columns) -> set[str]:
    query = f"SELECT DISTINCT district, case_number FROM ({_different(table, keys, others)})"
    return {f"{district}|{number}" for district, number in connection.exec_driver_sql(query)}


def _list(names: Columns, side: str = "") -> str:
    of = f"{side}." if side else ""
    return ", ".join(f'{of}"{name}"' for name in names)
