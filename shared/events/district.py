"""What is reported of a district as a whole: organs and leaders, law, calendar, bulletins?"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.events.base import Fact, event
from shared.events.words import ActKind, Named, Notice, OrganKind, Rank


@event
class BulletinPublished(Fact):
    """The bureau published its bulletin on litigation response of a quarter, or its report of a year."""

    REPORTED_BY: ClassVar = ("bureau",)
    ABOUT: ClassVar = "bureau"
    SLOT: ClassVar = ("period",)
    DECIDES: ClassVar = "published_on"

    published_on: date
    period: Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}(-Q[1-4])?$")]
    """The quarter, as `2026-Q3`, or the year."""
    as_known_at: Annotated[int, Field(ge=0)] = 0
    """The position on the log whose knowledge was published, as the preview named it; 0 for that of the fact."""
    number: str = ""
    """The number of the document, such as `新政行诉通〔2024〕3号`."""
    problems: str = ""
    """What the bureau writes about problems found: printed in the report, so without names of private persons."""
    measures: str = ""
    """What the bureau asks for next."""


@event
class SubscriptionMade(Fact):
    """Somebody asked to be told of deadlines; retracting it ends the subscription, a later version renews it."""

    REPORTED_BY: ClassVar = ("agency", "bureau")
    SPEAKS_IN: ClassVar = ("agency",)
    ABOUT: ClassVar = "district"
    SLOT: ClassVar = ("name",)
    PERSONAL: ClassVar = ("address", "secret")

    name: Named
    """By which the district knows the subscription."""
    channel: Literal["webhook", "email"]
    address: Named
    """The URL, or the mail address."""
    secret: str = ""
    """What deliveries to a webhook are signed with (Standard Webhooks, `whsec_…`)."""
    agency: str = ""
    """Only deadlines that this agency owes, or those escalated to it; empty for all of the district."""
    duties: tuple[str, ...] = ()
    """Only these duties; empty for all."""
    told_of: tuple[Notice, ...] = ()
    """Only these kinds of news; empty for all of deadlines. Of figures is told only who names it."""


@event
class CalendarPublished(Fact):
    """The State Council's schedule of holidays and make-up working days of a year was published."""

    ABOUT: ClassVar = "log"
    SLOT: ClassVar = ("year",)

    year: int
    holidays: tuple[date, ...]
    """Days off that the plain week would not give, and the holiday weekends with them."""
    make_up_days: tuple[date, ...]
    """Saturdays and Sundays that are worked."""
    notice: str = ""
    """Number of the notice."""


@event
class LawAdopted(Fact):
    """A law pack was adopted: from here on the district is judged by this text."""

    ABOUT: ClassVar = "log"
    SLOT: ClassVar = ("pack",)

    pack: str
    text: str
    """The whole pack file."""
    sha256: str


@event
class OrganRegistered(Fact):
    """A body stands in the district's organ register under this code and name."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("code",)

    code: Named
    name: Named
    kind: OrganKind
    aliases: tuple[str, ...] = ()
    superior: str = ""
    established_on: date | None = None
    abolished_on: date | None = None
    successor: str = ""


@event
class OrganSucceeded(Fact):
    """A body took over another body's functions, all of them or those for one kind of act (Huancui 8(8))."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("predecessor", "function")
    DECIDES: ClassVar = "succeeded_on"

    predecessor: Named
    successor: Named
    succeeded_on: date
    """The first day on which the successor answers."""
    function: ActKind | Literal[""] = ""
    """The kind of act whose function moved; empty means every function."""


@event
class OfficerAppointed(Fact):
    """Somebody holds an office that makes them a responsible officer."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("organ", "name", "from_on")
    ORDERED: ClassVar = (("from_on", "until_on"),)

    organ: Named
    name: Named
    rank: Rank
    from_on: date
    until_on: date | None = None
    """The last day in office, inclusive."""


@event
class LeaderRolesAssigned(Fact):
    """The district leaders in charge of an organ were named, in their A and B roles (Xinzhou 12)."""

    REPORTED_BY: ClassVar = ("office", "bureau")
    ABOUT: ClassVar = "organ"
    SLOT: ClassVar = ("organ", "from_on")

    organ: Named
    a_leader: Named
    b_leader: str = ""
    from_on: date
    """From this day on, until the roles are assigned anew."""
