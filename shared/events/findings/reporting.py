"""What does reporting put on record: what it published and delivered?"""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal

from shared.events.base import Finding, event


@event
class FrozenRow:
    """What one row of the figures counted when it was published."""

    by: str
    """For whom a case counts in this row, such as `defendant`."""
    agency: str
    """Full name; `*` for the whole district."""
    counts: tuple[tuple[str, int, int], ...]
    """Each figure with its numerator and denominator, by name; one that counted nothing is not among them."""


@event
class PublishedFile:
    """One file of a published report, named by its content."""

    name: str
    sha256: str
    media_type: str
    size: int
    """Bytes."""


@event
class FiguresPublished(Finding):
    """The report of a quarter or year was published: its figures, frozen at a position, and its files, signed.

    Huancui 27 and 31, Xinzhou 19. What is known later never changes it (`figures-restated` stands beside it).
    """

    TOPIC: ClassVar = "figures"
    SLOT: ClassVar = ("period", "edition")
    STANDING: ClassVar = "published"

    kind: Literal["bulletin", "annual"]
    period: str
    """A quarter, as `2024-Q3`, or a year."""
    edition: int
    """1 for the first; each publication as of another position is one more."""
    published_on: date
    as_known_at: int
    """Which position the bureau named; 0 for that at which all that was known when it published had been read."""
    at_position: int
    """The position whose knowledge the report shows."""
    known_at: datetime
    """When the event at that position was recorded."""
    number: str = ""
    problems: str = ""
    measures: str = ""
    """What the bureau itself wrote: the number of the document, problems found, what is asked for next."""
    measured: tuple[str, ...]
    """The figures there were then: others are not compared with what is known later."""
    figures: tuple[FrozenRow, ...]
    files: tuple[PublishedFile, ...]
    key: str
    """Id of the key it is signed with: the first 16 digits of the SHA-256 of the public key."""
    public_key: str
    """The 32 bytes of the Ed25519 public key, in base64."""
    signature: str
    """Ed25519, in base64, over the canonical JSON of what is published (docs/publishing-reports.md)."""


@event
class ChangedFigure:
    """The counts of one figure as published and as known now."""

    by: str
    agency: str
    metric: str
    was_numerator: int
    was_denominator: int
    numerator: int
    denominator: int


@event
class CausingFact:
    """A fact recorded after what is published was frozen, in a dispute that counts otherwise now."""

    position: int
    case: str
    type: str
    """Name of the event type, such as `fact-corrected`."""


@event
class FiguresRestated(Finding):
    """By what is known now, figures of a published report are different; the report itself stays as it is."""

    TOPIC: ClassVar = "restatement"
    SLOT: ClassVar = ("period", "edition")
    STANDING: ClassVar = "restated"

    period: str
    edition: int
    at_position: int
    """The position whose knowledge was published."""
    changes: tuple[ChangedFigure, ...]
    """Those that differ, the district's first; at most 1,000."""
    changed: int
    """How many differ in all."""
    causes: tuple[CausingFact, ...] = ()
    """The first 100 facts of later positions in disputes that count otherwise now."""
    caused: int = 0
    """How many such facts there are in all."""
    world: tuple[int, ...] = ()
    """Later positions of laws, calendars, organs and leaders, by which cases may count otherwise too: at most 100."""
    days: int = 0
    """How many days began since: by the passing of one a deadline is missed, a judgment takes effect."""


@event
class ReminderDelivered(Finding):
    """News of a deadline was delivered to a subscriber, or given up after the last try."""

    TOPIC: ClassVar = "reminder"
    SLOT: ClassVar = ("subscription", "duty", "of", "notice")
    STANDING: ClassVar = "delivered"

    subscription: str
    duty: str
    of: str = ""
    notice: str
    """What was told: `near-3` and so on by the step, or `escalated`, each with the due day it speaks of."""
    delivered: bool
    """False when it was given up."""
    tries: int


@event
class CrossingDelivered(Finding):
    """News that a figure of a year crossed its target was delivered, or given up after the last try."""

    TOPIC: ClassVar = "crossing"
    SLOT: ClassVar = ("subscription", "period", "by", "agency", "metric")
    STANDING: ClassVar = "delivered"

    subscription: str
    period: str
    by: str
    """`*` for the district's own row, whose name is `*`, too."""
    agency: str
    metric: str
    met: bool
    """Whether the figure reaches its target since."""
    numerator: int
    denominator: int
    at_position: int
    """The position as of which it did."""
    delivered: bool
    """False when it was given up."""
    tries: int


@event
class SubscriptionDisabled(Finding):
    """Deliveries to a subscriber failed for so long that no more are tried until it is renewed."""

    TOPIC: ClassVar = "subscription"
    SLOT: ClassVar = ("subscription",)
    STANDING: ClassVar = "disabled"

    subscription: str
    version: int
    """The version of the subscription that was disabled; a later one is tried again."""
    reason: str


@event
class MeasuredFigure:
    """The counts of one figure that an item of the assessment is measured by."""

    figure: str
    numerator: int
    denominator: int


@event
class ScoredItem:
    """One item of the assessment of an agency, with what its points rest on."""

    item: str
    """Id of the item in the pack."""
    article: str
    zh: str
    en: str
    weight: Decimal
    points: Decimal | None = None
    """Of 100, two places; none where there was nothing to measure, or nobody recorded it: then it does not count."""
    by: str = ""
    """In which role the agency was measured; empty where an office records the item."""
    full: Decimal = Decimal(1)
    none: Decimal = Decimal(0)
    """At `full` or better the figures are worth all points, at `none` or worse nothing."""
    figures: tuple[MeasuredFigure, ...] = ()
    office: str = ""
    """Who recorded it."""
    reason: str = ""
    recorded_on: date | None = None
    kind: str = ""
    """Of what is recorded: `regular` or `annual`."""


@event
class ScorecardPublished(Finding):
    """An agency's scorecard as it stood when the assessment of the year was published (Xinzhou 26, Huancui 35)."""

    TOPIC: ClassVar = "scorecard"
    SLOT: ClassVar = ("agency", "year")
    STANDING: ClassVar = "published"

    agency: str
    """Full name."""
    year: int
    published_on: date
    cards: int
    """How many agencies' scorecards were published with it, its own among them."""
    items: tuple[ScoredItem, ...]
    total: Decimal | None = None
    """The weighted mean of the items that count, two places; none where none does."""
    complete: bool = False
    """Whether every item that an office has to record was recorded."""
