"""On which day is a duty due, counted from its start, or back from another day?"""

from datetime import date

from services.deadlines.starts import Started
from shared.calendar import Calendar, DayResult
from shared.events.words import Category
from shared.law.model import DutyRule, Law
from shared.world import World


def due(duty: DutyRule, started: Started, category: Category, world: World, law: Law) -> DayResult:
    """Return the last day on which a duty is kept in time.

    One that counts back from another duty counts from the day that is due when it runs from the same start; the
    trace of the result is of the way back alone.
    """
    if started.due is not None:
        return started.due
    length, calendar = duty.due, world.calendar
    if length.on_the_day:
        return DayResult(started.on)
    if not length.before:
        return calendar.after(
            started.on,
            working_days=length.working_days,
            calendar_days=length.calendar_days,
            months=length.months,
        )
    other = anchor(duty, started, category, law)
    if other is None:
        within = length.calendar_days is not None and law.parameter("days_before") == "within"
        return (
            calendar.before(started.on, calendar_days=1) if within else _back(duty, started.on, calendar, law)
        )
    end = due(other, started, category, world, law)
    counted = _back(duty, end.day, calendar, law)
    return DayResult(counted.day, end.provisional or counted.provisional, counted.explain)


def anchor(duty: DutyRule, started: Started, category: Category, law: Law) -> DutyRule | None:
    """Return the duty from whose day another is counted back; None where it is counted from its own start."""
    if duty.due.before in ("", "start") or started.due is not None:
        return None
    other = law.duty(duty.due.before, category, started.on)
    assert other is not None, "starts_of passes over what counts back from a duty that does not run"
    return other


def _back(duty: DutyRule, end: date, calendar: Calendar, law: Law) -> DayResult:
    clear = duty.due.working_days is not None and law.parameter("working_days_before") == "clear"
    return calendar.before(
        end, working_days=duty.due.working_days, calendar_days=duty.due.calendar_days, clear=clear
    )
