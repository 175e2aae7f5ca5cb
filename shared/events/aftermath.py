"""What does an agency report after the court has decided: performance, archive, suggestions, inquiry?"""

from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Fact, event
from shared.events.words import Conduct, Named, SuggestionKind


@event
class LossAnalysed(Fact):
    """An agency sent the bureau its analysis of why the case was lost."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: str = ""


@event
class RemediationReported(Fact):
    """An agency reported what it changed after a loss (Huancui 37(7))."""

    SLOT: ClassVar = ("agency", "reported_on")
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: Named
    text: str = ""


@event
class Performed(Fact):
    """An agency did what the effective document orders."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "performed_on"

    performed_on: date
    agency: str = ""


@event
class PaymentRequested(Fact):
    """A claimant asked the agency for payment of damages awarded."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "requested_on"

    requested_on: date
    agency: str


@event
class DamagesClaimed(Fact):
    """An agency applied to finance for the payment of damages (State Compensation 37)."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "claimed_on"

    claimed_on: date
    agency: str


@event
class SuggestionAnswered(Fact):
    """An agency answered a suggestion in writing."""

    SLOT: ClassVar = ("kind", "addressee", "received_on")
    DECIDES: ClassVar = "answered_on"

    answered_on: date
    addressee: str = ""
    kind: SuggestionKind = "judicial"
    received_on: date | None = None
    """The day the suggestion answered was received; empty when the report does not say which one."""
    officer_signed: bool | None = None


@event
class Archived(Fact):
    """The file of the case was archived."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "archived_on"

    archived_on: date
    agency: str = ""
    volume: str = ""


@event
class InquiryCompleted(Fact):
    """The inquiry into a loss was completed."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "completed_on"

    completed_on: date
    agency: Named


@event
class InquiryReported(Fact):
    """The report on cause and liability of a loss went to the bureau and the district leader."""

    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: Named


@event
class DecisionMade(Fact):
    """The competent organ decided what follows from a loss for one subject."""

    SLOT: ClassVar = ("unit", "person")
    DECIDES: ClassVar = "decided_on"

    decided_on: date
    unit: Named
    person: str = ""
    """The officer or member of staff concerned; empty means the unit itself."""
    conclusion: Literal["held_accountable", "not_held_accountable", "tolerated"]
    grounds: tuple[str, ...] = ()
    """Ids of grounds in the pack (Xinzhou 29-31)."""
    reasons: str = ""
    rule: str = ""
    """The other rule cited, where the ground is an open one."""
    risk_registered_on: date | None = None
    """The day the risk of the act was put on record before it was made, where the ground asks for that."""


@event
class Referred(Fact):
    """A matter was handed to the organ competent for it."""

    SLOT: ClassVar = ("kind", "recipient")
    DRAFT: ClassVar = True

    referred_on: date
    kind: str
    recipient: str


@event
class RiskRegistered(Fact):
    """An agency put the risk of an act on record before making it (Xinzhou 31(5))."""

    ABOUT: ClassVar = "district"
    SLOT: ClassVar = ("agency", "matter")
    DRAFT: ClassVar = True

    registered_on: date
    agency: str
    matter: str


@event
class ConductRecorded(Fact):
    """The bureau put conduct in a case on record that may lead to liability (Xinzhou 33, Huancui 37)."""

    SLOT: ClassVar = ("agency", "kind", "recorded_on")
    DECIDES: ClassVar = "recorded_on"

    recorded_on: date
    agency: Named
    kind: Conduct
    without_reason: bool = True
    """False when a valid reason is on record: then nothing follows where the article asks for none."""
    adverse_effect: bool = False
    basis: str = ""
    """The rule broken, where the kind is `other`."""
    text: str = ""


@event
class WorkReportFiled(Fact):
    """An agency filed its report on litigation response work."""

    ABOUT: ClassVar = "district"
    SLOT: ClassVar = ("agency", "year")
    DRAFT: ClassVar = True

    filed_on: date
    agency: str
    year: int
