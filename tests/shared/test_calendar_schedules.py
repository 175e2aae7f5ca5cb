"""The yearly notice of the State Council: read, checked, published, and named by the calendar's version."""

import pickle
from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar
import pytest

from shared.calendar import (
    Calendar,
    ScheduleError,
    YearSchedule,
    bundled_schedules,
    read_schedule,
    statutory_days,
)

CALENDAR = Calendar.bundled()


def off(*days: str) -> list[dict[str, object]]:
    return [{"date": day, "name": "放假", "isOffDay": True} for day in days]


def worked(*days: str) -> list[dict[str, object]]:
    return [{"date": day, "name": "补班", "isOffDay": False} for day in days]


STATUTORY_2027 = off(*sorted(map(str, statutory_days(2027))))


def every_day(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def test_the_bundled_years_are_those_published() -> None:
    assert list(bundled_schedules()) == list(range(2004, 2027))
    assert Calendar.bundled() is Calendar.bundled()
    assert bundled_schedules()[2026].notice == "国办发明电〔2025〕7号"
    assert bundled_schedules()[2004].notice == "chinesecalendar 2004"


def test_every_bundled_day_agrees_with_chinesecalendar() -> None:
    for day in every_day(date(2004, 1, 1), date(2026, 12, 31)):
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day


def test_every_day_2022_to_2026_agrees_with_the_holidays_library() -> None:
    holidays = pytest.importorskip("holidays")
    china = holidays.country_holidays("CN", years=range(2021, 2028))
    for day in every_day(date(2022, 1, 1), date(2026, 12, 31)):
        assert CALENDAR.is_working_day(day) == china.is_working_day(day), day


def test_working_days_a_year_are_those_counted_before() -> None:
    years = [
        CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
        for year in range(2022, 2027)
    ]
    assert years == [249, 249, 251, 248, 248]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-14", "make-up"),
        ("2026-02-17", "holiday"),
        ("2026-02-21", "holiday"),  # a Saturday within the holiday
        ("2026-03-07", "weekend"),
        ("2026-03-09", "working"),
    ],
)
def test_each_day_is_of_one_kind(day: str, kind: str) -> None:
    assert CALENDAR.kind_of(date.fromisoformat(day)) == kind


def test_a_published_year_is_read_from_entries_of_date_name_and_is_off_day() -> None:
    entries = [*STATUTORY_2027, *off("2027-02-09", "2027-02-10"), *worked("2027-02-20")]
    schedule = read_schedule(2027, "国办发明电〔2026〕1号", entries)
    assert schedule.make_up_days == {date(2027, 2, 20)}
    assert schedule.holidays == statutory_days(2027) | {date(2027, 2, 9), date(2027, 2, 10)}


def test_statutory_weekend_days_may_be_left_out_of_the_entries() -> None:
    weekdays = [entry for entry in STATUTORY_2027 if date.fromisoformat(str(entry["date"])).weekday() < 5]
    assert len(weekdays) < len(STATUTORY_2027)
    assert read_schedule(2027, "n", weekdays).year == 2027


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], "schedule of 2027: no day off on 2027-01-01; expected every statutory holiday"),
        (STATUTORY_2027[1:], "no day off on 2027-01-01"),
        (
            [*STATUTORY_2027, *off("2027-10-01")],
            "entry 14: 2027-10-01 a second time; expected every day once",
        ),
        (
            [*off("2027-05-01"), *worked("2027-05-01")],
            "entry 2: 2027-05-01 as a day off and as a make-up day; expected one of them",
        ),
        (
            [*STATUTORY_2027, *off("2027-02-10")],
            "2027-02-09 worked alone between two days off; expected a holiday without gaps",
        ),
        (off("2026-05-01"), "the day 2026-05-01; expected a day from 2026-12-01 to 2027-12-31"),
        (off("2027-02-30"), "entry 1: .* expected {.date.: .YYYY-MM-DD."),
        (off("20270101"), "entry 1"),
        (off("2027-W01-1"), "entry 1"),
        ([{"date": "2027-01-01", "name": "元旦"}], "entry 1"),
        ([{"date": "2027-01-01", "name": "元旦", "isOffDay": "yes"}], "entry 1"),
        (["2027-01-01"], "entry 1: '2027-01-01'"),
        (
            [*STATUTORY_2027, *worked("2027-02-19")],
            "Friday 2027-02-19 as a make-up day; expected a Saturday or Sunday",
        ),
    ],
)
def test_entries_with_gaps_doubled_or_unreadable_days_are_refused(
    entries: list[object], message: str
) -> None:
    with pytest.raises(ScheduleError, match=message):
        read_schedule(2027, "n", entries)


