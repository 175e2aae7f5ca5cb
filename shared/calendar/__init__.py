"""On which day does a period end, is that official, and why that day?

The calendar is a value: it is built from the schedules published so far and never asks what day it is.
Every date is a day in Asia/Shanghai. What `chinesecalendar` knows seeds it; later years arrive as facts.
"""

from shared.calendar.days import FIRST, LAST, DayKind, DayOutOfRangeError
from shared.calendar.periods import Calendar, PeriodError
from shared.calendar.results import DayResult, TraceStep, What, Why
from shared.calendar.schedules import ScheduleError, YearSchedule, bundled_schedules, read_schedule
from shared.calendar.statutory import statutory_days

__all__ = [
    "FIRST",
    "LAST",
    "Calendar",
    "DayKind",
    "DayOutOfRangeError",
    "DayResult",
    "PeriodError",
    "ScheduleError",
    "TraceStep",
    "What",
    "Why",
    "YearSchedule",
    "bundled_schedules",
    "read_schedule",
    "statutory_days",
]
