"""On which days is a case heard: those on which it was, and those that still stand in the court's list?"""

from collections.abc import Mapping
from datetime import date

from shared.dispute import Case
from shared.events.court import HearingCancelled, HearingHeld, HearingRescheduled, HearingScheduled


def scheduled(case: Case) -> tuple[date, ...]:
    """Return the days for which hearings are fixed, by day: not cancelled, and moved as the court moved them."""
    moves = {fact.from_on: fact for fact in case.all(HearingRescheduled)}
    days, seen = set[date](), set[date]()
    for fact in case.all(HearingScheduled):
        days.add(_moved(fact.hearing_on, fact.scheduled_on, moves, seen))
    reached = {fact.to_on for fact in moves.values()}
    for move in sorted(
        moves.values(), key=lambda fact: (fact.from_on in reached, _said_on(fact), fact.from_on)
    ):
        if move.from_on not in seen:  # fixed by what nobody reported
            days.add(_moved(move.from_on, None, moves, seen))
    return tuple(sorted(days - {fact.hearing_on for fact in case.all(HearingCancelled)}))


def _moved(
    day: date, fixed_on: date | None, moves: Mapping[date, HearingRescheduled], seen: set[date]
) -> date:
    """Follow a hearing from day to day, each time by what the court said later, or did not say when.

    The days it was moved from are added to `seen`.
    """
    said, left = fixed_on or date.min, set[date]()
    while (move := moves.get(day)) is not None and day not in left and (move.rescheduled_on or said) >= said:
        left.add(day)
        day, said = move.to_on, move.rescheduled_on or said
    seen |= left | ({day} if day in moves else set())
    return day


def _said_on(fact: HearingRescheduled) -> date:
    return fact.rescheduled_on or date.min


def held(case: Case) -> tuple[date, ...]:
    """Return the days on which the case was heard, by day."""
    return tuple(sorted(fact.held_on for fact in case.all(HearingHeld)))


def first_hearing(case: Case) -> date | None:
    """Return the day of the first hearing: the first held, before that the first that is fixed."""
    return next(iter(held(case) or scheduled(case)), None)
