"""How does reporting say how a proceeding after a loss stands? The answers of `GET /proceedings`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from services.reporting.deadlines.shapes import DeadlineRow
from shared.events.words import Verdict

State = Literal["open", "parked", "closed", "withdrawn"]
"""How it stands: under way; under way, and facts of it are parked; closed; withdrawn, as nothing is lost any more."""

STATES: tuple[State, ...] = get_args(State)

How = Literal["", "reported", "decided", "transferred"]
"""How it was closed: nothing but a report was asked; all were decided upon; something was handed over."""

Reached = Literal["done", "current", "ahead"]
"""Whether a stage is done, the proceeding is in it, or it has not come so far."""


@dataclass(frozen=True, slots=True)
class StageOn:
    """A stage of the law, and the day it was done; None while it was not."""

    stage: str
    on: date | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A unit or a person that gets one conclusion."""

    unit: str
    person: str
    """Empty means the unit itself."""
    conclusion: Verdict | None
    grounds: tuple[str, ...]
    """Ids of grounds in the pack."""
    decided_on: date | None
    referred_to: str
    """The competent organ it was handed to, where nothing is decided yet."""


@dataclass(frozen=True, slots=True)
class ProceedingRow:
    """One proceeding after a loss, as lists show it. All days are dates in Asia/Shanghai."""

    case: str
    unit: str
    """The unit accountable for the loss (full name)."""
    state: State
    stage: str
    """Id in the pack of the stage it is in; empty once it is closed or withdrawn."""
    article: str
    lost_on: date
    """The day the document took effect by which the case was lost."""
    outcomes: tuple[str, ...]
    stages: tuple[StageOn, ...]
    """All that the law asks, in their order."""
    subjects: tuple[SubjectRow, ...]
    joint: bool
    """The report is to be reviewed jointly."""
    expected: tuple[str, ...]
    """The fact types that lead on."""
    acting: tuple[str, ...]
    """Who must take the next step (full names), the first of them first; empty while nobody is known to."""
    parked: int
    """How many facts of it do not fit yet."""
    how: How
    closed_on: date | None
    due: DeadlineRow | None = None
    """What is due of the stage that it is in."""


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Some proceedings, the latest loss first, with how many there are by state and by stage."""

    position: int
    day: date
    """The day that has begun last."""
    items: tuple[ProceedingRow, ...]
    next: str = ""
    """Pass it as `after` for more; empty at the end."""
    counts: dict[State, int] = field(default_factory=dict)
    """By state, whichever state and stage is asked for; `open` holds those that are parked too."""
    stages: dict[str, int] = field(default_factory=dict)
    """Those under way by the stage they are in, whichever stage is asked for."""
    years: tuple[int, ...] = ()
    """The years of the losses, the latest first, whichever year is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A fact that does not fit yet: nothing is decided from it."""

    case: str
    """The case of the dispute that it names."""
    type: str
    on: date | None
    by: str
    """Who did it, else the unit it is about."""
    unit: str
    person: str
    reason: str
    """Why it is parked: a reason of `fact-parked`, or `unfounded` for a decision that lacks a ground or its like."""
    problems: tuple[str, ...]
    """What a decision lacks."""
    missing: tuple[str, ...]
    """What it must hold and does not."""
    expected: tuple[str, ...]
    """The fact types that would release it."""
    article: str
    grounds: tuple[str, ...]
    position: int
    """Of the finding."""
    fact: int | None
    """Position of the fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A fact of the proceeding, as it counts."""

    case: str
    """The case of the dispute that it names."""
    type: str
    on: date | None
    by: str
    """Who did it, else the unit it is about; empty where the report says neither."""
    source: str
    position: int
    data: dict[str, Any]
    parked: Parked | None
    """Why it does not count in the proceeding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that may complete a stage, and who holds it."""

    office: str
    agencies: tuple[str, ...]
    on_unit: bool
    """It may decide on the unit itself."""
    on_person: bool
    """It may decide on persons; of every other stage both hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the line from loss to closure."""

    stage: str
    article: str
    summary: dict[str, str] | None
    reached: Reached
    on: date | None
    done_by: str
    """The fact type that completes it."""
    offices: tuple[Office, ...]
    needs: tuple[str, ...]
    """What the document must hold."""
    joint_with: tuple[str, ...]
    """With any of whom it is done jointly, where it is."""
    deadlines: tuple[DeadlineRow, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGround:
    """A ground of the pack on which a conclusion rests."""

    ground: str
    article: str
    summary: dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A unit or a person, with what was concluded and on what that rests."""

    unit: str
    person: str
    conclusion: Verdict | None
    grounds: tuple[NamedGround, ...]
    reasons: str
    rule: str
    risk_registered_on: date | None
    risk: str
    """What it was about that was put on record beforehand."""
    manner: str
    decided_by: str
    decided_on: date | None
    referred_to: str
    position: int | None
    """Of the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion of a court or procuratorate in the dispute."""

    case: str
    kind: str
    received_on: date | None
    addressee: str
    copied_to: tuple[str, ...]
    deadline: DeadlineRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger of liability that the facts of the dispute meet, and what the bureau did about it."""

    case: str
    trigger: str
    article: str
    summary: dict[str, str] | None
    agency: str
    shown_by: tuple[str, ...]
    state: Literal["open", "referred", "declined"]
    on: date | None
    recipient: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A matter handed to the organ competent for it."""

    case: str
    kind: str
    on: date | None
    agency: str
    person: str
    recipient: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was found of how the proceeding stands, and when that was learnt."""

    type: str
    stage: str
    recorded_at: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """By what the case was lost, and who lost it."""

    article: str
    losing: tuple[str, ...]
    accountable: tuple[str, ...]
    sharing: tuple[str, ...]
    """The nominal bodies at fault too, which bear their part."""
    documents: tuple[Document, ...]
    stands: bool
    """False where it was reversed or corrected away."""
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """Everything known of one proceeding after a loss."""

    position: int
    day: date
    row: ProceedingRow
    pack: str
    units: tuple[str, ...]
    """All units with a proceeding after the loss of the case."""
    loss: Loss | None
    stages: tuple[Stage, ...]
    subjects: tuple[Subject, ...]
    parked: tuple[Parked, ...]
    suggestions: tuple[Suggestion, ...]
    triggers: tuple[Trigger, ...]
    referrals: tuple[Referral, ...]
    history: tuple[Step, ...]
    chain: tuple[str, ...]
    """The cases of the dispute, the earliest first."""
