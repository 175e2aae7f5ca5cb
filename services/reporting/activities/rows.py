"""How does what was done for the work itself read as rows, and rows as answers? Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from services.reporting.activities.shapes import Activity, Kind
from shared.dispute import Case, Dispute
from shared.envelope import BUREAU
from shared.events.activities import (
    Commended,
    HearingObserved,
    MeetingHeld,
    TrainingHeld,
    TypicalCasePublished,
    WorkReportFiled,
)
from shared.events.base import Fact
from shared.organs import Organs
from shared.world import World


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    case_number: str
    kind: str
    of: str
    on: date
    year: int
    organ: str
    people: int
    leaders: int
    comments: int
    says: str


class Says(NamedTuple):
    """What a row says beside what it is looked for by."""

    category: str = ""
    title: str = ""
    person: str = ""
    by: str = ""
    present: tuple[str, ...] = ()


class _Told(NamedTuple):
    """What a fact says of a thing that was done."""

    on: date
    says: Says
    organ: str = ""
    year: int = 0
    """0 means that of the day."""
    people: int = 0
    leaders: int = 0
    comments: int = 0


def activity_rows(dispute: Dispute, world: World) -> Iterator[Row]:
    """Return the rows of all that was done about the cases of a dispute, or beside all cases."""
    for case in dispute.cases:
        for fact_type, (kind, tell) in _TELLING.items():
            if fact_type not in case.reports:
                continue
            reports = sorted(case.reports[fact_type].values(), key=lambda report: report.weight)
            facts = (report.fact for report in reports)
            rows = (_row(kind, fact, tell(fact, world.organs, case), case) for fact in facts)
            yield from {row[:4]: row for row in rows}.values()  # an alias and the full name mean one organ


def answer(row: Mapping[str, Any]) -> Activity:
    """Return a row as it is answered."""
    says = Says(*from_json(row["says"]))
    return Activity(
        kind=row["kind"],
        on=row["on"],
        year=row["year"],
        case="" if row["case_number"] == BUREAU else row["case_number"],
        category=says.category,
        organ=row["organ"],
        title=says.title,
        person=says.person,
        by=says.by,
        present=tuple(says.present),
        people=row["people"],
        leaders=row["leaders"],
        expert_comment=bool(row["comments"]),
    )


def _row(kind: Kind, fact: Fact, told: _Told, case: Case) -> Row:
    slot = (told.organ if name in ("organ", "agency") else str(getattr(fact, name)) for name in fact.SLOT)
    return Row(
        case.district,
        case.number,
        kind,
        "/".join(slot),
        told.on,
        told.year or told.on.year,
        told.organ,
        told.people,
        told.leaders,
        told.comments,
        to_json(told.says).decode(),
    )


def _typical(fact: TypicalCasePublished, organs: Organs, case: Case) -> _Told:
    says = Says(category=_category(case), title=fact.title)
    return _Told(fact.published_on, says, year=fact.year or 0)


def _observed(fact: HearingObserved, organs: Organs, case: Case) -> _Told:
    return _Told(
        fact.hearing_on,
        Says(category=_category(case)),
        organs.full_name(fact.organ),
        people=fact.observers,
        leaders=fact.leaders,
        comments=int(fact.expert_comment),
    )


def _met(fact: MeetingHeld, organs: Organs, case: Case) -> _Told:
    present = tuple(dict.fromkeys(map(organs.full_name, fact.attended)))
    return _Told(fact.held_on, Says(title=fact.topic, present=present), people=len(present))


def _trained(fact: TrainingHeld, organs: Organs, case: Case) -> _Told:
    return _Told(fact.held_on, Says(title=fact.topic), organs.full_name(fact.organ), people=fact.attended)


def _commended(fact: Commended, organs: Organs, case: Case) -> _Told:
    says = Says(title=fact.merit, person=fact.person, by=organs.full_name(fact.by))
    return _Told(fact.commended_on, says, organs.full_name(fact.organ))


def _filed(fact: WorkReportFiled, organs: Organs, case: Case) -> _Told:
    return _Told(fact.filed_on, Says(), organs.full_name(fact.agency), year=fact.year)


def _category(case: Case) -> str:
    return case.docketed.category if case.docketed else ""


_TELLING: Mapping[type[Fact], tuple[Kind, Callable[[Any, Organs, Case], _Told]]] = {
    TypicalCasePublished: ("typical_case", _typical),
    MeetingHeld: ("meeting", _met),
    TrainingHeld: ("training", _trained),
    HearingObserved: ("observed", _observed),
    Commended: ("commendation", _commended),
    WorkReportFiled: ("work_report", _filed),
}
