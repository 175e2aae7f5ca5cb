"""Who must answer the suit, for each defendant of each case (Xinzhou 9, Huancui 8)?"""

from collections.abc import Mapping
from datetime import date

from shared.events.bureau import AgencyDesignated
from shared.events.findings.common import FactParked
from shared.events.findings.routing import DesignationRequested, PassedOver, ResponsibleAgencyDetermined
from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.model import Law, RoutingRule
from shared.law.tried import Tried, tried

Answer = ResponsibleAgencyDetermined | DesignationRequested
Answered = Mapping[tuple[str, str], Answer | FactParked]
"""What was found before, by case and defendant."""


def determined(
    defendant: str, view: CaseView, law: Law, answered: Answered, asked: frozenset[str] = frozenset()
) -> Answer | FactParked:
    """Return who answers for a defendant, or what is parked while a fact needed for it cannot be used.

    The bureau's designation settles what no rule decides; it does not override a rule. `answered` spares asking an
    earlier case again, `asked` are the later cases that already follow this one.
    """
    if view.organs.find(defendant) is None:
        return parked(defendant)
    rule, passed_over = _applying(defendant, view, law)
    unsettled: RoutingRule | DesignationRequested = rule
    agencies: tuple[str, ...] = ()
    designated = False
    if rule.responsible == ("earlier_case",):
        match _at_earlier_instance(defendant, view, law, answered, asked):
            case FactParked() as waiting:
                return waiting
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
        return parked(unknown[0])
    return ResponsibleAgencyDetermined(
        defendant=defendant,
        agencies=agencies,
        rule=rule.rule,
        article=rule.article,
        pack=law.pack.pack,
        designated=designated,
        passed_over=passed_over,
    )


def asked_for(defendant: str, view: CaseView, law: Law) -> list[tuple[RoutingRule, Tried]]:
    """Return the rules asked for a defendant up to the one that applies; a pack ends with one that does."""
    asked: list[tuple[RoutingRule, Tried]] = []
    for rule, one in tried("routing", law.routing, "rule", attributes_of(view, defendant)):
        asked.append((rule, one))
        if one.applies:
            break
    return asked


def _applying(defendant: str, view: CaseView, law: Law) -> tuple[RoutingRule, tuple[PassedOver, ...]]:
    """Return the first rule that applies, and those passed over."""
    *passed_over, (rule, _) = asked_for(defendant, view, law)
    return rule, tuple(
        PassedOver(rule=passed.rule, article=passed.article, because=why.because)
        for passed, why in passed_over
    )


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
    if law.reads("succession", True):
        superior_first = law.parameter("succession_to") == "superior"
        on = view.since or date.max
        agencies = tuple(view.organs.continuing(name, on, view.act.kind, superior_first) for name in agencies)
    return tuple(dict.fromkeys(view.organs.full_name(name) for name in agencies))


def _designation(defendant: str, view: CaseView) -> tuple[str, ...]:
    for fact in view.told(AgencyDesignated):
        meant = view.organs.full_name(fact.defendant) == defendant
        if meant or (not fact.defendant and view.is_government(defendant)):
            return fact.agencies
    return ()


def parked(name: str, fact: str = "") -> FactParked:
    """Return what keeps a fact from use that names an organ the register does not know."""
    return FactParked(reason="unknown-organ", about=name, released_by="organ-registered", fact=fact)
