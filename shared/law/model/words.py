"""Which words may a pack use, beside the attributes of a case and the vocabularies of the events?"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from shared.events.words import Category

Status = Literal["confirmed", "uncertain"]

Role = Literal[
    "bureau",
    "acting_agency",
    "implementing_agency",
    "lead_agency",
    "entrusted_body",
    "dispatched_body",
    "participants",
    "assistants",
    "defendant",
    "earlier_case",
]
"""Whom a rule may name: a role the facts of the case fill, with one organ, several or none."""

Start = Literal[
    "government_notice",
    "notice",
    "papers_received",
    "document",
    "adverse_document",
    "final_loss",
    "evidence",
    "appealable_document",
    "took_effect",
    "first_hearing",
    "absence",
    "perform_by",
    "closing_document",
    "suggestion",
    "loss_of_unit",
]
"""From what a duty runs: a function of the case in the deadlines service. A dated fact type may stand instead."""

PeriodEnd = Literal["quarter_end", "year_end"]
"""From what the bureau's own duties run, which belong to no case: the last day of every quarter, or of every year."""

Rate = Literal[
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
    "chief_duty_rate",
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

Obligor = Literal[
    "responsible_agency", "bureau", "government_office_or_bureau", "addressee", "finance", "losing_agency"
]
"""Who owes a deadline: a role, for which reporting finds the name."""

Office = Literal["unit", "superior", "bureau", "competent_organ"]
"""Who may take a step of the proceeding after a loss: the accountable unit itself, its superior, the bureau, or the
organ to which the matter was handed as the competent one."""

ReportPart = Literal["causes", "fault", "proposals"]
"""What the report of an inquiry must hold (Xinzhou 32(1))."""

LossFlag = Literal["confirmed_unlawful_only", "varied", "agreement_ordered", "remedial_measures"]
"""What a pack may count as a loss though the text it follows does not name it."""

Section = Literal[
    "parameters",
    "categories",
    "routing",
    "appearing",
    "officers",
    "roster",
    "observers",
    "cooperation",
    "checklists",
    "agents",
    "duties",
    "reminders",
    "targets",
    "lost",
    "adverse",
    "circulars",
    "attendance",
    "liability",
    "proceeding",
    "grounds",
    "assessment",
]
"""The parts of a pack, in the order people read them."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
"""The name of an entry: small Latin letters, digits, `-` and `_`."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something."""

Article = Words
"""Where the regulation says so."""

Categories = Annotated[
    tuple[Category, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
]
"""Kinds of proceeding; a pack may name a single one without a list."""
