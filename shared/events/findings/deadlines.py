"""What does deadlines find: by when, was it kept, when did it take effect?"""

from dataclasses import field
from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Finding, event


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
class DeadlineNear(Finding):
    """A deadline comes close."""

    TOPIC: ClassVar = "near"
    SLOT: ClassVar = ("duty", "of", "step")
    DRAFT: ClassVar = True

    duty: str
    of: str = ""
    step: str
    due_on: date


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
