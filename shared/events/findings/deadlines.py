"""What does deadlines find: by when, was it kept, when did it take effect?"""

from dataclasses import field
from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Finding, event

Doubt = Literal[
    "extension_shortens",
    "period_too_long",
    "hearing_before_case",
    "resumed_without_stay",
    "done_before_start",
]
"""What is wrong with what is on record: an extension that ends before the day already due; an evidence period longer
than the law allows; a hearing fixed for a day before the case began; a resumption of what no stay suspended; a duty
done before it began."""


@event
class Deadline(Finding):
    """What all findings about one deadline say of it."""

    TOPIC: ClassVar = "deadline"
    SLOT: ClassVar = ("duty", "of")

    duty: str
    of: str = ""
    """Tells deadlines of one duty in one case apart; empty for most."""
    article: str
    obligor: str
    """The role that owes it, such as `responsible_agency`."""
    starts_on: date | None
    due_on: date
    """The last day on which it is kept in time (inclusive, Asia/Shanghai)."""
    done_on: date | None = None
    """The day it was done, in time or late."""
    provisional: bool = False
    """True when the calendar of a year concerned is not published yet."""


@event
class DeadlineSet(Deadline):
    """A duty began to run and is due on this day."""

    STANDING: ClassVar = "open"


@event
class DeadlineMoved(Deadline):
    """A running deadline now falls on another day."""

    STANDING: ClassVar = "open"

    was_due_on: date | None = field(default=None, compare=False)
    cause: str = field(default="", compare=False)


RUNNING = DeadlineSet | DeadlineMoved
"""The types of a deadline that is open."""


@event
class DeadlineMet(Deadline):
    """The duty was done on or before its due day."""

    STANDING: ClassVar = "met"


@event
class DeadlineMissed(Deadline):
    """The due day ended and the duty was not done by then."""

    STANDING: ClassVar = "missed"


@event
class DeadlineLifted(Deadline):
    """A recorded fact lifted the duty: nothing is due any more."""

    STANDING: ClassVar = "lifted"


@event
class DeadlineSuspended(Deadline):
    """The proceeding is stayed: the rest of the period runs from the day it is resumed.

    `due_on` is the day on which it would have been due without this stay.
    """

    STANDING: ClassVar = "suspended"

    stayed_on: date
    used: int
    """Days of the period that had run before the stay, earlier stays left out."""
    left: int
    """Days of the period that run from the day of resumption, itself not counted."""
    unit: Literal["working_days", "calendar_days"]


@event
class DeadlineLapsed(Deadline):
    """The period of a right, such as to appeal, ended and the right was not used. That is no breach."""

    STANDING: ClassVar = "lapsed"


@event
class DeadlineNear(Finding):
    """An open deadline comes close: a step of the law's reminders is reached."""

    TOPIC: ClassVar = "near"
    SLOT: ClassVar = ("duty", "of")
    STANDING: ClassVar = "near"

    duty: str
    of: str = ""
    step: int
    """The step reached: so many working days before the due day; 0 is the due day itself."""
    due_on: date


@event
class DeadlineEscalated(Finding):
    """A deadline was missed and is still not done: whoever stands above the obligor is called."""

    TOPIC: ClassVar = "near"
    SLOT: ClassVar = ("duty", "of")
    STANDING: ClassVar = "escalated"

    duty: str
    of: str = ""
    due_on: date
    to: tuple[Literal["superior", "bureau"], ...]
    """Who is called; the first of them there is."""


@event
class StepsTaken(Finding):
    """On the way to what is due, steps that the law asks for were taken, and others were not yet."""

    TOPIC: ClassVar = "steps"
    SLOT: ClassVar = ("duty", "of")

    duty: str
    of: str = ""
    taken: tuple[str, ...]
    """Fact types, in the order the law asks for them."""
    pending: tuple[str, ...] = ()


@event
class PeriodDoubted(Finding):
    """What is on record about a period cannot be so, or is not what the law allows; people should look."""

    TOPIC: ClassVar = "doubt"
    SLOT: ClassVar = ("problem", "duty", "of")

    problem: Doubt
    duty: str = ""
    of: str = ""
    found: date
    expected: date
    """The bound that `found` does not keep to."""
    article: str = ""


@event
class ForwardUrgent(Finding):
    """Forwarding within its period would leave no time for the draft defence: forward today."""

    TOPIC: ClassVar = "forward-urgent"

    forward_due_on: date
    draft_due_on: date
    gap_working_days: int
    """Working days from the last day for forwarding to the last day for the draft; zero or negative."""


@event
class EffectDetermined(Finding):
    """The document of this case took effect on this day, for this reason."""

    TOPIC: ClassVar = "effect"

    took_effect_on: date
    reason: Literal["stated", "on-service", "appeal-period-ended"]
    article: str
