"""What does each entry of a pack say? Frozen, typed records, each with its article and its status."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from shared.events.words import (
    Category,
    PaperPart,
    Post,
    Rank,
)
from shared.law.model.said import Dated, Entry, Rule, Said, Text, When
from shared.law.model.words import (
    Categories,
    Id,
    Obligor,
    PeriodEnd,
    Role,
)


class CategoryRule(Rule):
    """A kind of proceeding the regulation governs (Xinzhou 34, Huancui 38)."""

    category: Category
    when: When = Field(default_factory=dict)


class RoutingRule(Rule):
    """Who must answer a suit for one defendant, when the conditions hold. The first rule that applies wins."""

    rule: Id
    when: When = Field(default_factory=dict)
    responsible: tuple[Role, ...] = ()
    """Empty: the bureau must designate."""
    observers: tuple[Role, ...] = ()


class AppearingRule(Rule):
    """A ground on which somebody of weight must appear for a defendant. Every ground that applies counts."""

    ground: Id
    when: When = Field(default_factory=dict)
    required: Literal["chief", "officer"] = "chief"
    accepted: tuple[Post, ...] = ("chief",)
    """Whose appearance fulfils it."""
    since: date | None = None
    """The first day on which a case can begin to which it applies; empty where the whole pack's is meant."""

    def covers(self, began: date | None) -> bool:
        """Return whether it applies to a case that began on a day; one without a day is judged as one of today."""
        return self.since is None or began is None or began >= self.since


class OfficerRule(Rule):
    """A rank that makes somebody a responsible officer (APP 2)."""

    rank: Rank


class RosterRule(Rule):
    """Who is proposed to appear for the district government (Xinzhou 12)."""

    roster: Id
    when: When = Field(default_factory=dict)
    roles: tuple[Literal["A", "B"], ...] = ("A", "B")
    """In this order; nobody available: the government office coordinates."""


class ConnectedRule(Rule):
    """Organs that must send observers, or assist, when the conditions hold; defendants and who answers do not."""

    rule: Id
    when: When = Field(default_factory=dict)
    who: tuple[Role, ...]


class Part(Said):
    """One part a submission must hold."""

    part: PaperPart


class Checklist(Rule):
    """What a submission to the bureau or the court must hold. What is missing is listed, not refused."""

    checklist: Id
    when: When = Field(default_factory=dict)
    to: Literal["bureau", "court"]
    parts: tuple[Part, ...]


class AgentsRule(Rule):
    """How many litigation agents an agency may have, and whom it may not send alone (Huancui 16, ALL 31)."""

    rule: Id
    at_least: Annotated[int, Field(ge=0)] = 1
    at_most: Annotated[int, Field(ge=1)] = 2
    outside_lawyer_alone: bool = False


class Period(Entry):
    """How long a duty runs. Working or calendar days, or months; or counted back from another duty or the start.

    At most a year: so far the calendar reaches beyond the days that can be counted from.
    """

    working_days: Annotated[int, Field(ge=1, le=240)] | None = None
    calendar_days: Annotated[int, Field(ge=1, le=366)] | None = None
    months: Annotated[int, Field(ge=1, le=12)] | None = None
    before: str = ""
    """`start`, or the id of a duty: counted back from the day that would be due from the same start."""
    on_the_day: bool = False
    """The start is itself the due day and does not move when it is no working day."""


class DutyRule(Rule):
    """Something due in a case, or of the bureau: what it runs from, how long, who owes it and what meets it.

    A duty may stand several times, for other kinds of proceeding or for starts on other days.
    """

    duty: Id
    category: Categories = ("litigation",)
    """The kinds of proceeding in which it is due."""
    when: When = Field(default_factory=dict)
    since: date | None = None
    """The first day on which it can start under this entry."""
    until: date | None = None
    """The first day on which it no longer can."""
    starts: str
    """A Start, or a dated fact type such as `inquiry-completed`; a PeriodEnd makes it the bureau's, of no case."""
    due: Period
    obligor: Obligor
    met_by: str
    """The fact type that meets it; its deciding date is the day it was done."""
    lifted_by: str = ""
    """The fact type that lifts it while it is still open; its deciding date must not be after the due day."""
    soft: bool = False
    """The text says in general: shown, but a miss is no breach, counts nowhere and leads to nothing."""
    right: bool = False
    """What may be done and need not be, such as to appeal: unused it lapses, and counts nowhere."""
    stays: bool = False
    """The period stands still while the proceeding is stayed."""
    set_by: str = ""
    """The fact type whose `until` names the last day in place of the one counted, such as `evidence-period-set`."""
    extended_by: str = ""
    """The fact type whose `until` puts the last day off, such as `evidence-extension-granted`."""
    steps: tuple[str, ...] = ()
    """Fact types that lead on from what is due, in the order the text asks for them: review, signature, seal."""
    remind: tuple[Annotated[int, Field(ge=0, le=240)], ...] | None = None
    """Steps of reminding of its own; empty for none at all."""
    if_missed: Text | None = None
    """What a miss leads to beside what circulars and liability say of it."""

    @property
    def of_period(self) -> bool:
        """Return whether it is due for every quarter or year, and in no case."""
        return self.starts in get_args(PeriodEnd)

    def covers(self, start: date) -> bool:
        """Return whether a duty that starts on a day runs under this entry."""
        return (self.since is None or start >= self.since) and (self.until is None or start < self.until)


class Reminders(Said):
    """When somebody is reminded of what is due, and who is called when it was missed."""

    near: tuple[Annotated[int, Field(ge=0, le=240)], ...] = (3, 1, 0)
    """So many working days before the due day; 0 is the day itself."""
    escalate_to: tuple[Literal["superior", "bureau"], ...] = ("superior", "bureau")
    """Who is called after a miss: the first of them there is. Empty for nobody."""
    escalate_for: Annotated[int, Field(ge=1, le=240)] = 10
    """For how many working days after the due day; what was missed longer ago calls nobody any more."""


class Target(Entry):
    """What a figure is measured against."""

    figure: str
    """A Rate, or `on_time_rate:<duty>`."""
    compare: Literal["at_least", "at_most"]
    values: tuple[Dated, ...]
    binds: Literal["agency", "district"] = "agency"

    def on(self, day: date) -> Dated | None:
        """Return the value in force on a day."""
        found = (one for one in self.values if one.since <= day and (one.until is None or day < one.until))
        return max(found, key=lambda value: value.since, default=None)
