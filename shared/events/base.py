"""What is an event, and what do all facts and all findings have in common?"""

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def event(cls: type[T]) -> type[T]:
    """Make a class an event: a frozen, keyword-only dataclass with slots."""
    return dataclass(frozen=True, kw_only=True, slots=True)(cls)


@event
class Event:
    """Something that became true; the envelope says who told us and when we learnt it."""

    SLOT: ClassVar[tuple[str, ...]] = ()
    """The fields that tell two events of this type about one subject apart."""

    DRAFT: ClassVar[bool] = False
    """True while nobody reads the type: its form may still change. All others are frozen by a golden file."""

    @property
    def slot(self) -> str:
        """Return the slot this event fills, such as `2023-05-06` for the hearing of that day."""
        return "/".join([_text(getattr(self, name)) for name in self.SLOT])


@event
class Fact(Event):
    """Something reported from outside. Facts of one type, subject and slot are reports of the same thing."""

    ABOUT: ClassVar[str] = "case"
    """What the envelope's subject names: a `case`, an `organ`, the `district` or the whole `log`."""

    DECIDES: ClassVar[str] = ""
    """The date by which the later of two reports of one slot counts, after the rank of their sources."""

    ORDERED: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of days of which the first cannot lie after the second; the door refuses a fact that says so."""

    PERSONAL: ClassVar[tuple[str, ...]] = ()
    """Fields that name private persons; they are stored sealed."""

    REPORTED_BY: ClassVar[tuple[str, ...]] = ()
    """The roles that may report it (`shared.access`); nobody from outside but the operator where there is none."""

    SPEAKS_IN: ClassVar[tuple[str, ...]] = ()
    """The fields in which an agency that reports may name itself only, such as `agency` or `attendees.organ`."""

    version: int = 0
    """The reporter's own version of this report; of two with the same deciding date the higher counts."""


@event
class Finding(Event):
    """Something the software concludes. Topic and slot say what about; its other fields say what stands."""

    TOPIC: ClassVar[str] = ""
    """What the finding is about: findings of several types on one topic replace one another."""

    STANDING: ClassVar[str] = ""
    """The situation the type leaves behind. Two types that leave the same one differ only in how it arose."""

    law: str = field(default="", compare=False)
    """Version (content hash) of the law pack it rests on."""

    calendar: str = field(default="", compare=False)
    """Version of the calendar it rests on."""

    rules: str = field(default="", compare=False)
    """Version of the rules that found it."""

    @property
    def standing(self) -> tuple[Any, ...]:
        """Return what stands, without versions and how it arose: equal standings need no new event."""
        return (self.STANDING, *[getattr(self, name) for name in _compared(type(self))])  # type: ignore[arg-type]


@cache
def _compared(cls: type[Finding]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls) if one.compare)


def _text(value: object) -> str:
    if type(value) is str:  # nearly all are
        return value
    if value is None:
        return ""
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
