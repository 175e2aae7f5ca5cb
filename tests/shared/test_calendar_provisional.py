"""Years without a published schedule: weekends and statutory holidays, marked, and made official later."""

from datetime import date

import pytest

from shared.calendar import Calendar, DayResult, TraceStep, YearSchedule, bundled_schedules, statutory_days

CALENDAR = Calendar.bundled()

PUBLISHED_2027 = YearSchedule(  # not the real one: a plausible notice for tests
    year=2027,
    notice="国办发明电〔2026〕99号",
    holidays=statutory_days(2027) | {date(2027, 2, 9), date(2027, 2, 10), date(2027, 5, 3)},
    make_up_days=frozenset({date(2027, 2, 20)}),
)


def test_years_beyond_the_last_notice_are_unpublished() -> None:
    assert CALENDAR.is_published(2026)
    assert not CALENDAR.is_published(2027)
    assert not CALENDAR.is_published(2003)


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01",
        "2027-02-05",  # New Year's Eve of the lunar year
        "2027-02-08",
        "2027-04-05",
        "2027-06-09",
        "2027-09-15",
        "2027-10-01",
        "2028-10-03",  # Mid-Autumn within National Day
        "2035-02-07",
    ],
)
def test_an_unpublished_year_knows_the_statutory_holidays(day: str) -> None:
    assert CALENDAR.kind_of(date.fromisoformat(day)) == "holiday"


def test_an_unpublished_year_gives_no_compensation_and_makes_no_day_up() -> None:
    assert CALENDAR.is_working_day(date(2027, 2, 9))
    assert CALENDAR.is_working_day(date(2027, 5, 3))
    assert not CALENDAR.is_working_day(date(2027, 2, 20))


def test_labour_day_has_two_days_since_2025_only() -> None:
    assert date(2024, 5, 2) not in statutory_days(2024)
    assert date(2025, 5, 2) in statutory_days(2025)


def test_far_years_know_fixed_holidays_and_weekends_only() -> None:
    assert statutory_days(2060) == {
        date(2060, month, day) for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
    }


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_statutory_days_of_published_years_are_off_in_their_notices(year: int) -> None:
    assert statutory_days(year) <= bundled_schedules()[year].holidays


@pytest.mark.parametrize("year", range(2025, 2036))
def test_the_festivals_agree_with_the_holidays_library(year: int) -> None:
    holidays = pytest.importorskip("holidays")
    assert statutory_days(year) <= set(holidays.country_holidays("CN", years=year))


def test_a_deadline_within_published_years_is_official() -> None:
    assert not CALENDAR.after(date(2026, 12, 1), calendar_days=15).provisional
    assert CALENDAR.after(date(2026, 12, 16), calendar_days=15) == DayResult(date(2026, 12, 31))


def test_a_deadline_across_the_year_end_is_provisional() -> None:
    result = CALENDAR.after(date(2026, 12, 17), calendar_days=15)
    assert result == DayResult(date(2027, 1, 4), provisional=True)
    assert result.trace[1:] == (
        TraceStep(date(2027, 1, 1), "rolled", "holiday", provisional=True),
        TraceStep(date(2027, 1, 2), "rolled", "weekend", provisional=True),
        TraceStep(date(2027, 1, 3), "rolled", "weekend", provisional=True),
    )


def test_working_days_counted_through_an_unpublished_year_are_provisional() -> None:
    assert CALENDAR.after(date(2026, 12, 30), working_days=2).provisional
    assert CALENDAR.before(date(2027, 1, 5), working_days=5) == DayResult(
        date(2026, 12, 28), provisional=True
    )


def test_counting_back_from_new_year_into_a_published_year_looks_at_no_unpublished_day() -> None:
    assert CALENDAR.before(date(2027, 1, 1), working_days=5) == DayResult(date(2026, 12, 25))


def test_a_day_before_a_hearing_moved_back_over_the_year_end_is_provisional() -> None:
    assert CALENDAR.before(date(2027, 1, 4), calendar_days=2) == DayResult(
        date(2026, 12, 31), provisional=True
    )


def test_calendar_days_running_through_an_unpublished_year_depend_on_their_last_day_only() -> None:
    gap_in_2026 = Calendar.of({year: bundled_schedules()[year] for year in (2024, 2025)}).with_year(
        PUBLISHED_2027
    )
    assert not gap_in_2026.after(date(2025, 12, 1), calendar_days=400).provisional
    assert gap_in_2026.after(date(2025, 12, 1), working_days=280).provisional


def test_a_day_that_is_not_moved_depends_on_no_schedule() -> None:
    assert CALENDAR.after(date(2026, 12, 30), calendar_days=30, roll=False) == DayResult(date(2027, 1, 29))
    assert not CALENDAR.before(date(2027, 6, 1), calendar_days=30, roll=False).provisional


def test_publication_moves_what_it_moves_and_makes_the_rest_official() -> None:
    published = CALENDAR.with_year(PUBLISHED_2027)
    moved, kept = date(2027, 1, 25), date(2027, 3, 1)
    assert CALENDAR.after(moved, calendar_days=15) == DayResult(date(2027, 2, 9), provisional=True)
    assert published.after(moved, calendar_days=15) == DayResult(date(2027, 2, 11))
    assert CALENDAR.after(kept, calendar_days=15) == DayResult(date(2027, 3, 16), provisional=True)
    assert published.after(kept, calendar_days=15) == DayResult(date(2027, 3, 16))


def test_publication_leaves_the_calendar_it_came_to_unchanged() -> None:
    CALENDAR.with_year(PUBLISHED_2027)
    assert not CALENDAR.is_published(2027)


def test_a_calendar_without_any_notice_still_answers_provisionally() -> None:
    assert Calendar.of({}).after(date(2024, 3, 1), working_days=1) == DayResult(
        date(2024, 3, 4), provisional=True
    )
