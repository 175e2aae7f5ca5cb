"""What does a court report? From the docketing of a case to its closing document."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shared.events.base import Fact, event
from shared.events.words import (
    CaseNumber,
    Category,
    DocumentKind,
    Flag,
    Instance,
    Named,
    Outcome,
    Procedure,
    Rank,
    Role,
    SuggestionKind,
)


@event
class CaseDocketed(Fact):
    """A court took the case onto its docket, at this instance, against these defendants."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    DECIDES: ClassVar = "docketed_on"
    PERSONAL: ClassVar = ("claimants",)

    instance: Instance
    defendants: tuple[str, ...]
    category: Category = "litigation"
    claimants: tuple[str, ...] = ()
    docketed_on: date | None = None
    earlier_case: CaseNumber | None = None
    """Case number of the earlier instance of the same dispute."""


@event
class CaseStayed(Fact):
    """The court suspended the proceeding: from this day on its periods stand still."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("stayed_on",)
    DECIDES: ClassVar = "stayed_on"

    stayed_on: date
    reason: str = ""


@event
class CaseResumed(Fact):
    """The court took a suspended proceeding up again: from this day the rest of each period runs."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("resumed_on",)
    DECIDES: ClassVar = "resumed_on"

    resumed_on: date


@event
class ProcedureApplied(Fact):
    """The court, or the organ of reconsideration, said by which procedure it tries the case (ALL 82, RECON 53)."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    DECIDES: ClassVar = "applied_on"

    procedure: Procedure
    applied_on: date


@event
class NoticeServed(Fact):
    """A defendant received the complaint copy and the response notice."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("recipient",)
    SLOT: ClassVar = ("recipient",)
    DECIDES: ClassVar = "served_on"

    recipient: str
    served_on: date


@event
class CaseClassified(Fact):
    """Somebody with a say in it marked the case as weighty, for instance of high public attention."""

    REPORTED_BY: ClassVar = ("court", "procuratorate", "bureau", "office")
    SLOT: ClassVar = ("by",)

    flags: tuple[Flag, ...]
    by: str = ""
    classified_on: date | None = None


@event
class EvidencePeriodSet(Fact):
    """The court set, or the parties agreed, the last day for filing evidence."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("organ",)
    DECIDES: ClassVar = "set_on"
    ORDERED: ClassVar = (("set_on", "until"),)

    until: date
    organ: str = ""
    set_on: date | None = None


@event
class HearingScheduled(Fact):
    """The court fixed the day of a hearing."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SLOT: ClassVar = ("hearing_on",)
    ORDERED: ClassVar = (("scheduled_on", "hearing_on"),)

    hearing_on: date
    scheduled_on: date | None = None


@event
class SummonsServed(Fact):
    """An agency received the summons to a hearing."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("recipient",)
    SLOT: ClassVar = ("recipient", "hearing_on")
    DECIDES: ClassVar = "served_on"

    recipient: str
    hearing_on: date
    served_on: date


@event
class AppearanceNoticeServed(Fact):
    """The court notified an agency that its officer is to appear at this hearing (APP 5, 7)."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("organ",)
    SLOT: ClassVar = ("organ", "hearing_on")
    DECIDES: ClassVar = "served_on"

    hearing_on: date
    organ: str = ""
    """The agency notified; empty when the notice went to every defendant."""
    served_on: date | None = None


@event
class HearingRescheduled(Fact):
    """The court moved a hearing to another day."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SLOT: ClassVar = ("from_on",)
    DECIDES: ClassVar = "rescheduled_on"
    ORDERED: ClassVar = (("rescheduled_on", "to_on"),)

    from_on: date
    to_on: date
    cause: str = ""
    rescheduled_on: date | None = None


@event
class HearingCancelled(Fact):
    """The court called a hearing off."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SLOT: ClassVar = ("hearing_on",)

    hearing_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee:
    """One person who sat for a defendant agency at a hearing. Officers act in office and are named openly."""

    organ: str
    """The agency whose officer or agent this is."""
    represents: str = ""
    """The defendant represented; empty means `organ` itself."""
    role: Role = "officer"
    name: str = ""
    rank: Rank = "none"
    post: str = ""
    spoke: bool = False
    spoke_on_settlement: bool = False
    refused_explanation: bool = False
    identity_fit: bool = True
    """False when the identity proof was unfit and not corrected: then the person has not appeared (APP 6)."""
    left_without_leave: bool = False


