"""What does accountability find: who failed to appear, what was lost, what must follow?"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Finding, event
from shared.events.words import AttendanceProblem, Verdict

DecisionProblem = Literal[
    "no_ground",
    "unknown_ground",
    "other_conclusion",
    "several_articles",
    "no_reasons",
    "no_rule",
    "no_risk_or_rule",
]


@event
class AppearanceFailed(Finding):
    """No officer of a defendant appeared in a heard case as the law requires."""

    TOPIC: ClassVar = "appearance"

    hearings: tuple[date, ...]
    """The hearings at which an officer should have appeared and did not."""
    article: str
    excused: bool = False
    """True when a valid reason with fit proof is on record (APP 8, 9)."""
    reason: str = ""
    shown_by: tuple[str, ...] = ()
    """The facts that show it, as source and id."""


@event
class AttendanceIrregular(Finding):
    """At a hearing a defendant was not represented as the law asks (APP 6, 8-12; INT 128-132; Xinzhou 13-16)."""

    TOPIC: ClassVar = "attendance"
    SLOT: ClassVar = ("problem", "agency", "hearing_on")

    problem: AttendanceProblem
    agency: str
    """The defendant concerned (full name)."""
    hearing_on: date
    persons: tuple[str, ...]
    """Whom it is about, where it is about somebody who came: names, else roles."""
    article: str
    shown_by: tuple[str, ...]
    """The facts that show it, as source and id."""


@event
class LossFound(Finding):
    """The dispute ended in a loss under the pack's outcome set; found on the case of the final document."""

    TOPIC: ClassVar = "loss"

    outcomes: tuple[str, ...]
    losing: tuple[str, ...]
    """The agencies the document names (Xinzhou 28)."""
    accountable: tuple[str, ...]
    """The units accountable for it: the implementing body where it differs from the nominal one."""
    article: str
    took_effect_on: date
    sharing: tuple[str, ...] = ()
    """The nominal bodies found to be at fault too, which bear their part (Xinzhou 28)."""


@event
class CircularProposed(Finding):
    """The bureau should ask the government to issue a circular about these agencies."""

    TOPIC: ClassVar = "circular"
    SLOT: ClassVar = ("ground",)

    ground: str
    agencies: tuple[str, ...]
    article: str


@event
class LiabilityTriggered(Finding):
    """The facts meet a trigger of liability (Xinzhou 33, Huancui 37)."""

    TOPIC: ClassVar = "liability"
    SLOT: ClassVar = ("trigger", "agency")

    trigger: str
    agency: str
    article: str
    shown_by: tuple[str, ...]
    """What shows it: types and days of facts, duties missed, or the numbers of cases lost."""


@event
class PapersIncomplete(Finding):
    """A submission says what it holds, and parts the law asks for are not among them; it is not refused for it."""

    TOPIC: ClassVar = "papers"
    SLOT: ClassVar = ("checklist", "agency")

    checklist: str
    agency: str
    """Whose submission it is; empty when the report does not say."""
    missing: tuple[str, ...]
    """The parts missing, in the order of the checklist."""
    article: str


@event
class AgentsUnfit(Finding):
    """An agency's litigation agents are not those the law allows (Huancui 16, ALL 31)."""

    TOPIC: ClassVar = "agents"
    SLOT: ClassVar = ("agency",)

    agency: str
    problems: tuple[Literal["too_few", "too_many", "outside_lawyer_alone"], ...]
    article: str


@event
class DecisionUnfounded(Finding):
    """A decision on liability for a loss does not rest on what the law asks of one (Xinzhou 29-31)."""

    TOPIC: ClassVar = "decision"
    SLOT: ClassVar = ("unit", "person")

    unit: str
    person: str
    problems: tuple[DecisionProblem, ...]
    """No ground, or one the law does not know or gives for another conclusion; what a ground asks for is missing."""
    grounds: tuple[str, ...]
    """The grounds concerned."""
    article: str
    expected: tuple[str, ...] = ()
    """The fact types that would mend it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StageDone:
    """A stage of a proceeding that was done."""

    stage: str
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A unit or a person that gets one conclusion in a proceeding after a loss (Xinzhou 28)."""

    unit: str
    person: str = ""
    """Empty means the unit itself."""
    conclusion: Verdict | None = None
    """None until something is decided."""
    grounds: tuple[str, ...] = ()
    """Ids of grounds in the pack on which the conclusion rests."""
    decided_on: date | None = None
    referred_to: str = ""
    """The competent organ it was handed to, where nothing is decided yet."""


@event
class Proceeding(Finding):
    """What all findings about the proceeding of one unit after a loss say of it (Xinzhou 32, Huancui 27)."""

    TOPIC: ClassVar = "proceeding"
    SLOT: ClassVar = ("unit",)

    unit: str
    """The unit accountable for the loss (full name)."""
    stage: str
    """Id in the pack of the stage that it is in; of a closed one the last."""
    article: str
    """Of that stage."""
    done: tuple[StageDone, ...] = ()
    """In the order of the pack."""
    subjects: tuple[Subject, ...] = ()
    joint: bool = False
    """The report is to be reviewed jointly."""


@event
class ProceedingOpened(Proceeding):
    """A proceeding after a loss began; `expected` names the fact types that lead on."""

    STANDING: ClassVar = "open"

    expected: tuple[str, ...]


@event
class ProceedingAdvanced(Proceeding):
    """A proceeding after a loss reached another stage; `expected` names the fact types that lead on."""

    STANDING: ClassVar = "open"

    expected: tuple[str, ...]
    was: str = field(default="", compare=False)
    """The stage it was in."""


UNDER_WAY = ProceedingOpened | ProceedingAdvanced
"""The types of a proceeding that is under way."""


@event
class ProceedingClosed(Proceeding):
    """A proceeding after a loss is closed: every subject was decided upon, or handed to the competent organ."""

    STANDING: ClassVar = "closed"

    how: Literal["reported", "decided", "transferred"]
    """Nothing but the report was asked; all were decided upon; something was handed over and is decided there."""
    closed_on: date
