"""Who must answer, who must appear, who must observe and assist?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.routing.answering import Answer, determined, parked
from services.routing.appearing import entries_of, must_appear
from services.routing.connected import called
from services.routing.officers import proposed
from shared.dispute import Case, Dispute, Key
from shared.envelope import fact_key
from shared.events.base import Finding
from shared.events.findings.common import FactParked
from shared.events.findings.routing import LawMissing, LawNotInForce, ResponsibleAgencyDetermined
from shared.index import Entry
from shared.law.case_view import CaseView
from shared.law.governing import Ungoverned, governing, law_governing
from shared.law.model import Law
from shared.world import Follows, World


@dataclass(frozen=True, slots=True)
class Routing:
    """The rules of routing (Xinzhou 9, 12-15; Huancui 8, 9, 20)."""

    service: str = "routing"
    version: str = "2"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return who answers and appears for each defendant, who observes and assists, and what is parked."""
        findings: dict[Key, Finding] = {}
        answered: dict[tuple[str, str], Answer | FactParked] = {}
        for case in dispute.cases:
            if case.reported:
                for finding in _found_on(case, dispute, world, answered):
                    findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
        return Follows(findings)

    def entries(self, dispute: Dispute, world: World) -> Iterator[Entry]:
        """Return under which headings the dispute's cases are entered: first hearings of the year (Xinzhou 14)."""
        for case in dispute.cases:
            if case.docketed is not None:
                view = CaseView(case, dispute, world.organs)
                law = law_governing(view, world)
                if law is not None:
                    yield from entries_of(view, law)

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event that leads from one standing to the next: the new finding says it all."""
        return new


RULES = Routing()


def _found_on(
    case: Case, dispute: Dispute, world: World, answered: dict[tuple[str, str], Answer | FactParked]
) -> Iterator[Finding]:
    if case.of_bureau:
        yield from _unusable(case)
        return
    if not world.laws:
        yield LawMissing(district=case.district)
        return
    yield from _unusable(case)
    if case.docketed is None:
        yield FactParked(reason="case-not-docketed", about=case.number, released_by="case-docketed")
        return
    view = CaseView(case, dispute, world.organs)
    match governing(view, world):
        case Law() as law:
            yield from _judged(view, law, world, answered)
        case Ungoverned() as why:
            yield LawNotInForce(reason=why.reason, began_on=case.began_on, pack=why.pack, article=why.article)
    for name, fact in view.unknown_organs():
        yield parked(name, case.source_of(fact))


def _judged(
    view: CaseView, law: Law, world: World, answered: dict[tuple[str, str], Answer | FactParked]
) -> Iterator[Finding]:
    answers = {name: determined(name, view, law, answered) for name in view.defendants}
    answered.update({(view.case.number, name): answer for name, answer in answers.items()})
    yield from answers.values()
    required = [finding for name in answers for finding in must_appear(name, view, law, world)]
    yield from required
    yield from proposed(_answering(answers), required, view, law, world)
    yield from called(answers, view, law)


def _answering(answers: Mapping[str, Answer | FactParked]) -> Mapping[str, tuple[str, ...]]:
    return {
        name: answer.agencies
        for name, answer in answers.items()
        if isinstance(answer, ResponsibleAgencyDetermined)
    }


def _unusable(case: Case) -> Iterator[FactParked]:
    """Park facts with a day the law cannot count from, and those whose corrections contradict each other."""
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
