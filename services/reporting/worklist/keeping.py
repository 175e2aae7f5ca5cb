"""Which rows of the worklist change when cases are judged anew? Only the difference is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect

from services.reporting.rows import DISTRICT
from services.reporting.tables import waiting
from services.reporting.worklist.kinds import Kind, OpenItem, items_of
from services.reporting.writing import Statement, each, inserting, removing
from shared.organs import Organs

NO_DAY = date(9999, 12, 31)
"""Stands for the day by which something must be settled where there is none: such items come last."""

UNKNOWN: Mapping[str, tuple[str, ...]] = {"government_office_or_bureau": ("government_office", "bureau")}
"""Under which words something stands whose role no organ of the register fills; of others under the role itself."""

ORGANS: Mapping[str, Any] = {"bureau": "bureau", "government_office": "office"}
"""The words by which the two organs may be asked for that every district has one of, with their kind of organ."""


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    agency: str
    kind: Kind
    due_on: date
    case_number: str
    place: int


def rows_of(case: Mapping[str, Any] | None) -> set[Row]:
    """Return what is kept of a case (its row in the table): one row for the district, one for each who acts."""
    if case is None or case["open"] == "[]":
        return set()
    return {
        Row(case["district"], agency, item.kind, item.by or NO_DAY, case["case_number"], place)
        for place, item in enumerate(items_of(case["open"]))
        for agency in (DISTRICT, *_acting(item))
    }


def named(who: str, organs: Organs) -> str:
    """Return under which name rows stand for whoever is asked for: a word for a role, a full name, or an alias."""
    kind = ORGANS.get(who)
    organ = organs.the(kind) if kind else organs.find(who)
    return organ.name if organ else who


def move(connection: Connection, gone: set[Row], new: set[Row]) -> None:
    """Take rows away and write others; what is in both stays."""
    each(connection, _removing, sorted(gone - new))
    each(connection, _inserting, sorted(new - gone))


def _acting(item: OpenItem) -> tuple[str, ...]:
    return item.agencies or UNKNOWN.get(item.who, (item.who,))


def _inserting(dialect: Dialect) -> Statement:
    return inserting(dialect, waiting).on_conflict_do_nothing()


def _removing(_dialect: Dialect) -> Statement:
    return removing(waiting)
