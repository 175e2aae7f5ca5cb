"""When did the proceeding stand still, and how much of a period ran before, between and after its stays?"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from shared.calendar import Calendar, DayResult
from shared.events.court import CaseResumed, CaseStayed
from shared.law.case_view import CaseView
from shared.law.model import Period

A_DAY = timedelta(days=1)

Unit = Literal["working_days", "calendar_days"]


class Stay(NamedTuple):
    """A time in which the proceeding stood still: from the day of the stay to the day before it was resumed."""

    since: date
    until: date | None
    """The day of resumption; None while it lasts."""


class Span(NamedTuple):
    """An entry of a period's ledger: a stretch in which it ran."""

    since: date
    """The day it is counted from, itself not counted."""
    until: date
    """The last day of the stretch."""
    used: int
    """Days of the period that ran in it."""


class Suspended(NamedTuple):
    """A period stands still now."""

    stayed_on: date
    used: int
    left: int
    unit: Unit


class Run(NamedTuple):
    """How a period ran."""

    last: DayResult
    """The last day; of a suspended period the one it would have had without the stay that lasts."""
    spans: tuple[Span, ...] = ()
    """The ledger: what ran before each stay, oldest first; empty when no stay touched the period."""
    suspended: Suspended | None = None
    named: bool = False
    """The court named the last day, or put it off."""
    was: date | None = None
    """The last day without that, or without the stays."""


def stays_of(view: CaseView) -> tuple[Stay, ...]:
    """Return the stays of a case by day. A stay in a stay changes nothing, nor does a resumption outside of one.

    Resumed and stayed again on one day, it goes on standing still.
    """
    if not view.case.reports.get(CaseStayed):
        return ()
    resumed = sorted(fact.resumed_on for fact in view.case.all(CaseResumed))
    stays: list[Stay] = []
    for day in sorted(fact.stayed_on for fact in view.case.all(CaseStayed)):
        last = stays[-1] if stays else None
        if last is None or (last.until is not None and last.until <= day):
            ended = last.until if last else None
            stays.append(Stay(day, next((on for on in resumed if on >= day and on != ended), None)))
    return tuple(stays)


def unfounded(view: CaseView) -> tuple[date, ...]:
    """Return the days of resumptions that end no stay."""
    resumed = {fact.resumed_on for fact in view.case.all(CaseResumed)}
    return tuple(sorted(resumed - {stay.until for stay in stays_of(view)})) if resumed else ()


def running(start: date, period: Period, calendar: Calendar, stays: Sequence[Stay]) -> Run:
    """Return how a period that begins with `start` ran through the stays of the proceeding.

    The starting day is not counted, nor are the days from that of the stay to that of the resumption; the rest of
    the period runs from there like one of its own. Months then count by their days. A stay that begins after the
    last day has no effect (the reading of the pack: no text says how the days of a stay are counted).
    """
    whole = calendar.after(
        start, working_days=period.working_days, calendar_days=period.calendar_days, months=period.months
    )
    if not any(stay.since <= whole.day and (stay.until is None or stay.until > start) for stay in stays):
        return Run(whole)
    unit: Unit = "working_days" if period.working_days is not None else "calendar_days"
    left = period.working_days or period.calendar_days or _days_of_months(start, period, calendar)
    return through(start, whole, left, unit, calendar, stays)


def through(
    start: date, whole: DayResult, days: int, unit: Unit, calendar: Calendar, stays: Sequence[Stay]
) -> Run:
    """Return how a period of so many days, which would end with `whole`, ran through stays.

    Where the last day moved off days off, a stay that begins on it still leaves one day.
    """
    spans, last, since, left, used = list[Span](), whole, start, days, 0
    for stay in stays:
        if stay.until is not None and stay.until <= since:
            continue
        if stay.since > last.day:
            break
        before = max(stay.since - A_DAY, since)
        ran = (
            calendar.working_days_between(since, before) if unit == "working_days" else (before - since).days
        )
        ran = min(ran, left - 1)
        spans.append(Span(since, before, ran))
        used, left = used + ran, left - ran
        if stay.until is None:
            return Run(last, tuple(spans), Suspended(stay.since, used, left, unit))
        since = stay.until
        last = (
            calendar.after(since, working_days=left)
            if unit == "working_days"
            else calendar.after(since, calendar_days=left)
        )
    return Run(last, tuple(spans), was=whole.day if spans else None)


def _days_of_months(start: date, period: Period, calendar: Calendar) -> int:
    return (calendar.after(start, months=period.months, roll=False).day - start).days
