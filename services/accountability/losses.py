"""Was the dispute lost, by whom, and what must other disputes know of it (Xinzhou 27, 28; Huancui 27, 37(7))?"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.dispute import Dispute
from shared.events.aftermath import RemediationReported
from shared.events.court import DocumentServed
from shared.events.findings.accountability import LossFound
from shared.events.words import Category
from shared.index import Entry, loss
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.outcome import Conclusion, accountable_units, conclusion, is_lost, losing_units
from shared.organs import Organs
from shared.world import World


@dataclass(frozen=True, slots=True)
class Lost:
    """A dispute ended in a loss under the law that governs the case of its final document."""

    ended: Conclusion
    losing: tuple[str, ...]
    accountable: tuple[str, ...]
    act: str
    """The kind of act that was challenged."""
    article: str


def losses_in(dispute: Dispute, world: World) -> Iterator[Lost]:
    """Return the losses in which the proceedings of each kind ended: reconsideration, then the suit."""
    if not _may_be_lost(dispute, world):
        return iter(())
    categories = dict.fromkeys(case.docketed.category for case in dispute.cases if case.docketed)
    return filter(None, (_lost_in(dispute, world, category) for category in categories))


def _may_be_lost(dispute: Dispute, world: World) -> bool:
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
    return Lost(ended, losing, accountable, act.kind, law.lost.article)


def loss_found(lost: Lost) -> LossFound:
    """Return the finding of a loss."""
    return LossFound(
        outcomes=lost.ended.standing.outcomes,
        losing=lost.losing,
        accountable=lost.accountable,
        article=lost.article,
        took_effect_on=lost.ended.on,
    )


def entries_of(lost: Lost, dispute: Dispute, organs: Organs) -> Iterator[Entry]:
    """Return the entries of a loss, one for each accountable unit that reported no remedies for it (Huancui 37(7)).

    A loss for which the unit reported remedies, in whichever case of the dispute and however late, is entered
    nowhere: it neither triggers liability nor adds to later losses. Facts of its own dispute alone decide that.
    """
    case = lost.ended.case
    if case.docketed is None or case.docketed.category != "litigation":
        return
    remedied = {
        organs.full_name(fact.agency) for one in dispute.cases for fact in one.all(RemediationReported)
    }
    for agency in lost.accountable:
        if agency not in remedied:
            yield loss(dispute.district, agency, lost.act, lost.ended.on, case.number)
