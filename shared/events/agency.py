"""What does an agency report of its work on a case, until the court has decided?"""

from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Fact, event
from shared.events.words import (
    AbsenceReason,
    ActKind,
    Connection,
    Named,
    Number,
    PaperPart,
    Rank,
    Reconsideration,
)


@event
class ActDescribed(Fact):
    """The challenged act was described: its kind, who made and who carried it out, its reconsideration."""

    REPORTED_BY: ClassVar = ("agency", "bureau")

    kind: ActKind = "other"
    acting: str = ""
    implementing: str = ""
    lead: str = ""
    in_government_name: bool = False
    reconsideration: Reconsideration = "none"
    reconsideration_organ: str = ""
    entrusted: str = ""
    """The body the government entrusted or assigned the matter to (Huancui 8(3))."""
    dispatched: str = ""
    """The dispatched or ad-hoc body that exercises the function (Huancui 8(6))."""
    lead_has_duty: bool = True
    """False when the lead department of a joint act lacks the statutory duty (Xinzhou 9(3))."""


@event
class PapersReported(Fact):
    """An agency sent the complaint papers to the bureau."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: str = ""


@event
class HandlerNamed(Fact):
    """An agency named who handles the case."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "named_on"
    DRAFT: ClassVar = True

    named_on: date
    agency: str
    handler: str


@event
class AgentsAuthorised(Fact):
    """An agency authorised its litigation agents: so many of each kind."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "authorised_on"

    authorised_on: date
    agency: Named
    staff: Number = 0
    public_lawyers: Number = 0
    outside_lawyers: Number = 0


@event
class OfficerNamed(Fact):
    """The officer who will appear, and the summons, are on record with the bureau."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "named_on"

    named_on: date
    agency: str = ""
    officer: str = ""
    rank: Rank = "none"


@event
class LeaderUnavailable(Fact):
    """A leader of the roster cannot appear on these days (Xinzhou 12)."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("leader", "from_on")
    ORDERED: ClassVar = (("from_on", "until_on"),)

    leader: Named
    from_on: date
    until_on: date | None = None
    """The last day away, inclusive; empty means until further notice."""
    reason: str = ""


@event
class CoordinationRequested(Fact):
    """An agency asked the government office to settle who appears."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DRAFT: ClassVar = True

    requested_on: date
    agency: str


@event
class AbsenceExplained(Fact):
    """An agency explained why no officer of it appeared, with or without fit proof (APP 8, 9)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("organ",)
    SLOT: ClassVar = ("organ", "hearing_on")

    reason: AbsenceReason
    proof_fit: bool = False
    """True when the proof is sealed by the agency or signed by its main officer."""
    organ: str = ""
    hearing_on: date | None = None
    """The hearing missed; empty means every hearing of the case."""


@event
class AbsenceProofSubmitted(Fact):
    """An agency handed in the proof of why its officer cannot appear at a hearing (APP 8)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("organ",)
    SLOT: ClassVar = ("organ", "hearing_on")
    DECIDES: ClassVar = "submitted_on"

    submitted_on: date
    hearing_on: date
    organ: str = ""


@event
class DefenceSubmitted(Fact):
    """The responsible agency sent the draft defence to the bureau for review."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "submitted_on"

    submitted_on: date
    agency: str = ""
    officer_signed: bool | None = None


@event
class DefenceSealed(Fact):
    """The defence was sealed."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "sealed_on"

    sealed_on: date
    agency: str = ""


@event
class DefenceFiled(Fact):
    """The defence was filed with the court. Posted in time is filed in time (INT 48)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "filed_on"

    filed_on: date
    agency: str = ""


@event
class EvidenceFiled(Fact):
    """Evidence and legal basis were filed with the court."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "filed_on"

    filed_on: date
    agency: str = ""
    catalogue: bool | None = None


@event
class OrgansConnected(Fact):
    """Other organs were named: they took part in the act (Xinzhou 15), or must assist (Huancui 9)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SLOT: ClassVar = ("how",)

    organs: tuple[Named, ...]
    how: Connection


@event
class PapersEnclosed(Fact):
    """An agency said which papers its submission holds, and what the papers show (Huancui 11-14)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency", "to")
    DECIDES: ClassVar = "enclosed_on"

    enclosed_on: date
    parts: tuple[PaperPart, ...]
    to: Literal["bureau", "court"] = "court"
    agency: str = ""


@event
class EvidenceExtensionRequested(Fact):
    """An agency asked the court in writing for more time for its evidence."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "requested_on"

    requested_on: date
    agency: str = ""
    reason: str = ""


@event
class ProgressReported(Fact):
    """An agency reported how the case is going."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency", "reported_on")
    DRAFT: ClassVar = True

    reported_on: date
    agency: str
    text: str = ""


@event
class DocumentReported(Fact):
    """An agency sent the court's document to the bureau."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: str = ""


@event
class SummonsReported(Fact):
    """An agency sent the summons to a hearing to the bureau."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency", "hearing_on")
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    hearing_on: date
    agency: str = ""


@event
class SettlementAttempted(Fact):
    """The parties tried to settle before or beside the trial."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("attempted_on",)
    DRAFT: ClassVar = True

    attempted_on: date
    agency: str = ""


@event
class ConferenceHeld(Fact):
    """Co-defendants or cooperating bodies met about the case."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SLOT: ClassVar = ("held_on",)
    DRAFT: ClassVar = True

    held_on: date
    invited: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
