"""How does the schedule of a year read as a fact, and the fact as a schedule?"""

from shared.calendar import YearSchedule
from shared.events.district import CalendarPublished


def fact_of(schedule: YearSchedule, version: int = 0) -> CalendarPublished:
    """Return the fact that publishes a schedule, its days in order."""
    return CalendarPublished(
        version=version,
        year=schedule.year,
        holidays=tuple(sorted(schedule.holidays)),
        make_up_days=tuple(sorted(schedule.make_up_days)),
        notice=schedule.notice,
    )


def told_by(fact: CalendarPublished) -> YearSchedule:
    """Return the schedule that a fact publishes. Raises ScheduleError for one that cannot be."""
    return YearSchedule(
        year=fact.year,
        notice=fact.notice,
        holidays=frozenset(fact.holidays),
        make_up_days=frozenset(fact.make_up_days),
    )
