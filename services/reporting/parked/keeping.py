"""How is kept what is parked of the disputes that were judged? Only the difference is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from services.reporting.feeds.counting import SHANGHAI
from services.reporting.lists import keep as keep_list
from services.reporting.parked.rows import Entry, FactRow, Row, entries, row
from services.reporting.parked.tables import parked, parked_facts
from shared.dispute import Dispute
from shared.envelope import fact_key, read
from shared.log.database import parts
from shared.log.filing import number_of
from shared.log.tables import NOTES
from shared.world import World


class Place(NamedTuple):
    """Where and when something was recorded."""

    position: int
    on: date
    """In Asia/Shanghai."""


def keep_parked(
    connection: Connection, keys: Collection[str], disputes: Iterable[Dispute], world: World
) -> None:
    """Let what is parked of these cases (`district|number`) be what was found and nothing else."""
    found = [entry for dispute in disputes for entry in entries(dispute, world)]
    named = {entry.key for entry in found if entry.key}
    named |= {fact_key(report.source, report.id) for entry in found for report in entry.facts}
    places = _places(connection, sorted(named))
    findings = _recorded(connection, [entry.told_at for entry in found if entry.key not in places])
    rows = [_row(entry, places, findings) for entry in found]
    keep_list(connection, parked, keys, rows)
    keep_list(connection, parked_facts, keys, _fact_rows(found, places))


def _row(entry: Entry, places: Mapping[str, Place], findings: Mapping[int, date]) -> Row:
    """Return the row of an entry; a fact that only a revision tells of has no place of its own."""
    place = places.get(entry.key)
    if place:
        return row(entry, place.position, place.on)
    return row(entry, 0, findings.get(entry.told_at, date.min))


def _fact_rows(found: Iterable[Entry], places: Mapping[str, Place]) -> set[FactRow]:
    rows = set[FactRow]()
    for entry in found:
        keys = {fact_key(report.source, report.id) for report in entry.facts} | {entry.key}
        for key in keys & places.keys():
            source = key.partition(" ")[0]
            rows.add(FactRow(entry.case.district, entry.case.number, key, source, places[key].on))
    return rows


def _places(connection: Connection, facts: Sequence[str]) -> dict[str, Place]:
    """Return where facts (source and id) stand on the log, as far as they have arrived."""
    numbers = [number_of(fact) for fact in facts]
    found: dict[str, Place] = {}
    for part in parts(numbers):
        rows = select(NOTES.c.body).where(NOTES.c.fact.in_(part)).order_by(NOTES.c.position.desc())
        for body in connection.execute(rows).scalars():
            record = read(bytes(body))
            found[record.fact_key] = Place(record.position, record.recorded_at.astimezone(SHANGHAI).date())
    return found


def _recorded(connection: Connection, positions: Sequence[int]) -> dict[int, date]:
    found: dict[int, date] = {}
    for part in parts(sorted(set(positions))):
        for body in connection.execute(select(NOTES.c.body).where(NOTES.c.position.in_(part))).scalars():
            record = read(bytes(body))
            found[record.position] = record.recorded_at.astimezone(SHANGHAI).date()
    return found
