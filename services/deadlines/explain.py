"""Why is something due in a case on that day, or not due: what started it, and how were the days counted?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, cast

from services.deadlines.counting import anchor, due
from services.deadlines.rules import RULES, asked_for
from services.deadlines.standing import acts, day_of, stands
from services.deadlines.starts import NotStarted, Started
from shared.events.catalogue import name_of
from shared.events.findings.deadlines import Deadline
from shared.explaining import words
from shared.explaining.explained import Question, law_for, said_of, said_of_all
from shared.explaining.shapes import CaseExplained, Explained, Missed, Shape, Value
from shared.explaining.used import value
from shared.law.case_view import CaseView
from shared.law.effect import effect
from shared.law.model import DutyRule, Law, Status, Text
from shared.world import World

State = Literal["open", "met", "missed", "lifted"]


class Act(Shape):
    """A fact that met or lifted a duty."""

    fact: str
    """Its type, such as `papers-forwarded`."""
    on: date
    reported_by: str
    """Source and id."""


class Day(Shape):
    """One day that was left out, added or moved off, and why."""

    day: date
    what: str
    why: str
    because: str
    provisional: bool


class Counted(Shape):
    """How the last day of a duty was counted; another duty's day may come first, from which it counts back."""

    duty: str
    period: str
    since: date
    """The day it is counted from; of one that counts back, the later day."""
    until: date
    provisional: bool
    days: tuple[Day, ...]


class DeadlineExplained(Shape):
    """A duty that runs: from when, until when, and how it stands."""

    of: str
    state: State
    because: str
    starts_on: date
    due_on: date
    """The last day on which it is kept in time."""
    provisional: bool
    counted: tuple[Counted, ...]
    """In the order of counting; the last one leads to the due day."""
    met_by: tuple[Act, ...]
    lifted_by: tuple[Act, ...]


class NotRunning(Shape):
    """Why a duty does not run, or not from this start."""

    reason: Literal["category", "condition", "validity", "anchor", "start"]
    because: str
    waits_for: tuple[str, ...]
    """The facts that would start it."""
    missed: tuple[Missed, ...] = ()
    of: str = ""


class DutyExplained(Shape):
    """One duty of the law: the deadlines it sets in the case, or why it sets none."""

    mark: str
    duty: str
    article: str
    summary: Text
    status: Status
    note: str
    obligor: str
    soft: bool
    starts: str
    period: str
    meets: str
    """The fact that meets it."""
    lifts: str
    """The fact that lifts it while it is open; empty for none."""
    deadlines: tuple[DeadlineExplained, ...]
    not_running: tuple[NotRunning, ...]


class EffectExplained(Shape):
    """When the document of the case took effect, or will if nobody appeals."""

    on: date | None
    reason: str
    article: str
    because: str


class DeadlinesCase(CaseExplained):
    """What follows from one case."""

    duties: tuple[DutyExplained, ...] = ()
    """Every duty of the law, in its order."""
    effect: EffectExplained | None = None


class DeadlinesExplained(Explained):
    """What is due and by when, and how each day was counted."""

    cases: tuple[DeadlinesCase, ...]


def explained(question: Question) -> DeadlinesExplained:
    """Return what follows from cases, with every duty of the law and each day of its counting."""
    cases = [_case(view, world) for view, world in question.views() if view.case.number in question.cases]
    years = [year for case in cases for year in _unpublished(case, question.world)]
    return DeadlinesExplained(cases=tuple(cases), **said_of_all(question, RULES, years))


def _case(view: CaseView, world: World) -> DeadlinesCase:
    law, _ = law_for(view, world)
    if law is None:
        return DeadlinesCase(**said_of(view, world))
    asked = list(asked_for(view, world, law))
    duties = tuple(_duty(duty, starts, view, world, law) for duty, starts in asked)
    running = [duty for duty, starts in asked if any(isinstance(one, Started) for one in starts)]
    took = _effect(view, world)
    return DeadlinesCase(duties=duties, effect=took, **said_of(view, world, _periods(running, law)))


def _periods(running: Iterable[DutyRule], law: Law) -> Iterator[Value]:
    for duty in running:
        pack = law.pack if duty in law.pack.duties else law.national
        yield value(f"duties/{duty.duty}", words.length(duty.due), duty, pack)


def _duty(
    duty: DutyRule, starts: Sequence[Started | NotStarted], view: CaseView, world: World, law: Law
) -> DutyExplained:
    return DutyExplained(
        mark=f"duties/{duty.duty}",
        duty=duty.duty,
        article=duty.article,
        summary=duty.summary,
        status=duty.status,
        note=duty.note,
        obligor=duty.obligor,
        soft=duty.soft,
        starts=duty.starts,
        period=words.length(duty.due),
        meets=duty.met_by,
        lifts=duty.lifted_by,
        deadlines=tuple(_deadline(duty, one, view, world, law) for one in starts if isinstance(one, Started)),
        not_running=tuple(_not_running(duty, one, view) for one in starts if isinstance(one, NotStarted)),
    )