def test_a_statutory_holiday_on_a_weekend_cannot_be_made_up() -> None:
    entries = [entry for entry in STATUTORY_2027 if entry["date"] != "2027-05-01"]
    with pytest.raises(ScheduleError, match="no day off on 2027-05-01"):
        read_schedule(2027, "n", [*entries, *worked("2027-05-01")])


def test_a_day_is_not_both_off_and_made_up() -> None:
    both = frozenset({date(2027, 5, 1)})
    with pytest.raises(
        ScheduleError, match="2027-05-01 as a day off and as a make-up day; expected one of them"
    ):
        YearSchedule(year=2027, notice="n", holidays=both, make_up_days=both)


def test_a_year_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ScheduleError, match="expected a year from 1990 to 2099"):
        YearSchedule(year=2100, notice="n", holidays=frozenset(), make_up_days=frozenset())


def test_a_schedule_stands_under_its_own_year() -> None:
    with pytest.raises(ScheduleError, match="the year 2025 as its key"):
        Calendar.of({2025: bundled_schedules()[2026]})


def test_a_notice_reaching_back_into_december_prevails_over_the_year_before() -> None:
    schedule = YearSchedule(
        year=2027,
        notice="n",
        holidays=statutory_days(2027) | {date(2026, 12, 31)},
        make_up_days=frozenset({date(2026, 12, 26)}),
    )
    calendar = CALENDAR.with_year(schedule)
    assert CALENDAR.kind_of(date(2026, 12, 31)) == "working"
    assert calendar.kind_of(date(2026, 12, 31)) == "holiday"
    assert calendar.kind_of(date(2026, 12, 26)) == "make-up"


def test_the_version_names_the_working_days_and_nothing_else() -> None:
    schedule = bundled_schedules()[2026]
    weekdays_only = YearSchedule(
        year=2026,
        notice="another number",
        holidays=frozenset(day for day in schedule.holidays if day.weekday() < 5),
        make_up_days=schedule.make_up_days,
    )
    assert len(CALENDAR.version) == 12
    assert Calendar.of(bundled_schedules()).version == CALENDAR.version
    assert CALENDAR.with_year(weekdays_only).version == CALENDAR.version


@pytest.mark.parametrize(
    "change",
    [
        lambda: Calendar.of({year: bundled_schedules()[year] for year in range(2004, 2026)}),
        lambda: CALENDAR.with_year(read_schedule(2027, "n", STATUTORY_2027)),
        lambda: CALENDAR.with_year(
            YearSchedule(
                year=2026, notice="n", holidays=bundled_schedules()[2026].holidays, make_up_days=frozenset()
            )
        ),
    ],
)
def test_another_year_or_another_working_day_is_another_version(change: Callable[[], Calendar]) -> None:
    assert change().version != CALENDAR.version


def test_a_calendar_is_a_value() -> None:
    assert Calendar.of(bundled_schedules()) == CALENDAR
    assert CALENDAR.with_year(bundled_schedules()[2026]) == CALENDAR
    assert hash(Calendar.of(bundled_schedules())) == hash(CALENDAR)
    result = pickle.loads(pickle.dumps(CALENDAR.after(date(2022, 9, 20), calendar_days=15)))
    assert result.trace == CALENDAR.after(date(2022, 9, 20), calendar_days=15).trace


def test_the_order_of_publication_does_not_matter() -> None:
    years = bundled_schedules()
    assert Calendar.of({2025: years[2025]}).with_year(years[2024]) == Calendar.of(
        {2024: years[2024], 2025: years[2025]}
    )
