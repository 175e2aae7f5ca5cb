"""How does a proceeding after a loss read as rows, and rows as answers? Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.proceedings.shapes import How, ProceedingRow, StageOn, SubjectRow
from services.reporting.summary import ACCOUNTABILITY
from shared.dispute import Case, Dispute, Key
from shared.envelope import fact_key
from shared.events.base import Fact, Finding
from shared.events.catalogue import name_of
from shared.events.findings.accountability import (
    UNDER_WAY,
    DecisionUnfounded,
    LossFound,
    Proceeding,
    ProceedingClosed,
)
from shared.events.findings.common import FactParked
from shared.events.proceeding import DecisionMade, Referred
from shared.law.case_view import CaseView
from shared.law.competence import unit_of
from shared.law.course import MISFITS
from shared.law.governing import law_governing
from shared.law.model import Law
from shared.law.model import Stage as StageRule
from shared.world import World


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    case_number: str
    unit: str
    place: int
    agency: str
    state: str
    stage: str
    lost_on: date
    says: str


class Says(NamedTuple):
    """What a row says beside what it is looked for by; days are texts when read back."""

    article: str
    outcomes: tuple[str, ...]
    stages: tuple[tuple[str, date | None, str], ...]
    """Each stage of the law with the day it was done and the fact type that completes it."""
    subjects: tuple[tuple[Any, ...], ...]
    joint: bool
    expected: tuple[str, ...]
    acting: tuple[str, ...]
    parked: int
    how: str
    closed_on: date | None
    pack: str
    """Id of the pack whose stages they are."""


def proceeding_rows(dispute: Dispute, world: World) -> Iterator[Row]:
    """Return the rows of all proceedings of a dispute, those that were withdrawn too; most disputes have none."""
    for stands, found in (
        (True, dispute.standing(ACCOUNTABILITY)),
        (False, dispute.withdrawn.get(ACCOUNTABILITY, {})),
    ):
        for key, finding in found.items():
            case = dispute.by_number.get(key.case)
            if isinstance(finding, Proceeding) and case is not None and case.reported:
                yield from _rows(finding, case, dispute, world, stands=stands)


def _rows(found: Proceeding, case: Case, dispute: Dispute, world: World, *, stands: bool) -> Iterator[Row]:
    law = law_governing(CaseView(case, dispute, world.organs), world) if case.docketed else None
    rules = law.stages(case.docketed.category) if law and case.docketed else ()
    loss = _loss(dispute, case)
    concerned = tuple(dict.fromkeys((found.unit, *(one.unit for one in found.subjects))))
    parked = len(list(_parked(dispute, case, concerned, world))) if stands else 0
    is_open = stands and isinstance(found, UNDER_WAY)
    state = "withdrawn" if not stands else "closed" if not is_open else "parked" if parked else "open"
    says = Says(
        article=found.article,
        outcomes=loss.outcomes if loss else (),
        stages=tuple(_stages(found, rules)),
        subjects=tuple(astuple(one) for one in found.subjects),
        joint=found.joint,
        expected=found.expected if is_open and isinstance(found, UNDER_WAY) else (),
        acting=acting(found, rules, dispute, world) if is_open else (),
        parked=parked,
        how=found.how if isinstance(found, ProceedingClosed) else "",
        closed_on=found.closed_on if isinstance(found, ProceedingClosed) else None,
        pack=law.pack.pack if law else "",
    )
    lost_on = loss.took_effect_on if loss else _first_day(found, case)
    text = to_json(says).decode()
    stage = found.stage if is_open else ""
    for place, agency in enumerate(concerned):
        yield Row(dispute.district, case.number, found.unit, place, agency, state, stage, lost_on, text)


def _loss(dispute: Dispute, case: Case) -> LossFound | None:
    key = Key(case.number, LossFound.TOPIC)
    gone: Mapping[Key, Finding] = dispute.withdrawn.get(ACCOUNTABILITY, {})
    found = dispute.standing(ACCOUNTABILITY).get(key) or gone.get(key)
    return found if isinstance(found, LossFound) else None


def _first_day(found: Proceeding, case: Case) -> date:
    return min((one.on for one in found.done), default=case.began_on or date.min)


def _stages(found: Proceeding, rules: Iterable[StageRule]) -> Iterator[tuple[str, date | None, str]]:
    """Yield the stages of the law; where the law no longer knows one that was done, that one too."""
    done = {one.stage: one.on for one in found.done}
    for rule in rules:
        yield rule.stage, done.pop(rule.stage, None), rule.done_by
    yield from ((stage, on, "") for stage, on in done.items())


def _parked(dispute: Dispute, case: Case, concerned: tuple[str, ...], world: World) -> Iterator[Finding]:
    """Yield what says that a fact of this proceeding does not fit.

    A fact about a unit that no proceeding of the case concerns is looked after in the first of them.
    """
    standing = dispute.standing(ACCOUNTABILITY)
    units = [one for key, one in standing.items() if key.case == case.number and isinstance(one, Proceeding)]
    all_concerned = {one.unit for found in units for one in found.subjects} | {one.unit for one in units}
    first = min((one.unit for one in units), default="")
    for key, finding in standing.items():
        if key.case != case.number:
            continue
        if isinstance(finding, DecisionUnfounded):
            unit = finding.unit
        elif isinstance(finding, FactParked) and finding.reason in MISFITS:
            unit = unit_of(fact_of(finding, dispute), world.organs)
        else:
            continue
        if unit in concerned or (unit not in all_concerned and concerned[0] == first):
            yield finding


def fact_of(found: FactParked, dispute: Dispute) -> Fact | None:
    """Return the fact that is parked; it may name any case of the dispute."""
    reports = (
        report for case in dispute.cases for slots in case.reports.values() for report in slots.values()
    )
    return next((one.fact for one in reports if fact_key(one.source, one.id) == found.fact), None)


def acting(found: Proceeding, rules: Iterable[StageRule], dispute: Dispute, world: World) -> tuple[str, ...]:
    """Return who must take the next step: who holds the first office competent that anybody holds.

    Where the law names none, the unit. Of a decision on the unit itself whoever may decide on units comes first.
    """
    rule = next((one for one in rules if one.stage == found.stage), None)
    if rule is None or not rule.by:
        return (found.unit,)
    left = [one for one in found.subjects if not one.conclusion and not one.referred_to]
    wanted = [rule.by]
    if rule.done_by == name_of(DecisionMade) and rule.on_unit:
        wanted = [rule.on_unit] if any(not one.person for one in left) else []
        wanted += [rule.by] if any(one.person for one in left) else []
    told = (one for case in dispute.cases for one in case.all(Referred) if one.kind == "decision")
    handed = [one.recipient for one in told if unit_of(one, world.organs) == found.unit]
    names = dict[str, None]()
    for offices in wanted:
        held = (holders(office, found.unit, handed, world) for office in offices)
        names |= dict.fromkeys(next(filter(None, held), ()))
    return tuple(names)


def holders(office: str, unit: str, handed: Iterable[str], world: World) -> tuple[str, ...]:
    """Return who holds an office in the proceeding of a unit (full names); nobody while nobody is known to.

    `handed` are the organs to which what is to be decided was handed over.
    """
    organs = world.organs
    if office == "unit":
        return (unit,)
    if office == "superior":
        above = organs.superior(unit)
        return (above,) if above else ()
    if office == "bureau":
        bureau = organs.the("bureau")
        return (bureau.name,) if bureau else ()
    return tuple(dict.fromkeys(map(organs.full_name, handed)))


def answer(row: Mapping[str, Any]) -> ProceedingRow:
    """Return a row as it is answered, without what is due."""
    says = said(row)
    return ProceedingRow(
        case=row["case_number"],
        unit=row["unit"],
        state=row["state"],
        stage=row["stage"],
        article=says.article,
        lost_on=row["lost_on"],
        outcomes=tuple(says.outcomes),
        stages=tuple(StageOn(stage, _day(on)) for stage, on, _ in says.stages),
        subjects=tuple(_subject(*one) for one in says.subjects),
        joint=says.joint,
        expected=tuple(says.expected),
        acting=tuple(says.acting),
        parked=says.parked,
        how=_how(says.how),
        closed_on=_day(says.closed_on),
    )


def said(row: Mapping[str, Any]) -> Says:
    """Return what a row says beside what it is looked for by."""
    return Says(*from_json(row["says"]))


def duties_of(law: Law | None, done_by: str) -> frozenset[str]:
    """Return the duties that the fact completing a stage meets."""
    return frozenset(duty.duty for duty in law.duties if duty.met_by == done_by) if law else frozenset()


def concerns(deadline: DeadlineRow, units: Collection[str], world: World) -> bool:
    """Return whether a deadline of a case is about these units: some are told apart by whom they are about."""
    of = deadline.of.partition("/")[0]
    return not of or world.organs.full_name(of) in units


def _subject(
    unit: str, person: str, conclusion: Any, grounds: list[str], decided_on: Any, referred_to: str
) -> SubjectRow:
    return SubjectRow(unit, person, conclusion, tuple(grounds), _day(decided_on), referred_to)


def _how(text: str) -> How:
    return text  # type: ignore[return-value]  # it is one of them, as the finding was


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
