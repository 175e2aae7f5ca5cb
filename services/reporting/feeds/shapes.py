"""How does reporting say what came from each source? The answers of `GET /feeds` and `GET /feeds/days`."""

from dataclasses import dataclass
from datetime import date

from services.reporting.feeds.standing import State


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One source. All days are dates in Asia/Shanghai; what came within days counts the current one."""

    feed: str
    """The source of its facts, such as `court/鄂0117`."""
    title: str
    state: State
    since: date | None
    """Since when something is missing; None while nothing is."""
    heard_on: date | None
    """The last day on which anything came from it."""
    received_today: int
    received_week: int
    """Within 7 days."""
    received_month: int
    """Within 30 days."""
    corrected_month: int
    retracted_month: int
    late_month: int | None
    """Of those received within 30 days so many came late; None where nobody said what late is."""
    parked: int
    """Facts of it that cannot be used yet, whenever they came, with rows that could not be read."""
    differing_days: int
    """Days within 30 whose manifest says otherwise than what came."""
    missing: int
    """Facts that the manifests of 30 days name and that did not come on their day."""
    surplus: int
    """Facts that came within 30 days and that the manifest of the day does not name."""
    registered: bool
    from_on: date | None
    until_on: date | None
    every: int | None
    late_after: int | None
    reports: tuple[str, ...]
    """The fact types it sends; all when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """A page of the sources of a district, those that miss something first."""

    position: int
    day: date
    """The day that has begun last."""
    counts: dict[State, int]
    """How many sources stand how, whichever state is asked for."""
    items: tuple[FeedRow, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDay:
    """What came from a source on a day."""

    feed: str
    day: date
    expected: bool
    """True on a working day within the days of its registration."""
    received: int
    by_type: dict[str, int]
    """The same by the name of the type; corrections and retractions are types of their own."""
    corrected: int
    retracted: int
    late: int | None
    """None where nobody said what late is."""
    parked: int
    """Of those so many cannot be used now."""
    manifest: dict[str, int] | None
    """What the source says it sent, by type; None where it said nothing."""
    missing: dict[str, int]
    """Said to be sent and not recorded on this day."""
    surplus: dict[str, int]
    """Recorded and not in the manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDays:
    """A page of days, the latest first; left out are days on which nothing was expected and nothing came."""

    position: int
    day: date
    items: tuple[FeedDay, ...]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A source that misses something, as the figures name it that it could change."""

    feed: str
    since: date
