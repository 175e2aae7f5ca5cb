"""Does a decision on liability for a loss rest on what the law asks of one (Xinzhou 29-31)?"""

from collections.abc import Iterator, Mapping
from datetime import date

from services.accountability.matter import Matter
from shared.events.aftermath import DecisionMade
from shared.events.findings.accountability import DecisionProblem, DecisionUnfounded
from shared.law.model import Ground

Problems = Iterator[tuple[DecisionProblem, str]]
"""What is wrong, and with which ground."""


def decisions_unfounded(matter: Matter) -> Iterator[DecisionUnfounded]:
    """Find decisions without a ground of the pack, or without what their ground asks for.

    Each subject, a unit or a person, gets one conclusion. A pack without grounds says nothing of decisions.
    """
    view, decisions = matter.view, matter.view.told(DecisionMade)
    grounds = {one.ground: one for one in matter.law.pack.grounds} if decisions else {}
    for decision in decisions if grounds else ():
        found = list(_problems(decision, grounds, view.case.began_on))
        if found:
            named = tuple(dict.fromkeys(name for _, name in found if name))
            yield DecisionUnfounded(
                unit=view.organs.full_name(decision.unit),
                person=decision.person,
                problems=tuple(dict.fromkeys(problem for problem, _ in found)),
                grounds=named,
                article=_article(decision, named, grounds),
            )


def _problems(decision: DecisionMade, grounds: Mapping[str, Ground], began: date | None) -> Problems:
    if not decision.grounds:
        yield "no_ground", ""
    for name in decision.grounds:
        ground = grounds.get(name)
        if ground is None:
            yield "unknown_ground", name
            continue
        if ground.conclusion != decision.conclusion:
            yield "other_conclusion", name
        if ground.needs and not decision.reasons:
            yield "no_reasons", name
        if ground.needs == "rule" and not decision.rule:
            yield "no_rule", name
        if ground.needs == "risk_or_rule" and not decision.rule and not _registered(decision, began):
            yield "no_risk_or_rule", name


def _registered(decision: DecisionMade, began: date | None) -> bool:
    """Return whether the risk was on record before the act: at any rate before there was a case about it."""
    on = decision.risk_registered_on
    return on is not None and (began is None or on < began)


def _article(decision: DecisionMade, named: tuple[str, ...], grounds: Mapping[str, Ground]) -> str:
    """Return the articles of the grounds concerned, or of all that lead to the conclusion where none is known."""
    known = [grounds[name].article for name in named if name in grounds]
    leading = (ground.article for ground in grounds.values() if ground.conclusion == decision.conclusion)
    return "; ".join(dict.fromkeys(known or leading))
