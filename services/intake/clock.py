"""What day is it? The clock alone knows, and puts each day onto the log when it begins in Asia/Shanghai."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from services.intake.keeper import Keeper
from services.intake.store import StoreUnavailableError
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.intake import DayBegan

_log = structlog.stdlib.get_logger("clock")

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOK = 30.0
"""Seconds between two looks at the time: a machine may sleep, or have its time set."""


def _now() -> datetime:
    return datetime.now(SHANGHAI)


class Clock:
    """Records each day once and in order, after downtime too. `run()` as a task beside the keeper's."""

    def __init__(self, keeper: Keeper, now: Callable[[], datetime] = _now) -> None:
        self._keeper = keeper
        self._now = now

    async def run(self) -> None:
        """Record the days that began since the log's last, then each day as it begins, for ever."""
        while True:
            try:
                await self.catch_up()
            except StoreUnavailableError as error:
                _log.warning("the day could not be recorded; tried again", reason=str(error))
            await asyncio.sleep(min(LOOK, self._until_midnight()))

    async def catch_up(self) -> None:
        """Record what days have begun since the last one on the log; on a new log, the current day.

        Raises StoreUnavailableError.
        """
        today = self._now().astimezone(SHANGHAI).date()
        days = list(_after(self._keeper.index.day, today))
        if days:
            await self._keeper.record([_began(day) for day in days])
            _log.info("a day began", day=today.isoformat(), days=len(days))

    def _until_midnight(self) -> float:
        """Return the seconds until the next day begins in Asia/Shanghai."""
        now = self._now().astimezone(SHANGHAI)
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
        return max((midnight - now).total_seconds(), 0.01)


def _after(last: date | None, today: date) -> Iterator[date]:
    day = today if last is None else last + timedelta(days=1)
    while day <= today:
        yield day
        day += timedelta(days=1)


def _began(day: date) -> Draft:
    return Draft(
        source="intake",
        id=f"day/{day.isoformat()}",
        type=type_of(DayBegan),
        subject=day.isoformat(),
        district=NO_DISTRICT,
        data=encode(DayBegan(day=day)),
    )
