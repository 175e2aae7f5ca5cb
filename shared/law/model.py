"""What does a law pack hold? Frozen, typed records of one regulation, each with its article and its status."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.events.words import Category, OrganKind, Outcome

Status = Literal["confirmed", "uncertain"]
Role = Literal[
    "bureau",
    "acting_agency",
    "implementing_agency",
    "lead_agency",
    "entrusted_body",
    "dispatched_body",
    "defendant",
    "earlier_case",
]
"""Whom a routing rule may name: a role the facts of the case fill."""

Start = Literal[
    "government_notice",
    "notice",
    "papers_received",
    "document",
    "adverse_document",
    "final_loss",
    "first_hearing",
    "perform_by",
    "closing_document",
    "suggestion",
]
"""From what a duty runs; each is a function of the case in the deadlines service."""


Rate = Literal[
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
    "loss_rate",
    "first_instance_loss_rate",
    "settlement_rate",
    "withdrawal_rate",
    "on_time_rate",
    "performance_rate",
    "suggestion_reply_rate",
    "archive_rate",
]
"""The figures that can have a target, in the order people read them."""

Obligor = Literal["responsible_agency", "bureau", "government_office_or_bureau", "addressee"]
"""Who owes a deadline: a role, for which reporting finds the name."""

LossFlag = Literal["confirmed_unlawful_only", "varied", "agreement_ordered", "remedial_measures"]
"""What a pack may count as a loss though the text it follows does not name it."""

Article = Annotated[str, Field(min_length=1)]
"""Where the regulation says so."""


class Entry(BaseModel):
    """Something a pack says: never changed once loaded, and nothing in it that the pack language does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """What an entry asks, in our own words."""

    zh: str
    en: str


class InForce(Entry):
    """From when a regulation is in force (first day, inclusive)."""

    since: date
    article: Article
    status: Status = "confirmed"
    note: str = ""


class Dated(Entry):
    """One value of the law with the first day it holds."""

    value: Decimal
    since: date
    article: Article
    status: Status = "confirmed"
    note: str = ""


class Parameter(Entry):
    """An open reading, or a choice the text leaves to us, with the reading used."""

    value: bool | int | str
    one_of: tuple[bool | int | str, ...] = ()
    article: Article
    status: Status = "uncertain"
    note: str


class RoutingRule(Entry):
    """Who must answer a suit for one defendant, when the conditions hold. The first rule that applies wins."""

    rule: str
    article: Article
    summary: Text
    when: Mapping[str, Any] = Field(default_factory=dict)
    responsible: tuple[Role, ...] = ()
    """Empty: the bureau must designate."""
    observers: tuple[Role, ...] = ()


class Period(Entry):
    """How long a duty runs. Working or calendar days, or months; or counted back from another duty or the start."""

    working_days: Annotated[int, Field(ge=1)] | None = None
    calendar_days: Annotated[int, Field(ge=1)] | None = None
    months: Annotated[int, Field(ge=1)] | None = None
    before: str = ""
    """`start`, or the id of a duty: counted back from the day that would be due from the same start."""
    on_the_day: bool = False
    """The start is itself the due day and does not move when it is no working day."""


class DutyRule(Entry):
    """Something due in a case: what it runs from, how long, who owes it and what meets it."""

    duty: str
    article: Article
    summary: Text
    category: Category = "litigation"
    """The kind of proceeding in which it is due."""
    when: Mapping[str, Any] = Field(default_factory=dict)
    starts: Start
    due: Period
    obligor: Obligor
    met_by: str
    """The fact type that meets it; its deciding date is the day it was done."""
    lifted_by: str = ""
    """The fact type that lifts it while it is still open; its deciding date must not be after the due day."""
    status: Status = "confirmed"
    note: str = ""


class Target(Entry):
    """What a figure is measured against."""

    figure: Rate
    compare: Literal["at_least", "at_most"]
    values: tuple[Dated, ...]
    binds: Literal["agency", "district"] = "agency"

    def on(self, day: date) -> Dated | None:
        """Return the value in force on a day."""
        return max(
            (value for value in self.values if value.since <= day), key=lambda v: v.since, default=None
        )


class LossRule(Entry):
    """Which outcomes count as a loss."""

    article: Article
    codes: tuple[Outcome, ...]
    flags: Mapping[LossFlag, bool] = Field(default_factory=dict)
    """Outcomes the text does not name: counted when switched on."""
    status: Status = "confirmed"
    note: str = ""


class CircularRule(Entry):
    """When the bureau should ask for a circular."""

    ground: str
    article: Article
    summary: Text
    upon: Literal["deadline_missed", "appearance_failed"]
    duty: str = ""
    kinds: tuple[OrganKind, ...] = ()
    """Kinds of organs it applies to; empty means all."""
    status: Status = "confirmed"
    note: str = ""


class Pack(Entry):
    """One regulation, or the national law all regulations stand on."""

    pack: str
    name: Text
    district: str = ""
    """The district whose law this is; empty for the national pack."""
    division: str = ""
    """The district's code in the national list of divisions."""
    extends: str = ""
    source: str
    in_force: InForce
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    routing: tuple[RoutingRule, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    targets: tuple[Target, ...] = ()
    lost: LossRule | None = None
    adverse: tuple[Outcome, ...] = ()
    appearance: str
    """The article that asks an officer to appear."""
    circulars: tuple[CircularRule, ...] = ()


class Law(Entry):
    """The law of one district: its pack on top of the national one."""

    pack: Pack
    national: Pack
    version: str
    """Hash of both texts."""

    @property
    def routing(self) -> tuple[RoutingRule, ...]:
        """Return the routing rules in the order they are asked."""
        return self.pack.routing

    @property
    def duties(self) -> tuple[DutyRule, ...]:
        """Return all duties; the district's version of a duty replaces the national one."""
        own = {duty.duty for duty in self.pack.duties}
        return (*self.pack.duties, *(duty for duty in self.national.duties if duty.duty not in own))

    @property
    def lost(self) -> LossRule:
        """Return which outcomes are a loss here."""
        rule = self.pack.lost or self.national.lost
        assert rule is not None, "the loader requires a loss rule in the pack or the national one"
        return rule

    @property
    def appearance(self) -> str:
        """Return the article that asks an officer to appear."""
        return self.pack.appearance

    @property
    def circulars(self) -> tuple[CircularRule, ...]:
        """Return when a circular is to be proposed."""
        return self.pack.circulars

    @property
    def adverse(self) -> frozenset[str]:
        """Return the outcomes that are adverse to the agency: wider than lost."""
        return frozenset(self.pack.adverse or self.national.adverse)

    def parameter(self, name: str) -> bool | int | str:
        """Return the reading in use for an open question. Raises KeyError for an unknown one."""
        parameters = {**self.national.parameters, **self.pack.parameters}
        return parameters[name].value

    def target(self, figure: str) -> Target | None:
        """Return the target of a figure, where the regulation sets one."""
        return next((target for target in self.pack.targets if target.figure == figure), None)
