"""What does reporting answer, and in which shape?

Everything here is ready for JSON as it is: texts, whole numbers, dates and tuples of them.
Rates are decimal texts, never floats.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from services.reporting.figures import Figure as Figure
from services.reporting.uncounted.shapes import LeftOut, Why
from shared.law.attendance import Attendance

CaseState = Literal["reported", "docketed", "heard", "decided", "effective", "closed"]
"""How far a case has come; `reported` while its docketing is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a period: the district's first, then the agencies' by name."""

    position: int
    items: tuple[Figure, ...]
    as_of: datetime | None = None
    """When the event at the position was recorded, where an earlier moment was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCase:
    """One entry of the list behind a figure. A case is listed once for each time it counts."""

    case: str
    on: date
    counted: bool
    """True when it is in the numerator; all are in the denominator."""
    amount: int
    """What it adds to the numerator: 1 or 0, of an average its days."""
    agencies: tuple[str, ...]
    why: Why | None = None
    """Of a case that is only in the denominator: why; not told of earlier moments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCases:
    """A page of the cases behind a figure, by day and case number."""

    position: int
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    items: tuple[CountedCase, ...]
    next: str | None
    """What to pass as `after` for the next page; None on the last."""
    as_of: datetime | None = None
    """When the event at the position was recorded, where an earlier moment was asked for."""
    left_out: tuple[LeftOut, ...] = ()
    """Cases of the row that were open on a day of the period, or on which something happened in it, and that do not
    count in the figure: by the day they were over, at most 100. One of which nobody told when it began is named in
    every period. Empty on further pages of `items`, and of earlier moments, of which it is not told."""
    more_left_out: bool = False
    """True where `GET /figures/{metric}/uncounted` names more of these."""

    @classmethod
    def of(
        cls,
        position: int,
        items: tuple[CountedCase, ...],
        next: str | None,
        left_out: tuple[LeftOut, ...] = (),
        more_left_out: bool = False,
    ) -> "FigureCases":
        """Return a page of these cases."""
        return cls(
            position=position,
            numerator=tuple(item.case for item in items if item.counted),
            denominator=tuple(item.case for item in items),
            items=items,
            next=next,
            left_out=left_out,
            more_left_out=more_left_out,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case as lists show it."""

    case_number: str
    district: str
    instance: str
    category: str
    act: str
    defendants: tuple[str, ...]
    responsible: tuple[str, ...]
    rule: str
    article: str
    docketed_on: date | None
    first_heard_on: date | None
    decided_on: date | None
    outcomes: tuple[str, ...]
    took_effect_on: date | None
    state: CaseState
    dispute: str
    """The case number of the dispute's first case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A page of cases, by case number."""

    position: int
    items: tuple[CaseRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A routing rule that was asked before and did not apply."""

    rule: str
    article: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Who answers for one defendant, and by which rule. No agencies: the bureau must designate."""

    defendant: str
    agencies: tuple[str, ...]
    rule: str
    article: str
    designated: bool
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigure:
    """One way in which a case counts."""

    metric: str
    by: str
    agency: str
    on: date
    counted: int
    """What it adds to the numerator; to the denominator it adds one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What replaced a fact, and who did it."""

    position: int
    type: str
    source: str
    actor: str
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in the timeline of a case."""

    position: int
    recorded_at: datetime
    """When we learnt it."""
    kind: Literal["fact", "finding"]
    type: str
    """The name of the event, such as `hearing-held`."""
    source: str
    actor: str
    slot: str
    on: date | None
    """When it happened, or the day it is about."""
    article: str
    data: dict[str, Any]
    counts: bool
    """Of a fact: it is the report of its slot that counts. Of a finding: it stands."""
    replaced_by: Revision | None
    """What corrected or took back this fact, or this correction."""
    replaces: int | None
    """Of a correction or retraction: the position of what it replaces; None while that has not arrived."""
    was: dict[str, Any] | None
    """Of a correction or retraction: what the replaced report said."""
    withdrawn_by: int | None
    """Of a finding: the position of the finding that ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """One case with everything known of it."""

    position: int
    row: CaseRow
    chain: tuple[str, ...]
    """The cases of the dispute, the earliest first."""
    routing: tuple[Routing, ...]
    figures: tuple[CaseFigure, ...]
    stalled: str
    """Why the dispute could not be judged; empty when it was."""
    timeline: tuple[Entry, ...]
    attendance: tuple[Attendance, ...] = ()
    """Who came for each defendant to each hearing, by day."""
    waiting: tuple["WorkItem", ...] = ()
    """What waits in the case for somebody, in the order in which it should be seen to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district whose law is on the log."""

    id: str
    code: str
    name: str
    name_en: str
    first: date | None
    """First day of the first month that has figures."""
    last: date | None
    """First day of the last month that has figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedPack:
    """A law pack as it counts on the log."""

    pack: str
    district: str
    """Empty for the national pack."""
    division: str
    name: dict[str, str]
    """In Chinese (`zh`) and English (`en`)."""
    title: str
    """What the regulation itself is called, with its year."""
    since: date | None
    """First day in force; None when this release cannot read the pack."""
    until: date | None
    """First day no longer in force; None for ever."""
    version: str
    """What findings and figures name: of a district's pack the hash of it and what it extends."""
    sha256: str
    """Hash of the text alone."""
    revision: int
    """Which adoption of the pack this is; 0 as the log began."""
    position: int
    source: str
    adopted_at: datetime
    entries: int
    uncertain: int
    """How many of the entries are uncertain."""
    faults: tuple[dict[str, Any], ...]
    """Why this release cannot read it: `line`, `where`, `detail`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawEntryRow:
    """One thing the law of a district says."""

    mark: str
    """Section and id, such as `routing/own-act`; a duty may stand several times under one mark."""
    section: str
    id: str
    article: str
    summary: dict[str, str] | None
    """In Chinese (`zh`) and English (`en`); None for what needs none, such as a parameter."""
    status: str
    note: str
    pack: str
    value: Any
    """All else it says: conditions, periods, parts, the value in use."""
    cases: int
    """How many cases it decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawEntries:
    """Everything the law of a district says."""

    position: int
    pack: str
    version: str
    items: tuple[LawEntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """Something that waits for somebody."""

    kind: str
    who: str
    """The role that must act: `bureau`, `government_office`, `responsible_agency`, `losing_agency` and so on."""
    agencies: tuple[str, ...]
    """Who fills it (full names), the first of them first; empty while nobody is known to."""
    case: str
    since: date | None
    """The day it is about, else the day the case began."""
    by: date | None
    """The last day on which it is settled in time (inclusive), where there is one."""
    overdue: bool
    """True when that day has ended."""
    article: str
    says: dict[str, Any]
    """What was found."""
    about: CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """A page of what waits, by kind; of a kind by the day it must be settled and by case number."""

    position: int
    day: date
    """The day that has begun last."""
    who: str
    """Whose worklist it is (full name, or the word asked for); empty for everybody's."""
    counts: dict[str, int]
    """How many things of each kind wait for them."""
    items: tuple[WorkItem, ...]
    next: str | None
    """What to pass as `after` for the next page; None on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFor:
    """How much waits for one of those who must act."""

    who: str
    """Full name; `bureau` or `government_office` where the register has no such organ."""
    number: int
    overdue: int
    """Of these so many should have been settled before today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How far everything that follows is visible."""

    settled: int
    """Everything that follows from positions up to this one is in the figures."""
    position: int
    """How far reporting has read the log."""
    stalled: tuple[str, ...]
    """Cases that could not be judged, or not be shown."""
