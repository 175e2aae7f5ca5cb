"""How does a clerk count, day by day, with the notices on the desk? Nothing of the software's calendar is used.

`python -m tests.shared.calendar_clerk` writes the vectors anew from `calendar_notices.yaml`.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "calendar_vectors.csv"
ONE_DAY = timedelta(days=1)

Works = Callable[[date], bool]


class Notice(NamedTuple):
    """What one year's notice arranges."""

    number: str
    off: frozenset[date]
    worked: frozenset[date]


class Vector(NamedTuple):
    """A period, and where it must end."""

    period: str
    n: int
    origin: date
    result: date
    crosses: date
    """The holiday or make-up day it was chosen for."""


@cache
def notices() -> dict[int, Notice]:
    """Return the notices of 2022-2026."""
    told = yaml.safe_load((FOLDER / "calendar_notices.yaml").read_text(encoding="utf-8"))
    return {
        year: Notice(
            one["notice"],
            frozenset(day for holiday in one["holidays"] for day in _all_days(*holiday["days"])),
            frozenset(day for holiday in one["holidays"] for day in holiday.get("worked", ())),
        )
        for year, one in told.items()
    }


@cache
def special_days() -> tuple[date, ...]:
    """Return every day off and every make-up day of 2022-2026."""
    return tuple(sorted(day for one in notices().values() for day in one.off | one.worked))


def works(day: date) -> bool:
    """Tell whether a day is worked, by the notices; no notice arranged a day of December 2021."""
    if not date(2021, 12, 1) <= day <= date(2026, 12, 31):
        raise LookupError(f"no notice on the desk tells of {day}")
    if any(day in one.worked for one in notices().values()):
        return True
    return day.weekday() < 5 and not any(day in one.off for one in notices().values())


def ends(period: str, n: int, origin: date, works: Works = works) -> date:
    """Return where a period ends, by walking."""
    match period:
        case "working days after":
            return _nth(origin, n, ONE_DAY, works)
        case "calendar days after":
            return _moved(origin + n * ONE_DAY, ONE_DAY, works)
        case "months after":
            return _moved(_month_by_month(origin, n), ONE_DAY, works)
        case "years after":
            return _moved(_month_by_month(origin, 12 * n), ONE_DAY, works)
        case "working days before":
            return _nth(origin, n, -ONE_DAY, works)
        case "clear working days before":
            return _nth(origin, n + 1, -ONE_DAY, works)
        case "calendar days before":
            return _moved(origin - n * ONE_DAY, -ONE_DAY, works)
        case "clear calendar days before":
            return _moved(origin - (n + 1) * ONE_DAY, -ONE_DAY, works)
    raise LookupError(period)


def vectors() -> Iterator[Vector]:
    """Yield for each holiday and make-up day a period of every kind that crosses it, of changing lengths."""
    forward, run, months = (
        cycle((2, 1, 5, 10, 3, 15, 30)),
        cycle((15, 10, 7, 60, 20, 30)),
        cycle((6, 1, 2, 3)),
    )
    before, hearing, gap = cycle((5, 3, 1, 10, 2)), cycle((1, 2, 3, 7, 10)), cycle((1, 2, 3, 4))
    years = cycle((1, 2))
    for number, day in enumerate(special_days()):
        clear = "clear " if number % 2 else ""
        away = next(gap) * ONE_DAY
        yield _crossing("working days after", next(forward), day - away, day)
        n = next(run)
        yield _vector("calendar days after", n, day - n * ONE_DAY, day)
        n = next(months)
        if origin := _origin(day, n):
            yield _vector("months after", n, origin, day)
        n = next(years)
        if number % 3 == 0 and (origin := _origin(day, 12 * n)):
            yield _vector("years after", n, origin, day)
        yield _crossing(f"{clear}working days before", next(before), day + away, day)
        n = next(hearing)
        yield _vector(f"{clear}calendar days before", n, day + (n + bool(clear)) * ONE_DAY, day)


def written() -> str:
    """Return the vectors as they stand in their file."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(Vector._fields)
    rows.writerows(vectors())
    return text.getvalue()


def read_vectors() -> list[Vector]:
    """Return the vectors of the file."""
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [
            Vector(
                row["period"], int(row["n"]), *(date.fromisoformat(row[name]) for name in Vector._fields[2:])
            )
            for row in csv.DictReader(file)
        ]


def _vector(period: str, n: int, origin: date, crosses: date) -> Vector:
    return Vector(period, n, origin, ends(period, n, origin), crosses)


def _crossing(period: str, n: int, origin: date, day: date) -> Vector:
    """Return a period of at least `n` working days that reaches as far as the day."""
    vector = _vector(period, n, origin, day)
    while not min(origin, vector.result) <= day <= max(origin, vector.result):
        vector = _vector(period, vector.n + 1, origin, day)
    return vector


def _all_days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _nth(day: date, n: int, way: timedelta, works: Works) -> date:
    while n:
        day += way
        n -= works(day)
    return day


def _moved(day: date, way: timedelta, works: Works) -> date:
    while not works(day):
        day += way
    return day


def _month_by_month(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _last_that_exists(year, month, day.day)


def _last_that_exists(year: int, month: int, number: int) -> date:
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def _origin(day: date, months: int) -> date | None:
    """Return a day from which so many months end on this one, the last of its month where that can be."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    for number in (31, day.day):
        origin = _last_that_exists(year, month, number)
        if _month_by_month(origin, months) == day:
            return origin
    return None


if __name__ == "__main__":
    VECTORS.write_text(written(), encoding="utf-8")
