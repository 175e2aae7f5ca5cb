"""On which days is a case heard: those on which it was, and those that still stand in the court's list?"""

from datetime import date

from shared.dispute import Case
from shared.events.court import HearingCancelled, HearingHeld, HearingRescheduled, HearingScheduled


def scheduled(case: Case) -> tuple[date, ...]:
    """Return the days for which hearings are fixed, by day: not cancelled, and moved as the court moved them."""
    days = {fact.hearing_on for fact in case.all(HearingScheduled)}
    moves = sorted(
        case.all(HearingRescheduled), key=lambda fact: (fact.rescheduled_on or date.min, fact.from_on)
    )
    for moved in moves:
        days.discard(moved.from_on)
        days.add(moved.to_on)
    return tuple(sorted(days - {fact.hearing_on for fact in case.all(HearingCancelled)}))


def held(case: Case) -> tuple[date, ...]:
    """Return the days on which the case was heard, by day."""
    return tuple(sorted(fact.held_on for fact in case.all(HearingHeld)))


def first_hearing(case: Case) -> date | None:
    """Return the day of the first hearing: the first held, before that the first that is fixed."""
    return next(iter(held(case) or scheduled(case)), None)
