"""How is said in words why a rule applies or not, how long a period is, and what happened to each of its days?"""

from collections.abc import Iterator, Mapping

from shared.calendar import Calendar, TraceStep
from shared.explaining.shapes import Asked, Missed
from shared.law.conditions import Mismatch, NoneHolds, holding
from shared.law.model import Period, Rule
from shared.law.tried import Tried

LENGTHS: Mapping[str, str] = {
    "working_days": "working day",
    "calendar_days": "calendar day",
    "months": "month",
}

STEPS: Mapping[str, str] = {
    "start-not-counted": "the day it runs from is not counted",
    "end-not-counted": "the day it is counted back from is not counted",
    "skipped": "nobody works, so it is not counted",
    "make-up": "it is worked, so it counts",
    "rolled": "nobody works, so the period does not end on it",
    "month-end": "the month is too short, so its last day stands for the missing one",
    "clear": "it leaves the full number of days between",
}


def asked(rule: Rule, one: Tried) -> Asked:
    """Return one rule as it was asked, with why it applies or not."""
    when: Mapping[str, object] = getattr(rule, "when", {})
    because = one.because or holding(when, one.attributes) or "it has no conditions"
    return Asked(
        mark=one.mark,
        article=one.article,
        summary=rule.summary,
        status=rule.status,
        note=rule.note,
        applies=one.applies,
        because=because,
        missed=tuple(missed(one.missed)),
    )


def missed(found: Mismatch | NoneHolds | None) -> Iterator[Missed]:
    """Yield the conditions that do not hold."""
    match found:
        case Mismatch():
            yield Missed(attribute=found.attribute, wanted=found.wanted, found=found.found)
        case NoneHolds():
            for each in found.each:
                yield from missed(each)


def length(period: Period) -> str:
    """Return how long a period is, such as `5 working days before defence is due`."""
    if period.on_the_day:
        return "on the day itself"
    said = ""
    for name, unit in LENGTHS.items():
        if count := getattr(period, name):
            said = f"{count} {unit}{'s' if count > 1 else ''}"
    if period.before == "start":
        return f"{said} before the day it is counted from"
    return f"{said} before {period.before} is due" if period.before else said


def step(one: TraceStep, calendar: Calendar) -> str:
    """Return what happened to one day and why: its weekday, the notice that speaks of it, and what that means."""
    day = f"{one.day:%A}"
    notice = _notice(one, calendar)
    match one.why:
        case "holiday":
            day += f", off by {notice}" if notice else ", off by statute"
        case "make-up-day":
            day += f", a make-up day by {notice}" if notice else ", a make-up day"
    unsure = "; the schedule of this year is not published yet" if one.provisional else ""
    return f"{day}: {STEPS[one.what]}{unsure}"


def _notice(one: TraceStep, calendar: Calendar) -> str:
    """Return the notice that makes a day off, or worked; the last one that speaks of it counts."""
    found = (
        schedule.notice
        for schedule in reversed(calendar.schedules)
        if one.day in (schedule.make_up_days if one.why == "make-up-day" else schedule.holidays)
    )
    return next(found, "")
