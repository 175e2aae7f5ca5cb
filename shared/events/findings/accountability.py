"""What does accountability find: who failed to appear, what was lost, what must follow?"""

from datetime import date
from typing import ClassVar, Literal

from shared.events.base import Finding, event

DecisionProblem = Literal[
    "no_ground", "unknown_ground", "other_conclusion", "no_reasons", "no_rule", "no_risk_or_rule"
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


@event
class ProceedingOpened(Finding):
    """A proceeding after a loss began."""

    TOPIC: ClassVar = "proceeding"
    SLOT: ClassVar = ("unit",)
    STANDING: ClassVar = "open"
    DRAFT: ClassVar = True

    unit: str
    stage: str


@event
class ProceedingAdvanced(Finding):
    """A proceeding after a loss reached another stage."""

    TOPIC: ClassVar = "proceeding"
    SLOT: ClassVar = ("unit",)
    STANDING: ClassVar = "open"
    DRAFT: ClassVar = True

    unit: str
    stage: str


@event
class ProceedingClosed(Finding):
    """A proceeding after a loss was closed or handed to the competent organ."""

    TOPIC: ClassVar = "proceeding"
    SLOT: ClassVar = ("unit",)
    STANDING: ClassVar = "closed"
    DRAFT: ClassVar = True

    unit: str
    stage: str
