"""What is reported after the court has decided: performance, archive, suggestions, remedies, conduct?"""

from datetime import date
from typing import ClassVar

from shared.events.base import Fact, event
from shared.events.words import Conduct, Named, SuggestionKind


@event
class LossAnalysed(Fact):
    """An agency sent the bureau its analysis of why the case was lost."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: str = ""


@event
class RemediationReported(Fact):
    """An agency reported what it changed after a loss (Huancui 37(7))."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency", "reported_on")
    DECIDES: ClassVar = "reported_on"

    reported_on: date
    agency: Named
    text: str = ""


@event
class Performed(Fact):
    """An agency did what the effective document orders."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "performed_on"

    performed_on: date
    agency: str = ""


@event
class PaymentRequested(Fact):
    """A claimant asked the agency for payment of damages awarded."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "requested_on"

    requested_on: date
    agency: str


@event
class DamagesClaimed(Fact):
    """An agency applied to finance for the payment of damages (State Compensation 37)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "claimed_on"

    claimed_on: date
    agency: str


@event
class SuggestionAnswered(Fact):
    """An agency answered a suggestion in writing."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("addressee",)
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

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "archived_on"

    archived_on: date
    agency: str = ""
    volume: str = ""


@event
class ConductRecorded(Fact):
    """The bureau put conduct in a case on record that may lead to liability (Xinzhou 33, Huancui 37)."""

    REPORTED_BY: ClassVar = ("bureau", "office")
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
