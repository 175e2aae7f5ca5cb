"""Who failed to appear, what was lost, what is unfit, and what must follow?"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from services.accountability.agents import agents_unfit
from services.accountability.appearances import failed_appearances
from services.accountability.attendance import attendance_irregular
from services.accountability.circulars import circulars
from services.accountability.decisions import decisions_unfounded
from services.accountability.liability import liability_triggered
from services.accountability.losses import entries_of, loss_found
from services.accountability.matter import Matter
from services.accountability.papers import papers_incomplete
from services.accountability.proceedings import proceedings
from shared.dispute import Dispute, Key
from shared.events.base import Finding
from shared.events.findings.accountability import UNDER_WAY, ProceedingAdvanced, ProceedingOpened
from shared.index import Entry
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.lost import losses_in
from shared.world import Follows, World


@dataclass(frozen=True, slots=True)
class Accountability:
    """The rules of accountability (Xinzhou 10, 11, 13-17, 20, 27-33; Huancui 11-14, 16, 19-22, 27, 37)."""

    service: str = "accountability"
    version: str = "3"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return what was failed, lost and unfit in each case, and what must follow from it."""
        findings: dict[Key, Finding] = {}
        lost = {one.case: one for one in losses_in(dispute, world)}
        for case in dispute.cases:
            if case.docketed is None:
                continue
            view = CaseView(case, dispute, world.organs)
            law = law_governing(view, world)
            if law is None:
                continue
            matter = Matter(view, law, world, lost.get(case.number))
            for finding in _found_on(matter):
                findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
        return Follows(findings)

    def entries(self, dispute: Dispute, world: World) -> Iterator[Entry]:
        """Return under which headings the dispute's loss is entered, where the law asks for repeated ones."""
        for lost in losses_in(dispute, world):
            yield from entries_of(lost, dispute, world)

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event between two standings: a proceeding under way that stands otherwise advanced."""
        if not isinstance(new, ProceedingOpened) or not isinstance(old, UNDER_WAY):
            return new
        said = {one.name: getattr(new, one.name) for one in fields(ProceedingOpened)}
        return ProceedingAdvanced(**said, was=old.stage)


RULES = Accountability()


def _found_on(matter: Matter) -> Iterator[Finding]:
    failed = tuple(failed_appearances(matter))
    yield from failed
    yield from attendance_irregular(matter)
    if matter.lost is not None:
        yield loss_found(matter.lost)
    yield from circulars(matter, failed)
    yield from papers_incomplete(matter)
    yield from agents_unfit(matter)
    yield from liability_triggered(matter)
    yield from decisions_unfounded(matter)
    yield from proceedings(matter)
