"""INT 48 and the open readings of both regulations: how a period is counted, and why it ends there."""

from datetime import UTC, date, datetime

import pytest

from shared.calendar import Calendar, DayOutOfRangeError, DayResult, PeriodError, TraceStep

CALENDAR = Calendar.bundled()


def day(text: str) -> date:
    return date.fromisoformat(text)


def steps(result: DayResult) -> list[tuple[str, str, str]]:
    return [(f"{step.day:%m-%d}", step.what, step.why) for step in result.trace]


# The vectors: complaint received, defence deadline, two working days later, five before the deadline
VECTORS = [
    ("2022-09-20", "2022-10-08", "2022-09-22", "2022-09-26"),
    ("2022-09-26", "2022-10-11", "2022-09-28", "2022-09-29"),
    ("2023-09-20", "2023-10-07", "2023-09-22", "2023-09-22"),
    ("2024-01-26", "2024-02-18", "2024-01-30", "2024-02-05"),
    ("2024-04-22", "2024-05-07", "2024-04-24", "2024-04-26"),
    ("2025-01-20", "2025-02-05", "2025-01-22", "2025-01-22"),
    ("2026-02-02", "2026-02-24", "2026-02-04", "2026-02-10"),
]


@pytest.mark.parametrize(("received", "defence", "forward", "draft"), VECTORS)
def test_complaint_forwarded_drafted_and_answered_in_time(
    received: str, defence: str, forward: str, draft: str
) -> None:
    deadline = CALENDAR.after(day(received), calendar_days=15)
    assert deadline == DayResult(day(defence), provisional=False)
    assert CALENDAR.after(day(received), working_days=2) == DayResult(day(forward))
    assert CALENDAR.before(deadline.day, working_days=5) == DayResult(day(draft))


def test_the_starting_day_is_not_counted() -> None:
    result = CALENDAR.after(day("2026-03-02"), calendar_days=15)
    assert result.day == day("2026-03-17")
    assert steps(result) == [("03-02", "start-not-counted", "starting-day")]


def test_a_last_day_on_a_holiday_moves_to_the_first_day_after_also_if_that_is_a_make_up_day() -> None:
    result = CALENDAR.after(day("2022-09-20"), calendar_days=15)
    assert steps(result) == [
        ("09-20", "start-not-counted", "starting-day"),
        ("10-05", "rolled", "holiday"),
        ("10-06", "rolled", "holiday"),
        ("10-07", "rolled", "holiday"),
        ("10-08", "make-up", "make-up-day"),
    ]


def test_a_last_day_on_a_make_up_day_stays_and_the_trace_says_why() -> None:
    result = CALENDAR.after(day("2024-01-26"), calendar_days=23)
    assert result.day == day("2024-02-18")
    assert steps(result)[1:] == [("02-18", "make-up", "make-up-day")]


def test_a_last_day_on_a_weekend_moves_to_monday() -> None:
    result = CALENDAR.after(day("2026-03-06"), calendar_days=15)
    assert result.day == day("2026-03-23")
    assert steps(result)[1:] == [("03-21", "rolled", "weekend"), ("03-22", "rolled", "weekend")]


def test_a_day_set_by_a_court_stays_on_a_holiday() -> None:
    result = CALENDAR.after(day("2022-09-20"), calendar_days=15, roll=False)
    assert result.day == day("2022-10-05")
    assert steps(result) == [("09-20", "start-not-counted", "starting-day")]


def test_working_days_count_make_up_days_and_skip_holidays_and_weekends() -> None:
    result = CALENDAR.after(day("2023-09-28"), working_days=2)
    assert result.day == day("2023-10-08")
    assert steps(result)[0] == ("09-28", "start-not-counted", "starting-day")
    assert [step for step in steps(result) if step[1] == "skipped"] == [
        ("09-29", "skipped", "holiday"),
        ("09-30", "skipped", "holiday"),
        *((f"10-0{n}", "skipped", "holiday") for n in range(1, 7)),
    ]
    assert steps(result)[-2:] == [("10-07", "make-up", "make-up-day"), ("10-08", "make-up", "make-up-day")]


def test_working_days_from_a_holiday_begin_with_the_next_working_day() -> None:
    assert CALENDAR.after(day("2026-10-03"), working_days=1).day == day("2026-10-08")


def test_n_working_days_before_is_the_nth_working_day_before() -> None:
    result = CALENDAR.before(day("2022-10-08"), working_days=5)
    assert result.day == day("2022-09-26")
    assert steps(result) == [
        ("10-08", "end-not-counted", "ending-day"),
        *((f"10-0{n}", "skipped", "holiday") for n in range(7, 0, -1)),
    ]


def test_n_clear_working_days_before_leave_n_working_days_between() -> None:
    result = CALENDAR.before(day("2024-02-19"), working_days=5, clear=True)
    assert result.day == day("2024-02-05")
    assert steps(result)[-1] == ("02-05", "clear", "clear-days")


def test_days_before_a_hearing_move_back_to_the_previous_working_day() -> None:
    result = CALENDAR.before(day("2026-10-09"), calendar_days=2)
    assert result.day == day("2026-09-30")
    assert steps(result) == [
        ("10-09", "end-not-counted", "ending-day"),
        *((f"10-0{n}", "rolled", "holiday") for n in range(7, 0, -1)),
    ]


