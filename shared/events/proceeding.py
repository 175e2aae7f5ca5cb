"""What is reported of the proceeding after a loss: inquiry, report, review, decision, and what it rests on?"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Fact, event
from shared.events.words import Named, Reviewer, Verdict


@event
class RiskRegistered(Fact):
    """An agency put the risk of something it was about to do on record beforehand (Xinzhou 31(5))."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("agency", "matter")
    DECIDES: ClassVar = "registered_on"

    registered_on: date
    agency: Named
    matter: Named
    """What it was about, by number or title."""


@event
class FaultShared(Fact):
    """The nominal body of an act, which another carried out, was found to be at fault too (Xinzhou 28)."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("unit",)
    DECIDES: ClassVar = "found_on"

    found_on: date
    unit: Named
    basis: str = ""


@event
class InquiryOpened(Fact):
    """The inquiry into why a case was lost, and by whose fault, began (Xinzhou 32(1))."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SPEAKS_IN: ClassVar = ("by",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "opened_on"

    opened_on: date
    agency: Named
    """The unit accountable for the loss."""
    by: str = ""
    """Who inquires; empty when the report does not say."""
    persons: tuple[Named, ...] = ()
    """Officers in charge and others directly responsible, who are within the inquiry (Xinzhou 28)."""


@event
class InquiryCompleted(Fact):
    """The inquiry into a loss was completed."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SPEAKS_IN: ClassVar = ("by",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "completed_on"

    completed_on: date
    agency: Named
    by: str = ""
    """Who inquired; empty when the report does not say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What an inquiry proposes for one subject."""

    unit: str = ""
    """The unit concerned; empty means the one whose inquiry it is."""
    person: str = ""
    """The officer or member of staff concerned; empty means the unit itself."""
    conclusion: Verdict
    manner: str = ""
    """How the subject is to be held accountable."""
    reasons: str = ""
    """Why it is not, or why the error is tolerated."""


@event
class InquiryReported(Fact):
    """The report on cause and liability of a loss went to the bureau and the district leader (Xinzhou 32(1), (2))."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SPEAKS_IN: ClassVar = ("by",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: Named
    by: str = ""
    """Whose report it is; empty when the report does not say."""
    causes: str = ""
    """Why the case was lost."""
    fault: str = ""
    """Whose fault it was, and of what kind."""
    proposals: tuple[Proposal, ...] = ()


@event
class InquiryApproved(Fact):
    """The district leader approved an inquiry report (Xinzhou 32(2))."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "approved_on"

    approved_on: date
    agency: Named
    leader: str = ""


@event
class JointReviewRequired(Fact):
    """The bureau found the case major or disputed, so that the report is reviewed jointly (Xinzhou 32(2))."""

    REPORTED_BY: ClassVar = ("bureau",)
    DECIDES: ClassVar = "required_on"

    required_on: date
    because: Literal["major", "disputed"] = "major"


@event
class ReviewCompleted(Fact):
    """The review of an inquiry report was completed."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SPEAKS_IN: ClassVar = ("by",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "completed_on"

    completed_on: date
    agency: Named
    by: str = ""
    """Who reviewed; empty when the report does not say."""
    jointly_with: tuple[Reviewer, ...] = ()


@event
class ReviewFedBack(Fact):
    """The bureau told the losing agency what its review found."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "fed_back_on"

    fed_back_on: date
    agency: Named
    by: str = ""
    opinion: str = ""


@event
class DecisionMade(Fact):
    """The competent organ decided what follows from a loss for one subject."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SPEAKS_IN: ClassVar = ("by",)
    SLOT: ClassVar = ("unit", "person")
    DECIDES: ClassVar = "decided_on"

    decided_on: date
    unit: Named
    person: str = ""
    """The officer or member of staff concerned; empty means the unit itself."""
    conclusion: Verdict
    grounds: tuple[str, ...] = ()
    """Ids of grounds in the pack (Xinzhou 29-31)."""
    reasons: str = ""
    rule: str = ""
    """The other rule cited, where the ground is an open one."""
    risk_registered_on: date | None = None
    """The day the risk of the act was put on record before it was made, where the ground asks for that."""
    by: str = ""
    """Who decided; empty when the report does not say."""
    manner: str = ""
    """How the subject is held accountable."""


@event
class Referred(Fact):
    """A matter was handed to the organ competent for it: what to decide after a loss, or a trigger of liability."""

    REPORTED_BY: ClassVar = ("agency", "office", "bureau")
    SLOT: ClassVar = ("kind", "agency", "person", "trigger")
    DECIDES: ClassVar = "referred_on"

    referred_on: date
    kind: Literal["decision", "discipline"]
    agency: Named
    """The agency concerned."""
    recipient: Named
    person: str = ""
    """The officer or member of staff concerned; empty means the agency itself."""
    trigger: str = ""
    """Id of the trigger in the pack (Xinzhou 33, Huancui 37), where it goes to discipline."""


@event
class ReferralDeclined(Fact):
    """The bureau looked into a trigger of liability and hands nothing over, with its reason."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("agency", "trigger")
    DECIDES: ClassVar = "declined_on"

    declined_on: date
    agency: Named
    trigger: Named
    reason: Named