@event
class HearingHeld(Fact):
    """The court heard the case on this day, with these people present for the defendants."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("attendees.organ",)
    SLOT: ClassVar = ("held_on",)
    DECIDES: ClassVar = "held_on"

    held_on: date
    attendees: tuple[Attendee, ...] = ()
    record_checked: bool | None = None


@event
class AbsenceRuled(Fact):
    """The court decided whether the reason for an officer's absence holds (APP 9)."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("organ", "hearing_on")
    DECIDES: ClassVar = "ruled_on"

    organ: Named
    hearing_on: date
    valid: bool
    ruled_on: date | None = None


@event
class DocumentServed(Fact):
    """A recipient was served a judgment, ruling or mediation with these outcomes."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("recipient",)
    SLOT: ClassVar = ("recipient",)
    DECIDES: ClassVar = "decided_on"

    recipient: str
    kind: DocumentKind = "judgment"
    decided_on: date | None = None
    served_on: date | None = None
    outcomes: tuple[Outcome, ...] = ()
    losing: tuple[str, ...] = ()
    """The agencies the document names as losing; empty means all defendants."""
    perform_by: date | None = None
    last_served_on: date | None = None
    """The day the last party was served, where the court says so; an appeal period runs from it."""


@event
class DocumentTookEffect(Fact):
    """The court states from which day its document is effective."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    DECIDES: ClassVar = "took_effect_on"

    took_effect_on: date


@event
class AppealFiled(Fact):
    """A party appealed against the document of this case."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SLOT: ClassVar = ("appellant",)
    DECIDES: ClassVar = "filed_on"

    filed_on: date
    appellant: str = ""
    """`claimant` or the agency that appealed; empty when the report does not say who."""


@event
class RetrialApplied(Fact):
    """A party applied for a retrial of the effective document (INT 110)."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    SLOT: ClassVar = ("applicant",)
    DECIDES: ClassVar = "applied_on"

    applied_on: date
    applicant: str = ""
    """`claimant` or the agency that applied; empty when the report does not say who."""


@event
class RetrialOrdered(Fact):
    """A court ordered that the effective document be retried."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("ordered_on",)
    DRAFT: ClassVar = True

    ordered_on: date
    taken_up: bool = False
    """True when the higher court took the case up itself (提审)."""


@event
class EvidenceExtensionGranted(Fact):
    """The court allowed an agency to file its evidence later (INT 34, 36)."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    SLOT: ClassVar = ("organ",)
    DECIDES: ClassVar = "granted_on"
    ORDERED: ClassVar = (("granted_on", "until"),)

    until: date
    organ: str = ""
    granted_on: date | None = None


@event
class SuggestionIssued(Fact):
    """An agency received a suggestion from a court or a procuratorate that it must answer."""

    REPORTED_BY: ClassVar = ("court", "procuratorate", "bureau", "agency")
    SPEAKS_IN: ClassVar = ("addressee",)
    SLOT: ClassVar = ("kind", "addressee", "received_on")

    received_on: date
    addressee: str = ""
    """The agency addressed; empty means the defendants."""
    kind: SuggestionKind = "judicial"
    reply_by: date | None = None
    urgent: bool = False
    copied_to: tuple[str, ...] = ()


@event
class ClosingDocumentServed(Fact):
    """An agency received the document that closes the case; its file is to be archived from here."""

    REPORTED_BY: ClassVar = ("court", "bureau", "agency")
    DECIDES: ClassVar = "served_on"

    served_on: date


@event
class CaseEnded(Fact):
    """The court closed the case in its own books."""

    REPORTED_BY: ClassVar = ("court", "bureau")
    DECIDES: ClassVar = "ended_on"

    ended_on: date
