"""What does a dispute contribute to the figures? Each count names its case, its day and its row."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shared.dispute import Case, Dispute
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import Deadline, DeadlineMet, DeadlineMissed
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.law.appearance import Appearance, appearance, excuse
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.model import Law
from shared.law.outcome import (
    Conclusion,
    Standing,
    accountable_units,
    conclusion,
    document,
    is_lost,
    losing_units,
)
from shared.world import World

WITHDRAWN = frozenset({"withdrawn", "deemed_withdrawn", "withdrawn_after_change"})
SETTLED = frozenset({"withdrawn_after_change", "mediated"})
BY_USUAL_NAME = {
    "performance": "performance_rate",
    "suggestion_reply": "suggestion_reply_rate",
    "archive": "archive_rate",
}
"""Duties whose rate has a name of its own."""


@dataclass(frozen=True, slots=True)
class Count:
    """One case counted once in one row of one figure."""

    metric: str
    case: str
    on: date
    """The day that puts it into a period."""
    by: str
    """`*` for the district row; else how the agency is concerned: `defendant`, `responsible`, `accountable`."""
    agency: str
    counted: int
    """What it adds to the numerator, 1 or 0, and for an average its days; to the denominator it always adds 1."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows a case counts in, and in which of them it counts in the numerator."""

    rows: tuple[tuple[str, str], ...]
    losing: frozenset[tuple[str, str]] | None = None

    def counts(self, metric: str, case: str, on: date, counted: int) -> Iterator[Count]:
        """Return one count a row. Where only some rows lost, only those and the district's are in the numerator."""
        for by, agency in self.rows:
            here = self.losing is None or by == "*" or (by, agency) in self.losing
            yield Count(metric, case, on, by, agency, int(counted) if here else 0)


def contribution(dispute: Dispute, world: World) -> tuple[Count, ...]:
    """Return what a dispute counts in every figure. Findings are counted as found, never judged again.

    A case of which no defendant is in the register is parked and counts nowhere; reconsideration and civil cases
    are not mixed into the litigation figures.
    """
    governed = [
        (view, law)
        for case in dispute.cases
        if case.docketed is not None
        and case.docketed.category == "litigation"
        and (law := law_governing(view := CaseView(case, dispute, world.organs), world))
    ]
    governed = [
        (view, law) for view, law in governed if any(world.organs.find(name) for name in view.defendants)
    ]
    views = [view for view, _ in governed]
    counts: list[Count] = []
    for view, law in governed:
        rows = Rows(_rows(view.defendants, _responsible([view.case], dispute)))
        counts += _docketing(view, rows)
        counts += _appearances(view, rows, world, law)
        counts += _first_instance(view, dispute, world, law)
        counts += _duration(view, rows)
        counts += _deadlines(view.case, dispute, rows)
    ended = conclusion(dispute, world)
    if ended and any(view.case.number == ended.case.number for view in views):
        counts += _concluded(ended, views, dispute, world)
    elif views:
        first = views[0]
        rows = Rows(_rows(first.defendants, _responsible([first.case], dispute)))
        if first.since:
            counts += rows.counts("pending", first.case.number, first.since, counted=1)
    return tuple(counts)


