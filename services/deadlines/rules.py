"""What is due in each case and by when, was it kept, and when did a document take effect?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from services.deadlines.bureau import owed
from services.deadlines.doubts import doubts_of_case, doubts_of_deadline
from services.deadlines.running import today
from services.deadlines.standing import steps_taken
from services.deadlines.starts import NotStarted, Started, StartsOfCase
from shared.calendar import Calendar
from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    RUNNING,
    Deadline,
    DeadlineMoved,
    DeadlineSet,
    DeadlineSuspended,
    EffectDetermined,
    ForwardUrgent,
)
from shared.index import Entry
from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.conditions import holds, mismatch
from shared.law.effect import effect
from shared.law.governing import law_governing
from shared.law.model import DutyRule, Law
from shared.law.proceeding import fitting
from shared.world import Follows, World

OTHER_PROCEEDING = NotStarted("category")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The rules of deadlines: every duty of the pack, to the day."""

    service: str = "deadlines"
    version: str = "3"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return every deadline of the dispute as it stands at the end of the day before `world.day`."""
        findings: dict[Key, Finding] = {}
        changes: list[date] = []
        for case in dispute.cases:
            if case.of_bureau:
                own, next_days = owed(case, dispute, world)
                findings |= {Key(case.number, finding.TOPIC, finding.slot): finding for finding in own}
                changes += next_days
            if case.docketed is None:
                continue
            view = CaseView(case, dispute, world.organs)
            law = law_governing(view, world)
            if law is None:
                continue
            found, next_days = _found(fitting(view, world, law), world, law)
            took, change = _took_effect(case, dispute, world)
            for finding in (*found, *took):
                findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
            changes += next_days
            changes += change
        return Follows(findings, min(changes, default=None))

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return nothing: no rule here asks for other disputes."""
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event between two standings: a deadline whose day changes while it runs was moved."""
        if not isinstance(new, RUNNING) or not isinstance(old, RUNNING | DeadlineSuspended):
            return new
        kept = {field.name: getattr(new, field.name) for field in fields(DeadlineSet)}
        if old.due_on == new.due_on:
            return DeadlineSet(**kept)
        return DeadlineMoved(**kept, was_due_on=old.due_on, cause=_cause(old, new))


RULES = Deadlines()


def asked_for(
    view: CaseView, world: World, law: Law
) -> Iterator[tuple[DutyRule, Sequence[Started | NotStarted]]]:
    """Return every duty of the law with its starts and what keeps it from running; it has one or the other."""
    attributes, starts = of_case(view), StartsOfCase(view, world, law)
    for duty in law.duties:
        if view.docketed.category not in duty.category:
            yield duty, (OTHER_PROCEEDING,)
        elif missed := mismatch(duty.when, attributes):
            yield duty, (NotStarted("condition", missed=missed),)
        else:
            yield duty, starts.of(duty)


def _found(view: CaseView, world: World, law: Law) -> tuple[list[Finding], list[date]]:
    """Return what is found of the deadlines of a case, and the days on which time alone changes it."""
    deadlines, found, changes = list[Deadline](), list[Finding](doubts_of_case(view)), list[date]()
    attributes, starts = of_case(view), StartsOfCase(view, world, law)
    for duty in law.duties_in(view.docketed.category):
        if duty.when and not holds(duty.when, attributes):
            continue
        for started in starts.running(duty):
            deadline, told, next_days = today(duty, started, view, world, law)
            deadlines.append(deadline)
            found += told
            changes += next_days
            if duty.steps:
                found += steps_taken(duty, started, view)
            if deadline.done_on or duty.set_by or duty.extended_by:
                found += doubts_of_deadline(deadline, duty, started, view, world, law)
    return [*deadlines, *_forward_urgent(deadlines, world.calendar), *found], changes


def _forward_urgent(deadlines: list[Deadline], calendar: Calendar) -> Iterator[ForwardUrgent]:
    """Find the trap between the two last days: forwarding at the last moment leaves no working day for the draft."""
    days = {deadline.duty: deadline.due_on for deadline in deadlines}
    if "forward" in days and "draft" in days:
        gap = calendar.working_days_between(days["forward"], days["draft"])
        if gap <= 0:
            yield ForwardUrgent(
                forward_due_on=days["forward"], draft_due_on=days["draft"], gap_working_days=gap
            )


def _took_effect(case: Case, dispute: Dispute, world: World) -> tuple[list[EffectDetermined], list[date]]:
    took = effect(case, dispute, world)
    if took is None or took.reason == "stated":
        return [], []
    if took.on is None:
        return [], [took.next_day] if took.next_day else []
    return [EffectDetermined(took_effect_on=took.on, reason=took.reason, article=took.article)], []


def _cause(old: Deadline, new: Deadline) -> str:
    """Return why a day moved, as far as the findings show it: one that names no version changed none."""
    if old.starts_on != new.starts_on:
        return "start"
    if isinstance(old, DeadlineSuspended):
        return "stay"
    if new.calendar and old.calendar != new.calendar:
        return "calendar"
    if new.law and old.law != new.law:
        return "law"
    return new.cause if isinstance(new, DeadlineMoved) else "facts"
