"""What does a procuratorate report, beside the suggestions it shares with the courts?"""

from datetime import date
from typing import ClassVar

from shared.events.base import Fact, event


@event
class ProtestLodged(Fact):
    """The procuratorate protested against an effective document."""

    REPORTED_BY: ClassVar = ("procuratorate", "bureau")
    SLOT: ClassVar = ("lodged_on",)

    lodged_on: date
