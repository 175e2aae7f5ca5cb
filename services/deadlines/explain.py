"""Why is something due in a case on that day, or not due: what started it, and how were the days counted?"""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import cast

from services.deadlines.answers import (
    Act,
    Counted,
    Day,
    DeadlineExplained,
    DeadlinesCase,
    DeadlinesExplained,
    DutyExplained,
    EffectExplained,
    LeadsTo,
    Ledger,
    NotRunning,
    State,
    Step,
    Stretch,
)
from services.deadlines.bureau import owing
from services.deadlines.counting import NAMES, anchor, counted, due
from services.deadlines.reminding import step_days
from services.deadlines.rules import RULES, asked_for
from services.deadlines.standing import acts, stands
from services.deadlines.starts import NotStarted, Started
from services.deadlines.stays import Run, stays_of
from shared.events.catalogue import FACTS, name_of
from shared.events.findings.deadlines import Deadline
from shared.explaining import words
from shared.explaining.explained import Question, law_for, said_of, said_of_all
from shared.explaining.shapes import Value
from shared.explaining.used import law_used, value
from shared.law.case_view import CaseView
from shared.law.effect import effect
from shared.law.gathered import KINDS, gathered
from shared.law.model import DutyRule, Law
from shared.law.proceeding import fitting
from shared.law.told import day_of
from shared.world import World

NO_PERIOD = NotStarted("start", "no such period has ended since the first day of this log")


def explained(question: Question) -> DeadlinesExplained:
    """Return what follows from cases, with every duty of the law and each day of its counting."""
    cases = [_case(view, world) for view, world in question.views() if view.case.number in question.cases]
    years = [year for case in cases for year in _unpublished(case, question.world)]
    return DeadlinesExplained(cases=tuple(cases), **said_of_all(question, RULES, years))


def _case(view: CaseView, world: World) -> DeadlinesCase:
    law, _ = law_for(view, world)
    if view.case.of_bureau and world.law is not None:
        return _bureau(view, world, world.law)
    if law is None:
        return DeadlinesCase(**said_of(view, world))
    told, view = gathered(view, world), fitting(view, world, law)
    asked = list(asked_for(view, world, law))
    duties = tuple(_duty(duty, starts, view, world, law) for duty, starts in asked)
    if uncounted := {name_of(kind) for kind in KINDS if len(told.told(kind)) > len(view.told(kind))}:
        duties = tuple(_with_uncounted(duty, uncounted) for duty in duties)
    running = [duty for duty, starts in asked if any(isinstance(one, Started) for one in starts)]
    took = _effect(view, world)
    return DeadlinesCase(duties=duties, effect=took, **said_of(view, world, _periods(running, law)))


def _bureau(view: CaseView, world: World, law: Law) -> DeadlinesCase:
    """Return what the bureau owes for every quarter and year; what it does by no law yet is said by that in force."""
    duties: dict[str, DutyExplained] = {}
    for duty, started, of_period, own in owing(view.case, view.dispute, world):
        one = duties.get(duty.duty) or _duty(duty, (), own, world, of_period)
        deadlines = (*one.deadlines, _deadline(duty, started, own, world, of_period))
        duties[duty.duty] = one.model_copy(update={"deadlines": deadlines})
    for duty in law.bureau_duties:
        duties.setdefault(duty.duty, _duty(duty, (NO_PERIOD,), view, world, law))
    said = said_of(view, world) | {"law": law_used(law), "not_judged": None}
    return DeadlinesCase(duties=tuple(duties.values()), **said)


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
        right=duty.right,
        starts=duty.starts,
        period=words.length(duty.due),
        meets=duty.met_by,
        lifts=duty.lifted_by,
        if_missed=duty.if_missed,
        leads_to=tuple(_leads_to(duty, law)),
        deadlines=tuple(_deadline(duty, one, view, world, law) for one in starts if isinstance(one, Started)),
        not_running=tuple(_not_running(duty, one, view) for one in starts if isinstance(one, NotStarted)),
    )


