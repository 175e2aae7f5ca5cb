"""What does one recorded fact add to the counts of its source? Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from shared.codec import UnknownTypeError, class_of, name_in
from shared.events.base import Fact

SHANGHAI = timezone(timedelta(hours=8))

MOST_LAG = 367
"""Stands for all greater lags: no registration allows more than 366 days."""

CORRECTED, RETRACTED = "fact-corrected", "fact-retracted"


class Counted(NamedTuple):
    """Under what a fact is counted."""

    district: str
    feed: str
    day: date
    type: str
    lag: int
    """Calendar days between the day it tells of and the day it was recorded; 0 where it tells of none."""


def counted(envelope: Mapping[str, Any]) -> Counted:
    """Return under what the fact of an envelope is counted. Cheap: nothing is validated."""
    day = day_of(envelope["recordedat"])
    return Counted(
        envelope["district"],
        envelope["source"],
        day,
        name_in(envelope["type"]),
        _lag(envelope["data"].get(_deciding(envelope["type"])), day),
    )


def day_of(recorded_at: str) -> date:
    """Return the day in Asia/Shanghai of an instant in UTC, RFC 3339."""
    return _day_of_hour(recorded_at[:13])


@lru_cache(maxsize=256)
def _day_of_hour(hour: str) -> date:
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(SHANGHAI).date()


@lru_cache(maxsize=512)
def _deciding(type_: str) -> str:
    """Return the field with the day a fact tells of; empty where there is none, or the type is unknown."""
    try:
        cls = class_of(type_)
    except UnknownTypeError:
        return ""
    return cls.DECIDES if issubclass(cls, Fact) else ""


def _lag(told: object, day: date) -> int:
    if not isinstance(told, str):
        return 0
    try:
        lag = (day - date.fromisoformat(told)).days
    except ValueError:
        return 0
    return min(max(lag, 0), MOST_LAG)
