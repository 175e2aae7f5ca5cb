"""What does reporting put on record: what it published and delivered?"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from shared.events.base import Finding, event


@event
class FiguresPublished(Finding):
    """The figures of a period were published and frozen at a position."""

    TOPIC: ClassVar = "figures"
    SLOT: ClassVar = ("period",)
    STANDING: ClassVar = "published"
    DRAFT: ClassVar = True

    period: str
    at_position: int


@event
class FiguresRestated(Finding):
    """Figures once published are different now."""

    TOPIC: ClassVar = "figures"
    SLOT: ClassVar = ("period",)
    STANDING: ClassVar = "restated"
    DRAFT: ClassVar = True

    period: str
    at_position: int
    changes: tuple[str, ...] = ()


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
