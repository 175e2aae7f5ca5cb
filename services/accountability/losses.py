"""What was lost, and what must other disputes know of it (Xinzhou 27, 28; Huancui 27, 37(7))?"""

from collections.abc import Iterator

from shared.dispute import Dispute
from shared.events.aftermath import RemediationReported
from shared.events.findings.accountability import LossFound
from shared.index import Entry, loss
from shared.law.lost import Lost
from shared.world import World


def loss_found(lost: Lost) -> LossFound:
    """Return the finding of a loss."""
    return LossFound(
        outcomes=lost.ended.standing.outcomes,
        losing=lost.losing,
        accountable=lost.accountable,
        sharing=lost.sharing,
        article=lost.article,
        took_effect_on=lost.ended.on,
    )


def entries_of(lost: Lost, dispute: Dispute, world: World) -> Iterator[Entry]:
    """Return the entries of a loss, one for each accountable unit that reported no remedies for it (Huancui 37(7)).

    None where no law here asks for repeated losses. An entry counts as long as any reading of them lets it.

    A loss for which the unit reported remedies, in whichever case of the dispute and however late, is entered
    nowhere: it neither triggers liability nor adds to later losses. Facts of its own dispute alone decide that.
    """
    case, organs, months = lost.ended.case, world.organs, _months(world)
    if not months or case.docketed is None or case.docketed.category != "litigation":
        return
    remedied = {
        organs.full_name(fact.agency) for one in dispute.cases for fact in one.all(RemediationReported)
    }
    for agency in lost.accountable:
        if agency not in remedied:
            yield loss(dispute.district, agency, lost.act, lost.ended.on, case.number, months)


def _months(world: World) -> int:
    """Return within how many months losses count together at most; 0 where no law asks for repeated ones."""
    asking = (law for law in world.laws if any(rule.repeated_losses for rule in law.pack.liability))
    spans = (law.parameters["months"] for law in asking)
    read = (value for span in spans for value in (span.value, *(one.value for one in span.later)))
    return max(map(int, read), default=0)
