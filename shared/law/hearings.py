"""On which days is a case heard: those on which it was, and those that still stand in the court's list?"""

from collections.abc import Mapping
from datetime import date

from shared.dispute import Case
from shared.events.court import HearingCancelled, HearingHeld, HearingRescheduled, HearingScheduled


def scheduled(case: Case) -> tuple[date, ...]:
    """Return the days for which hearings are fixed, by day: not cancelled, and moved as the court moved them."""
    moves = {fact.from_on: fact for fact in case.all(HearingRescheduled)}
    days = {_moved(fact.hearing_on, fact.scheduled_on, moves) for fact in case.all(HearingScheduled)}
    reached = {fact.to_on for fact in moves.values()} | {
        fact.hearing_on for fact in case.all(HearingScheduled)
    }
    days |= {_moved(day, None, moves) for day in moves.keys() - reached}  # fixed by what nobody reported
    return tuple(sorted(days - {fact.hearing_on for fact in case.all(HearingCancelled)}))


def _moved(day: date, said_on: date | None, moves: Mapping[date, HearingRescheduled]) -> date:
    """Follow a hearing from day to day, each time by what the court said later, or did not say when."""
    said, seen = said_on or date.min, set[date]()
    while (move := moves.get(day)) is not None and day not in seen and (move.rescheduled_on or said) >= said:
        seen.add(day)
        day, said = move.to_on, move.rescheduled_on or said
    return day


def held(case: Case) -> tuple[date, ...]:
    """Return the days on which the case was heard, by day."""
    return tuple(sorted(fact.held_on for fact in case.all(HearingHeld)))


def first_hearing(case: Case) -> date | None:
    """Return the day of the first hearing: the first held, before that the first that is fixed."""
    return next(iter(held(case) or scheduled(case)), None)
