"""What does routing find: who must answer, who must appear?"""

from dataclasses import field
from typing import ClassVar

from shared.events.base import Finding, event


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
class ChiefRequired(Finding):
    """The chief, or another post the article accepts, must appear in this case for this defendant."""

    TOPIC: ClassVar = "chief"
    SLOT: ClassVar = ("defendant",)
    DRAFT: ClassVar = True

    defendant: str
    grounds: tuple[str, ...]
    accepted_posts: tuple[str, ...]


@event
class OfficerProposed(Finding):
    """This officer should appear for this defendant."""

    TOPIC: ClassVar = "officer"
    SLOT: ClassVar = ("defendant",)
    DRAFT: ClassVar = True

    defendant: str
    officer: str


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
    DRAFT: ClassVar = True

    organs: tuple[str, ...]
    article: str


@event
class LawMissing(Finding):
    """No law pack is adopted for the district of this case, so nothing can be judged."""

    TOPIC: ClassVar = "law"

    district: str
