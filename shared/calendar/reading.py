"""Which year's schedule does a file tell in the form common for public holidays, and what is wrong with it?

The form is a list of `{date, name, isOffDay}`, or an object with the `year`, its `papers` (where the notice stands)
and such a list as `days`. What is read here has been parsed as JSON before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from shared.calendar.faults import ScheduleError, ScheduleFault, Told, faults_of
from shared.calendar.schedules import YearSchedule

_ENTRY = '{"date": "YYYY-MM-DD", "name": …, "isOffDay": true or false}'
_FILE = f'a list of {_ENTRY}, or {{"year": …, "days": [such entries]}}'


def read_file(told: object, notice: str, year: int | None = None) -> YearSchedule:
    """Return the schedule that a file tells; the year is the one named, the file's own, or that of most of its days.

    Raises `ScheduleError` with every fault.
    """
    said: object = None
    match told:
        case list():
            days: list[Any] = told
        case {"days": list(days), **rest}:
            said = rest.get("year")
        case _:
            raise ScheduleError(year, [ScheduleFault(None, _kind(told), _FILE)])
    if said is not None and (not isinstance(said, int) or isinstance(said, bool)):
        raise ScheduleError(year, [ScheduleFault(None, f"the year {said!r}", "a year as a number")])
    if year is not None and said not in (None, year):
        raise ScheduleError(year, [ScheduleFault(None, f"a file of {said}", f"one of {year}")])
    of = year or said or _year_of_most(days)
    if of is None:
        raise ScheduleError(None, [ScheduleFault(None, "no day that can be read", _FILE), *_unreadable(days)])
    return read_schedule(of, notice, days)


def read_schedule(year: int, notice: str, days: Iterable[object]) -> YearSchedule:
    """Return the schedule of a year that a list of `{date, name, isOffDay}` entries tells.

    `date` is an ISO date, `isOffDay` true for a day off and false for a make-up day; `name` is not used. Raises
    `ScheduleError` with every entry that cannot be read, every day that cannot be or is told twice, and every gap.
    """
    days = list(days)
    entries = [(number, told) for number, entry in enumerate(days) if (told := _entry(entry))]
    faults = [*_unreadable(days)]
    for fault in faults_of(year, [told for _, told in entries]):
        faults.append(fault if fault.at is None else fault._replace(at=entries[fault.at][0]))
    if faults:
        in_order = sorted(faults, key=lambda fault: (fault.at is None, fault.at))
        raise ScheduleError(year, in_order)
    return YearSchedule(
        year=year,
        notice=notice,
        holidays=frozenset(day for _, (day, off) in entries if off),
        make_up_days=frozenset(day for _, (day, off) in entries if not off),
    )


def _unreadable(days: Iterable[object]) -> Iterable[ScheduleFault]:
    for number, entry in enumerate(days):
        if _entry(entry) is None:
            text = repr(entry)
            yield ScheduleFault(number, text if len(text) <= 80 else f"{text[:77]}...", _ENTRY)


def _entry(entry: object) -> Told | None:
    """Return the day of one entry, and whether it is off; None when it cannot be read."""
    match entry:
        case {"date": str(text), "isOffDay": bool(off)}:
            with suppress(ValueError):
                day = date.fromisoformat(text)
                if day.isoformat() == text:  # fromisoformat also takes 20270101 and 2027-W01-1
                    return day, off
    return None


def _year_of_most(days: Iterable[object]) -> int | None:
    years = Counter(told[0].year for told in map(_entry, days) if told)
    return max(years, key=lambda year: (years[year], year), default=None)


def _kind(told: object) -> str:
    if isinstance(told, Mapping):
        return f"an object with {', '.join(map(repr, told)) or 'nothing in it'}"
    return f"{told!r:.80}"
