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
    """A reminder was delivered."""

    TOPIC: ClassVar = "reminder"
    SLOT: ClassVar = ("duty", "of", "step")
    DRAFT: ClassVar = True

    duty: str
    of: str = ""
    step: str
    recipient: str
