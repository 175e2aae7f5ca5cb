"""What is known of the sources that report regularly: what is expected of them, and what they say they sent?"""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.base import Fact, event
from shared.events.words import Named, Number

Days = Annotated[int, Field(ge=1, le=366)]


@event
class FeedRegistered(Fact):
    """From a day on a source is expected to report regularly, such as a court that sends its cases daily."""

    ABOUT: ClassVar = "district"
    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("feed",)
    DECIDES: ClassVar = "from_on"

    feed: Named
    """The source of its facts, such as `court/鄂0117`."""
    from_on: date
    title: str = ""
    every: Days = 1
    """It is silent when so many working days have ended without anything from it."""
    late_after: Days = 10
    """A fact is late when it arrives more than so many calendar days after the day it tells of."""
    reports: tuple[str, ...] = ()
    """The names of the fact types it sends, such as `hearing-held`; all when none is named."""
    until_on: date | None = None
    """The last day on which anything is expected."""


@event
class ManifestReported(Fact):
    """A source said how many facts it sent on a day; this is compared with what arrived."""

    ABOUT: ClassVar = "district"
    REPORTED_BY: ClassVar = ("court", "procuratorate", "office", "bureau", "agency")
    SLOT: ClassVar = ("feed", "day")

    feed: Named
    """The source it is about: who reports it speaks for itself."""
    day: date
    """In Asia/Shanghai."""
    counts: dict[str, Number]
    """By the name of the fact type; corrections and retractions count as facts of their own type."""
