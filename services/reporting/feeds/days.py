"""What came from a source on a day, and is it what its manifest says?"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from services.reporting.feeds.counting import CORRECTED, RETRACTED
from services.reporting.feeds.registered import manifests
from services.reporting.feeds.shapes import FeedDay
from services.reporting.feeds.standing import expected
from services.reporting.feeds.tables import feed_counts
from services.reporting.parked.tables import parked_facts
from shared.calendar import Calendar
from shared.events.catalogue import name_of
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import RowParked

UNNAMED = frozenset(map(name_of, (FeedRegistered, ManifestReported, RowParked)))
"""What says something of the feed itself; it is no surplus where a manifest does not name it."""


@dataclass(slots=True)
class Within:
    """What came from a source on one day."""

    by_type: Counter[str] = field(default_factory=Counter)
    by_lag: Counter[int] = field(default_factory=Counter)
    parked: int = 0
    manifest: dict[str, int] | None = None

    @property
    def received(self) -> int:
        """Return how many events came."""
        return self.by_type.total()

    @property
    def corrected(self) -> int:
        """Return how many of them correct a fact."""
        return self.by_type[CORRECTED]

    @property
    def retracted(self) -> int:
        """Return how many of them take a fact back."""
        return self.by_type[RETRACTED]

    def late(self, late_after: int | None) -> int | None:
        """Return how many came more than so many days after the day they tell of."""
        if late_after is None:
            return None
        return sum(number for lag, number in self.by_lag.items() if lag > late_after)

    def differences(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return what the manifest names and did not come, and what came and it does not name, by type."""
        if self.manifest is None:
            return {}, {}
        said = Counter(self.manifest)
        less, more = said - self.by_type, self.by_type - said
        told = {name: number for name, number in more.items() if name not in UNNAMED or said[name]}
        return dict(sorted(less.items())), dict(sorted(told.items()))


def within(
    connection: Connection, district: str, feeds: Collection[str], since: date, until: date
) -> dict[str, dict[date, Within]]:
    """Return what came from some sources on each day between two, both included."""
    found: dict[str, dict[date, Within]] = {}

    def of(feed: str, day: date) -> Within:
        return found.setdefault(feed, {}).setdefault(day, Within())

    counts = feed_counts.c
    here = (counts.district == district, counts.feed.in_(feeds), counts.day.between(since, until))
    columns = (counts.feed, counts.day, counts.type, counts.lag, counts.number)
    for feed, day, type_, lag, number in connection.execute(select(*columns).where(*here)).all():
        of(feed, day).by_type[type_] += number
        of(feed, day).by_lag[lag] += number
    facts = parked_facts.c
    those = (facts.district == district, facts.source.in_(feeds), facts.on.between(since, until))
    query = select(facts.source, facts.on, func.count(facts.fact.distinct())).where(*those)
    for feed, day, number in connection.execute(query.group_by(facts.source, facts.on)).all():
        of(feed, day).parked = number
    for (feed, day), fact in manifests(connection, district, feeds, since, until).items():
        of(feed, day).manifest = dict(sorted(fact.counts.items()))
    return found


def day_of(
    feed: str, day: date, registered: FeedRegistered | None, came: Within | None, calendar: Calendar
) -> FeedDay | None:
    """Return what is to be said of a day of a source; None where nothing was expected and nothing came."""
    awaited = expected(registered, day, calendar)
    if came is None and not awaited:
        return None
    came = came or Within()
    less, more = came.differences()
    return FeedDay(
        feed=feed,
        day=day,
        expected=awaited,
        received=came.received,
        by_type=dict(sorted(came.by_type.items())),
        corrected=came.corrected,
        retracted=came.retracted,
        late=came.late(registered.late_after if registered else None),
        parked=came.parked,
        manifest=came.manifest,
        missing=less,
        surplus=more,
    )
