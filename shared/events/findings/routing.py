"""What does routing find: who must answer, who must appear?"""

from dataclasses import field
from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Finding, event
from shared.events.words import Post


@event
class PassedOver:
    """One rule that was asked and did not apply, and why."""

    rule: str
    article: str
    because: str


@event
class ResponsibleAgencyDetermined(Finding):
    """These agencies must answer the suit for this defendant, under this rule."""

    TOPIC: ClassVar = "responsible"
    SLOT: ClassVar = ("defendant",)
    STANDING: ClassVar = "determined"

    defendant: str
    agencies: tuple[str, ...]
    rule: str
    article: str
    pack: str
    designated: bool = False
    passed_over: tuple[PassedOver, ...] = field(default=(), compare=False)


@event
class DesignationRequested(Finding):
    """No rule says who answers for this defendant: the bureau must designate."""

    TOPIC: ClassVar = "responsible"
    SLOT: ClassVar = ("defendant",)
    STANDING: ClassVar = "requested"

    defendant: str
    rule: str
    article: str
    pack: str
    passed_over: tuple[PassedOver, ...] = field(default=(), compare=False)


@event
class Ground:
    """One ground of the law that applies: its id in the pack, and its article."""

    ground: str
    article: str


@event
class Required(Finding):
    """What both findings on who must appear say."""

    SLOT: ClassVar = ("defendant",)

    defendant: str
    grounds: tuple[Ground, ...]
    """Why, in the order of the pack."""
    accepted: tuple[Post, ...]
    """Whose appearance fulfils it: posts of the defendant, or the chief of the bureau (Xinzhou 14)."""


@event
class ChiefRequired(Required):
    """The chief, or another post the article accepts, must appear in this case for this defendant."""

    TOPIC: ClassVar = "chief"


@event
class OfficerRequired(Required):
    """A responsible officer must appear in this case for this defendant: no excuse of routine (INT 129, APP 4)."""

    TOPIC: ClassVar = "officer-required"


@event
class OfficerProposed(Finding):
    """This leader should appear for the district government at this hearing (Xinzhou 12)."""

    TOPIC: ClassVar = "officer"
    SLOT: ClassVar = ("defendant", "hearing_on")
    STANDING: ClassVar = "proposed"

    defendant: str
    hearing_on: date
    officer: str
    role: Literal["A", "B", "chief", "coordinated"]
    """Why this one: the A or B role, the chief because the chief is required, or settled by the government office."""
    article: str


@event
class OfficerCoordinationRequested(Finding):
    """The roster names nobody who can appear: the government office must settle who does (Xinzhou 12)."""

    TOPIC: ClassVar = "officer"
    SLOT: ClassVar = ("defendant", "hearing_on")
    STANDING: ClassVar = "requested"

    defendant: str
    hearing_on: date
    reason: Literal["no-roster", "nobody-available"]
    article: str


@event
class ObserversCalled(Finding):
    """These agencies must take part or send observers."""

    TOPIC: ClassVar = "observers"

    organs: tuple[str, ...]
    article: str


@event
class CooperationRequested(Finding):
    """These agencies must assist the responsible agency."""

    TOPIC: ClassVar = "cooperation"

    organs: tuple[str, ...]
    article: str


@event
class LawMissing(Finding):
    """No law pack is adopted for the district of this case, so nothing can be judged."""

    TOPIC: ClassVar = "law"

    district: str


@event
class LawNotInForce(Finding):
    """No law adopted for the district governs this case, so nothing is judged and nothing guessed."""

    TOPIC: ClassVar = "law"

    reason: Literal["not-in-force", "not-covered"]
    """No pack was in force on the case's day; or the one that was does not cover this kind of proceeding."""
    began_on: date | None
    """The case's day; None when no fact names one."""
    pack: str
    """The pack that comes nearest."""
    article: str
