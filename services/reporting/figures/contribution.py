"""What does a dispute contribute to the figures? Each count names its case, its day and its row."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from shared.dispute import Case, Dispute
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import Deadline, DeadlineMet, DeadlineMissed
from shared.events.findings.routing import ChiefRequired, ResponsibleAgencyDetermined
from shared.events.words import Category
from shared.law.appearance import Appearance, appearance, chief_appearance, excuse
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
FOR_GOVERNMENT = "on_time_rate:for=government"
"""Deadlines in cases in which an agency answers for the district government (Xinzhou 26(3), Huancui 35)."""
APART = frozenset(
    {
        "docketed",
        "pending",
        "heard",
        "concluded",
        "appearance_rate",
        "voiced_appearance_rate",
        "loss_rate",
        "on_time_rate",
    }
)
"""The figures that other proceedings than litigation have of their own: `docketed:category=civil` and the like."""

Governed = list[tuple[CaseView, Law]]
"""Cases of one category, each with the law that governs it."""


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

    A case of which no defendant is in the register is parked and counts nowhere, nor does one that no law governs.
    Reconsideration and civil cases have figures of their own (Xinzhou 34, Huancui 38), never mixed into litigation.
    """
    governed: dict[Category, Governed] = {}
    for case in dispute.cases:
        if case.docketed is not None:
            view = CaseView(case, dispute, world.organs)
            law = law_governing(view, world)
            if law is not None and any(world.organs.find(name) for name in view.defendants):
                governed.setdefault(case.docketed.category, []).append((view, law))
    counts: list[Count] = []
    for category, cases in governed.items():
        counts += _of_category(category, cases, dispute, world)
    return tuple(counts)


def _of_category(category: Category, cases: Governed, dispute: Dispute, world: World) -> list[Count]:
    found = _counted(cases, _alone(category, dispute), world)
    if category == "litigation":
        return found
    named = f"category={category}"
    return [replace(count, metric=f"{count.metric}:{named}") for count in found if count.metric in APART]


def _alone(category: Category, dispute: Dispute) -> Dispute:
    """Return the proceedings of one category: a suit does not go on with what reconsideration ended with."""
    cases = tuple(
        case for case in dispute.cases if case.docketed is None or case.docketed.category == category
    )
    return dispute if len(cases) == len(dispute.cases) else replace(dispute, cases=cases)


def _counted(cases: Governed, dispute: Dispute, world: World) -> list[Count]:
    views = [view for view, _ in cases]
    counts: list[Count] = []
    for view, law in cases:
        rows = Rows(_rows(view.defendants, _responsible([view.case], dispute)))
        counts += _docketing(view, rows)
        counts += _appearances(view, rows, world, law)
        counts += _chief_duty(view, dispute, rows, world, law)
        counts += _first_instance(view, dispute, world, law)
        counts += _duration(view, rows)
        counts += _deadlines(view, dispute, rows, law)
    ended = conclusion(dispute, world)
    if ended and any(view.case.number == ended.case.number for view in views):
        counts += _concluded(ended, views, dispute, world)
    elif views[0].since:
        rows = Rows(_rows(views[0].defendants, _responsible([views[0].case], dispute)))
        counts += rows.counts("pending", views[0].case.number, views[0].since, counted=1)
    return counts


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
        if law.parameter("excused_absence") == "leaves" and _excused(view, appeared, agency if own else ""):
            continue
        row, on = Rows(((by, agency),)), appeared.first_heard_on
        yield from row.counts("appearance_rate", number, on, appeared.appeared)
        yield from row.counts("voiced_appearance_rate", number, on, appeared.voiced)
        yield from row.counts("chief_appearance_rate", number, on, appeared.chief)
        yield from row.counts("chief_voiced_appearance_rate", number, on, appeared.chief_voiced)


def _chief_duty(view: CaseView, dispute: Dispute, rows: Rows, world: World, law: Law) -> Iterator[Count]:
    """Count whether somebody came whom the law accepts where a chief must appear (Xinzhou 13, 14; Huancui 20).

    In the row of a defendant the case counts when the chief is required for that one, in the row of who answers when
    for one it answers for.
    """
    number, found = view.case.number, dispute.found("routing", ChiefRequired)
    required = {finding.defendant: finding.accepted for case, finding in found if case == number}
    came = chief_appearance(view.case, world.organs, required) if required else None
    if came is None:
        return
    answering = _responsible([view.case], dispute, of=required)
    concerned = {"*": ("*",), "defendant": required, "responsible": answering}
    for by, agency in rows.rows:
        if agency not in concerned.get(by, ()):
            continue
        own = by == "defendant" and law.parameter("codefendants") == "own"
        here = chief_appearance(view.case, world.organs, {agency: required[agency]}) if own else came
        leaves = law.parameter("excused_absence") == "leaves"
        if here and not (leaves and _excused(view, here, agency if own else "")):
            row = Rows(((by, agency),))
            yield from row.counts("chief_duty_rate", number, here.first_heard_on, here.appeared)


def _excused(view: CaseView, appeared: Appearance, of: str) -> bool:
    return not appeared.appeared and excuse(view.case, view.organs, appeared.missed, of) is not None


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


def _deadlines(view: CaseView, dispute: Dispute, rows: Rows, law: Law) -> Iterator[Count]:
    """Count a deadline once it is met or its day has ended, in the period of its due day.

    One that was lifted never counts, nor a duty whose miss is no breach.
    """
    number, for_government = view.case.number, _for_government(view, dispute)
    for case, deadline in dispute.found("deadlines", Deadline):
        if case != number or not isinstance(deadline, DeadlineMet | DeadlineMissed):
            continue
        if deadline.duty in law.soft:
            continue
        met = isinstance(deadline, DeadlineMet)
        metrics = ["on_time_rate", f"on_time_rate:{deadline.duty}", BY_USUAL_NAME.get(deadline.duty)]
        for metric in filter(None, metrics):
            yield from rows.counts(metric, number, deadline.due_on, met)
        if (
            deadline.obligor == "responsible_agency"
        ):  # what the office, the bureau or finance owe is not theirs
            yield from for_government.counts(FOR_GOVERNMENT, number, deadline.due_on, met)


def _for_government(view: CaseView, dispute: Dispute) -> Rows:
    """Return the rows of the agencies that answer for the district government and are another organ."""
    sued = [name for name in view.defendants if view.is_government(name)]
    answering = _responsible([view.case], dispute, of=sued) if sued else ()
    others = [name for name in answering if not view.is_government(name)]
    return Rows(_rows((), others) if others else ())


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
    found = dispute.found("accountability", LossFound)
    loss = next((finding for case, finding in found if case == number), None)
    losing = loss.losing if loss else losing_units(ended.standing, world.organs)
    act = CaseView(ended.standing.decided_in, dispute, world.organs).act
    accountable = loss.accountable if loss else accountable_units(losing, act, world.organs)
    rows = _losing_rows(views, losing, accountable, dispute)
    yield from rows.counts("loss_rate", number, on, loss is not None)
