"""What does a decided case, or a concluded dispute, count in: who lost, and how did it end?"""

from collections.abc import Iterator, Sequence

from services.reporting.figures.counts import (
    DISTRICT,
    SLICES,
    Addition,
    People,
    Row,
    Rows,
    agency_rows,
    leader_row,
    responsible,
)
from shared.dispute import Dispute
from shared.events.findings.accountability import LossFound
from shared.law.case_view import CaseView
from shared.law.model import Law
from shared.law.outcome import (
    Conclusion,
    Standing,
    accountable_units,
    document,
    is_lost,
    losing_units,
)
from shared.world import World

WITHDRAWN = frozenset({"withdrawn", "deemed_withdrawn", "withdrawn_after_change"})
SETTLED = frozenset({"withdrawn_after_change", "mediated"})


def first_instance(
    view: CaseView, rows: Rows, dispute: Dispute, world: World, law: Law, people: People
) -> Iterator[Addition]:
    """Count a first-instance document by its own outcome, even if it was reversed later."""
    decided = document(view.case)
    if view.docketed.instance != "first" or decided is None or decided.decided_on is None:
        return
    losing = losing_units(Standing(decided.outcomes, decided.losing, view.case), world.organs)
    accountable = accountable_units(losing, view.act, world.organs)
    rows = _losing_rows(rows, [view], losing, accountable, dispute, people)
    lost = is_lost(decided.outcomes, law)
    yield from rows.adds("first_instance_loss_rate", view.case.number, decided.decided_on, lost)


def concluded(
    ended: Conclusion, plain: Rows, views: Sequence[CaseView], dispute: Dispute, world: World, people: People
) -> Iterator[Addition]:
    """Count a concluded dispute once, on the day and at the case of its final document."""
    outcomes = set(ended.standing.outcomes)
    number, on = ended.case.number, ended.on
    yield from plain.adds("concluded", number, on, counted=1)
    for outcome in sorted(outcomes):
        yield from plain.adds(f"concluded:outcome={outcome}", number, on, counted=1)
    yield from plain.adds("withdrawal_rate", number, on, bool(outcomes & WITHDRAWN))
    yield from plain.adds("settlement_rate", number, on, bool(outcomes & SETTLED))
    found = dispute.found("accountability", LossFound)
    loss = next((finding for case, finding in found if case == number), None)
    losing = loss.losing if loss else losing_units(ended.standing, world.organs)
    act = CaseView(ended.standing.decided_in, dispute, world.organs).act
    accountable = loss.accountable if loss else accountable_units(losing, act, world.organs)
    rows = _losing_rows(plain, views, losing, accountable, dispute, people)
    yield from rows.adds("loss_rate", number, on, loss is not None)


def _losing_rows(
    plain: Rows,
    views: Sequence[CaseView],
    losing: tuple[str, ...],
    accountable: tuple[str, ...],
    dispute: Dispute,
    people: People,
) -> Rows:
    """Return the rows of cases, of which those lose that the document names, or that answer for them.

    An officer shares the loss of the organ whose officer he is.
    """
    rows = (*plain.rows, *agency_rows((), (), accountable))
    answering = responsible([view.case for view in views], dispute, of=losing)
    expected = (person for view in views for person in people[view.case.number])
    lost: set[Row] = {DISTRICT, *agency_rows(losing, answering, accountable)}
    lost |= {row for row in rows if row.by in SLICES and row.by != "leader"}
    lost |= {leader_row(person) for person in expected if person.organ in losing}
    return Rows(rows, frozenset(lost))
