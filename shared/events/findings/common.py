"""What can every service find?"""

from dataclasses import field
from typing import ClassVar, Literal

from shared.events.base import Finding, event


@event
class FindingWithdrawn(Finding):
    """What the service found on this topic and slot no longer follows."""

    topic: str
    of_slot: str


@event
class FactParked(Finding):
    """A fact is on the log but the law cannot use it yet."""

    TOPIC: ClassVar = "parked"
    SLOT: ClassVar = ("reason", "about")

    reason: Literal[
        "unknown-organ",
        "case-not-docketed",
        "unusable-date",
        "contradiction",
        "no-loss",
        "stage-out-of-order",
        "office-not-competent",
        "content-missing",
    ]
    about: str
    """What the fact says that cannot be used, such as the name of the unknown organ."""
    released_by: str
    """What would release it, in words."""
    fact: str = field(default="", compare=False)
    """Source and id of (one of) the facts concerned."""
    missing: tuple[str, ...] = ()
    """What the fact does not hold and must."""
    article: str = ""
    """The provision it does not fit, where it is one."""
