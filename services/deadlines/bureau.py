"""What does the bureau owe for each quarter and year, whatever the district's cases, and was it published in time?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.deadlines.running import A_DAY, today
from services.deadlines.starts import Started
from shared.dispute import FIRST_USABLE, LAST_USABLE, Case, Dispute
from shared.events.base import Finding
from shared.events.district import BulletinPublished
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law, PeriodEnd
from shared.world import World

QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
_PERIOD = re.compile(r"([0-9]{4})(?:-Q([1-4]))?")


class Period(NamedTuple):
    """A quarter or a year."""

    name: str
    """As the bulletin names it, `2026-Q3` or `2026`."""
    kind: PeriodEnd
    last: date
    """Its last day."""


class Owed(NamedTuple):
    """A duty of the bureau's that began to run with the end of a period."""

    duty: DutyRule
    started: Started
    law: Law
    """The law in force on the last day of the period."""
    view: CaseView
    """The bureau's matter with what was published of this period alone."""


def owed(case: Case, dispute: Dispute, world: World) -> tuple[list[Finding], list[date]]:
    """Return what is found of the bureau's own deadlines, and the days on which time alone changes it."""
    found, changes = list[Finding](), [day for day in (_next_period(world),) if day]
    for duty, started, law, view in owing(case, dispute, world):
        deadline, told, next_days = today(duty, started, view, world, law)
        found += [deadline, *told]
        changes += next_days
    return found, changes


def owing(case: Case, dispute: Dispute, world: World) -> Iterator[Owed]:
    """Return what the bureau owes or owed for the periods that have ended, the earliest first.

    Of a period that ended before the first day of the log nobody could report anything here: it counts only where a
    bulletin of it is on record.
    """
    for period in _periods(case, world):
        law = world.law_on(period.last)
        if law is None:
            continue
        law = law.as_of(period.last)
        view = CaseView(_only(case, period.name), dispute, world.organs)
        for duty in law.bureau_duties:
            if duty.starts == period.kind and duty.covers(period.last):
                yield Owed(duty, Started(period.last, of=period.name), law, view)


def _periods(case: Case, world: World) -> list[Period]:
    found = {period for fact in case.all(BulletinPublished) if (period := _read(fact.period))}
    if world.since is not None:
        years = range(world.since.year, world.day.year + 1)
        found |= {period for year in years for period in _of(year) if period.last >= world.since}
    ended = (period for period in found if period.last < world.day)
    return sorted(ended, key=lambda period: (period.last, period.name))


def _of(year: int) -> Iterator[Period]:
    for number, (month, day) in enumerate(QUARTER_ENDS, 1):
        yield Period(f"{year}-Q{number}", "quarter_end", date(year, month, day))
    yield Period(str(year), "year_end", date(year, 12, 31))


def _read(name: str) -> Period | None:
    """Return the period of a name; None where nothing can be counted from its end."""
    read = _PERIOD.fullmatch(name)
    if read is None or not FIRST_USABLE.year <= int(read[1]) <= LAST_USABLE.year:
        return None
    return next(period for period in _of(int(read[1])) if period.name == name)


def _next_period(world: World) -> date | None:
    """Return the next day on which a period has ended; before the first day of the log, whatever day comes next."""
    if not any(law.bureau_duties for law in world.laws):
        return None
    if world.since is None:
        return world.day + A_DAY
    ends = (period.last for year in (world.day.year, world.day.year + 1) for period in _of(year))
    return min(last for last in ends if last >= world.day) + A_DAY


def _only(case: Case, period: str) -> Case:
    """Return the bureau's matter with the report on one period alone."""
    report = case.reports.get(BulletinPublished, {}).get(period)
    return replace(case, reports={BulletinPublished: {period: report}} if report else {})