def _deadline(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> DeadlineExplained:
    run = due(duty, started, view, world, law)
    found = stands(duty, started, run, view, world.day)
    state = cast(State, found.STANDING)
    lifted_by = tuple(_acts(duty.lifted_by, started, view))
    return DeadlineExplained(
        of=started.of,
        state=state,
        because=_because(state, found, duty, lifted_by),
        starts_on=started.on,
        due_on=found.due_on,
        provisional=found.provisional,
        counted=tuple(_counted(duty, started, view, world, law)),
        met_by=tuple(_acts(duty.met_by, started, view)),
        lifted_by=lifted_by,
        set_by=(*_named(duty.set_by, view), *_named(duty.extended_by, view)),
        ledger=_ledger(duty, run, view, started, law),
        steps=tuple(_step(step, started, view) for step in duty.steps),
        remind_on=tuple(sorted({*step_days(found.due_on, duty, world.calendar, law).values()})),
    )


def _ledger(duty: DutyRule, run: Run, view: CaseView, started: Started, law: Law) -> Ledger | None:
    if not run.spans:
        return None
    whose = anchor(duty, started, view, law) or duty
    return Ledger(
        unit="working_days" if whose.due.working_days else "calendar_days",
        stretches=tuple(Stretch(since=one.since, until=one.until, used=one.used) for one in run.spans),
        stayed_on=run.suspended.stayed_on if run.suspended else None,
        left=run.suspended.left if run.suspended else None,
    )


def _step(name: str, started: Started, view: CaseView) -> Step:
    taken = next(_acts(name, started, view), None)
    if taken is None:
        return Step(fact=name, on=None)
    return Step(fact=name, on=taken.on, reported_by=taken.reported_by)


def _named(name: str, view: CaseView) -> Iterator[Act]:
    for fact in view.told(FACTS[name]) if name else ():
        until: date = getattr(fact, NAMES)
        yield Act(fact=name, on=until, reported_by=view.case.source_of(fact))


def _counted(
    duty: DutyRule, started: Started, view: CaseView, world: World, law: Law, *, led_to: bool = False
) -> Iterator[Counted]:
    """Yield the ways counted one after another: a duty that counts back begins with the one it counts from.

    Where the court named the day, the way is told by which it would have been counted; `set_by` says what it named.
    Of a duty from which another counts back (`led_to`) the day named is told, for from there it goes on.
    """
    other, since = anchor(duty, started, view, law), started.on
    if other is not None:
        yield from _counted(other, started, view, world, law, led_to=True)
        since = due(other, started, view, world, law).last.day
    run = due(duty, started, view, world, law)
    if run.named and not led_to:
        run = counted(duty, started, view, world, law)
    if other is None and run.spans and not run.suspended:
        since = next(
            stay.until for stay in reversed(stays_of(view)) if stay.until and stay.until <= run.last.day
        )
    yield Counted(
        duty=duty.duty,
        period=_period(duty, started),
        since=since,
        until=run.last.day,
        provisional=run.last.provisional,
        days=tuple(
            Day(
                day=one.day,
                what=one.what,
                why=one.why,
                because=words.step(one, world.calendar),
                provisional=one.provisional,
            )
            for one in run.last.trace
        ),
    )


def _period(duty: DutyRule, started: Started) -> str:
    if started.due is None or started.by is None:
        return words.length(duty.due)
    return "until the day it names" if started.by.reply_by else "as long as such a suggestion gives"


def _leads_to(duty: DutyRule, law: Law) -> Iterator[LeadsTo]:
    for circular in law.circulars:
        if circular.duty == duty.duty:
            mark = f"circulars/{circular.ground}"
            yield LeadsTo(mark=mark, article=circular.article, summary=circular.summary)
    for rule in law.pack.liability:
        if rule.deadline_missed == duty.duty:
            yield LeadsTo(mark=f"liability/{rule.trigger}", article=rule.article, summary=rule.summary)


def _acts(name: str, started: Started, view: CaseView) -> Iterator[Act]:
    for fact in sorted(acts(name, started, view), key=day_of) if name else ():
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
        case "suspended":
            return "the proceeding is stayed; what is left of the period runs from the day it is resumed"
        case "lapsed":
            return f"the day has ended and nobody used the right; {duty.met_by} would have"
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


def _with_uncounted(duty: DutyExplained, uncounted: Set[str]) -> DutyExplained:
    """Return a duty that says so where what it waits for is told and does not count yet (Xinzhou 32)."""

    def said(because: str, waits_for: Set[str]) -> dict[str, str]:
        named = " and ".join(sorted(waits_for & uncounted))
        return {"because": f"{because}; what is told of {named} does not count yet" if named else because}

    deadlines = (
        one if one.met_by or one.lifted_by else one.model_copy(update=said(one.because, {duty.meets}))
        for one in duty.deadlines
    )
    waiting = (one.model_copy(update=said(one.because, {*one.waits_for})) for one in duty.not_running)
    return duty.model_copy(update={"deadlines": tuple(deadlines), "not_running": tuple(waiting)})


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
            for way in deadline.counted:
                first, last = sorted((way.since, way.until))
                for year in range(first.year, last.year + 1) if way.provisional else ():
                    if not world.calendar.is_published(year):
                        yield year
