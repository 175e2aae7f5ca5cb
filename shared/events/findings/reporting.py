"""What does reporting put on record: what it published and delivered?"""

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
