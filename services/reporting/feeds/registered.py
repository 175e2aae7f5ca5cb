"""What do registrations and manifests say that count?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, select

from services.reporting.feeds.tables import feed_reports
from shared.codec import decode, type_of
from shared.dispute import Report, counting
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.events.feeds import FeedRegistered, ManifestReported

_OF = feed_reports.c


def registrations(connection: Connection, district: str) -> Mapping[str, FeedRegistered]:
    """Return the registration of each source of a district that counts, by source."""
    rows = select(feed_reports).where(_OF.district == district, _OF.type == name_of(FeedRegistered))
    found = _counting(connection.execute(rows).mappings(), FeedRegistered)
    return {fact.feed: fact for fact in found if isinstance(fact, FeedRegistered)}


def manifests(
    connection: Connection, district: str, feeds: Collection[str], since: date, until: date
) -> Mapping[tuple[str, date], ManifestReported]:
    """Return the manifests that count of some sources and days, both included, by source and day."""
    rows = select(feed_reports).where(
        _OF.district == district,
        _OF.type == name_of(ManifestReported),
        _OF.feed.in_(feeds),
        _OF.day.between(since, until),
    )
    found = _counting(connection.execute(rows).mappings(), ManifestReported)
    return {(fact.feed, fact.day): fact for fact in found if isinstance(fact, ManifestReported)}


def _counting(rows: Iterable[Mapping[Any, Any]], kind: type[Fact]) -> Iterable[Fact]:
    """Return what those say that count in their slot: as everywhere, whatever came first."""
    chosen = counting(filter(None, (_report(row, kind) for row in rows)))
    return [report.fact for report in chosen.get("", {}).get(kind, {}).values()]


def _report(row: Mapping[Any, Any], kind: type[Fact]) -> Report | None:
    fact = decode(type_of(kind), from_json(row["says"]))
    if not isinstance(fact, Fact):
        return None
    source, _, id_ = row["fact"].partition(" ")
    return Report(fact, source, id_, "", row["district"])
