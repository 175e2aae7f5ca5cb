"""What do the government office, the bureau, the government, a superior or finance report of a case?"""

from datetime import date
from typing import ClassVar

from shared.events.base import Fact, event
from shared.events.words import Advisor, Named, Rank


@event
class PapersForwarded(Fact):
    """The government office or the bureau forwarded the papers to the responsible agency."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    SLOT: ClassVar = ("recipient",)
    DECIDES: ClassVar = "forwarded_on"

    forwarded_on: date
    recipient: str = ""


@event
class OfficerCoordinated(Fact):
    """The government office settled which leader appears for the district government (Xinzhou 12)."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    SLOT: ClassVar = ("hearing_on",)

    hearing_on: date
    officer: Named
    rank: Rank = "none"


@event
class AgencyDesignated(Fact):
    """The bureau designated who answers for a defendant, with its reason (Xinzhou 9(3), Huancui 8(9))."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("defendant",)
    DECIDES: ClassVar = "designated_on"

    agencies: tuple[str, ...]
    designated_on: date | None = None
    defendant: str = ""
    """The defendant concerned; empty means the district government."""
    reason: str = ""


@event
class DefenceReviewed(Fact):
    """The bureau reviewed the draft defence."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "reviewed_on"

    reviewed_on: date
    agency: str = ""
    passed: bool = True


@event
class DefenceSigned(Fact):
    """The district leader in charge signed the defence off."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    DECIDES: ClassVar = "signed_on"

    signed_on: date
    leader: str = ""


@event
class ChiefAdvised(Fact):
    """Somebody entitled to it asked that the chief appear, or another law or rule asks for it."""

    REPORTED_BY: ClassVar = ("court", "procuratorate", "office", "bureau")
    SLOT: ClassVar = ("by", "organ")
    DECIDES: ClassVar = "advised_on"

    advised_on: date
    by: Advisor
    organ: str = ""
    """The defendant whose chief is asked for; empty means every defendant."""
    basis: str = ""
    """The law or rule, where `by` is `law`."""


@event
class LawyerAssigned(Fact):
    """The bureau assigned a lawyer to the case."""

    REPORTED_BY: ClassVar = ("bureau",)
    SLOT: ClassVar = ("agency",)
    DRAFT: ClassVar = True

    assigned_on: date
    agency: str
    lawyer: str


@event
class CircularIssued(Fact):
    """The government or the bureau issued a circular about an agency."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    SLOT: ClassVar = ("agency", "ground")

    issued_on: date
    agency: str
    ground: str = ""
    """The ground of the pack it was proposed on; empty for all."""


@event
class DamagesPaid(Fact):
    """Finance paid the damages (State Compensation 37)."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SLOT: ClassVar = ("agency",)
    DECIDES: ClassVar = "paid_on"

    paid_on: date
    agency: str
