"""What does a pack say of losses, of who did not appear, and of what follows: circulars, liability, assessment?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shared.events.words import (
    AttendanceProblem,
    Conduct,
    OrganKind,
    Outcome,
    Reviewer,
    SuggestionKind,
    Verdict,
)
from shared.law.model.said import Rule, Said, When
from shared.law.model.words import (
    Article,
    Categories,
    Id,
    LossFlag,
    Office,
    ReportPart,
)


class LossRule(Said):
    """Which outcomes count as a loss."""

    codes: tuple[Outcome, ...]
    items: Mapping[Outcome, Article] = Field(default_factory=dict)
    """The item that names an outcome, where the article has items."""
    flags: Mapping[LossFlag, bool] = Field(default_factory=dict)
    """Outcomes the text does not name: counted when switched on."""


class AdverseRule(Said):
    """Which outcomes are adverse to the agency, which is wider than lost (Xinzhou 20)."""

    codes: tuple[Outcome, ...]


class AttendanceRule(Rule):
    """What is wrong with how a defendant is represented at a hearing, and the provision that says so."""

    problem: AttendanceProblem
    category: Categories = ("litigation",)
    """The kinds of proceeding in which it is one."""
    officers_only: bool = False
    """It is one of officers alone; what others did who came for the defendant is none."""
    since: date | None = None
    """The first day of a hearing at which it is one; empty where the whole pack's is meant."""

    def covers(self, hearing_on: date) -> bool:
        """Return whether it is asked of a hearing of a day."""
        return self.since is None or hearing_on >= self.since


class CircularRule(Rule):
    """When the bureau should ask for a circular."""

    ground: Id
    upon: Literal["deadline_missed", "appearance_failed", "attendance"]
    duty: str = ""
    problem: AttendanceProblem | Literal[""] = ""
    """What was wrong at a hearing, where it is upon attendance."""
    kinds: tuple[OrganKind, ...] = ()
    """Kinds of organs it applies to; empty means all."""


class LiabilityRule(Rule):
    """What may lead to the liability of an agency and its people. Exactly one of what shows it."""

    trigger: Id
    conduct: tuple[Conduct, ...] = ()
    """Conduct on record; other conditions say which of it counts."""
    without_reason: bool = False
    """Conduct counts only where no valid reason is on record."""
    adverse_effect: bool = False
    """Conduct counts only where it did harm to the case."""
    deadline_missed: str = ""
    """A duty that was not done in time."""
    suggestions: tuple[SuggestionKind, ...] = ()
    """Of missed answers: to which kinds of suggestion; empty means any."""
    attendance: Literal["", "left_without_leave", "nobody_fit"] = ""
    """What a hearing's record shows: an attendee left without leave, or neither an officer nor staff sat there."""
    repeated_losses: bool = False
    """The same agency lost the same kind of act several times without remedies (parameters min_losses, months)."""


class Ground(Rule):
    """A ground on which a subject is held liable for a loss, is not, or its error is tolerated."""

    ground: Id
    conclusion: Verdict
    needs: Literal["", "reasons", "rule", "risk_or_rule"] = ""
    """What a decision must hold beside the ground: reasons, and with some a rule cited or a risk on record before."""


class Stage(Rule):
    """A stage of the proceeding after a loss. They follow one another in the order of the pack."""

    stage: Id
    category: Categories = ("litigation",)
    """The kinds of proceeding whose loss leads to it."""
    done_by: str
    """The fact type that completes it; of a decision, one for each subject."""
    by: tuple[Office, ...] = ()
    """Who is competent for it; empty: whoever does it, for whichever unit."""
    on_unit: tuple[Office, ...] = ()
    """Who is competent to decide on the unit itself, where that is somebody else than on persons."""
    needs: tuple[ReportPart, ...] = ()
    """What the fact must hold."""
    joint_with: tuple[Reviewer, ...] = ()
    """With any of whom it is done jointly, where the case is major or disputed."""
    joint_when: When = Field(default_factory=dict)
    """The attributes of a case that is; the bureau may find so of any other."""


class AssessmentItem(Rule):
    """One item of the yearly assessment of an agency: measured by figures, or recorded by an office. 0 to 100 points.

    Measured, it is worth all points where the figure is `full` or better and none where it is `none` or worse, and
    in proportion between them. An item with nothing to measure is left out and the others weigh more.
    """

    item: Id
    weight: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    """Its share among the others; equal unless said."""
    figures: tuple[str, ...] = ()
    """The figures whose counts are added up; empty where an office records the item."""
    by: Literal["defendant", "responsible", "accountable"] = "responsible"
    """In which role the agency is measured."""
    full: Decimal = Decimal(1)
    none: Decimal = Decimal(0)
