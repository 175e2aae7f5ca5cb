"""What does a dispute contribute to the figures? Each count names its case, its day and its rows."""

from collections.abc import Iterator
from dataclasses import replace

from services.reporting.figures.appearing import appearances, chief_duty
from services.reporting.figures.counts import (
    DISTRICT,
    SLICES,
    Addition,
    Count,
    Rows,
    agency_rows,
    responsible,
    rows_of,
    slices,
)
from services.reporting.figures.leaders import leaders
from services.reporting.figures.losing import concluded, first_instance
from shared.dispute import Dispute
from shared.events.findings.deadlines import Deadline, DeadlineMet, DeadlineMissed
from shared.events.words import Category
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.model import Law
from shared.law.outcome import conclusion, document
from shared.world import World

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


def contribution(dispute: Dispute, world: World) -> tuple[Count, ...]:
    """Return what a dispute counts in, row by row."""
    return tuple(count for addition in additions(dispute, world) for count in addition.counts())


def additions(dispute: Dispute, world: World) -> list[Addition]:
    """Return what a dispute adds to every figure. Findings are counted as found, never judged again.

    A case of which no defendant is in the register is parked and counts nowhere, nor does one that no law governs.
    Reconsideration and civil cases have figures of their own (Xinzhou 34, Huancui 38), never mixed into litigation.
    """
    found: list[Addition] = []
    for category, cases in governed(dispute, world).items():
        found += _of_category(category, cases, dispute, world)
    return found


def governed(dispute: Dispute, world: World) -> dict[Category, Governed]:
    """Return the cases that can count at all, by category: a law governs them, and some defendant is registered."""
    found: dict[Category, Governed] = {}
    for case in dispute.cases:
        if case.docketed is not None:
            view = CaseView(case, dispute, world.organs)
            law = law_governing(view, world)
            if law is not None and any(world.organs.find(name) for name in view.defendants):
                found.setdefault(case.docketed.category, []).append((view, law))
    return found


def _of_category(category: Category, cases: Governed, dispute: Dispute, world: World) -> list[Addition]:
    found = _counted(cases, _alone(category, dispute), world)
    if category == "litigation":
        return found
    named = f"category={category}"
    return [one._replace(metric=f"{one.metric}:{named}") for one in found if one.metric in APART]


def _alone(category: Category, dispute: Dispute) -> Dispute:
    """Return the proceedings of one category: a suit does not go on with what reconsideration ended with."""
    cases = tuple(
        case for case in dispute.cases if case.docketed is None or case.docketed.category == category
    )
    return dispute if len(cases) == len(dispute.cases) else replace(dispute, cases=cases)


def _counted(cases: Governed, dispute: Dispute, world: World) -> list[Addition]:
    views = [view for view, _ in cases]
    people = {view.case.number: leaders(view, dispute, world, law) for view, law in cases}
    found: list[Addition] = []
    own = {view.case.number: rows_of([view], view, dispute, people) for view in views}
    for view, law in cases:
        rows, expected = own[view.case.number], people[view.case.number]
        found += _docketing(view, rows)
        found += appearances(view, rows, world, law, expected)
        found += chief_duty(view, dispute, rows, world, law, expected)
        found += first_instance(view, rows, dispute, world, law, people)
        found += _duration(view, rows)
        found += _deadlines(view, dispute, rows, law)
    ended = conclusion(dispute, world)
    last = next((view for view in views if ended and view.case.number == ended.case.number), None)
    if ended and last:
        of_all = own[last.case.number] if len(views) == 1 else rows_of(views, last, dispute, people)
        found += concluded(ended, of_all, views, dispute, world, people)
    elif since := views[0].since:
        number = views[0].case.number
        found += own[number].adds("pending", number, since, counted=1)
    return found


def _docketing(view: CaseView, rows: Rows) -> Iterator[Addition]:
    """Count a case that began, and its parts, but these not in rows that are parts themselves."""
    if view.since:
        number, agencies = view.case.number, rows.without(*SLICES)
        yield from rows.adds("docketed", number, view.since, counted=1)
        for part in (f"act={view.act.kind}", f"instance={view.docketed.instance}", f"court={view.court}"):
            yield from agencies.adds(f"docketed:{part}", number, view.since, counted=1)


def _duration(view: CaseView, rows: Rows) -> Iterator[Addition]:
    """Count the calendar days from docketing to the document, in the period of the document."""
    decided, since = document(view.case), view.docketed.docketed_on
    if decided and decided.decided_on and since and since <= decided.decided_on:
        days = (decided.decided_on - since).days
        yield from rows.adds(
            f"average_days:{view.docketed.instance}", view.case.number, decided.decided_on, days
        )


def _deadlines(view: CaseView, dispute: Dispute, rows: Rows, law: Law) -> Iterator[Addition]:
    """Count a deadline once it is met or its day has ended, in the period of its due day.

    One that was lifted never counts, nor a duty whose miss is no breach. Single duties are agencies', not officers'.
    """
    number, by_duty, for_government = view.case.number, rows.without("leader"), _for_government(view, dispute)
    for case, deadline in dispute.found("deadlines", Deadline):
        if case != number or not isinstance(deadline, DeadlineMet | DeadlineMissed):
            continue
        if deadline.duty in law.soft:
            continue
        on, met = deadline.due_on, isinstance(deadline, DeadlineMet)
        yield from rows.adds("on_time_rate", number, on, met)
        yield from by_duty.adds(f"on_time_rate:{deadline.duty}", number, on, met)
        if usual := BY_USUAL_NAME.get(deadline.duty):
            yield from rows.adds(usual, number, on, met)
        # What the office, the bureau or finance owe is not theirs.
        if deadline.obligor == "responsible_agency" and for_government:
            yield from for_government.adds(FOR_GOVERNMENT, number, on, met)


def _for_government(view: CaseView, dispute: Dispute) -> Rows | None:
    """Return the rows of the agencies that answer for the district government and are another organ."""
    sued = [name for name in view.defendants if view.is_government(name)]
    answering = responsible([view.case], dispute, of=sued) if sued else ()
    others = [name for name in answering if not view.is_government(name)]
    return Rows((DISTRICT, *agency_rows((), others), *slices(view))) if others else None
