"""Which organs that are not sued must observe or assist (Xinzhou 15; Huancui 8(7), 9)?"""

from collections.abc import Iterator, Mapping

from services.routing.answering import Answer
from shared.events.findings.common import FactParked
from shared.events.findings.routing import CooperationRequested, ObserversCalled, ResponsibleAgencyDetermined
from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import holds
from shared.law.model import ConnectedRule, Law, Role, Section
from shared.law.tried import Tried, tried

Answers = Mapping[str, Answer | FactParked]


def called(answers: Answers, view: CaseView, law: Law) -> Iterator[ObserversCalled | CooperationRequested]:
    """Return who must take part in the hearing or send observers, and who must assist who answers."""
    observing = [*_beside(answers, view, law), *_named("observers", answers, view, law)]
    if observing:
        yield ObserversCalled(organs=_names(observing), article=_articles(observing))
    if assisting := [*_named("cooperation", answers, view, law)]:
        yield CooperationRequested(organs=_names(assisting), article=_articles(assisting))


def asked_for(section: Section, view: CaseView, law: Law) -> Iterator[tuple[ConnectedRule, Tried]]:
    """Return the rules of a section, `observers` or `cooperation`, each with whether it applies and why not.

    A rule applies to the case when it does seen from any defendant.
    """
    rules: tuple[ConnectedRule, ...] = getattr(law.pack, section)
    seen = [attributes_of(view, defendant) for defendant in view.defendants] if rules else []
    for each in zip(*(tried(section, rules, "rule", attributes) for attributes in seen), strict=True):
        yield next(((rule, one) for rule, one in each if one.applies), each[0])


def _beside(answers: Answers, view: CaseView, law: Law) -> Iterator[tuple[str, str]]:
    """Return the observers that the rule names by which somebody else answers (Huancui 8(7))."""
    for rule in (rule for rule in law.routing if rule.observers):
        for defendant, answer in answers.items():
            if isinstance(answer, Answer) and answer.rule == rule.rule:
                yield from _filling(rule.observers, defendant, rule.article, view)


def _named(section: Section, answers: Answers, view: CaseView, law: Law) -> Iterator[tuple[str, str]]:
    """Return the organs connected with the act that are neither sued nor answer."""
    answering = {
        name
        for answer in answers.values()
        if isinstance(answer, ResponsibleAgencyDetermined)
        for name in answer.agencies
    }
    rules: tuple[ConnectedRule, ...] = getattr(law.pack, section)
    for rule in rules:
        if any(holds(rule.when, attributes_of(view, name)) for name in view.defendants):
            for name, article in _filling(rule.who, view.defendants[0], rule.article, view):
                if name not in (*answering, *view.defendants):
                    yield name, article


def _filling(
    roles: tuple[Role, ...], defendant: str, article: str, view: CaseView
) -> Iterator[tuple[str, str]]:
    """Return the organs of the register that fill these roles; a name it does not know is parked."""
    for role in roles:
        for name in view.filling(role, defendant):
            if organ := view.organs.find(name):
                yield organ.name, article


def _names(found: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _ in found))


def _articles(found: list[tuple[str, str]]) -> str:
    return "; ".join(dict.fromkeys(article for _, article in found))
