"""What do the pages of sources show: how each stands, what came from it day by day, and is it all?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.reporting.answers import District
from services.reporting.feeds.listing import Asked, AskedDays, listed, listed_days
from services.reporting.feeds.shapes import FeedDay, FeedDays, FeedRow, Feeds
from services.reporting.feeds.standing import STATES, State, days
from services.reporting.figures import Figure
from services.reporting.pages.source import Source

PAGE = 50
STRIP = 30
"""Days in the strip of the list."""
LONG = 60
"""Days in the strip of a source's own page, and in its table."""

Mark = Literal["came", "differs", "late", "missed", "open", "rest"]
"""A day of a source: something came; it differs from the manifest; some of it was late; nothing came though it was
expected; it was expected and the day has not ended; nothing had to come."""

MARKS: tuple[Mark, ...] = ("came", "late", "differs", "missed", "rest")
"""Those the key under a strip explains."""

ALWAYS: tuple[State, ...] = ("silent", "never", "regular", "unregistered")
"""States that are shown also where nothing stands so."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in a strip."""

    day: date
    mark: Mark
    received: int


@dataclass(frozen=True, slots=True)
class Line:
    """A source in the list."""

    row: FeedRow
    strip: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsPage:
    """Everything on the page of the sources of a district."""

    district: District
    found: Feeds
    state: str
    states: tuple[State, ...]
    lines: tuple[Line, ...]
    after: str
    marks: tuple[Mark, ...]
    """Those to be explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """Everything on the page of a source."""

    district: District
    row: FeedRow
    day: date
    """The day that has begun last."""
    strip: tuple[Cell, ...]
    days: tuple[FeedDay, ...]
    missed: frozenset[date]
    """Those of them on which it missed what was expected."""
    until: date
    """The last of the days shown."""
    earlier: date | None
    """The last day of those before; None where nothing came and nothing was expected then."""
    later: date | None
    marks: tuple[Mark, ...]


async def feeds_page(reader: Source, district: District, state: str, after: str) -> FeedsPage:
    """Return the page of the sources of a district. Raises NoPlaceError."""
    found: Feeds = await reader.about(listed, district.id, Asked(state=state, after=after, limit=PAGE))
    since = found.day - timedelta(days=STRIP - 1)
    asked = AskedDays(since=since, until=found.day, limit=STRIP * 1000)
    came: FeedDays = await reader.about(listed_days, district.id, asked)
    by_feed: dict[str, dict[date, FeedDay]] = {}
    for one in came.items:
        by_feed.setdefault(one.feed, {})[one.day] = one
    lines = tuple(
        Line(row, strip(row, by_feed.get(row.feed, {}), since, found.day, found.day)) for row in found.items
    )
    shown = (*ALWAYS, state)
    return FeedsPage(
        district=district,
        found=found,
        state=state,
        states=tuple(one for one in STATES if found.counts[one] or one in shown),
        lines=lines,
        after=after,
        marks=marks_in(cell for line in lines for cell in line.strip),
    )


async def feed_page(reader: Source, district: District, feed: str, until: date | None) -> FeedPage:
    """Return the page of a source with the days up to one. Raises UnknownFeedError."""
    found: Feeds = await reader.about(listed, district.id, Asked(feed=feed, limit=1))
    (row,) = found.items
    last = min(until or found.day, found.day)
    since = last - timedelta(days=LONG - 1)
    asked = AskedDays(feed, since, last, limit=LONG)
    came: FeedDays = await reader.about(listed_days, district.id, asked)
    by_day = {one.day: one for one in came.items}
    cells = strip(row, by_day, since, last, found.day)
    marks = {cell.day: cell.mark for cell in cells}
    return FeedPage(
        district=district,
        row=row,
        day=found.day,
        strip=cells,
        days=tuple(
            one for one in came.items if one.received or one.manifest is not None or marks[one.day] != "rest"
        ),
        missed=frozenset(day for day, mark_ in marks.items() if mark_ == "missed"),
        until=last,
        earlier=since - timedelta(days=1) if came.items and _any_before(row, since) else None,
        later=min(last + timedelta(days=LONG), found.day) if last < found.day else None,
        marks=marks_in(cells),
    )


def strip(
    row: FeedRow, by_day: Mapping[date, FeedDay], since: date, until: date, today: date
) -> tuple[Cell, ...]:
    """Return the days of a source between two, both included, as a strip shows them."""
    gone = missed(row, by_day, since, min(until, today - timedelta(days=1)))
    return tuple(
        Cell(
            day,
            mark(by_day.get(day), day in gone, day >= today),
            one.received if (one := by_day.get(day)) else 0,
        )
        for day in days(since, until)
    )


def missed(row: FeedRow, by_day: Mapping[date, FeedDay], since: date, until: date) -> frozenset[date]:
    """Return the working days on which a source missed what was expected: as many in a row as make it silent.

    Of a source that is silent now all days since then are such, though they began before the first one shown.
    """
    found, run = set[date](), list[date]()
    for day in days(since, until):
        one = by_day.get(day)
        if one and one.received:
            run = []
        elif one and one.expected:
            run.append(day)
            if len(run) >= (row.every or 1) or (row.since and day >= row.since):
                found |= set(run)
    return frozenset(found)


def mark(one: FeedDay | None, missed: bool, runs: bool) -> Mark:
    """Return how a day is marked, of what differs and is late the first; `runs` says that it has not ended."""
    if one is None:
        return "rest"
    if one.missing or one.surplus:
        return "differs"
    if one.late:
        return "late"
    if one.received:
        return "came"
    return "missed" if missed else "open" if one.expected and runs else "rest"


def marks_in(cells: Iterable[Cell]) -> tuple[Mark, ...]:
    """Return the marks that are to be explained."""
    found = {cell.mark for cell in cells}
    return tuple(one for one in MARKS if one in found)


def silent_in(figures: Sequence[Figure]) -> tuple[tuple[str, date], ...]:
    """Return the silent sources that figures name, each once, and since when."""
    return tuple(sorted({(one.feed, one.since) for figure in figures for one in figure.silent}))


def _any_before(row: FeedRow, day: date) -> bool:
    """Return whether anything was expected of a source before a day, or it may have sent something."""
    return row.from_on is None or row.from_on < day
