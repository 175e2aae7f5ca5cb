"""Who must answer the suit, for each defendant of each case?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shared.dispute import Case, Dispute, Key
from shared.envelope import fact_key
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
from shared.law.told import told
from shared.world import Follows, World

Answer = ResponsibleAgencyDetermined | DesignationRequested
Answered = Mapping[tuple[str, str], Answer | FactParked]
"""What was found before, by case and defendant."""


@dataclass(frozen=True, slots=True)
class Routing:
    """The rules of routing (Xinzhou 9, Huancui 8)."""

    service: str = "routing"
    version: str = "1"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return who answers for each defendant, what is parked and who must observe."""
        findings: dict[Key, Finding] = {}
        answered: dict[tuple[str, str], Answer | FactParked] = {}
        for case in dispute.cases:
            if case.reported:
                for finding in _found_on(case, dispute, world, answered):
                    findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
        return Follows(findings)

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event that leads from one standing to the next: the new finding says it all."""
        return new


RULES = Routing()


def _found_on(
    case: Case, dispute: Dispute, world: World, answered: dict[tuple[str, str], Answer | FactParked]
) -> Iterator[Finding]:
    if world.law is None:
        yield LawMissing(district=case.district)
        return
    for report in sorted(case.unusable, key=lambda report: report.weight):
        yield FactParked(
            reason="unusable-date",
            about=str(report.unusable),
            released_by="fact-corrected",
            fact=fact_key(report.source, report.id),
        )
    for revised in case.contested:
        yield FactParked(
            reason="contradiction",
            about=revised.partition(" ")[2],
            released_by="fact-corrected",
            fact=revised,
        )
    if case.docketed is None:
        yield FactParked(reason="case-not-docketed", about=case.number, released_by="case-docketed")
        return
    view = CaseView(case, dispute, world.organs)
    answers = {name: determined(name, view, world.law, answered) for name in view.defendants}
    answered.update({(case.number, name): answer for name, answer in answers.items()})
    yield from answers.values()
    yield from _observers(answers, view, world.law)
    for name, fact in view.unknown_organs():
        yield _parked(name, case.source_of(fact))


def determined(
    defendant: str, view: CaseView, law: Law, answered: Answered, asked: frozenset[str] = frozenset()
) -> Answer | FactParked:
    """Return who answers for a defendant, or what is parked while a fact needed for it cannot be used.

    The bureau's designation settles what no rule decides; it does not override a rule. `answered` spares asking an
    earlier case again, `asked` are the later cases that already follow this one.
    """
    if view.organs.find(defendant) is None:
        return _parked(defendant)
    rule, passed_over = _applying(defendant, view, law)
    unsettled: RoutingRule | DesignationRequested = rule
    agencies: tuple[str, ...] = ()
    designated = False
    if rule.responsible == ("earlier_case",):
        match _at_earlier_instance(defendant, view, law, answered, asked):
            case FactParked() as parked:
                return parked
            case ResponsibleAgencyDetermined() as before:
                agencies, designated = before.agencies, before.designated
            case DesignationRequested() as before:
                unsettled = before
    else:
        agencies = tuple(name for role in rule.responsible for name in view.filling(role, defendant))
    if not agencies:
        agencies, designated = _designation(defendant, view), True
    if not agencies:
        return DesignationRequested(
            defendant=defendant,
            rule=unsettled.rule,
            article=unsettled.article,
            pack=law.pack.pack,
            passed_over=passed_over,
        )
    agencies = _carrying(agencies, view, law)
    if unknown := [name for name in agencies if view.organs.find(name) is None]:
        return _parked(unknown[0])
    return ResponsibleAgencyDetermined(
        defendant=defendant,
        agencies=agencies,
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


def _at_earlier_instance(
    defendant: str, view: CaseView, law: Law, answered: Answered, asked: frozenset[str]
) -> Answer | FactParked:
    """Answer as at the earlier instance, also for a defendant who was none there."""
    asked |= {view.case.number}
    earlier = view.earlier
    assert earlier is not None, "the rule applies only where the earlier case is known"
    if earlier.number in asked:
        released = "a docketing whose earlier cases do not lead back to it"
        return FactParked(reason="contradiction", about=earlier.number, released_by=released)
    before = answered.get((earlier.number, defendant))
    if before is not None and not (isinstance(before, FactParked) and before.reason == "contradiction"):
        return before
    return determined(defendant, CaseView(earlier, view.dispute, view.organs), law, answered, asked)


def _carrying(agencies: tuple[str, ...], view: CaseView, law: Law) -> tuple[str, ...]:
    """Return who carries the functions of these agencies since the case began, by full names (Huancui 8(8))."""
    succession = law.pack.parameters.get("succession")
    if succession and succession.value:
        agencies = tuple(view.organs.continuing(name, view.since or date.max) for name in agencies)
    return tuple(dict.fromkeys(view.organs.full_name(name) for name in agencies))


def _designation(defendant: str, view: CaseView) -> tuple[str, ...]:
    for fact in told(view.case, AgencyDesignated, view.organs):
        meant = view.organs.full_name(fact.defendant) == defendant
        if meant or (not fact.defendant and view.is_government(defendant)):
            return fact.agencies
    return ()


def _observers(
    answers: Mapping[str, Answer | FactParked], view: CaseView, law: Law
) -> Iterator[ObserversCalled]:
    """Call those who must take part in the hearing though they do not answer (Huancui 8(7))."""
    for rule in law.routing:
        for defendant, answer in answers.items():
            names = [name for role in rule.observers for name in view.filling(role, defendant)]
            if names and isinstance(answer, Answer) and answer.rule == rule.rule:
                organs = dict.fromkeys(view.organs.full_name(name) for name in names)
                yield ObserversCalled(organs=tuple(organs), article=rule.article)


def _parked(name: str, fact: str = "") -> FactParked:
    return FactParked(reason="unknown-organ", about=name, released_by="organ-registered", fact=fact)
