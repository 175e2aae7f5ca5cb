"""Who failed to appear, what was lost and by whom, and what must follow?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.findings.accountability import AppearanceFailed, CircularProposed, LossFound
from shared.events.findings.deadlines import DeadlineMissed
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.index import Entry
from shared.law.appearance import appearance, excuse
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.model import CircularRule, Law
from shared.law.outcome import accountable_units, conclusion, is_lost, losing_units
from shared.world import Follows, World


@dataclass(frozen=True, slots=True)
class Accountability:
    """The rules of accountability (Xinzhou 13-17, 20, 27, 28; Huancui 19, 27)."""

    service: str = "accountability"
    version: str = "1"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return the failed appearances, the loss and the circulars to propose."""
        findings: dict[Key, Finding] = {}
        for case in dispute.cases:
            if case.docketed is None:
                continue
            law = law_governing(CaseView(case, dispute, world.organs), world)
            if law is None:
                continue
            failed = _appearance_failed(case, world, law)
            for finding in (*failed, *_circulars(case, dispute, failed, world, law)):
                findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
        for number, loss in _loss(dispute, world):
            findings[Key(number, loss.TOPIC)] = loss
        return Follows(findings)

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return nothing: no rule here asks for other disputes."""
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event that leads from one standing to the next: the new finding says it all."""
        return new


RULES = Accountability()


def _appearance_failed(case: Case, world: World, law: Law) -> list[AppearanceFailed]:
    """Find that no officer sat where one should have (Xinzhou 13-17, Huancui 19); an excuse is noted, not ignored."""
    appeared = appearance(case, world.organs, law)
    if appeared is None or appeared.appeared:
        return []
    excused = excuse(case, appeared.missed)
    return [
        AppearanceFailed(
            hearings=appeared.missed,
            article=law.appearance,
            excused=excused is not None,
            reason=excused.reason if excused else "",
        )
    ]


def _loss(dispute: Dispute, world: World) -> Iterator[tuple[str, LossFound]]:
    """Find the loss on the case of the final document (Xinzhou 27, 28)."""
    ended = conclusion(dispute, world)
    if ended is None or ended.case.docketed is None:
        return
    law = law_governing(CaseView(ended.case, dispute, world.organs), world)
    if law is None or not is_lost(ended.standing.outcomes, law):
        return
    losing = losing_units(ended.standing, world.organs)
    act = CaseView(ended.standing.decided_in, dispute, world.organs).act
    yield (
        ended.case.number,
        LossFound(
            outcomes=ended.standing.outcomes,
            losing=losing,
            accountable=accountable_units(losing, act, world.organs),
            article=law.lost.article,
            took_effect_on=ended.on,
        ),
    )


def _circulars(
    case: Case, dispute: Dispute, failed: list[AppearanceFailed], world: World, law: Law
) -> Iterator[CircularProposed]:
    missed = {
        finding.duty
        for number, finding in dispute.found("deadlines", DeadlineMissed)
        if number == case.number
    }
    defendants = CaseView(case, dispute, world.organs).defendants
    routed = dispute.standing("routing")
    answers = [routed.get(Key(case.number, ResponsibleAgencyDetermined.TOPIC, name)) for name in defendants]
    answering = tuple(
        dict.fromkeys(
            agency
            for answer in answers
            if isinstance(answer, ResponsibleAgencyDetermined)
            for agency in answer.agencies
        )
    )
    for rule in law.circulars:
        if rule.upon == "deadline_missed" and rule.duty in missed:
            concerned = answering
        elif rule.upon == "appearance_failed" and failed and not failed[0].excused:
            concerned = defendants
        else:
            continue
        agencies = _of_kind(concerned, rule, world)
        if agencies:
            yield CircularProposed(ground=rule.ground, agencies=agencies, article=rule.article)


def _of_kind(agencies: tuple[str, ...], rule: CircularRule, world: World) -> tuple[str, ...]:
    return tuple(name for name in agencies if not rule.kinds or world.organs.kind(name) in rule.kinds)
