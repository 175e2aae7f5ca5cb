"""How near is what is due, who is called after a miss, and when does that change?"""

from datetime import date

from shared.calendar import Calendar
from shared.events.findings.deadlines import (
    RUNNING,
    Deadline,
    DeadlineEscalated,
    DeadlineMissed,
    DeadlineNear,
)
from shared.law.model import DutyRule, Law
from shared.world import World

Reminder = DeadlineNear | DeadlineEscalated


def reminder(
    deadline: Deadline, duty: DutyRule, world: World, law: Law
) -> tuple[Reminder | None, date | None]:
    """Return what somebody is to be told of a deadline on `world.day`, and the next day on which that changes.

    An open one is near from the first step reached on, each step in the place of the one before. One that was missed,
    is a breach and still not done calls whoever stands above, for some working days: what was missed long before
    anybody told us calls nobody.
    """
    if isinstance(deadline, RUNNING):
        return _near(deadline, duty, world, law)
    breach = isinstance(deadline, DeadlineMissed) and deadline.done_on is None
    if breach and not duty.soft and law.reminders.escalate_to and duty.remind != ():
        return _escalated(deadline, world, law)
    return None, None


def _near(deadline: Deadline, duty: DutyRule, world: World, law: Law) -> tuple[Reminder | None, date | None]:
    days = step_days(deadline.due_on, duty, world.calendar, law)
    coming = [day for day in days.values() if day > world.day]
    reached = min((step for step, day in days.items() if day <= world.day), default=None)
    near = (
        None
        if reached is None
        else DeadlineNear(duty=deadline.duty, of=deadline.of, step=reached, due_on=deadline.due_on)
    )
    return near, min(coming, default=None)


def step_days(due_on: date, duty: DutyRule, calendar: Calendar, law: Law) -> dict[int, date]:
    """Return the day on which each step is reached: so many working days before the due day, or that day itself."""
    steps = law.reminders.near if duty.remind is None else duty.remind
    return {step: calendar.before(due_on, working_days=step).day if step else due_on for step in steps}


def _escalated(deadline: Deadline, world: World, law: Law) -> tuple[Reminder | None, date | None]:
    if world.calendar.working_days_between(deadline.due_on, world.day) > law.reminders.escalate_for:
        return None, None
    over = world.calendar.after(deadline.due_on, working_days=law.reminders.escalate_for + 1).day
    called = DeadlineEscalated(
        duty=deadline.duty, of=deadline.of, due_on=deadline.due_on, to=law.reminders.escalate_to
    )
    return called, over