def _deadline(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> DeadlineExplained:
    last = due(duty, started, view.docketed.category, world, law)
    found = stands(duty, started, last, view, world.day)
    state = cast(State, found.STANDING)
    met_by = tuple(_acts(duty.met_by, started, view))
    lifted_by = tuple(_acts(duty.lifted_by, started, view)) if duty.lifted_by else ()
    return DeadlineExplained(
        of=started.of,
        state=state,
        because=_because(state, found, duty, lifted_by),
        starts_on=started.on,
        due_on=last.day,
        provisional=last.provisional,
        counted=tuple(_counted(duty, started, view, world, law)),
        met_by=met_by,
        lifted_by=lifted_by,
    )


def _counted(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> Iterator[Counted]:
    """Yield the ways counted one after another: a duty that counts back begins with the one it counts from."""
    category, calendar = view.docketed.category, world.calendar
    other, since = anchor(duty, started, category, law), started.on
    if other is not None:
        yield from _counted(other, started, view, world, law)
        since = due(other, started, category, world, law).day
    last = due(duty, started, category, world, law)
    yield Counted(
        duty=duty.duty,
        period=_period(duty, started),
        since=since,
        until=last.day,
        provisional=last.provisional,
        days=tuple(
            Day(
                day=one.day,
                what=one.what,
                why=one.why,
                because=words.step(one, calendar),
                provisional=one.provisional,
            )
            for one in last.trace
        ),
    )


def _period(duty: DutyRule, started: Started) -> str:
    if started.due is None or started.by is None:
        return words.length(duty.due)
    return "until the day it names" if started.by.reply_by else "as long as such a suggestion gives"


def _acts(name: str, started: Started, view: CaseView) -> Iterator[Act]:
    for fact in sorted(acts(name, started, view), key=day_of):
        yield Act(fact=name_of(type(fact)), on=day_of(fact), reported_by=view.case.source_of(fact))


def _because(state: State, found: Deadline, duty: DutyRule, lifted_by: Sequence[Act]) -> str:
    match state:
        case "met":
            return f"{duty.met_by} on {found.done_on} is in time"
        case "lifted":
            return f"{duty.lifted_by} on {lifted_by[0].on} lifted it before anything was done"
        case "missed" if found.done_on:
            return f"{duty.met_by} on {found.done_on} is late"
        case "missed":
            return f"the day has ended and no {duty.met_by} is on record"
    return f"the day has not ended; {duty.met_by} would meet it"


def _not_running(duty: DutyRule, why: NotStarted, view: CaseView) -> NotRunning:
    match why.reason:
        case "category":
            kinds = " or ".join(duty.category)
            because = f"it is due in proceedings of the kind {kinds}; this is {view.docketed.category}"
        case "condition":
            because = str(why.missed)
        case "validity":
            because = f"it is for starts {_validity(duty)}; this one is of {why.on}"
        case "anchor":
            because = f"it counts back from {duty.due.before}, which does not run from {why.on}"
        case _:
            because = why.because
            if why.waits_for:
                because += f"; {' or '.join(why.waits_for)} would start it"
    return NotRunning(
        reason=why.reason,
        because=because,
        waits_for=why.waits_for,
        missed=tuple(words.missed(why.missed)),
        of=why.of,
    )


def _validity(duty: DutyRule) -> str:
    since = f"from {duty.since}" if duty.since else ""
    until = f"before {duty.until}" if duty.until else ""
    return " and ".join(filter(None, (since, until)))


def _effect(view: CaseView, world: World) -> EffectExplained | None:
    took = effect(view.case, view.dispute, world)
    if took is None:
        return None
    because = {
        "stated": "the court says so",
        "on-service": "it takes effect on service",
        "appeal-period-ended": "the appeal period ended and nobody appealed",
    }[took.reason]
    if took.on is None:
        because = f"the appeal period runs; it takes effect on {took.next_day} if nobody appeals"
    return EffectExplained(on=took.on, reason=took.reason, article=took.article, because=because)


def _unpublished(case: DeadlinesCase, world: World) -> Iterator[int]:
    """Yield the years that were counted through and have no published schedule."""
    for duty in case.duties:
        for deadline in duty.deadlines:
            for counted in deadline.counted:
                first, last = sorted((counted.since, counted.until))
                for year in range(first.year, last.year + 1) if counted.provisional else ():
                    if not world.calendar.is_published(year):
                        yield year
