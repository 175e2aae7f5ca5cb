"""Was the dispute lost, by whom, and who is accountable for it (Xinzhou 27, 28; Huancui 27)?"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.dispute import Dispute
from shared.events.court import DocumentServed
from shared.events.proceeding import FaultShared
from shared.events.words import Category
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.outcome import Conclusion, accountable_units, conclusion, is_lost, losing_units
from shared.world import World


@dataclass(frozen=True, slots=True)
class Lost:
    """A dispute ended in a loss under the law that governs the case of its final document."""

    ended: Conclusion
    losing: tuple[str, ...]
    accountable: tuple[str, ...]
    sharing: tuple[str, ...]
    """The nominal bodies found to be at fault too: they are accountable for their part."""
    act: str
    """The kind of act that was challenged."""
    article: str

    @property
    def case(self) -> str:
        """Return the number of the case whose document brought the loss."""
        return self.ended.case.number


def losses_in(dispute: Dispute, world: World) -> Iterator[Lost]:
    """Return the losses in which the proceedings of each kind ended: reconsideration, then the suit."""
    if not may_be_lost(dispute, world):
        return iter(())
    categories = dict.fromkeys(case.docketed.category for case in dispute.cases if case.docketed)
    return filter(None, (_lost_in(dispute, world, category) for category in categories))


def loss_on(view: CaseView, world: World) -> Lost | None:
    """Return the loss that the document of a case brought, or None where it brought none."""
    return next((one for one in losses_in(view.dispute, world) if one.case == view.case.number), None)


def may_be_lost(dispute: Dispute, world: World) -> bool:
    """Return whether any document says what is a loss under any law here; most disputes need not be followed up."""
    documents = (fact for case in dispute.cases for fact in case.all(DocumentServed))
    return any(is_lost(fact.outcomes, law) for fact in documents for law in world.laws)


def _lost_in(dispute: Dispute, world: World, category: Category) -> Lost | None:
    ended = conclusion(dispute, world, category)
    if ended is None or ended.case.docketed is None:
        return None
    law = law_governing(CaseView(ended.case, dispute, world.organs), world)
    if law is None or not is_lost(ended.standing.outcomes, law):
        return None
    losing = losing_units(ended.standing, world.organs)
    act = CaseView(ended.standing.decided_in, dispute, world.organs).act
    accountable = accountable_units(losing, act, world.organs)
    at_fault = {world.organs.full_name(fact.unit) for case in dispute.cases for fact in case.all(FaultShared)}
    sharing = tuple(name for name in losing if name in at_fault and name not in accountable)
    return Lost(ended, losing, accountable, sharing, act.kind, law.lost.article)
