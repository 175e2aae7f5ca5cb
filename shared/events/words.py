"""Which words may a field of an event hold? The closed vocabularies of the trade (see the glossary)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from shared.case_number import normalise_case_number

CaseNumber = Annotated[str, AfterValidator(normalise_case_number)]
"""案号, written the one way the log knows it: NFKC, full-width brackets, no spaces."""

Named = Annotated[str, Field(min_length=1)]
"""A code or name of something that cannot be without one."""

Number = Annotated[int, Field(ge=0)]
"""How many there are."""

Instance = Literal["first", "second", "retrial"]
"""审级: the court level at which a case is heard."""

Category = Literal["litigation", "reconsideration", "civil"]
"""案件类别: what kind of proceeding the case is."""

Procedure = Literal["ordinary", "simplified"]
"""程序: by which procedure a case is tried."""

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
    "safety_accident",
    "environment",
]
"""标记: what a court or the bureau says of the weight of a case, and of what it is about (Xinzhou 13(1))."""

Advisor = Literal["court", "bureau", "government", "superior", "law"]
"""Who may ask that the chief appear (Xinzhou 13(4), Huancui 20(5)); `law` for another law or rule that does."""

Connection = Literal["took_part", "assists"]
"""How an organ that is not sued is connected: it took part in the act, or must assist the responsible agency."""

PaperPart = Literal[
    "defence",
    "evidence",
    "legal_basis",
    "identity_certificate",
    "power_of_attorney",
    "court_and_case_number",
    "respondent",
    "facts_and_grounds",
    "arguments_and_requests",
    "signature_and_date",
    "seal",
    "officer_signature",
    "catalogue_numbered",
    "catalogue_source",
    "catalogue_purpose",
    "catalogue_content",
]
"""应诉材料: the papers a submission holds, and what the defence and the evidence catalogue in it show."""

Conduct = Literal[
    "interfered",
    "refused_to_appear",
    "left_without_leave",
    "nobody_sent",
    "refused_performance",
    "delayed_performance",
    "preparation_refused",
    "evidence_late",
    "suggestion_ignored",
    "bad_influence",
    "report_not_filed",
    "other",
]
"""Conduct that the bureau puts on record because it may lead to liability (Xinzhou 33, Huancui 37)."""

Rank = Literal["chief", "deputy", "sharing", "none"]
"""职务: the rank that makes somebody a responsible officer (chief, deputy, another sharing charge)."""

Post = Literal["chief", "deputy", "sharing", "bureau_chief"]
"""Whose appearance an article accepts: an officer of that rank of the defendant, or the chief of the bureau."""

Role = Literal["officer", "staff", "public_lawyer", "outside_lawyer"]
"""In what role somebody attended a hearing for an agency."""

Notice = Literal["near", "escalated", "crossed"]
"""提醒: of what a subscriber is told: a deadline comes close, or was missed and its superior is called, or a figure
of the year crossed its target."""

AbsenceReason = Literal["force_majeure", "accident", "irreplaceable_duty", "other", "none"]
"""未出庭理由: why no officer appeared (APP 8); `none` when no reason was given."""

Verdict = Literal["held_accountable", "not_held_accountable", "tolerated"]
"""处理结论: what is concluded for a subject after a loss (Xinzhou 29, 30, 31)."""

Reviewer = Literal["government_office", "supervision", "court", "procuratorate", "other"]
"""联合审核单位: with whom the bureau reviews an inquiry report jointly (Xinzhou 32(2))."""

AttendanceProblem = Literal[
    "absent",
    "absent_again",
    "chief_absent",
    "nobody_fit",
    "lawyer_alone",
    "left_without_leave",
    "refused_explanation",
    "identity_unfit",
    "absence_unproven",
    "silent",
]
"""出庭问题: what was wrong with how a defendant was represented at a hearing (APP 6, 8-12, INT 128-132)."""

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

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of some bytes, in hexadecimal."""

AttachmentKind = Literal[
    "complaint",
    "notice",
    "summons",
    "defence",
    "evidence",
    "judgment",
    "report",
    "opinion",
    "proof",
    "volume",
    "other",
]
"""文书种类: what a document that is kept of a case is."""
