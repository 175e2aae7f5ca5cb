"""Which words may a field of an event hold? The closed vocabularies of the trade (see the glossary)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from shared.case_number import normalise_case_number

CaseNumber = Annotated[str, AfterValidator(normalise_case_number)]
"""案号, written the one way the log knows it: NFKC, full-width brackets, no spaces."""

Named = Annotated[str, Field(min_length=1)]
"""A code or name of something that cannot be without one."""

Instance = Literal["first", "second", "retrial"]
"""审级: the court level at which a case is heard."""

Category = Literal["litigation", "reconsideration", "civil"]
"""案件类别: what kind of proceeding the case is."""

ActKind = Literal[
    "state_land_expropriation",
    "collective_land_expropriation",
    "information_disclosure",
    "penalty",
    "coercion",
    "demolition",
    "licence",
    "work_injury",
    "inaction",
    "reconsideration",
    "agreement",
    "natural_resources",
    "other",
]
"""行为种类: what kind of act is challenged."""

Reconsideration = Literal[
    "none",
    "upheld",
    "claim_rejected",
    "changed",
    "mixed",
    "not_accepted",
    "application_rejected",
    "no_decision",
]
"""复议情况: what the reconsideration organ decided before the suit, if it was asked."""

Flag = Literal[
    "public_interest",
    "attention",
    "major_impact",
    "group",
    "foreign",
    "major_foreign",
    "public_interest_suit",
    "taken_up",
    "protest",
    "petition_backlog",
    "chief_requested",
]
"""标记: what a court or the bureau says of the weight of a case."""

Rank = Literal["chief", "deputy", "sharing", "none"]
"""职务: the rank that makes somebody a responsible officer (chief, deputy, another sharing charge)."""

Role = Literal["officer", "staff", "public_lawyer", "outside_lawyer"]
"""In what role somebody attended a hearing for an agency."""

AbsenceReason = Literal["force_majeure", "accident", "irreplaceable_duty", "other", "none"]
"""未出庭理由: why no officer appeared (APP 8); `none` when no reason was given."""

DocumentKind = Literal["judgment", "ruling", "mediation"]
"""裁判文书: what kind of document a court issued."""

Outcome = Literal[
    "claims_rejected",
    "suit_dismissed",
    "docketing_refused",
    "jurisdiction_ruled",
    "appeal_rejected",
    "revoked",
    "partly_revoked",
    "redo_ordered",
    "duty_ordered",
    "payment_ordered",
    "confirmed_unlawful",
    "confirmed_void",
    "damages_ordered",
    "varied",
    "agreement_ordered",
    "remanded",
    "trial_ordered",
    "remedial_measures",
    "withdrawn",
    "deemed_withdrawn",
    "withdrawn_after_change",
    "mediated",
    "terminated",
    "other",
]
"""裁判结果: what a document decides (`docs/figures.md`)."""

SuggestionKind = Literal["judicial", "procuratorial", "normative"]
"""司法建议 / 检察建议 / a judicial suggestion on an unlawful normative document."""

OrganKind = Literal["government", "office", "bureau", "department", "street", "organisation"]
"""类别: what an organ of the register is; `street` stands for streets and towns."""
