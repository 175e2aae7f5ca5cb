"""In which order does one report: what may be entered, stage by stage, and by whom?"""

from collections.abc import Mapping

from services.intake.entry.fields import REVISABLE
from shared.access import Principal

STAGES: Mapping[str, tuple[str, ...]] = {
    "docketing": (
        "case-docketed", "act-described", "notice-served", "case-classified", "procedure-applied", "organs-connected",
        "papers-forwarded", "agency-designated", "case-stayed", "case-resumed",
    ),
    "preparing": (
        "papers-reported", "handler-named", "agents-authorised", "lawyer-assigned", "evidence-period-set",
        "evidence-extension-requested", "evidence-extension-granted", "papers-enclosed", "defence-submitted",
        "defence-reviewed", "defence-signed", "defence-sealed", "defence-filed", "evidence-filed",
        "settlement-attempted", "conference-held", "progress-reported", "document-attached",
    ),
    "appearing": (
        "hearing-scheduled", "summons-served", "summons-reported", "appearance-notice-served", "chief-advised",
        "officer-named", "coordination-requested", "officer-coordinated", "hearing-rescheduled", "hearing-cancelled",
        "hearing-held", "hearing-observed", "absence-explained", "absence-proof-submitted", "absence-ruled",
    ),
    "deciding": (
        "document-served", "document-reported", "document-took-effect", "appeal-filed", "retrial-applied",
        "retrial-ordered", "protest-lodged",
    ),
    "performing": (
        "performed", "payment-requested", "damages-claimed", "damages-paid", "closing-document-served", "archived",
        "case-ended", "typical-case-published",
    ),
    "suggestions": ("suggestion-issued", "suggestion-answered"),
    "after_loss": (
        "loss-analysed", "remediation-reported", "inquiry-opened", "fault-shared", "inquiry-completed",
        "inquiry-reported", "joint-review-required", "review-completed", "inquiry-approved", "review-fed-back",
        "decision-made", "referred", "referral-declined", "conduct-recorded", "circular-issued", "risk-registered",
    ),
    "work": (
        "meeting-held", "training-held", "commended", "work-report-filed", "assessment-recorded",
        "assessment-published", "bulletin-published",
    ),
    "district": (
        "organ-registered", "officer-appointed", "leader-roles-assigned", "leader-unavailable", "organ-succeeded",
        "subscription-made", "feed-registered", "manifest-reported",
    ),
}  # fmt: skip
"""Every fact that can be entered, in the stage in which one looks for it."""


def open_to(principal: Principal) -> dict[str, tuple[str, ...]]:
    """Return what somebody may report, by stage."""
    found = {
        stage: tuple(name for name in names if may_report(principal, name)) for stage, names in STAGES.items()
    }
    return {stage: names for stage, names in found.items() if names}


def may_report(principal: Principal, name: str) -> bool:
    """Return whether somebody's role may report a fact type."""
    return principal.role == "operator" or principal.role in REVISABLE[name].REPORTED_BY
