"""Why does somebody answer, appear, observe or assist in a case: which rules were asked, and what did each say?"""

from collections.abc import Iterable, Iterator
from typing import Literal

from services.routing import appearing, connected, officers
from services.routing.answering import Answer, asked_for, determined
from services.routing.rules import RULES
from shared.events.findings.common import FactParked
from shared.events.findings.routing import DesignationRequested
from shared.explaining.explained import Question, law_for, said_of, said_of_all
from shared.explaining.shapes import Asked, CaseExplained, Explained, Shape
from shared.explaining.words import asked
from shared.law.case_view import CaseView
from shared.law.model import Law, Role, RoutingRule, Section
from shared.world import World


class Filling(Shape):
    """Who fills a role that a rule names; nobody where the facts do not say."""

    role: str
    organs: tuple[str, ...]


class Decided(Shape):
    """Who answers for a defendant, and why."""

    state: Literal["determined", "requested", "parked"]
    """Found; the bureau must designate; a fact it rests on cannot be used yet."""
    agencies: tuple[str, ...] = ()
    designated: bool = False
    rule: str = ""
    article: str = ""
    because: str
    roles: tuple[Filling, ...] = ()


class DefendantExplained(Shape):
    """What follows for one defendant of a case."""

    defendant: str
    attributes: dict[str, bool | str]
    """The case as conditions see it from this defendant."""
    answering: Decided
    routing: tuple[Asked, ...]
    """In the order in which they were asked; the first that applies decides, those after it were not asked."""
    appearing: tuple[Asked, ...]
    """Every ground that applies counts."""
    roster: tuple[Asked, ...]


class ConnectedAsked(Asked):
    """A rule on organs that must observe or assist. Defendants and who answers are left out of what follows."""

    roles: tuple[Filling, ...]


class RoutingCase(CaseExplained):
    """What follows from one case."""

    defendants: tuple[DefendantExplained, ...] = ()
    observers: tuple[ConnectedAsked, ...] = ()
    cooperation: tuple[ConnectedAsked, ...] = ()


class RoutingExplained(Explained):
    """Who must answer and appear, who must observe and assist, and why."""

    cases: tuple[RoutingCase, ...]


def explained(question: Question) -> RoutingExplained:
    """Return what follows from cases, with the rules asked."""
    answered: dict[tuple[str, str], Answer | FactParked] = {}
    cases = [_case(view, world, answered) for view, world in question.views()]
    return RoutingExplained(
        cases=tuple(case for case in cases if case.case in question.cases), **said_of_all(question, RULES)
    )


def _case(view: CaseView, world: World, answered: dict[tuple[str, str], Answer | FactParked]) -> RoutingCase:
    law, _ = law_for(view, world)
    if law is None:
        return RoutingCase(**said_of(view, world))
    defendants = []
    for name in view.defendants:
        answer = determined(name, view, law, answered)
        answered[view.case.number, name] = answer
        defendants.append(_defendant(name, answer, view, law, world))
    return RoutingCase(
        defendants=tuple(defendants),
        observers=tuple(_connected("observers", view, law)),
        cooperation=tuple(_connected("cooperation", view, law)),
        **said_of(view, world),
    )


def _defendant(
    name: str, answer: Answer | FactParked, view: CaseView, law: Law, world: World
) -> DefendantExplained:
    attributes = appearing.seen_from(name, view, law, world)
    known = view.organs.find(name) is not None
    routing = asked_for(name, view, law) if known else []
    grounds = appearing.asked_for(name, view, law, world) if known else []
    return DefendantExplained(
        defendant=name,
        attributes=dict(attributes),
        answering=_decided(name, answer, routing[-1][0] if routing else None, view),
        routing=tuple(asked(rule, one) for rule, one in routing),
        appearing=tuple(asked(rule, one) for rule, one in grounds),
        roster=tuple(asked(rule, one) for rule, one in officers.asked_for(name, view, law)),
    )


def _connected(section: Section, view: CaseView, law: Law) -> Iterator[ConnectedAsked]:
    for rule, one in connected.asked_for(section, view, law):
        roles = tuple(_filling(rule.who, view.defendants[0], view))
        yield ConnectedAsked.model_validate({**asked(rule, one).model_dump(), "roles": roles})


def _decided(name: str, answer: Answer | FactParked, rule: RoutingRule | None, view: CaseView) -> Decided:
    if rule is None or isinstance(answer, FactParked):
        assert isinstance(answer, FactParked), "a defendant the register knows is asked about by rules"
        because = f"{answer.reason}: {answer.about}; released by {answer.released_by}"
        return Decided(state="parked", because=because)
    roles = tuple(_filling(rule.responsible, name, view))
    because = _because(answer, rule, roles, view)
    said = {"rule": answer.rule, "article": answer.article, "because": because, "roles": roles}
    if isinstance(answer, DesignationRequested):
        return Decided.model_validate({"state": "requested", **said})
    return Decided.model_validate(
        {"state": "determined", "agencies": answer.agencies, "designated": answer.designated, **said}
    )


def _filling(roles: Iterable[Role], defendant: str, view: CaseView) -> Iterator[Filling]:
    for role in roles:
        if role != "earlier_case":
            yield Filling(role=role, organs=view.filling(role, defendant))


def _because(answer: Answer, rule: RoutingRule, roles: tuple[Filling, ...], view: CaseView) -> str:
    named = " and ".join(role.role for role in roles)
    filled = [view.organs.full_name(organ) for role in roles for organ in role.organs]
    if rule.responsible == ("earlier_case",):
        because = f"as in the earlier case {view.case.earlier}"
    elif not rule.responsible:
        because = "the rule leaves it to the bureau"
    elif not filled:
        because = f"no fact says who is {named}"
    else:
        because = ", ".join(f"{role.role} = {_listed(role.organs)}" for role in roles if role.organs)
    if isinstance(answer, DesignationRequested):
        return f"{because}; agency-designated would settle it"
    if answer.designated:
        return f"{because}; the bureau designated {_listed(answer.agencies)}"
    if filled and tuple(dict.fromkeys(filled)) != answer.agencies:
        return f"{because}, whose functions {_listed(answer.agencies)} carries since the case began"
    return because


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
