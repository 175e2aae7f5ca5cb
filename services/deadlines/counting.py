"""On which day is a duty due, counted from its start, or back from another day?"""

from datetime import date

from services.deadlines.starts import Started
from services.deadlines.stays import Run, Stay, running, stays_of, through
from shared.calendar import Calendar, DayResult
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law
from shared.world import World

NAMES = "until"
"""The field of a fact that names a last day."""


def due(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> Run:
    """Return the last day on which a duty is kept in time, and how its period ran.

    A day the court set stands in place of the one counted; an extension puts it off and never brings it forward. A
    stay of the proceeding that began after it was named holds it up like any other.
    One that counts back from another duty counts from the day that is due when it runs from the same start, and
    stands still with it; the trace of the result is of the way back alone.
    """
    run = counted(duty, started, view, world, law)
    naming, extending = _naming(duty.set_by, view), _naming(duty.extended_by, view)
    if extending and _until(extending) > (_until(naming) if naming else run.last.day):
        naming = extending
    if naming is None:
        return run
    last = DayResult(_until(naming))
    days = (last.day - started.on).days
    stays = [stay for stay in stays_of(view) if _unforeseen(stay, naming)] if duty.stays and days > 0 else []
    named = through(started.on, last, days, "calendar_days", world.calendar, stays)
    return named._replace(named=True, was=run.last.day)


def _unforeseen(stay: Stay, naming: Fact) -> bool:
    """Return whether a day was named before a stay began; where nobody says when, whether it falls into the stay."""
    said: date | None = getattr(naming, naming.DECIDES)
    if said is not None:
        return stay.since > said
    return stay.until is None or _until(naming) < stay.until


def counted(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> Run:
    """Return how a period ran by its length alone, whatever day somebody named instead."""
    if started.due is not None:
        return Run(started.due)
    length, calendar = duty.due, world.calendar
    if length.on_the_day:
        return Run(DayResult(started.on))
    if not length.before:
        return running(started.on, length, calendar, stays_of(view) if duty.stays else ())
    other = anchor(duty, started, view, law)
    if other is None:
        within = length.calendar_days is not None and law.parameter("days_before") == "within"
        return Run(
            calendar.before(started.on, calendar_days=1) if within else _back(duty, started.on, calendar, law)
        )
    end = due(other, started, view, world, law)
    last = _back(duty, end.last.day, calendar, law)
    was = _back(duty, end.was, calendar, law).day if end.was else None
    return end._replace(
        last=DayResult(last.day, end.last.provisional or last.provisional, last.explain), was=was
    )


def anchor(duty: DutyRule, started: Started, view: CaseView, law: Law) -> DutyRule | None:
    """Return the duty from whose day another is counted back; None where it is counted from its own start."""
    if duty.due.before in ("", "start") or started.due is not None:
        return None
    other = law.duty(duty.due.before, of_case(view), started.on)
    assert other is not None, "no start is one of what counts back from a duty that does not run"
    return other


def named_by(name: str, view: CaseView) -> date | None:
    """Return the last day that facts of a type name, the latest of several."""
    naming = _naming(name, view)
    return _until(naming) if naming else None


def _naming(name: str, view: CaseView) -> Fact | None:
    return max(view.told(FACTS[name]), key=_until, default=None) if name else None


def _until(fact: Fact) -> date:
    day: date = getattr(fact, NAMES)
    return day


def _back(duty: DutyRule, end: date, calendar: Calendar, law: Law) -> DayResult:
    clear = duty.due.working_days is not None and law.parameter("working_days_before") == "clear"
    return calendar.before(
        end, working_days=duty.due.working_days, calendar_days=duty.due.calendar_days, clear=clear
    )
