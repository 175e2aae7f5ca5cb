"""How far have the proceedings after a loss come, and which facts do not fit yet (Xinzhou 32, Huancui 27)?

What does not fit stays on the log and is parked: nothing is decided from it, and no deadline runs from it or is met
by it, until what it waits for is on record too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.proceeding import DecisionMade, FaultShared, InquiryOpened, JointReviewRequired, Referred
from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.competence import unit_of
from shared.law.conditions import holds
from shared.law.course import DECIDED, Course, Following, Misfit
from shared.law.gathered import gathered, instead, told_of, without
from shared.law.grounds import Unfounded, unfounded
from shared.law.lost import Lost, loss_on
from shared.law.model import Law, Stage
from shared.law.told import day_of
from shared.world import World

__all__ = ["Course", "Courses", "Misfit", "courses", "fitting", "on_record"]


@dataclass(frozen=True)
class Courses:
    """What the facts of one case tell of the proceedings after its loss."""

    view: CaseView
    """With the facts that count in the case, whichever of its dispute they name (`gathered`)."""
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
        lacking = tuple(decision for decision, _ in self.unfounded)
        return tuple(
            Following(unit, self.stages, self.view, self.is_joint, self._belonging, lacking).course()
            for unit in self.lost.accountable
        )

    @cached_property
    def misfits(self) -> tuple[Misfit, ...]:
        """Return the facts that do not fit, but for what a decision lacks of a ground."""
        found = (misfit for course in self.of_units for misfit in course.misfits)
        return (*found, *self._strays()) if on_record(self.view, self.law) else ()

    @cached_property
    def unfounded(self) -> tuple[tuple[DecisionMade, Unfounded], ...]:
        """Return the decisions that lack a ground, or what it asks for, whether or not they fit otherwise."""
        decisions = self.view.told(DecisionMade)
        found = ((one, unfounded(one, self.view, self.world, self.law)) for one in decisions)
        return tuple((decision, lacks) for decision, lacks in found if lacks)

    @cached_property
    def is_joint(self) -> bool:
        """Return whether the report is to be reviewed jointly: the law says so of such a case, or the bureau does.

        A dispute is as major as any of its cases of the kind.
        """
        if self.view.case.one(JointReviewRequired) is not None:
            return True
        rules = [stage.joint_when for stage in self.stages if stage.joint_with and stage.joint_when]
        return any(holds(when, of_case(one)) for when in rules for one in self._kin())

    @cached_property
    def _belonging(self) -> Mapping[str, str]:
        """Return the units that lost, each with the accountable one in whose proceeding it counts.

        The nominal body at fault is within the proceeding of the body that carried the act out (Xinzhou 28).
        """
        if self.lost is None or not self.lost.accountable:
            return {}
        decided_in = self.lost.ended.standing.decided_in
        act = CaseView(decided_in, self.view.dispute, self.view.organs).act
        body = self.view.organs.full_name(act.implementing)
        whose = body if body in self.lost.accountable else self.lost.accountable[0]
        return dict.fromkeys(self.lost.sharing, whose) | {unit: unit for unit in self.lost.accountable}

    def _kin(self) -> Iterator[CaseView]:
        category = self.view.docketed.category
        yield self.view
        for case in self.view.dispute.cases:
            docketed = case.docketed
            if case is not self.view.case and docketed and docketed.category == category:
                yield CaseView(case, self.view.dispute, self.view.organs)

    def _strays(self) -> Iterator[Misfit]:
        """Return the facts about a unit that lost nothing here, and what would make them concern it."""
        known = {*self._belonging, *(name for course in self.of_units for name in course.named)}
        for fact, article in self._about_units():
            if unit_of(fact, self.view.organs) not in known:
                yield Misfit(fact, "no-loss", self._expected_of(fact), article)
        lost = self.lost
        for shared in self.view.told(FaultShared) if lost else ():
            if lost and unit_of(shared, self.view.organs) not in (*lost.losing, *lost.accountable):
                yield Misfit(shared, "no-loss", "fact-corrected", lost.article)

    def _about_units(self) -> Iterator[tuple[Fact, str]]:
        """Return the facts of a proceeding that name the unit, each with the provision it is told under."""
        staged = [stage for stage in self.stages if stage.by]
        for stage in staged:
            yield from ((fact, stage.article) for fact in self.view.told(FACTS[stage.done_by]))
        if staged:
            yield from ((fact, staged[0].article) for fact in self.view.told(InquiryOpened))
            for fact in self.view.told(Referred):
                if fact.kind == "decision":
                    yield fact, staged[-1].article

    def _expected_of(self, fact: Fact) -> str:
        """Return what would make a unit concerned: a document with a loss, fault of its own, or another name."""
        if self.lost is None:
            return "document-took-effect"
        return "fault-shared" if unit_of(fact, self.view.organs) in self.lost.losing else "fact-corrected"


def courses(view: CaseView, world: World, law: Law) -> Courses:
    """Return how far the proceedings after the loss of a case have come."""
    return Courses(gathered(view, world), world, law, loss_on(view, world))


def on_record(view: CaseView, law: Law) -> bool:
    """Return whether anything of a proceeding is on record of a case or another of its dispute; of most none is."""
    return not _kinds(law.steps).isdisjoint(view.case.reports) or told_of(view.dispute)


@cache
def _kinds(steps: frozenset[str]) -> frozenset[type[Fact]]:
    return frozenset({FaultShared, *(FACTS[name] for name in steps)})


def fitting(view: CaseView, world: World, law: Law) -> CaseView:
    """Return a case as deadlines see its proceeding: without what does not fit, for nothing runs from that.

    A decision is made, and a matter handed over, with the last of the subjects: what came before is left out too.
    The accountable unit owes that, also where the last subject is the nominal body that shares in the fault.
    """
    if not on_record(view, law):
        return view
    found = courses(view, world, law)
    left_out: list[Fact] = [one.fact for one in found.misfits] + [fact for fact, _ in found.unfounded]
    left_out += [fact for fact in found.view.told(Referred) if fact.kind == "discipline"]
    for course in found.of_units:
        left_out += _before_the_last(course)
    last = [both for course in found.of_units for both in _for_another(course, found.view)]
    return instead(without(found.view, left_out), last)


def _before_the_last(course: Course) -> Iterator[Fact]:
    """Return what decided on a subject, or handed it over, while others were left."""
    is_decided = any(stage.done_by == DECIDED for stage in course.stages[: len(course.done)])
    last = max(map(day_of, course.deciding), default=None) if is_decided else None
    return (fact for fact in course.deciding if day_of(fact) != last)


def _for_another(course: Course, view: CaseView) -> Iterator[tuple[Fact, Fact]]:
    """Return what ends the proceeding and concerns another body within it, with what it means for the unit itself."""
    left = list(_before_the_last(course))
    last = [fact for fact in course.deciding if not any(fact is one for one in left)]
    for fact in last[:1] if all(unit_of(fact, view.organs) != course.unit for fact in last) else ():
        match fact:
            case DecisionMade():
                yield fact, replace(fact, unit=course.unit)
            case Referred():
                yield fact, replace(fact, agency=course.unit)
