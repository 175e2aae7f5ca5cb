"""Who must answer the suit, for each defendant of each case?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.bureau import AgencyDesignated
from shared.events.findings.common import FactParked
from shared.events.findings.routing import (
    DesignationRequested,
    LawMissing,
    ObserversCalled,
    PassedOver,
    ResponsibleAgencyDetermined,
)
from shared.law.case_view import CaseView, attributes_of
from shared.law.conditions import mismatch
from shared.law.model import Law, RoutingRule
from shared.organs import normalised
from shared.world import Follows, World

Answer = ResponsibleAgencyDetermined | DesignationRequested


@dataclass(frozen=True, slots=True)
class Routing:
    """The rules of routing (Xinzhou 9, Huancui 8)."""

    service: str = "routing"
    version: str = "1"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return who answers for each defendant, what is parked and who must observe."""
        findings: dict[Key, Finding] = {}
        for case in dispute.cases:
            if case.reports:
                for finding in _found_on(case, dispute, world):
                    findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
        return Follows(findings)

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event that leads from one standing to the next: the new finding says it all."""
        return new


RULES = Routing()


def _found_on(case: Case, dispute: Dispute, world: World) -> Iterator[Finding]:
    if world.law is None:
        yield LawMissing(district=case.district)
        return
    if case.docketed is None:
        yield FactParked(reason="case-not-docketed", about=case.number, released_by="case-docketed")
        return
    view = CaseView(case, dispute, world.organs)
    for name in view.unknown_organs():
        yield FactParked(reason="unknown-organ", about=name, released_by="organ-registered")
    answers = {name: answer for name in view.defendants if (answer := determined(name, view, world, set()))}
    yield from answers.values()
    observers = dict.fromkeys(o for name in answers for o in _observers(name, answers[name], view, world.law))
    if observers:
        rule = next(
            r for r in world.law.routing if r.rule in {a.rule for a in answers.values()} and r.observers
        )
        yield ObserversCalled(organs=tuple(observers), article=rule.article)


def determined(defendant: str, view: CaseView, world: World, asked: set[str]) -> Answer | None:
    """Return who answers for a defendant, or None while a fact needed for it cannot be used.

    The bureau's designation settles what no rule decides; it does not override a rule.
    """
    law = world.law
    if law is None or view.organs.find(defendant) is None:
        return None
    rule, passed_over = _applying(defendant, view, law)
    if rule.responsible == ("earlier_case",):
        return _as_earlier(defendant, rule, passed_over, view, world, asked)
    agencies = tuple(
        dict.fromkeys(name for role in rule.responsible for name in view.filling(role, defendant))
    )
    designated = not agencies
    if designated:
        agencies = _designation(defendant, view)
        if not agencies:
            return DesignationRequested(
                defendant=defendant,
                rule=rule.rule,
                article=rule.article,
                pack=law.pack.pack,
                passed_over=passed_over,
            )
    if any(view.organs.find(name) is None for name in agencies):
        return None
    if law.pack.parameters.get("succession"):
        agencies = tuple(view.organs.continuing(name, view.since or date.max) for name in agencies)
    return ResponsibleAgencyDetermined(
        defendant=defendant,
        agencies=tuple(view.organs.full_name(name) for name in agencies),
        rule=rule.rule,
        article=rule.article,
        pack=law.pack.pack,
        designated=designated,
        passed_over=passed_over,
    )


def _applying(defendant: str, view: CaseView, law: Law) -> tuple[RoutingRule, tuple[PassedOver, ...]]:
    """Return the first rule that applies, and those passed over; a pack ends with one without conditions."""
    attributes, passed_over = attributes_of(view, defendant), list[PassedOver]()
    for rule in law.routing:
        missed = mismatch(rule.when, attributes)
        if missed is None:
            return rule, tuple(passed_over)
        passed_over.append(PassedOver(rule=rule.rule, article=rule.article, because=str(missed)))
    raise AssertionError("a pack ends with a rule without conditions")


def _as_earlier(
    defendant: str,
    rule: RoutingRule,
    passed_over: tuple[PassedOver, ...],
    view: CaseView,
    world: World,
    asked: set[str],
) -> Answer | None:
    """Answer as at first instance. A defendant who was none there is answered for as its own facts say."""
    earlier = view.dispute.earlier(view.case)
    assert earlier is not None, "the rule applies only where the earlier case is known"
    assert world.law is not None, "routing is asked only where a law is adopted"
    asked.add(view.case.number)
    if earlier.number in asked:
        return None
    before = CaseView(earlier, view.dispute, view.organs)
    first = next((name for name in before.defendants if name == defendant), None)
    found = determined(first or defendant, before, world, asked)
    match found:
        case ResponsibleAgencyDetermined():
            return ResponsibleAgencyDetermined(
                defendant=defendant,
                agencies=found.agencies,
                rule=rule.rule,
                article=rule.article,
                pack=world.law.pack.pack,
                designated=found.designated,
                passed_over=passed_over,
            )
        case DesignationRequested():
            return DesignationRequested(
                defendant=defendant,
                rule=found.rule,
                article=found.article,
                pack=found.pack,
                passed_over=passed_over,
            )
    return None


def _designation(defendant: str, view: CaseView) -> tuple[str, ...]:
    for fact in view.case.all(AgencyDesignated):
        named = view.organs.full_name(fact.defendant)
        if normalised(named) == normalised(defendant) or (
            not fact.defendant and view.is_government(defendant)
        ):
            return fact.agencies
    return ()


def _observers(defendant: str, answer: Answer, view: CaseView, law: Law) -> tuple[str, ...]:
    rule = next((rule for rule in law.routing if rule.rule == answer.rule), None)
    if rule is None:
        return ()
    names = (name for role in rule.observers for name in view.filling(role, defendant))
    return tuple(view.organs.full_name(name) for name in names)
