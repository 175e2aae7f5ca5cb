"""How is a plain list of a district kept by its difference, and read a page at a time, the latest first?

The key of such a table stands first among its columns and begins with district and case number; `on` and `year` say
when it was.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Table, func, literal, select, tuple_

from services.reporting.known import Known
from services.reporting.unknown import UnknownAgencyError
from services.reporting.writing import Build, Statement, each, kept, putting, removing
from shared.problems import Problem

Row = tuple[Any, ...]


class NoPlaceError(Problem):
    """A text names no place in a list."""

    def __init__(self, after: str) -> None:
        super().__init__(
            422,
            "No place in the list",
            f"{after!r} is no place in this list",
            errors=[
                {"parameter": "after", "detail": f"found {after!r}", "expected": "`next` of the page before"}
            ],
        )


def keep(connection: Connection, table: Table, keys: Collection[str], rows: Iterable[Row]) -> None:
    """Let the rows of these cases (`district|number`) be these and no others; write the difference only."""
    new, old = set(map(tuple, rows)), set(map(tuple, kept(connection, table, keys)))
    of = len(table.primary_key.columns)
    still = {row[:of] for row in new}
    each(connection, _removing(table), sorted(row[:of] for row in old if row[:of] not in still))
    each(connection, _putting(table), sorted(new - old))


@cache
def _putting(table: Table) -> Build:
    def build(dialect: Dialect) -> Statement:
        return putting(dialect, table)

    return build


@cache
def _removing(table: Table) -> Build:
    def build(_dialect: Dialect) -> Statement:
        return removing(table)

    return build


def latest(
    connection: Connection, table: Table, where: Collection[ColumnElement[bool]], after: str, limit: int
) -> tuple[list[Mapping[str, Any]], str]:
    """Return the rows of a page, the latest first, and what to pass as `after` for more. Raises NoPlaceError."""
    order = [table.c.on, *(column for column in table.primary_key if column.name != "district")]
    query = select(table).where(*where)
    if after:
        query = query.where(tuple_(*order) < tuple_(*_place(after, order)))
    query = query.order_by(*(column.desc() for column in order)).limit(limit + 1)
    rows: list[Mapping[str, Any]] = [dict(row) for row in connection.execute(query).mappings()]
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    return rows[:limit], "|".join(str(last[column.name]) for column in order)


def _place(after: str, order: Sequence[ColumnElement[Any]]) -> Iterator[ColumnElement[Any]]:
    on, *names = after.split("|", len(order) - 1)
    try:
        values = (date.fromisoformat(on), *names)
    except ValueError as error:
        raise NoPlaceError(after) from error
    if len(values) != len(order):
        raise NoPlaceError(after)
    return (literal(value, column.type) for value, column in zip(values, order, strict=True))


def by_year(connection: Connection, table: Table, district: str) -> dict[int, int]:
    """Return how many rows each year has, the latest year first."""
    query = select(table.c.year, func.count()).where(table.c.district == district).group_by(table.c.year)
    return {int(year): int(number) for year, number in sorted(connection.execute(query).all(), reverse=True)}


def agency_named(known: Known, agency: str, there: Callable[[str], bool]) -> str:
    """Return the full name of an agency of the register, or one that is there. Raises UnknownAgencyError."""
    name = known.world.organs.full_name(agency)
    if not (known.world.organs.find(agency) or there(name)):
        raise UnknownAgencyError(agency, known.id)
    return name