def _rows(
    defendants: Iterable[str], responsible: Iterable[str], accountable: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    return (
        ("*", "*"),
        *(("defendant", name) for name in dict.fromkeys(defendants)),
        *(("responsible", name) for name in dict.fromkeys(responsible)),
        *(("accountable", name) for name in dict.fromkeys(accountable)),
    )


def _responsible(cases: list[Case], dispute: Dispute, of: Container[str] | None = None) -> tuple[str, ...]:
    """Return the agencies that answer in these cases; with `of` only those that answer for one of them."""
    numbers = {case.number for case in cases}
    found = dispute.found("routing", ResponsibleAgencyDetermined)
    return tuple(
        dict.fromkeys(
            agency
            for number, finding in found
            if number in numbers and (of is None or finding.defendant in of)
            for agency in finding.agencies
        )
    )


def _docketing(view: CaseView, rows: Rows) -> Iterator[Count]:
    if view.since:
        parts = (f":act={view.act.kind}", f":instance={view.docketed.instance}", f":court={view.court}")
        for part in ("", *parts):
            yield from rows.counts(f"docketed{part}", view.case.number, view.since, counted=1)


def _appearances(view: CaseView, rows: Rows, world: World, law: Law) -> Iterator[Count]:
    number, anybody = view.case.number, appearance(view.case, world.organs, law)
    if anybody is None:
        return
    yield from rows.counts("heard", number, anybody.first_heard_on, counted=1)
    for by, agency in rows.rows:
        own = by == "defendant" and law.parameter("codefendants") == "own"
        appeared = (appearance(view.case, world.organs, law, agency) if own else None) or anybody
        if law.parameter("excused_absence") == "leaves" and _excused(view.case, appeared):
            continue
        row, on = Rows(((by, agency),)), appeared.first_heard_on
        yield from row.counts("appearance_rate", number, on, appeared.appeared)
        yield from row.counts("voiced_appearance_rate", number, on, appeared.voiced)
        yield from row.counts("chief_appearance_rate", number, on, appeared.chief)
        yield from row.counts("chief_voiced_appearance_rate", number, on, appeared.chief_voiced)


def _excused(case: Case, appeared: Appearance) -> bool:
    return not appeared.appeared and excuse(case, appeared.missed) is not None


def _first_instance(view: CaseView, dispute: Dispute, world: World, law: Law) -> Iterator[Count]:
    """Count a first-instance document by its own outcome, even if it was reversed later."""
    decided = document(view.case)
    if view.docketed.instance != "first" or decided is None or decided.decided_on is None:
        return
    losing = losing_units(Standing(decided.outcomes, decided.losing, view.case), world.organs)
    accountable = accountable_units(losing, view.act, world.organs)
    rows = _losing_rows([view], losing, accountable, dispute)
    lost = is_lost(decided.outcomes, law)
    yield from rows.counts("first_instance_loss_rate", view.case.number, decided.decided_on, lost)


def _losing_rows(
    views: list[CaseView], losing: tuple[str, ...], accountable: tuple[str, ...], dispute: Dispute
) -> Rows:
    """Return the rows of cases, of which those lose that the document names, or that answer for them."""
    cases = [view.case for view in views]
    defendants = (name for view in views for name in view.defendants)
    lost = _rows(losing, _responsible(cases, dispute, of=losing), accountable)
    return Rows(_rows(defendants, _responsible(cases, dispute), accountable), frozenset(lost))


def _duration(view: CaseView, rows: Rows) -> Iterator[Count]:
    """Count the calendar days from docketing to the document, in the period of the document."""
    decided, since = document(view.case), view.docketed.docketed_on
    if decided and decided.decided_on and since and since <= decided.decided_on:
        days = (decided.decided_on - since).days
        yield from rows.counts(
            f"average_days:{view.docketed.instance}", view.case.number, decided.decided_on, days
        )


def _deadlines(case: Case, dispute: Dispute, rows: Rows) -> Iterator[Count]:
    """Count a deadline once it is met or its day has ended, in the period of its due day; lifted ones never."""
    for number, deadline in dispute.found("deadlines", Deadline):
        if number != case.number or not isinstance(deadline, DeadlineMet | DeadlineMissed):
            continue
        met = isinstance(deadline, DeadlineMet)
        metrics = ["on_time_rate", f"on_time_rate:{deadline.duty}", BY_USUAL_NAME.get(deadline.duty)]
        for metric in filter(None, metrics):
            yield from rows.counts(metric, number, deadline.due_on, met)


def _concluded(ended: Conclusion, views: list[CaseView], dispute: Dispute, world: World) -> Iterator[Count]:
    """Count a concluded dispute once, on the day and case of its final document."""
    defendants = tuple(dict.fromkeys(name for view in views for name in view.defendants))
    outcomes = set(ended.standing.outcomes)
    number, on = ended.case.number, ended.on
    plain = Rows(_rows(defendants, _responsible([view.case for view in views], dispute)))
    yield from plain.counts("concluded", number, on, counted=1)
    for outcome in sorted(outcomes):
        yield from plain.counts(f"concluded:outcome={outcome}", number, on, counted=1)
    yield from plain.counts("withdrawal_rate", number, on, bool(outcomes & WITHDRAWN))
    yield from plain.counts("settlement_rate", number, on, bool(outcomes & SETTLED))
    loss = next((finding for _, finding in dispute.found("accountability", LossFound)), None)
    losing = loss.losing if loss else losing_units(ended.standing, world.organs)
    act = CaseView(ended.standing.decided_in, dispute, world.organs).act
    accountable = loss.accountable if loss else accountable_units(losing, act, world.organs)
    rows = _losing_rows(views, losing, accountable, dispute)
    yield from rows.counts("loss_rate", number, on, loss is not None)
