"""How is it kept what came from each source, exactly once and whatever came first?

Every recorded fact passes here once, in the transaction that saves how far the log was read (`shared/log/beside.py`):
what was counted and what was read change together or not at all, so neither a crash nor reading anew counts twice.
Counts only add up, in any order. Registrations, manifests and parked rows are few: of each that is touched all that
is noted of it is read again, so that only what it says after its revisions is kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Dialect, delete, select

from services.reporting.feeds.counting import CORRECTED, RETRACTED, SHANGHAI, counted
from services.reporting.feeds.tables import TABLES, feed_counts, feed_days, feed_reports, feed_told
from services.reporting.parked.rows import UNREADABLE, parked_row
from services.reporting.parked.tables import parked, parked_facts
from services.reporting.writing import Statement, adding, each, inserting
from shared.codec import encode, name_in
from shared.dispute import Report, effective
from shared.envelope import NO_DISTRICT, Recorded, fact_key, read
from shared.events.catalogue import name_of
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import RowParked
from shared.log.beside import Told
from shared.log.database import parts, put
from shared.log.tables import NOTES

KEPT = {name_of(cls): cls for cls in (FeedRegistered, ManifestReported, RowParked)}
"""The facts of which it is kept what they say."""

_SAYING = frozenset({*KEPT, CORRECTED, RETRACTED})


class Tally:
    """Keeps of every fact what is to be said of its source."""

    version = "1"

    def forget(self, connection: Connection) -> None:
        """Make the tables anew, and let go of the parked rows among what is parked."""
        for table in TABLES:
            table.drop(connection, checkfirst=True)
            table.create(connection)
        for table in (parked, parked_facts):
            connection.execute(delete(table).where(table.c.case_number.startswith(UNREADABLE)))

    def take(self, connection: Connection, facts: Sequence[Told]) -> None:
        """Count facts that have just been noted, and keep what is said of feeds and parked rows."""
        numbers: Counter[tuple[Any, ...]] = Counter()
        told: dict[int, str] = {}
        for position, envelope in facts:
            if envelope["district"] == NO_DISTRICT:
                continue
            one = counted(envelope)
            numbers[one] += 1
            if one.type in _SAYING and (kept := _kept(one.type, envelope)):
                told[position] = kept
        days: dict[tuple[Any, ...], list[int]] = {}
        for of, number in numbers.items():
            sums = days.setdefault(of[:3], [0, 0, 0])
            for place, adds in enumerate((True, of[3] == CORRECTED, of[3] == RETRACTED)):
                sums[place] += number * adds
        each(connection, _counting, [(*one, number) for one, number in sorted(numbers.items())])
        each(connection, _summing, [(*of, *sums) for of, sums in sorted(days.items())])
        if told:
            put(connection, feed_told, [{"fact": fact, "position": at} for at, fact in told.items()])
            _say(connection, sorted(set(told.values())))


def _kept(name: str, envelope: Mapping[str, Any]) -> str:
    """Return the source and id of the fact that is said or revised, if it is one of those kept; else nothing."""
    data = envelope["data"]
    if name in (CORRECTED, RETRACTED):
        if name_in(data.get("type", "")) not in KEPT:
            return ""
        return fact_key(data.get("target_source", ""), data.get("target_id", ""))
    return fact_key(envelope["source"], envelope["id"]) if name in KEPT else ""


def _say(connection: Connection, facts: Sequence[str]) -> None:
    """Let what is kept of these facts be what they say now."""
    said: dict[str, list[Recorded]] = {}
    for part in parts(facts):
        rows = select(feed_told.c.fact, NOTES.c.body).join(NOTES, NOTES.c.position == feed_told.c.position)
        for fact, body in connection.execute(rows.where(feed_told.c.fact.in_(part))).all():
            said.setdefault(fact, []).append(read(bytes(body)))
        connection.execute(delete(feed_reports).where(feed_reports.c.fact.in_(part)))
    rows_gone, reports, rows_parked, facts_parked = list[str](), list[Any](), list[Any](), list[Any]()
    for fact, records in sorted(said.items()):
        first = min(records, key=lambda one: (one.fact_key != fact, one.recorded_at, one.position))
        rows_gone += [fact] if any(_of_row(one) for one in records) else []
        for report in effective(records)[0]:
            if isinstance(report.fact, RowParked):
                row, own = parked_row(report, first)
                rows_parked.append(row)
                facts_parked.append(own)
            else:
                reports.append(_row(report, first))
    for part in parts([UNREADABLE + fact for fact in rows_gone]):
        for table in (parked, parked_facts):
            connection.execute(delete(table).where(table.c.case_number.in_(part)))
    each(connection, _reporting, reports)
    each(connection, _parking, rows_parked)
    each(connection, _parking_facts, facts_parked)


def _of_row(record: Recorded) -> bool:
    name = name_in(getattr(record.event, "type", record.type))
    return name == name_of(RowParked)


def _row(report: Report, first: Recorded) -> tuple[Any, ...]:
    fact = report.fact
    assert isinstance(fact, FeedRegistered | ManifestReported), "parked rows are kept elsewhere"
    day: date = fact.from_on if isinstance(fact, FeedRegistered) else fact.day
    recorded_on = first.recorded_at.astimezone(SHANGHAI).date()
    says = to_json(encode(fact)).decode()
    key = fact_key(report.source, report.id)
    kind = name_of(type(fact))
    return (report.district, kind, fact.feed, day, key, recorded_on, first.position, says)


def _counting(dialect: Dialect) -> Statement:
    return adding(dialect, feed_counts)


def _summing(dialect: Dialect) -> Statement:
    return adding(dialect, feed_days)


def _reporting(dialect: Dialect) -> Statement:
    return inserting(dialect, feed_reports)


def _parking(dialect: Dialect) -> Statement:
    return inserting(dialect, parked)


def _parking_facts(dialect: Dialect) -> Statement:
    return inserting(dialect, parked_facts)
