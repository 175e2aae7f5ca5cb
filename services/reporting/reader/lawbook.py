"""What does the law of a district say, and which cases did each entry decide?"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, func, select

from services.reporting.answers import Cases, LawEntries, LawEntryRow
from services.reporting.known import Known
from services.reporting.reader.listing import paged
from services.reporting.rows import case_row
from services.reporting.tables import cases, marks
from services.reporting.unknown import UnknownMarkError, UnknownPackError
from shared.law.model import Law, LawEntry

SAID_APART = frozenset({"article", "status", "note", "summary"})
"""What an entry says of itself in fields of its own."""


def law_of(known: Known, pack: str) -> Law | None:
    """Return the law of a district with this pack, or without one named the law in force.

    Raises UnknownPackError.
    """
    if not pack:
        return known.world.law
    found = next((law for law in known.world.laws if law.pack.pack == pack), None)
    if found is None:
        raise UnknownPackError(pack, (law.pack.pack for law in known.world.laws))
    return found


def entries(connection: Connection, known: Known, pack: str, position: int) -> LawEntries:
    """Return everything the law of a district says, with the number of cases each entry decided.

    Raises UnknownPackError.
    """
    law = law_of(known, pack)
    decided = counts(connection, known.id)
    return LawEntries(
        position=position,
        pack=law.pack.pack if law else "",
        version=law.version if law else "",
        items=tuple(entry_row(entry, law, decided.get(entry.mark, 0)) for entry in law.entries())
        if law
        else (),
    )


def counts(connection: Connection, district: str) -> Mapping[str, int]:
    """Return how many cases each mark has."""
    query = select(marks.c.mark, func.count()).where(marks.c.district == district).group_by(marks.c.mark)
    return {mark: int(number) for mark, number in connection.execute(query).all()}


def decided(
    connection: Connection,
    known: Known,
    mark: str,
    after: str,
    limit: int,
    position: int,
    among: ColumnElement[bool] | None = None,
) -> Cases:
    """Return the cases an entry decided, by number, those after `after`; `among` are those that may be shown.

    Raises UnknownMarkError.
    """
    if not any(entry.mark == mark for law in known.world.laws for entry in law.entries()):
        raise UnknownMarkError(mark, known.id)
    query = _marked(known.id, mark)
    rows, following = paged(connection, query if among is None else query.where(among), after, limit)
    return Cases(position=position, items=tuple(map(case_row, rows)), next=following)


def _marked(district: str, mark: str) -> Any:
    return (
        select(cases)
        .join(marks, (marks.c.district == cases.c.district) & (marks.c.case_number == cases.c.case_number))
        .where(marks.c.district == district, marks.c.mark == mark)
    )


def entry_row(entry: LawEntry, law: Law, number: int) -> LawEntryRow:
    """Return an entry as it is answered, with the number of cases it decided."""
    return LawEntryRow(
        mark=entry.mark,
        section=entry.section,
        id=entry.id,
        article=entry.article,
        summary={"zh": entry.summary.zh, "en": entry.summary.en} if entry.summary else None,
        status=entry.status,
        note=entry.note,
        pack=entry.pack,
        value=_value(entry, law),
        cases=number,
    )


def _value(entry: LawEntry, law: Law) -> Any:
    """Return what an entry says beside what has a field of its own: its conditions, periods, parts or value."""
    if entry.section == "lost":
        return {"counted": entry.id in law.lost.codes or law.lost.flags.get(entry.id) is True}  # type: ignore[call-overload]
    if not isinstance(entry.entry, BaseModel):
        return entry.entry
    return entry.entry.model_dump(mode="json", exclude_defaults=True, exclude=set(SAID_APART))
