"""What came from the sources of a district, and how do they stand today?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import Connection, func, select

from services.reporting.deadlines.unknown import UnknownWordError
from services.reporting.feeds.days import Within, day_of, within
from services.reporting.feeds.registered import registrations
from services.reporting.feeds.shapes import FeedDay, FeedDays, FeedRow, Feeds
from services.reporting.feeds.standing import MISSING, STATES, Standing, State, days, standing
from services.reporting.feeds.tables import feed_days, feed_reports
from services.reporting.feeds.unknown import NoDaysError, TooManyDaysError, UnknownFeedError
from services.reporting.known import Known
from services.reporting.lists import NoPlaceError
from services.reporting.parked.tables import parked_facts
from shared.events.catalogue import name_of
from shared.events.feeds import FeedRegistered, ManifestReported

WEEK, MONTH = timedelta(days=6), timedelta(days=29)
"""What lies before the current day in 7 and in 30 days."""

LONGEST = 400
"""Days that may be asked for at once."""

ORDER: tuple[State, ...] = ("silent", "never", "regular", "awaited", "unregistered", "ended")
"""What should be seen to comes first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sources are asked for; what is empty is not looked at."""

    state: State | str = ""
    feed: str = ""
    after: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AskedDays:
    """Which days are asked for, both included; without them 30 days up to the current one."""

    feed: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""
    limit: int = 100


def listed(connection: Connection, known: Known, asked: Asked, position: int) -> Feeds:
    """Return the sources of a district. Raises UnknownWordError, UnknownFeedError, NoPlaceError."""
    if asked.state and asked.state not in STATES:
        raise UnknownWordError("state", asked.state, STATES)
    today = known.world.day
    told = registrations(connection, known.id)
    heard = _heard(connection, known.id)
    stand = {
        feed: standing(told.get(feed), heard.get(feed), today, known.world.calendar)
        for feed in (*told, *heard)
    }
    if asked.feed and asked.feed not in stand:
        raise UnknownFeedError(asked.feed, known.id, sorted(stand))
    order = sorted(stand, key=lambda feed: (ORDER.index(stand[feed].state), feed))
    chosen = [feed for feed in order if asked.state in ("", stand[feed].state) and asked.feed in ("", feed)]
    chosen, following = _paged(chosen, asked)
    came = within(connection, known.id, chosen, today - MONTH, today) if chosen else {}
    parked = _parked(connection, known.id)
    items = (
        _row(feed, told.get(feed), stand[feed], heard.get(feed), came.get(feed, {}), today, parked)
        for feed in chosen
    )
    counts = dict.fromkeys(STATES, 0)
    for one in stand.values():
        counts[one.state] += 1
    return Feeds(position=position, day=today, counts=counts, items=tuple(items), next=following)


def listed_days(connection: Connection, known: Known, asked: AskedDays, position: int) -> FeedDays:
    """Return what came on which day. Raises UnknownFeedError, TooManyDaysError, NoPlaceError."""
    until = asked.until or known.world.day
    since = asked.since or until - MONTH
    if not 0 <= (until - since).days < LONGEST:
        raise TooManyDaysError(since, until, LONGEST) if until >= since else NoDaysError(since, until)
    told = registrations(connection, known.id)
    feeds = sorted({*told, *_heard(connection, known.id)})
    if asked.feed:
        if asked.feed not in feeds:
            raise UnknownFeedError(asked.feed, known.id, feeds)
        feeds = [asked.feed]
    rows = _days(connection, known, feeds, told, since, until, asked.after)
    items = list(islice(rows, asked.limit + 1))
    following = f"{items[-2].day}|{items[-2].feed}" if len(items) > asked.limit else ""
    return FeedDays(position=position, day=known.world.day, items=tuple(items[: asked.limit]), next=following)


def missing(connection: Connection, known: Known) -> Iterator[tuple[FeedRegistered, date]]:
    """Yield the sources from which something is missing today, and since when."""
    told = registrations(connection, known.id)
    if not told:
        return
    heard = _heard(connection, known.id, tuple(told))
    for feed, registered in sorted(told.items()):
        state, since = standing(registered, heard.get(feed), known.world.day, known.world.calendar)
        if state in MISSING and since:
            yield registered, since


def _days(
    connection: Connection,
    known: Known,
    feeds: Collection[str],
    told: Mapping[str, FeedRegistered],
    since: date,
    until: date,
    after: str,
) -> Iterator[FeedDay]:
    if after:
        try:
            until = min(date.fromisoformat(after.partition("|")[0]), until)
        except ValueError as error:
            raise NoPlaceError(after) from error
    came = within(connection, known.id, feeds, since, until)
    for day in reversed(list(days(since, until))):
        for feed in feeds:
            if after and day == until and f"{day}|{feed}" <= after:
                continue
            row = day_of(feed, day, told.get(feed), came.get(feed, {}).get(day), known.world.calendar)
            if row:
                yield row


def _heard(connection: Connection, district: str, feeds: Collection[str] = ()) -> dict[str, date]:
    """Return the last day on which anything came from each source, or a manifest about it.

    A source of many that is asked for by name is found by its last row; all are read only where all are listed.
    """
    manifest = name_of(ManifestReported)
    of, reports = feed_days.c, feed_reports.c
    came = select(of.feed, func.max(of.day)).where(of.district == district).group_by(of.feed)
    said = (
        select(reports.feed, func.max(reports.recorded_on))
        .where(reports.district == district, reports.type == manifest)
        .group_by(reports.feed)
    )
    if feeds:
        came, said = came.where(of.feed.in_(feeds)), said.where(reports.feed.in_(feeds))
    heard: dict[str, date] = {}
    for feed, day in (*connection.execute(came).all(), *connection.execute(said).all()):
        heard[feed] = max(heard.get(feed, day), day)
    return heard


def _parked(connection: Connection, district: str) -> dict[str, int]:
    of = parked_facts.c
    number = func.count(of.fact.distinct())
    query = select(of.source, number).where(of.district == district).group_by(of.source)
    return {feed: int(found) for feed, found in connection.execute(query).all()}


def _paged(feeds: list[str], asked: Asked) -> tuple[list[str], str]:
    if asked.after:
        if asked.after not in feeds:
            raise NoPlaceError(asked.after)
        feeds = feeds[feeds.index(asked.after) + 1 :]
    return feeds[: asked.limit], feeds[asked.limit - 1] if len(feeds) > asked.limit else ""


def _row(
    feed: str,
    registered: FeedRegistered | None,
    stands: Standing,
    heard_on: date | None,
    came: Mapping[date, Within],
    today: date,
    parked: Mapping[str, int],
) -> FeedRow:
    differences = [one.differences() for one in came.values()]
    late_after = registered.late_after if registered else None
    return FeedRow(
        feed=feed,
        title=registered.title if registered else "",
        state=stands.state,
        since=stands.since,
        heard_on=heard_on,
        received_today=came[today].received if today in came else 0,
        received_week=sum(one.received for day, one in came.items() if day >= today - WEEK),
        received_month=sum(one.received for one in came.values()),
        corrected_month=sum(one.corrected for one in came.values()),
        retracted_month=sum(one.retracted for one in came.values()),
        late_month=_sum(one.late(late_after) for one in came.values()) if late_after else None,
        parked=parked.get(feed, 0),
        differing_days=sum(any(one) for one in differences),
        missing=sum(sum(less.values()) for less, _ in differences),
        surplus=sum(sum(more.values()) for _, more in differences),
        registered=registered is not None,
        from_on=registered.from_on if registered else None,
        until_on=registered.until_on if registered else None,
        every=registered.every if registered else None,
        late_after=late_after,
        reports=registered.reports if registered else (),
    )


def _sum(numbers: Iterable[int | None]) -> int:
    return sum(number or 0 for number in numbers)
