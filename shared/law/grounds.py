"""Does a decision on liability for a loss rest on what the law asks of one (Xinzhou 29-31)?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shared.events.findings.accountability import DecisionProblem
from shared.events.proceeding import DecisionMade
from shared.law.case_view import CaseView
from shared.law.model import Ground, Law
from shared.world import World


class Unfounded(NamedTuple):
    """What a decision lacks."""

    problems: tuple[DecisionProblem, ...]
    grounds: tuple[str, ...]
    """The grounds concerned."""
    article: str
    expected: tuple[str, ...]
    """The fact types that would mend it."""


def unfounded(decision: DecisionMade, view: CaseView, world: World, law: Law) -> Unfounded | None:
    """Return what a decision lacks, or None where it rests on what the law asks.

    Each subject gets one conclusion, which names grounds of one article. A law without grounds asks for none.
    """
    grounds = law.grounds
    if not grounds:
        return None
    found = list(_problems(decision, view, world, grounds))
    if not found:
        return None
    problems = tuple(dict.fromkeys(problem for problem, _ in found))
    named = tuple(dict.fromkeys(name for _, name in found if name))
    expected: tuple[str, ...] = ("fact-corrected",)
    if problems == ("no_risk_or_rule",) and decision.risk_registered_on:
        expected = ("risk-registered", *expected)
    return Unfounded(problems, named, _article(decision, named, grounds), expected)


def _problems(
    decision: DecisionMade, view: CaseView, world: World, grounds: Mapping[str, Ground]
) -> Iterator[tuple[DecisionProblem, str]]:
    """Return what is wrong, and with which ground."""
    if not decision.grounds:
        yield "no_ground", ""
    known = [grounds[name] for name in decision.grounds if name in grounds]
    several = len({_root(ground.article) for ground in known}) > 1
    for name in decision.grounds:
        ground = grounds.get(name)
        if ground is None:
            yield "unknown_ground", name
            continue
        if several:
            yield "several_articles", name
        elif ground.conclusion != decision.conclusion:
            yield "other_conclusion", name
        if ground.needs and not decision.reasons.strip():
            yield "no_reasons", name
        if ground.needs == "rule" and not decision.rule.strip():
            yield "no_rule", name
        if (
            ground.needs == "risk_or_rule"
            and not decision.rule.strip()
            and not _registered(decision, view, world)
        ):
            yield "no_risk_or_rule", name


def _registered(decision: DecisionMade, view: CaseView, world: World) -> bool:
    """Return whether the risk is on record, and was before the act: at any rate before any case about it began."""
    on = decision.risk_registered_on
    began = min((one.began_on for one in view.dispute.cases if one.began_on), default=None)
    units = {
        view.organs.full_name(decision.unit),
        *view.defendants,
        view.organs.full_name(view.act.implementing),
    }
    recorded = any(risk.registered_on == on for unit in units for risk in world.risks.get(unit, ()))
    return on is not None and recorded and (began is None or on < began)


def _article(decision: DecisionMade, named: tuple[str, ...], grounds: Mapping[str, Ground]) -> str:
    """Return the articles of the grounds concerned, or of all that lead to the conclusion where none is known."""
    known = [grounds[name].article for name in named if name in grounds]
    leading = (ground.article for ground in grounds.values() if ground.conclusion == decision.conclusion)
    return "; ".join(dict.fromkeys(known or leading))


def _root(article: str) -> str:
    return article.partition("(")[0]
