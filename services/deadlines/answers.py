"""In which shape does deadlines say what is due, by when and why?"""

from datetime import date
from typing import Literal

from shared.explaining.shapes import CaseExplained, Explained, Missed, Shape
from shared.law.model import Status, Text

State = Literal["open", "suspended", "met", "missed", "lifted", "lapsed"]


class Act(Shape):
    """A fact that met or lifted a duty."""

    fact: str
    """Its type, such as `papers-forwarded`."""
    on: date
    reported_by: str
    """Source and id."""


class Day(Shape):
    """One day that was left out, added or moved off, and why."""

    day: date
    what: str
    why: str
    because: str
    provisional: bool


class Counted(Shape):
    """How the last day of a duty was counted; another duty's day may come first, from which it counts back."""

    duty: str
    period: str
    since: date
    """The day it is counted from; of one that counts back, the later day."""
    until: date
    provisional: bool
    days: tuple[Day, ...]


class Stretch(Shape):
    """An entry of the ledger of a period that a stay touched: a stretch in which it ran."""

    since: date
    """The day it is counted from, itself not counted."""
    until: date
    """The last day of the stretch."""
    used: int


class Ledger(Shape):
    """The days used of a period that a stay touched."""

    unit: Literal["working_days", "calendar_days"]
    stretches: tuple[Stretch, ...]
    stayed_on: date | None
    """The day of the stay that lasts; None when the proceeding was resumed."""
    left: int | None
    """Days that run from the resumption, while the stay lasts."""


class Step(Shape):
    """A step the law asks for on the way; `on` is None while it is not taken."""

    fact: str
    on: date | None
    reported_by: str = ""


class LeadsTo(Shape):
    """What a miss leads to, by an entry of the law."""

    mark: str
    article: str
    summary: Text


class DeadlineExplained(Shape):
    """A duty that runs: from when, until when, and how it stands."""

    of: str
    state: State
    because: str
    starts_on: date
    due_on: date
    """The last day on which it is kept in time."""
    provisional: bool
    counted: tuple[Counted, ...]
    """In the order of counting; the last one leads to the due day, or to the one that `set_by` replaced."""
    met_by: tuple[Act, ...]
    lifted_by: tuple[Act, ...]
    set_by: tuple[Act, ...] = ()
    """The facts that name another last day, with the day they name."""
    ledger: Ledger | None = None
    """Of a period that a stay touched."""
    steps: tuple[Step, ...] = ()
    """In the order the law asks for them."""
    remind_on: tuple[date, ...] = ()
    """The days on which somebody is reminded, earliest first."""


class NotRunning(Shape):
    """Why a duty does not run, or not from this start."""

    reason: Literal["category", "condition", "validity", "anchor", "start"]
    because: str
    waits_for: tuple[str, ...]
    """The facts that would start it."""
    missed: tuple[Missed, ...] = ()
    of: str = ""


class DutyExplained(Shape):
    """One duty of the law: the deadlines it sets in the case, or why it sets none."""

    mark: str
    duty: str
    article: str
    summary: Text
    status: Status
    note: str
    obligor: str
    soft: bool
    right: bool
    """What may be done and need not be."""
    starts: str
    period: str
    meets: str
    """The fact that meets it."""
    lifts: str
    """The fact that lifts it while it is open; empty for none."""
    if_missed: Text | None
    leads_to: tuple[LeadsTo, ...]
    """Circulars and liability that a miss may lead to."""
    deadlines: tuple[DeadlineExplained, ...]
    not_running: tuple[NotRunning, ...]


class EffectExplained(Shape):
    """When the document of the case took effect, or will if nobody appeals."""

    on: date | None
    reason: str
    article: str
    because: str


class DeadlinesCase(CaseExplained):
    """What follows from one case."""

    duties: tuple[DutyExplained, ...] = ()
    """Every duty of the law, in its order."""
    effect: EffectExplained | None = None


class DeadlinesExplained(Explained):
    """What is due and by when, and how each day was counted."""

    cases: tuple[DeadlinesCase, ...]
