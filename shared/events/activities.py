"""What is reported of the work itself: typical cases, meetings, training, observers, commendation, assessment?"""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.events.base import Fact, event
from shared.events.words import Named, Number

Year = Annotated[int, Field(ge=2000, le=2100)]


@event
class TypicalCasePublished(Fact):
    """The bureau published the case as a typical one of the year, of reconsideration too (Xinzhou 21)."""

    REPORTED_BY: ClassVar = ("bureau",)
    DECIDES: ClassVar = "published_on"

    published_on: date
    title: str = ""
    year: Year | None = None
    """The year whose typical case it is; None means that of the publication."""


@event
class HearingObserved(Fact):
    """People of an agency observed a hearing, with or without expert comment (Xinzhou 15, Huancui 34)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("organ",)
    SLOT: ClassVar = ("organ", "hearing_on")

    organ: Named
    hearing_on: date
    observers: Number = 0
    leaders: Number = 0
    """How many of the observers are officers."""
    expert_comment: bool = False


@event
class MeetingHeld(Fact):
    """Government and court met about administrative litigation (Xinzhou 18, Huancui 33)."""

    REPORTED_BY: ClassVar = ("court", "office", "bureau")
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("held_on", "topic")
    DECIDES: ClassVar = "held_on"

    held_on: date
    topic: str = ""
    attended: tuple[str, ...] = ()
    """Who took part."""


@event
class TrainingHeld(Fact):
    """An organ held training on litigation response (Huancui 34)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("organ",)
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("organ", "held_on")
    DECIDES: ClassVar = "held_on"

    held_on: date
    organ: Named
    topic: str = ""
    attended: Number = 0
    """How many took part."""


@event
class Commended(Fact):
    """A unit or person was commended for litigation response work (Huancui 36)."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("organ", "person", "commended_on")
    DECIDES: ClassVar = "commended_on"

    commended_on: date
    organ: Named
    person: str = ""
    """Empty means the unit itself."""
    merit: str = ""
    by: str = ""
    """Who commended; empty where the report does not say."""


@event
class WorkReportFiled(Fact):
    """An agency filed its report on its litigation response work of a year (Huancui 37(9))."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("agency", "year")
    DECIDES: ClassVar = "filed_on"

    filed_on: date
    agency: Named
    year: Year


@event
class AssessmentRecorded(Fact):
    """An office assessed an agency by one item of the year's assessment (Xinzhou 26, Huancui 35)."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("agency", "year", "item")
    DECIDES: ClassVar = "recorded_on"

    recorded_on: date
    agency: Named
    year: Year
    item: Named
    """Id of the item in the pack."""
    score: Annotated[Decimal, Field(ge=0, le=100)]
    """Of 100."""
    office: Named
    """Who assessed."""
    reason: Named
    kind: Literal["regular", "annual"] = "annual"


@event
class AssessmentPublished(Fact):
    """The bureau published the assessment of a year: from here on its scorecards do not change."""

    REPORTED_BY: ClassVar = ("bureau",)
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("year",)
    DECIDES: ClassVar = "published_on"

    published_on: date
    year: Year
    by: str = ""
