"""Was a duty kept: which fact met it or lifted it, and how does its deadline stand?"""

from collections.abc import Iterator
from datetime import date

from services.deadlines.starts import Started
from shared.calendar import DayResult
from shared.events.aftermath import SuggestionAnswered
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
)
from shared.law.case_view import CaseView
from shared.law.model import DutyRule


def stands(duty: DutyRule, started: Started, due: DayResult, view: CaseView, day: date) -> Deadline:
    """Return how a deadline stands. Its day must have ended before it is missed; late is missed with the day done."""
    done = min(map(day_of, acts(duty.met_by, started, view)), default=None)
    lifted = min(map(day_of, acts(duty.lifted_by, started, view)), default=None) if duty.lifted_by else None
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


def day_of(fact: Fact) -> date:
    """Return the day a dated fact names."""
    day: date = getattr(fact, fact.DECIDES)
    return day


def acts(name: str, started: Started, view: CaseView) -> Iterator[Fact]:
    """Return the facts of a type that met, or lifted, a duty that started so."""
    for fact in view.told(FACTS[name]):
        if isinstance(fact, SuggestionAnswered) and not _answers(fact, started, view):
            continue
        if started.hearing_on and getattr(fact, "hearing_on", started.hearing_on) != started.hearing_on:
            continue
        agency = getattr(fact, "agency", "") or getattr(fact, "unit", "")
        if not started.whose or not agency or view.organs.full_name(agency) == started.whose:
            yield fact


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
