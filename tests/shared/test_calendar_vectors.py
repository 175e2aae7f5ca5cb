"""Every kind of period across every holiday and make-up day of 2022-2026, as somebody else counted it.

The vectors were walked day by day over the notices (`calendar_clerk.py`), and come out the same over the `holidays`
library; the software's own calendar had no part in them.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import holidays
import pytest

from shared.calendar import Calendar, YearSchedule, bundled_schedules
from tests.shared.calendar_clerk import (
    VECTORS,
    Vector,
    ends,
    notices,
    read_vectors,
    special_days,
    works,
    written,
)

CALENDAR = Calendar.bundled()
ALL = read_vectors()
EVERY_DAY = [date(2022, 1, 1) + timedelta(days=n) for n in range(5 * 365 + 1)]


def period_of(vector: Vector) -> tuple[str, int, bool]:
    """Return the unit of a vector's period, whether it runs on (1) or back (-1), and whether it is clear."""
    period = vector.period.removeprefix("clear ")
    unit, _, way = period.rpartition(" ")
    return unit.replace(" ", "_"), 1 if way == "after" else -1, period != vector.period


def ours(calendar: Calendar, vector: Vector) -> date:
    """Return where the software lets a period end; it must be official."""
    unit, way, clear = period_of(vector)
    length: Any = {unit: vector.n}
    if way > 0:
        result = calendar.after(vector.origin, **length)
    else:
        result = calendar.before(vector.origin, clear=clear, **length)
    assert not result.provisional
    return result.day


@pytest.mark.parametrize("vector", ALL, ids=lambda one: f"{one.n} {one.period} {one.origin}")
def test_a_period_ends_where_the_clerk_ends_it(vector: Vector) -> None:
    assert ours(CALENDAR, vector) == vector.result


def test_the_vectors_are_those_the_clerk_counts_from_the_notices() -> None:
    assert VECTORS.read_text(encoding="utf-8") == written()


def test_over_the_holidays_library_the_clerk_counts_the_same() -> None:
    china = holidays.country_holidays("CN", years=range(2021, 2028))
    other = [vector for vector in ALL if ends(*vector[:3], china.is_working_day) != vector.result]
    assert other == []


def test_over_chinesecalendar_the_clerk_counts_the_same() -> None:
    other = [vector for vector in ALL if ends(*vector[:3], chinese_calendar.is_workday) != vector.result]
    assert other == []


def test_notices_chinesecalendar_holidays_and_we_agree_on_every_day_2022_to_2026() -> None:
    china = holidays.country_holidays("CN", years=range(2021, 2028))
    assert EVERY_DAY[-1] == date(2026, 12, 31)
    for day in EVERY_DAY:
        said = {
            works(day),
            chinese_calendar.is_workday(day),
            china.is_working_day(day),
            CALENDAR.is_working_day(day),
        }
        assert len(said) == 1, day


@pytest.mark.parametrize("year", range(2022, 2027))
def test_the_bundled_years_name_the_notices_and_their_make_up_days(year: int) -> None:
    schedule, notice = bundled_schedules()[year], notices()[year]
    assert schedule.notice == notice.number
    assert schedule.make_up_days == notice.worked
    weekdays = {day for day in notice.off if day.weekday() < 5}
    assert {day for day in schedule.holidays if day.weekday() < 5} == weekdays


def test_there_are_hundreds_of_every_kind() -> None:
    kinds = Counter(vector.period for vector in ALL)
    assert len({vector[:3] for vector in ALL}) >= 900
    assert min(kinds.values()) >= 50
    assert kinds.keys() == {
        "working days after",
        "calendar days after",
        "months after",
        "years after",
        "working days before",
        "clear working days before",
        "calendar days before",
        "clear calendar days before",
    }


@pytest.mark.parametrize("day", special_days(), ids=str)
def test_a_holiday_or_make_up_day_told_wrongly_would_be_noticed(day: date) -> None:
    wrong = otherwise(day)
    assert wrong.is_working_day(day) != CALENDAR.is_working_day(day)
    crossing = [vector for vector in ALL if vector.crosses == day]
    assert len(crossing) >= 4
    assert all(ours(wrong, vector) != vector.result for vector in crossing)


def otherwise(day: date) -> Calendar:
    """Return the calendar with one day worked that is off, or the other way round."""
    old = bundled_schedules()[day.year]
    off, made_up = set(old.holidays), set(old.make_up_days)
    if CALENDAR.is_working_day(day):
        made_up.discard(day)
    else:
        off.discard(day)
        if day.weekday() >= 5:
            made_up.add(day)
    return CALENDAR.with_year(
        YearSchedule(year=old.year, notice="n", holidays=frozenset(off), make_up_days=frozenset(made_up))
    )
