"""On which day does a period end, is that official, and why that day?

The calendar is a value: it is built from the schedules published so far and never asks what day it is.
Every date is a day in Asia/Shanghai. What `chinesecalendar` knows seeds it; later years arrive as facts.
"""

from shared.calendar.days import FIRST, LAST, DayKind, DayOutOfRangeError
from shared.calendar.faults import ScheduleError, ScheduleFault, faults_of
from shared.calendar.periods import Calendar, PeriodError
from shared.calendar.reading import read_file, read_schedule
from shared.calendar.results import DayResult, TraceStep, What, Why
from shared.calendar.schedules import YearSchedule, bundled_schedules
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
    "ScheduleFault",
    "TraceStep",
    "What",
    "Why",
    "YearSchedule",
    "bundled_schedules",
    "faults_of",
    "read_file",
    "read_schedule",
    "statutory_days",
]
