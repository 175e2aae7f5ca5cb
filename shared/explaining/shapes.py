"""In which shape is explained what follows from facts, and why? One for all services; each adds its own part.

Words are English and stand beside the ids they speak of, so that pages can say the same in Chinese.
"""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.law.model import Status, Text


class Shape(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Found(Shape):
    """One finding that follows, as the service would put it on the log."""

    type: str = Field(examples=["yingsu.deadline-set.v1"])
    case: str
    topic: str
    slot: str
    data: dict[str, Any]


class Missed(Shape):
    """A condition that does not hold."""

    attribute: str
    wanted: tuple[bool | str, ...]
    found: bool | str


class Asked(Shape):
    """One rule that was asked."""

    mark: str = Field(examples=["routing/own-act"])
    """Section and id."""
    article: str
    summary: Text
    status: Status
    note: str
    applies: bool
    because: str
    """By what its condition holds, or the first one that does not."""
    missed: tuple[Missed, ...] = ()
    """The condition that does not hold; several where one of them would do."""


class LawUsed(Shape):
    """The law by which a case is judged, and the days it governs: `until` is the first it does not."""

    pack: str
    name: Text
    version: str
    """Hash of its text and of the one it extends, as findings name it."""
    extends: str
    since: date
    until: date | None
    article: str
    status: Status
    note: str


class Value(Shape):
    """One value of the law that was used."""

    mark: str = Field(examples=["parameters/working_days_before", "duties/forward"])
    value: bool | int | str
    article: str
    status: Status
    note: str
    pack: str


class NotJudged(Shape):
    """Why nothing follows from a case."""

    reason: Literal["law-missing", "not-in-force", "not-covered", "case-not-docketed", "no-case"]
    because: str
    pack: str = ""
    """The pack that comes nearest."""
    article: str = ""


class CaseExplained(Shape):
    """What all services say of a case they explain."""

    case: str
    dispute: tuple[str, ...]
    """The cases it is judged together with, earlier ones first, itself among them."""
    category: str
    instance: str
    began_on: date | None
    """The day by which the law is chosen."""
    law: LawUsed | None
    not_judged: NotJudged | None = None
    values: tuple[Value, ...] = ()
    """Parameters that were asked for, and periods that ran."""


class CalendarUsed(Shape):
    """The calendar by which days are counted."""

    version: str
    provisional_years: tuple[int, ...]
    """Years that were counted through and of which no schedule is published: their days may still change."""


class Explained(Shape):
    """What follows from facts, and why."""

    service: str
    rules: str
    """Version of the service's rules."""
    district: str
    day: date
    """The day that has begun: all before it have ended."""
    position: int | None
    """Of a recorded case: up to where the log was read. None when the facts were handed in."""
    calendar: CalendarUsed
    warnings: tuple[str, ...] = ()
    findings: tuple[Found, ...]