def test_days_before_a_hearing_on_a_working_day_stay() -> None:
    assert CALENDAR.before(day("2026-03-12"), calendar_days=2) == DayResult(day("2026-03-10"))


def test_days_before_a_hearing_stay_on_a_weekend_where_the_reading_says_so() -> None:
    result = CALENDAR.before(day("2026-03-09"), calendar_days=2, roll=False)
    assert result == DayResult(day("2026-03-07"))
    assert len(result.trace) == 1


def test_clear_days_before_a_hearing_leave_so_many_days_between() -> None:
    result = CALENDAR.before(day("2026-03-13"), calendar_days=2, clear=True)
    assert result.day == day("2026-03-10")
    assert steps(result)[1:] == [("03-10", "clear", "clear-days")]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-15", 1, "2024-02-18"),  # the 15th lies in the holidays; 18 February is made up
        ("2024-08-30", 6, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),  # a made-up Saturday
        ("2025-10-31", 1, "2025-12-01"),  # 30 November is a Sunday
        ("2026-03-10", 2, "2026-05-11"),  # 10 May is a Sunday, though 9 May is made up
        ("2025-03-14", 12, "2026-03-16"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month_and_then_move(
    start: str, months: int, end: str
) -> None:
    assert CALENDAR.after(day(start), months=months).day == day(end)


def test_a_month_that_is_too_short_is_named_in_the_trace() -> None:
    result = CALENDAR.after(day("2025-10-31"), months=1)
    assert steps(result) == [
        ("10-31", "start-not-counted", "starting-day"),
        ("11-30", "month-end", "short-month"),
        ("11-30", "rolled", "weekend"),
    ]


def test_a_year_from_a_leap_day_ends_on_28_february() -> None:
    assert CALENDAR.after(day("2024-02-29"), years=1).day == day("2025-02-28")
    assert CALENDAR.after(day("2024-02-29"), years=2, roll=False).day == day("2026-02-28")


def test_years_are_twelve_months_each() -> None:
    assert CALENDAR.after(day("2021-06-15"), years=2) == CALENDAR.after(day("2021-06-15"), months=24)


def test_the_gap_is_signed() -> None:
    assert CALENDAR.working_days_between(day("2026-03-02"), day("2026-03-06")) == 4
    assert CALENDAR.working_days_between(day("2026-03-06"), day("2026-03-02")) == -4
    assert CALENDAR.working_days_between(day("2026-03-06"), day("2026-03-08")) == 0
    assert CALENDAR.working_days_between(day("2024-02-09"), day("2024-02-18")) == 1


def test_a_trace_is_made_of_days_with_reasons() -> None:
    (first, *_) = CALENDAR.after(day("2026-03-06"), calendar_days=15).trace
    assert first == TraceStep(day("2026-03-06"), "start-not-counted", "starting-day", provisional=False)


@pytest.mark.parametrize(
    ("length", "message"),
    [
        ({}, "a period of no length; expected exactly one of calendar_days, working_days, months, years"),
        ({"months": 1, "years": 1}, "a period of months=1 and years=1; expected exactly one of"),
        ({"calendar_days": 0}, "a period of 0 calendar days; expected at least 1"),
        ({"working_days": -3}, "a period of -3 working days; expected at least 1"),
        ({"months": 0}, "a period of 0 months; expected at least 1"),
        ({"years": 0}, "a period of 0 years; expected at least 1"),
    ],
)
def test_a_period_without_one_length_is_refused(length: dict[str, int], message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        CALENDAR.after(day("2026-03-02"), **length)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("length", "message"),
    [
        ({}, "a period of no length; expected exactly one of calendar_days, working_days"),
        ({"calendar_days": 2, "working_days": 2}, "calendar_days=2 and working_days=2"),
        ({"calendar_days": 0}, "at least 1"),
        ({"working_days": 0}, "at least 1"),
    ],
)
def test_a_period_before_without_one_length_is_refused(length: dict[str, int], message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        CALENDAR.before(day("2026-03-02"), **length)  # type: ignore[arg-type]


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(
        DayOutOfRangeError, match=r"1066-10-14 is outside .* expected a day from 1990-01-01 to 2099"
    ):
        CALENDAR.after(day("1066-10-14"), calendar_days=15)


@pytest.mark.parametrize("unit", ["calendar_days", "working_days", "months", "years"])
def test_a_period_that_leaves_the_calendar_is_refused(unit: str) -> None:
    with pytest.raises(DayOutOfRangeError, match="the day the period ends on"):
        CALENDAR.after(day("2026-03-02"), **{unit: 1_000_000})  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["calendar_days", "working_days"])
def test_a_period_back_out_of_the_calendar_is_refused(unit: str) -> None:
    for length in (2, 1_000_000):
        with pytest.raises(DayOutOfRangeError, match="the day the period ends on"):
            CALENDAR.before(day("1990-01-02"), **{unit: length})  # type: ignore[arg-type]


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="expected a date in Asia/Shanghai"):
        CALENDAR.after(datetime(2026, 3, 2, 23, tzinfo=UTC), calendar_days=15)
