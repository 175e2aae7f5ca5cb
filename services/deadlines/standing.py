"""Was a duty kept: which fact met it or lifted it, and how does its deadline stand?"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from services.deadlines.starts import Started
from services.deadlines.stays import Run
from shared.events.aftermath import SuggestionAnswered
from shared.events.base import Event, Fact
from shared.events.catalogue import FACTS, cached
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    DeadlineSuspended,
    StepsTaken,
)
from shared.law.case_view import CaseView
from shared.law.model import DutyRule
from shared.law.suggestions import answers
from shared.law.told import day_of

WHO = ("agency", "unit", "organ", "appellant", "applicant")
"""Fields that name who did what is due; empty where the report does not say."""
CLAIMANT = "claimant"


def stands(duty: DutyRule, started: Started, run: Run, view: CaseView, day: date) -> Deadline:
    """Return how a deadline stands. Its day must have ended before it is missed; late is missed with the day done.

    While its period stands still it is not missed. A right that nobody used lapses; one used late is missed. A
    running one whose day the court named or a stay put off says that it was moved, from the day counted before.
    """
    done = min(map(day_of, acts(duty.met_by, started, view)), default=None)
    lifted = min(map(day_of, acts(duty.lifted_by, started, view)), default=None) if duty.lifted_by else None
    last, said = run.last.day, dict[str, Any]()
    kind: type[Deadline]
    if done is not None and (done <= last or run.suspended):
        kind = DeadlineMet
    elif lifted is not None and (lifted <= last or run.suspended):
        kind = DeadlineLifted
    elif run.suspended:
        kind, said = DeadlineSuspended, run.suspended._asdict()
    elif done is not None:
        kind = DeadlineMissed
    elif day > last:
        kind = DeadlineLapsed if duty.right else DeadlineMissed
    elif run.named or run.spans:
        kind = DeadlineMoved
        said = {"was_due_on": run.was, "cause": "extension" if run.named else "stay"}
    else:
        kind = DeadlineSet
    return kind(
        duty=duty.duty,
        of=started.of,
        article=duty.article,
        obligor=duty.obligor,
        starts_on=started.on,
        due_on=last,
        done_on=done,
        provisional=run.last.provisional,
        **said,
    )


def steps_taken(duty: DutyRule, started: Started, view: CaseView) -> Iterator[StepsTaken]:
    """Find which steps after what is due were taken, once one of them is on record."""
    taken = tuple(step for step in duty.steps if next(acts(step, started, view), None) is not None)
    if taken:
        pending = tuple(step for step in duty.steps if step not in taken)
        yield StepsTaken(duty=duty.duty, of=started.of, taken=taken, pending=pending)


def acts(name: str, started: Started, view: CaseView) -> Iterator[Fact]:
    """Return the facts of a type that met, or lifted, a duty that started so."""
    for fact in view.told(FACTS[name]):
        if isinstance(fact, SuggestionAnswered) and not (
            started.by and answers(fact, started.by, view.organs)
        ):
            continue
        if started.hearing_on and getattr(fact, "hearing_on", started.hearing_on) != started.hearing_on:
            continue
        agency = _whose(fact)
        if agency == CLAIMANT:
            continue
        if not started.whose or not agency or view.organs.full_name(agency) == started.whose:
            yield fact


def _whose(fact: Fact) -> str:
    """Return who did it, as the fact names it; empty where it does not say."""
    for name in _naming(type(fact)):
        if named := getattr(fact, name):
            return str(named)
    return ""


@cached
def _naming(kind: type[Event]) -> tuple[str, ...]:
    own = {field.name for field in fields(kind)}
    return tuple(name for name in WHO if name in own)
