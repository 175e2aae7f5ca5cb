"""Xinzhou 10 and Huancui 11, 14: forwarding within two working days can leave no time for the draft."""

from datetime import date, timedelta

from shared.calendar import Calendar

CALENDAR = Calendar.bundled()


def gap(received: date) -> int:
    forward = CALENDAR.after(received, working_days=2)
    defence = CALENDAR.after(received, calendar_days=15)
    draft = CALENDAR.before(defence.day, working_days=5)
    return CALENDAR.working_days_between(forward.day, draft.day)


def test_of_1171_working_days_of_receipt_25_leave_no_day_and_23_less_than_none() -> None:
    days = (date(2022, 1, 1) + timedelta(days=n) for n in range((date(2026, 9, 15) - date(2022, 1, 1)).days))
    gaps = {day: gap(day) for day in days if CALENDAR.is_working_day(day)}
    assert len(gaps) == 1171
    assert sum(value == 0 for value in gaps.values()) == 25
    assert sum(value < 0 for value in gaps.values()) == 23
    assert min(gaps, key=lambda day: gaps[day]) == date(2023, 9, 22)


def test_received_on_22_september_2023_the_draft_is_due_two_working_days_before_the_forwarding() -> None:
    assert gap(date(2023, 9, 22)) == -2
