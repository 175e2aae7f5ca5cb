"""What is parked in a district? The latest first, a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import ColumnElement, Connection, func, select

from services.reporting.deadlines.unknown import UnknownWordError
from services.reporting.figures import changed_by
from services.reporting.known import Known
from services.reporting.lists import agency_named, latest
from services.reporting.parked.rows import ROW
from services.reporting.parked.shapes import REASONS, Parked, ParkedPage, ParkedRow, Reason
from services.reporting.parked.tables import parked
from services.reporting.timeline import opened
from shared.case_number import CaseNumberError, normalise_case_number
from shared.dispute import FIRST_USABLE, LAST_USABLE
from shared.sealing import Seal

_OF = parked.c


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; what is empty is not looked at."""

    reason: Reason | str = ""
    source: str = ""
    case: str = ""
    agency: str = ""
    id: str = ""
    position: int | None = None
    after: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """What is parked, before sealed cells are opened and addresses are known."""

    page: ParkedPage
    district: str
    subjects: Mapping[str, str]
    """By whose key the cells of a row are sealed, by the id of the row."""

    def shown(self, seals: Mapping[str, Seal], door: str) -> ParkedPage:
        """Return it with cells opened as far as there are keys; `door` is the address of intake, if it is known."""
        items = (self._shown(one, seals, door) for one in self.page.items)
        return replace(self.page, items=tuple(items))

    def _shown(self, one: Parked, seals: Mapping[str, Seal], door: str) -> Parked:
        address = f"{door}/enter/facts/{one.position}" if door and one.position else ""
        if one.row is None:
            return replace(one, address=address)
        seal = seals.get(self.subjects[one.id])
        said = {"value": one.row.value, "cells": one.row.cells}
        return replace(one, address=address, row=replace(one.row, **opened(said, seal)))


def listed(connection: Connection, known: Known, asked: Asked, position: int) -> Listed:
    """Return what is parked. Raises UnknownWordError, UnknownAgencyError, NoPlaceError."""
    if asked.reason and asked.reason not in REASONS:
        raise UnknownWordError("reason", asked.reason, REASONS)
    among = _among(connection, known, asked)
    own = [*among, _OF.reason == asked.reason] if asked.reason else among
    rows, following = latest(connection, parked, own, asked.after, asked.limit)
    found = [_answer(row) for row in rows]
    page = ParkedPage(
        position=position,
        day=known.world.day,
        items=tuple(found),
        next=following,
        counts=_counts(connection, _OF.reason, among),
        sources=_counts(connection, _OF.source, [_OF.district == known.id]),
    )
    told = zip(found, rows, strict=True)
    subjects = {one.id: str(from_json(row["says"])["subject"]) for one, row in told if one.row}
    return Listed(page, known.id, subjects)


def _among(connection: Connection, known: Known, asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions of all filters but the reason."""
    where = [_OF.district == known.id]
    if asked.source:
        where.append(_OF.source == asked.source)
    if asked.case:
        where.append(_OF.case == _written(asked.case))
    if asked.position is not None:
        where.append(_OF.position == asked.position)
    if asked.id:
        number, _, of = asked.id.partition("|")
        where += [_OF.case_number == number, _OF.of == of]
    if asked.agency:

        def there(name: str) -> bool:
            found = select(_OF.of).where(_OF.district == known.id, _concerns(name)).limit(1)
            return connection.execute(found).scalar() is not None

        where.append(_concerns(agency_named(known, asked.agency, there)))
    return where


def _concerns(name: str) -> ColumnElement[bool]:
    """Return whether it concerns an organ: a name in its quotes stands in no other name."""
    return _OF.agencies.contains(to_json(name).decode(), autoescape=True)


def _written(number: str) -> str:
    try:
        return normalise_case_number(number)
    except CaseNumberError:
        return number


def _counts(
    connection: Connection, of: ColumnElement[str], among: Collection[ColumnElement[bool]]
) -> dict[str, int]:
    query = select(of, func.count()).where(*among).group_by(of).order_by(of)
    return {str(name): int(number) for name, number in connection.execute(query).all()}


def _answer(row: Mapping[str, Any]) -> Parked:
    says = from_json(row["says"])
    told: dict[str, Any] = {
        "id": f"{row['case_number']}|{row['of']}",
        "reason": row["reason"],
        "case": row["case"],
        "source": row["source"],
        "on": row["on"],
        "position": row["position"] or None,
        "agencies": tuple(from_json(row["agencies"])),
    }
    return Parked(**told, **(_of_row(says) if row["reason"] == ROW else _of_finding(row, says)))


def _of_row(says: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be said of a row: what it would have reported concerns everything its file reports."""
    names = ("file", "row_key", "sheet", "row", "column", "value", "expected", "cells")
    type_ = "case-docketed" if says["file"] == "ledger" else "organ-registered"
    return {
        "facts": 1,
        "about": says["row_key"],
        "released_by": "",
        "missing": (),
        "article": "",
        "type": "row-parked",
        "told_on": None,
        "figures": changed_by(type_),
        "period": "",
        "row": ParkedRow(**{name: says[name] for name in names}),
    }


def _of_finding(row: Mapping[str, Any], says: Mapping[str, Any]) -> dict[str, Any]:
    told_on = date.fromisoformat(says["told_on"]) if says["told_on"] else None
    usable = told_on is not None and FIRST_USABLE <= told_on <= LAST_USABLE
    type_ = "case-docketed" if row["reason"] == "case-not-docketed" else says["type"]
    return {
        "facts": says["facts"],
        "about": says["about"],
        "released_by": says["released_by"],
        "missing": tuple(says["missing"]),
        "article": says["article"],
        "type": says["type"],
        "told_on": told_on,
        "figures": changed_by(type_) if type_ else (),
        "period": f"{told_on:%Y-%m}" if told_on and usable else "",
        "row": None,
    }
