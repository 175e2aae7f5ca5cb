"""Which days does the law itself give off in a year, before any schedule moves days around them?"""

from datetime import date, timedelta
from functools import lru_cache

# Spring Festival (first day), Qingming, Dragon Boat, Mid-Autumn. Lunar dates: lunardate 0.3.0, LunarCalendar
# 0.0.9 and holidays 0.109 agree. Qingming: the day (UTC+8) the sun reaches 15°, by ephem 4.2.1 and holidays.
_FESTIVALS = {
    2025: (date(2025, 1, 29), date(2025, 4, 4), date(2025, 5, 31), date(2025, 10, 6)),
    2026: (date(2026, 2, 17), date(2026, 4, 5), date(2026, 6, 19), date(2026, 9, 25)),
    2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
    2031: (date(2031, 1, 23), date(2031, 4, 5), date(2031, 6, 24), date(2031, 10, 1)),
    2032: (date(2032, 2, 11), date(2032, 4, 4), date(2032, 6, 12), date(2032, 9, 19)),
    2033: (date(2033, 1, 31), date(2033, 4, 4), date(2033, 6, 1), date(2033, 9, 8)),
    2034: (date(2034, 2, 19), date(2034, 4, 5), date(2034, 6, 20), date(2034, 9, 27)),
    2035: (date(2035, 2, 8), date(2035, 4, 5), date(2035, 6, 10), date(2035, 9, 16)),
}

# State Council Decree 795 added the second day of Labour Day and New Year's Eve of the lunar year.
_REFORM = 2025


@lru_cache(maxsize=256)
def statutory_days(year: int) -> frozenset[date]:
    """Return the statutory holidays of a year, whatever weekday they fall on.

    New Year, Labour Day and National Day for every year; Spring Festival (New Year's Eve and three days),
    Qingming, Dragon Boat and Mid-Autumn for 2025-2035 only, where their dates are certain.

    Days that compensate for a holiday on a weekend are not here: only the yearly notice places them. Leaving
    them out errs towards an earlier provisional deadline, which is the safe side.
    Source: the State Council's rules on national holidays (全国年节及纪念日放假办法, 2024).
    """
    fixed = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    if year >= _REFORM:
        fixed.add(date(year, 5, 2))
    if year not in _FESTIVALS:
        return frozenset(fixed)
    spring, *others = _FESTIVALS[year]
    return frozenset(fixed | {spring + timedelta(days=n) for n in (-1, 0, 1, 2)} | set(others))
