"""What was lost, and what must other disputes know of it (Xinzhou 27, 28; Huancui 27, 37(7))?"""

from collections.abc import Iterator

from shared.dispute import Dispute
from shared.events.aftermath import RemediationReported
from shared.events.findings.accountability import LossFound
from shared.index import Entry, loss
from shared.law.lost import Lost
from shared.organs import Organs


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
