"""What does the State Council's yearly notice say about one year: which days are off, which are made up?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

import chinese_calendar

from shared.calendar.faults import ScheduleError, Told, impossible

# The numbers of the notices behind the bundled years, as far as they are certain; all are 国办发明电.
_NOTICES = {
    2021: "2020〕27",
    2022: "2021〕11",
    2023: "2022〕16",
    2024: "2023〕7",
    2025: "2024〕12",
    2026: "2025〕7",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class YearSchedule:
    """The working days of one year as its notice arranges them.

    `holidays` are the days off, weekends among them or not; `make_up_days` the Saturdays and Sundays worked
    instead. Every other day follows its weekday. A notice may reach back into the December before its year,
    and then prevails over the schedule of that year. Dates are days in Asia/Shanghai.

    Raises `ScheduleError` if a day lies elsewhere, is both off and worked, or is made up on a weekday.
    """

    year: int
    notice: str
    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def __post_init__(self) -> None:
        if faults := list(impossible(self.year, self.told)):
            raise ScheduleError(self.year, [fault._replace(at=None) for fault in faults])

    @property
    def told(self) -> tuple[Told, ...]:
        """Return every day the notice arranges, and whether it is off, by day."""
        off = ((day, True) for day in self.holidays)
        return tuple(sorted((*off, *((day, False) for day in self.make_up_days))))


@cache
def bundled_schedules() -> Mapping[int, YearSchedule]:
    """Return the schedules published so far, by year, as `chinesecalendar` (1.11.0: 2004-2026) keeps them."""
    off, made_up = chinese_calendar.holidays, chinese_calendar.workdays
    return MappingProxyType(
        {
            year: YearSchedule(
                year=year,
                notice=f"国办发明电〔{_NOTICES[year]}号" if year in _NOTICES else f"chinesecalendar {year}",
                holidays=frozenset(day for day in off if day.year == year),
                make_up_days=frozenset(day for day in made_up if day.year == year),
            )
            for year in sorted({day.year for day in off})
        }
    )
