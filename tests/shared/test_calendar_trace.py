"""Does a trace explain its result? Somebody with the trace alone, and no calendar, arrives at the same day.

And a later start, or a longer period, never ends earlier.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import Calendar, DayResult, TraceStep
from tests.shared.calendar_clerk import read_vectors
from tests.shared.test_calendar_properties import calendars, lengths, starts, unhurried
from tests.shared.test_calendar_vectors import period_of

ONE_DAY = timedelta(days=1)

units = st.sampled_from(["working_days", "calendar_days", "months", "years"])
back = st.sampled_from(["working_days", "calendar_days"])


def months_later(day: date, months: int, trace: tuple[TraceStep, ...]) -> date:
    """Return the day of the same number, or the one of which the trace says that its month is too short."""
    for step in trace:
        if step.what == "month-end":
            return step.day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def replayed(origin: date, unit: str, n: int, way: int, clear: bool, trace: tuple[TraceStep, ...]) -> date:
    """Return the day to which the steps of a trace lead."""
    first = "start-not-counted" if way > 0 else "end-not-counted"
    assert (trace[0].day, trace[0].what) == (origin, first)
    left_out = {step.day for step in trace if step.what in ("skipped", "rolled")}
    day = origin
    if unit == "working_days":
        for _ in range(n + clear):
            day += way * ONE_DAY
            while day in left_out:
                day += way * ONE_DAY
        return day
    if unit == "calendar_days":
        day += way * (n + clear) * ONE_DAY
    else:
        day = months_later(day, n * (12 if unit == "years" else 1), trace)
    while day in left_out:
        day += way * ONE_DAY
    return day


def check(
    calendar: Calendar, result: DayResult, origin: date, unit: str, n: int, way: int, clear: bool
) -> None:
    """Check that the trace leads to the result, and that each of its steps is true and stands in its order."""
    trace = result.trace
    assert replayed(origin, unit, n, way, clear, trace) == result.day
    days = [step.day for step in trace]
    assert days == sorted(days, reverse=way < 0)
    for step in trace:
        kind = calendar.kind_of(step.day)
        if step.what in ("skipped", "rolled"):
            assert kind == step.why
        if step.what == "make-up":
            assert (kind, step.why) == ("make-up", "make-up-day")
        assert step.provisional != calendar.is_published(step.day.year)
    assert clear == any(step.what == "clear" for step in trace)


@unhurried
@given(calendars, starts, units, lengths)
def test_the_trace_of_a_period_after_leads_to_its_last_day(
    calendar: Calendar, start: date, unit: str, n: int
) -> None:
    n = n % 30 + 1 if unit == "years" else n
    result = calendar.after(start, **{unit: n})  # type: ignore[arg-type]
    check(calendar, result, start, unit, n, 1, False)


@unhurried
@given(calendars, starts, back, lengths, st.booleans())
def test_the_trace_of_a_period_before_leads_to_its_last_day(
    calendar: Calendar, end: date, unit: str, n: int, clear: bool
) -> None:
    result = calendar.before(end, clear=clear, **{unit: n})  # type: ignore[arg-type]
    check(calendar, result, end, unit, n, -1, clear)


@unhurried
@given(calendars, starts, st.sampled_from(["calendar_days", "months", "years"]), lengths)
def test_the_trace_of_a_period_that_does_not_move_leads_to_its_last_day(
    calendar: Calendar, start: date, unit: str, n: int
) -> None:
    n = n % 30 + 1 if unit == "years" else n
    length: dict[str, Any] = {unit: n}
    result = calendar.after(start, roll=False, **length)
    check(calendar, result, start, unit, n, 1, False)
    assert not any(step.what == "rolled" for step in result.trace)


def test_every_vector_is_explained_to_its_day() -> None:
    calendar = Calendar.bundled()
    for vector in read_vectors():
        unit, way, clear = period_of(vector)
        length: dict[str, Any] = {unit: vector.n}
        if way > 0:
            result = calendar.after(vector.origin, **length)
        else:
            result = calendar.before(vector.origin, clear=clear, **length)
        check(calendar, result, vector.origin, unit, vector.n, way, clear)


@unhurried
@given(calendars, starts, st.integers(0, 60), units, lengths, st.integers(0, 20))
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    calendar: Calendar, start: date, later: int, unit: str, n: int, longer: int
) -> None:
    n = n % 30 + 1 if unit == "years" else n
    length: Any = {unit: n}
    end = calendar.after(start, **length)
    assert end.day > start
    assert calendar.after(start + later * ONE_DAY, **length).day >= end.day
    assert calendar.after(start, **{unit: n + longer}).day >= end.day  # type: ignore[arg-type]


@unhurried
@given(calendars, starts, st.integers(0, 60), back, lengths, st.integers(0, 20), st.booleans())
def test_a_later_end_or_a_shorter_period_before_never_ends_earlier(
    calendar: Calendar, end: date, later: int, unit: str, n: int, longer: int, clear: bool
) -> None:
    length: Any = {unit: n}
    last = calendar.before(end, clear=clear, **length)
    assert last.day < end
    assert calendar.before(end + later * ONE_DAY, clear=clear, **length).day >= last.day
    assert calendar.before(end, clear=clear, **{unit: n + longer}).day <= last.day  # type: ignore[arg-type]
    assert calendar.before(end, clear=True, **length).day <= last.day


@unhurried
@given(calendars, starts, lengths)
def test_the_day_a_period_ends_on_is_worked_and_inside_the_half_open_period(
    calendar: Calendar, start: date, n: int
) -> None:
    for unit in ("working_days", "calendar_days"):
        length: Any = {unit: n}
        after, before = calendar.after(start, **length).day, calendar.before(start, **length).day
        assert calendar.is_working_day(after)
        assert calendar.is_working_day(before)
        assert before < start < after
    assert calendar.working_days_between(start, calendar.after(start, working_days=n).day) == n
