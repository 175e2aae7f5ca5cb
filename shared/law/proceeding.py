"""How far has the proceeding after a loss come, and which facts of it do not fit yet (Xinzhou 32, Huancui 27)?

What does not fit stays on the log and is parked: nothing is decided from it, and no deadline runs from it or is met
by it, until what it waits for is on record too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal

from shared.dispute import Report
from shared.events.base import Fact
from shared.events.catalogue import FACTS, name_of
from shared.events.findings.accountability import StageDone, Subject
from shared.events.proceeding import (
    DecisionMade,
    InquiryOpened,
    InquiryReported,
    JointReviewRequired,
    Referred,
    ReviewCompleted,
)
from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.conditions import holds
from shared.law.grounds import Unfounded, unfounded
from shared.law.lost import Lost, loss_on
from shared.law.model import Law, Office, Stage
from shared.world import World

Reason = Literal["no-loss", "stage-out-of-order", "office-not-competent", "content-missing"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A fact of a proceeding that does not fit yet, and what would release it."""

    fact: Fact
    reason: Reason
    expected: str
    """The fact type that would release it."""
    article: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """How far the proceeding of one accountable unit has come."""

    unit: str
    stages: tuple[Stage, ...]
    done: tuple[StageDone, ...]
    subjects: tuple[Subject, ...]
    joint: bool
    referred_on: tuple[date, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Return whether nothing is left to be done here."""
        return len(self.done) == len(self.stages)

    @property
    def stage(self) -> Stage:
        """Return the stage that it is in; of a closed one the last."""
        return self.stages[min(len(self.done), len(self.stages) - 1)]


@dataclass(frozen=True)
class Courses:
    """What the facts of one case tell of the proceedings after its loss."""

    view: CaseView
    world: World
    law: Law
    lost: Lost | None

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages that the law asks for after a loss in such a case."""
        return self.law.stages(self.view.docketed.category)

    @cached_property
    def of_units(self) -> tuple[Course, ...]:
        """Return the course of each accountable unit; none where nothing was lost, or the law asks for no stages."""
        if self.lost is None or not self.stages:
            return ()
        return tuple(course for course, _ in self._followed.values())

    @cached_property
    def misfits(self) -> tuple[Misfit, ...]:
        """Return the facts that do not fit, but for decisions that lack a ground or what it asks for."""
        found = [misfit for _, misfits in self._followed.values() for misfit in misfits]
        for stage in self.stages if on_record(self.view, self.law) else ():
            for fact in self._facts(stage) if stage.by else ():
                if self._unit_of(fact) not in self._concerned:
                    found.append(Misfit(fact, "no-loss", "document-took-effect", stage.article))
        return tuple(found)

    @cached_property
    def unfounded(self) -> tuple[tuple[DecisionMade, Unfounded], ...]:
        """Return the decisions that lack a ground, or what it asks for, whether or not they fit otherwise."""
        decisions = self.view.told(DecisionMade)
        found = ((one, unfounded(one, self.view, self.world, self.law)) for one in decisions)
        return tuple((decision, lacks) for decision, lacks in found if lacks)

    @cached_property
    def is_joint(self) -> bool:
        """Return whether the report is to be reviewed jointly: the law says so of such a case, or the bureau does."""
        rules = [stage.joint_when for stage in self.stages if stage.joint_with and stage.joint_when]
        major = any(holds(when, of_case(self.view)) for when in rules)
        return major or self.view.case.one(JointReviewRequired) is not None

    @cached_property
    def _concerned(self) -> Mapping[str, str]:
        """Return the units a fact may be about, each with the accountable one in whose proceeding it counts."""
        if self.lost is None or not self.lost.accountable:
            return {}
        first = self.lost.accountable[0]
        return dict.fromkeys(self.lost.sharing, first) | {unit: unit for unit in self.lost.accountable}

    @cached_property
    def _followed(self) -> dict[str, tuple[Course, list[Misfit]]]:
        units = self.lost.accountable if self.lost and self.stages else ()
        return {unit: self._follow(unit) for unit in units}

    def _follow(self, unit: str) -> tuple[Course, list[Misfit]]:
        done, misfits = list[StageDone](), list[Misfit]()
        subjects, referrals = self._subjects(unit)
        for number, stage in enumerate(self.stages):
            before = self.stages[number - 1] if number else None
            fitting = list[Fact]()
            for fact in self._facts(stage):
                if not stage.by or self._concerned.get(self._unit_of(fact)) == unit:
                    misfit = self._misfit(fact, stage, before, done, unit)
                    if misfit is None:
                        fitting.append(fact)
                    else:
                        misfits.append(misfit)
            if len(done) < number:
                continue
            if stage.done_by == name_of(DecisionMade):
                subjects = _concluded(subjects, fitting, self.view)
                if not all(one.conclusion or one.referred_to for one in subjects):
                    continue
                days = [one.decided_on for one in subjects if one.decided_on] + list(referrals)
                done.append(StageDone(stage=stage.stage, on=max([*days, *(one.on for one in done[-1:])])))
            elif fitting:
                done.append(StageDone(stage=stage.stage, on=min(map(day_of, fitting))))
        return Course(unit, self.stages, tuple(done), subjects, self.is_joint, referrals), misfits

    def _misfit(
        self, fact: Fact, stage: Stage, before: Stage | None, done: list[StageDone], unit: str
    ) -> Misfit | None:
        """Return why a fact does not fit: out of order, of an office not competent, or without what it must hold."""
        if before is not None:
            reached = next((one.on for one in done if one.stage == before.stage), None)
            if reached is None:
                return Misfit(fact, "stage-out-of-order", before.done_by, stage.article)
            if day_of(fact) < reached:
                return Misfit(fact, "stage-out-of-order", "fact-corrected", stage.article)
        if not self._competent(fact, stage, unit):
            return Misfit(fact, "office-not-competent", self._expected_of(fact, stage), stage.article)
        missing = tuple(self._missing(fact, stage))
        if missing:
            return Misfit(fact, "content-missing", "fact-corrected", stage.article, missing)
        return None

    def _competent(self, fact: Fact, stage: Stage, unit: str) -> bool:
        """Return whether whoever did it is competent; a report that does not say who did it is not doubted."""
        by = getattr(fact, "by", "")
        if not by or not stage.by:
            return True
        offices = stage.by
        if isinstance(fact, DecisionMade) and not fact.person and stage.on_unit:
            offices = stage.on_unit
        return self.view.organs.full_name(by) in self._filling(offices, fact, unit)

    def _filling(self, offices: tuple[Office, ...], fact: Fact, unit: str) -> set[str]:
        organs = self.view.organs
        of = self._unit_of(fact) or unit
        found = set[str]()
        for office in offices:
            if office == "unit":
                found.add(of)
            elif office == "superior":
                found.add(organs.superior(of))
            elif office == "bureau":
                bureau = organs.the("bureau")
                found |= {bureau.name} if bureau else set()
            else:
                found |= {
                    organs.full_name(one.recipient)
                    for one in self.view.case.all(Referred)
                    if one.kind == "decision" and organs.full_name(one.agency) in (of, unit)
                }
        return found

    def _expected_of(self, fact: Fact, stage: Stage) -> str:
        """Return what makes an office competent that is not: that the matter is handed to it, where that may be."""
        return "referred" if "competent_organ" in (*stage.by, *stage.on_unit) else "fact-corrected"

    def _missing(self, fact: Fact, stage: Stage) -> Iterator[str]:
        yield from (part for part in stage.needs if not getattr(fact, part, ""))
        for proposal in fact.proposals if isinstance(fact, InquiryReported) else ():
            if proposal.conclusion == "held_accountable" and not proposal.manner:
                yield "manner"
            if proposal.conclusion != "held_accountable" and not proposal.reasons:
                yield "reasons"
        joint = isinstance(fact, ReviewCompleted) and stage.joint_with and self.is_joint
        if joint and not set(stage.joint_with).intersection(getattr(fact, "jointly_with", ())):
            yield "jointly_with"

    def _facts(self, stage: Stage) -> tuple[Fact, ...]:
        """Return the facts that may complete a stage; of decisions only those that rest on what the law asks."""
        facts: tuple[Fact, ...] = self.view.told(FACTS[stage.done_by])
        lacking = [decision for decision, _ in self.unfounded]
        return tuple(fact for fact in facts if not any(fact is one for one in lacking))

    def _unit_of(self, fact: Any) -> str:
        return self.view.organs.full_name(getattr(fact, "unit", "") or getattr(fact, "agency", ""))

    def _subjects(self, unit: str) -> tuple[tuple[Subject, ...], tuple[date, ...]]:
        """Return who gets a conclusion, with what was handed to another organ, and when that was.

        The unit; the nominal body at fault; whoever is within the inquiry, in its report, or was decided upon.
        """
        view, concerned = self.view, self._concerned
        names = dict.fromkeys([(unit, ""), *((one, "") for one, of in concerned.items() if of == unit)])
        for kind in (InquiryOpened, InquiryReported, DecisionMade, Referred):
            for fact in view.told(kind):
                of = self._unit_of(fact)
                if concerned.get(of) == unit:
                    names |= dict.fromkeys(_named(fact, of, view))
        referred = {
            (view.organs.full_name(one.agency), one.person): one
            for one in view.case.all(Referred)
            if one.kind == "decision"
        }
        subjects = tuple(
            Subject(
                unit=of,
                person=person,
                referred_to=view.organs.full_name(one.recipient)
                if (one := referred.get((of, person)))
                else "",
            )
            for of, person in names
        )
        return subjects, tuple(one.referred_on for key, one in referred.items() if key in names)


def courses(view: CaseView, world: World, law: Law) -> Courses:
    """Return how far the proceedings after the loss of a case have come."""
    return Courses(view, world, law, loss_on(view, world))


def on_record(view: CaseView, law: Law) -> bool:
    """Return whether any step of a proceeding is on record of a case; of most none is."""
    return not _kinds(law.steps).isdisjoint(view.case.reports)


@cache
def _kinds(steps: frozenset[str]) -> frozenset[type[Fact]]:
    return frozenset(FACTS[name] for name in steps)


def fitting(view: CaseView, world: World, law: Law) -> CaseView:
    """Return a case without the facts of its proceeding that do not fit: nothing runs from them."""
    if not on_record(view, law):
        return view
    found = courses(view, world, law)
    parked: list[Fact] = [one.fact for one in found.misfits] + [fact for fact, _ in found.unfounded]
    if not parked:
        return view
    reports: dict[type[Fact], Mapping[str, Report]] = dict(view.case.reports)
    for fact in parked:
        kind = type(fact)
        reports[kind] = {slot: one for slot, one in reports[kind].items() if one.fact is not fact}
    case = replace(view.case, reports=reports)
    cases = tuple(case if one is view.case else one for one in view.dispute.cases)
    return CaseView(case, replace(view.dispute, cases=cases), view.organs)


def day_of(fact: Fact) -> date:
    """Return the day a dated fact names."""
    day: date = getattr(fact, fact.DECIDES)
    return day


def _named(fact: Fact, of: str, view: CaseView) -> Iterator[tuple[str, str]]:
    match fact:
        case InquiryOpened():
            yield from ((of, person) for person in fact.persons)
        case InquiryReported():
            for one in fact.proposals:
                yield view.organs.full_name(one.unit) if one.unit else of, one.person
        case DecisionMade() | Referred():
            yield of, fact.person


def _concluded(subjects: tuple[Subject, ...], decisions: list[Fact], view: CaseView) -> tuple[Subject, ...]:
    made = {
        (view.organs.full_name(one.unit), one.person): one
        for one in decisions
        if isinstance(one, DecisionMade)
    }

    def concluded(subject: Subject) -> Subject:
        one = made.get((subject.unit, subject.person))
        if one is None:
            return subject
        return replace(subject, conclusion=one.conclusion, grounds=one.grounds, decided_on=one.decided_on)

    return tuple(map(concluded, subjects))
