"""What is due in each case and by when, was it kept, and when did a document take effect?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from services.deadlines.starts import Started, starts_of
from shared.calendar import Calendar, DayResult
from shared.dispute import Case, Dispute, Key
from shared.events.aftermath import SuggestionAnswered
from shared.events.base import Finding
from shared.events.catalogue import FACTS
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    EffectDetermined,
    ForwardUrgent,
)
from shared.events.words import Category
from shared.index import Entry
from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import mismatch
from shared.law.effect import effect
from shared.law.governing import law_governing
from shared.law.model import DutyRule, Law
from shared.law.told import told
from shared.world import Follows, World

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The rules of deadlines: every duty of the pack, to the day."""

    service: str = "deadlines"
    version: str = "2"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return every deadline of the dispute as it stands at the end of the day before `world.day`."""
        findings: dict[Key, Finding] = {}
        changes: list[date] = []
        for case in dispute.cases:
            if case.docketed is None:
                continue
            view = CaseView(case, dispute, world.organs)
            law = law_governing(view, world)
            if law is None:
                continue
            deadlines = list(_deadlines(view, world, law))
            urgent = _forward_urgent(deadlines, world.calendar)
            took, change = _took_effect(case, dispute, world)
            for finding in (*deadlines, *urgent, *took):
                findings[Key(case.number, finding.TOPIC, finding.slot)] = finding
            changes += [
                deadline.due_on + A_DAY for deadline in deadlines if isinstance(deadline, DeadlineSet)
            ]
            changes += change
        return Follows(findings, min(changes, default=None))

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return nothing: no rule here asks for other disputes."""
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the event between two standings: a running deadline whose day changes was moved."""
        if not isinstance(old, DeadlineSet | DeadlineMoved) or not isinstance(new, DeadlineSet):
            return new
        kept = {field.name: getattr(new, field.name) for field in fields(new)}
        return DeadlineMoved(**kept, was_due_on=old.due_on, cause=_cause(old, new))


RULES = Deadlines()


def _deadlines(view: CaseView, world: World, law: Law) -> Iterator[Deadline]:
    attributes, category = (
        attributes_of(view, view.defendants[0] if view.defendants else ""),
        view.docketed.category,
    )
    for duty in law.duties:
        if category in duty.category and mismatch(duty.when, attributes) is None:
            for started in starts_of(duty, view, world, law):
                yield _standing(duty, started, _due(duty, started, category, world, law), view, world.day)


def _due(duty: DutyRule, started: Started, category: Category, world: World, law: Law) -> DayResult:
    """Return the last day on which a duty is kept in time.

    One that counts back from another duty counts from the day that is due when it runs from the same start.
    """
    if started.due_on is not None:
        return DayResult(started.due_on)
    due, calendar = duty.due, world.calendar
    if due.on_the_day:
        return DayResult(started.on)
    if not due.before:
        return calendar.after(
            started.on,
            working_days=due.working_days,
            calendar_days=due.calendar_days,
            months=due.months,
        )
    if due.before == "start":
        within = due.calendar_days is not None and law.parameter("days_before") == "within"
        return (
            calendar.before(started.on, calendar_days=1) if within else _back(duty, started.on, calendar, law)
        )
    other = law.duty(due.before, category, started.on)
    assert other is not None, "starts_of passes over what counts back from a duty that does not run"
    end = _due(other, started, category, world, law)
    counted = _back(duty, end.day, calendar, law)
    return DayResult(counted.day, end.provisional or counted.provisional)


def _back(duty: DutyRule, end: date, calendar: Calendar, law: Law) -> DayResult:
    clear = duty.due.working_days is not None and law.parameter("working_days_before") == "clear"
    return calendar.before(
        end, working_days=duty.due.working_days, calendar_days=duty.due.calendar_days, clear=clear
    )


def _standing(duty: DutyRule, started: Started, due: DayResult, view: CaseView, day: date) -> Deadline:
    """Return how a deadline stands. Its day must have ended before it is missed; late is missed with the day done."""
    done = min(_days(duty.met_by, started, view), default=None)
    lifted = min(_days(duty.lifted_by, started, view), default=None) if duty.lifted_by else None
    kind: type[Deadline]
    if done is not None and done <= due.day:
        kind = DeadlineMet
    elif lifted is not None and lifted <= due.day:
        kind = DeadlineLifted
    elif done is not None or day > due.day:
        kind = DeadlineMissed
    else:
        kind = DeadlineSet
    return kind(
        duty=duty.duty,
        of=started.of,
        article=duty.article,
        obligor=duty.obligor,
        starts_on=started.on,
        due_on=due.day,
        done_on=done,
        provisional=due.provisional,
    )


def _days(name: str, started: Started, view: CaseView) -> Iterator[date]:
    """Return the days on which facts of a type met, or lifted, a duty that started so."""
    for fact in told(view.case, FACTS[name], view.organs):
        if isinstance(fact, SuggestionAnswered) and not _answers(fact, started, view):
            continue
        if started.hearing_on and getattr(fact, "hearing_on", started.hearing_on) != started.hearing_on:
            continue
        agency = getattr(fact, "agency", "") or getattr(fact, "unit", "")
        if not started.whose or not agency or view.organs.full_name(agency) == started.whose:
            yield getattr(fact, fact.DECIDES)


def _answers(fact: SuggestionAnswered, started: Started, view: CaseView) -> bool:
    """Return whether an answer belongs to a suggestion: what it does not say of it may be any."""
    asked = started.by
    if asked is None or fact.kind != asked.kind:
        return False
    if fact.addressee and asked.addressee:
        whose = [view.organs.full_name(name) for name in (fact.addressee, asked.addressee)]
        if whose[0] != whose[1]:
            return False
    if fact.received_on is None:
        return fact.answered_on >= asked.received_on
    return fact.received_on == asked.received_on


def _forward_urgent(deadlines: list[Deadline], calendar: Calendar) -> Iterator[ForwardUrgent]:
    """Find the trap between the two last days: forwarding at the last moment leaves no working day for the draft."""
    due = {deadline.duty: deadline.due_on for deadline in deadlines}
    if "forward" in due and "draft" in due:
        gap = calendar.working_days_between(due["forward"], due["draft"])
        if gap <= 0:
            yield ForwardUrgent(
                forward_due_on=due["forward"], draft_due_on=due["draft"], gap_working_days=gap
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
    if new.calendar and old.calendar != new.calendar:
        return "calendar"
    return "law" if new.law and old.law != new.law else "facts"
