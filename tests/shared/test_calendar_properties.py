"""Whatever the calendar and the period: it agrees with a clerk counting day by day, and its trace adds up."""

import timeit
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.calendar import Calendar, DayResult, YearSchedule, bundled_schedules, statutory_days

ONE_DAY = timedelta(days=1)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared


def invented(year: int, days: frozenset[date]) -> YearSchedule:
    weekend = frozenset(day for day in days if day.weekday() >= 5) - statutory_days(year)
    return YearSchedule(
        year=year, notice="invented", holidays=statutory_days(year) | (days - weekend), make_up_days=weekend
    )


def schedules(year: int) -> st.SearchStrategy[YearSchedule]:
    days = st.dates(date(year - 1, 12, 1), date(year, 12, 31))
    return st.builds(invented, st.just(year), st.frozensets(days, max_size=40))


invented_calendars = st.lists(
    st.one_of([schedules(year) for year in range(2024, 2030)]), min_size=1, max_size=4
).map(lambda years: Calendar.of({schedule.year: schedule for schedule in years}))
calendars = st.just(Calendar.bundled()) | invented_calendars
starts = st.dates(date(2004, 1, 1), date(2035, 12, 31)) | st.dates(date(2024, 1, 1), date(2029, 12, 31))
lengths = st.integers(1, 400)


def count(calendar: Calendar, origin: date, working_days: int, way: timedelta) -> DayResult:
    """Count working days as a clerk does."""
    day, provisional = origin, False
    while working_days:
        day += way
        working_days -= calendar.is_working_day(day)
        provisional |= not calendar.is_published(day.year)
    return DayResult(day, provisional)


def move(calendar: Calendar, day: date, way: timedelta) -> DayResult:
    """Move a last day as a clerk does."""
    provisional = not calendar.is_published(day.year)
    while not calendar.is_working_day(day):
        day += way
        provisional |= not calendar.is_published(day.year)
    return DayResult(day, provisional)


@unhurried
@given(calendars, starts, lengths)
def test_working_days_after_agree_with_counting_day_by_day(calendar: Calendar, start: date, n: int) -> None:
    assert calendar.after(start, working_days=n) == count(calendar, start, n, ONE_DAY)


@unhurried
@given(calendars, starts, lengths, st.booleans())
def test_working_days_before_agree_with_counting_day_by_day(
    calendar: Calendar, end: date, n: int, clear: bool
) -> None:
    assert calendar.before(end, working_days=n, clear=clear) == count(calendar, end, n + clear, -ONE_DAY)


@unhurried
@given(calendars, starts, lengths)
def test_calendar_days_after_agree_with_moving_day_by_day(calendar: Calendar, start: date, n: int) -> None:
    assert calendar.after(start, calendar_days=n) == move(calendar, start + n * ONE_DAY, ONE_DAY)


@unhurried
@given(calendars, starts, lengths, st.booleans())
def test_calendar_days_before_agree_with_moving_day_by_day(
    calendar: Calendar, end: date, n: int, clear: bool
) -> None:
    due = end - (n + clear) * ONE_DAY
    assert calendar.before(end, calendar_days=n, clear=clear) == move(calendar, due, -ONE_DAY)


@unhurried
@given(calendars, starts, st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(calendar: Calendar, start: date, n: int) -> None:
    end = calendar.after(start, months=n, roll=False).day
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + ONE_DAY).day == 1)
    assert calendar.after(start, months=n) == move(calendar, end, ONE_DAY)


@unhurried
@given(calendars, starts, lengths)
def test_counting_there_and_back_ends_on_the_working_day_one_began(
    calendar: Calendar, start: date, n: int
) -> None:
    begin = move(calendar, start, ONE_DAY).day
    assert calendar.before(calendar.after(begin, working_days=n).day, working_days=n).day == begin


@unhurried
@given(calendars, starts, lengths)
def test_the_gap_from_start_to_the_nth_working_day_is_n(calendar: Calendar, start: date, n: int) -> None:
    end = calendar.after(start, working_days=n).day
    assert calendar.working_days_between(start, end) == n
    assert calendar.working_days_between(end, start) == -n


@unhurried
@given(calendars, starts, lengths)
def test_every_day_of_a_period_is_counted_or_explained(calendar: Calendar, start: date, n: int) -> None:
    result = calendar.after(start, working_days=n)
    skipped = [step for step in result.trace if step.what == "skipped"]
    assert (result.day - start).days == n + len(skipped)
    assert all(calendar.kind_of(step.day) == step.why for step in skipped)
    assert all(calendar.kind_of(step.day) == "make-up" for step in result.trace if step.what == "make-up")
    assert not any(step.provisional for step in result.trace[1:]) or result.provisional


@unhurried
@given(calendars, starts, lengths)
def test_every_day_moved_over_is_explained(calendar: Calendar, start: date, n: int) -> None:
    forward, back = calendar.after(start, calendar_days=n), calendar.before(start, calendar_days=n)
    assert (forward.day - start).days == n + sum(step.what == "rolled" for step in forward.trace)
    assert (start - back.day).days == n + sum(step.what == "rolled" for step in back.trace)


@unhurried
@given(invented_calendars, schedules(2027), starts, lengths)
def test_publishing_a_year_moves_no_official_deadline(
    calendar: Calendar, schedule: YearSchedule, start: date, n: int
) -> None:
    before = Calendar.of({year: told for year, told in calendar.years.items() if year != 2027})
    within_its_year = YearSchedule(
        year=2027,
        notice=schedule.notice,
        holidays=frozenset(day for day in schedule.holidays if day.year == 2027),
        make_up_days=frozenset(day for day in schedule.make_up_days if day.year == 2027),
    )
    after = before.with_year(within_its_year)
    for length in ({"working_days": n}, {"calendar_days": n}):
        old = before.after(start, **length)  # type: ignore[arg-type]
        assert old.provisional or after.after(start, **length) == old  # type: ignore[arg-type]


def test_every_statutory_period_is_found_in_a_few_microseconds() -> None:
    calendar, start = Calendar(tuple(bundled_schedules().values())), date(2026, 2, 2)
    calendar.is_working_day(start)
    for period in (
        lambda: calendar.after(start, calendar_days=15),
        lambda: calendar.after(start, working_days=30),
        lambda: calendar.after(start, months=6),
        lambda: calendar.before(start, working_days=5),
    ):
        assert (
            min(timeit.repeat(period, number=1000, repeat=7)) < 0.025
        )  # 25 µs each; about 2 on a quiet machine
