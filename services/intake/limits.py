"""How much may a sender send, and what is said to it while the log cannot keep up?

Each principal has a bucket of requests, of facts and of bytes, which fills steadily. A submission is admitted whole
as long as its buckets are not empty, and may leave them in debt: one large batch is taken, and the next has to wait.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import Counter

from shared.access import Principal
from shared.problems import Problem
from shared.service.memory import Memory

BURST = 10.0
"""Seconds' worth of its rate that somebody who was silent may send at once."""

BYTES = 16 * 1024 * 1024
"""Bytes a second of a principal; of who may send more facts than others, in proportion more."""

OPERATOR = 100_000
"""Facts and requests a second of whoever runs the house."""

WAITING = 10_000
"""Facts that may wait to be saved before new submissions are turned away."""

REMEMBERED = 4096
"""Principals whose buckets are kept; of more, those seen longest ago begin with full ones again."""

_LIMITED = Counter("yingsu_limited_total", "Submissions turned away for now, and why", ["limit", "role"])


@dataclass(slots=True)
class _Bucket:
    """What somebody may still send; below 0, what it has sent in advance."""

    rate: float
    level: float
    at: float

    def filled(self, now: float) -> float:
        """Return the level now."""
        self.level = min(self.rate * BURST, self.level + self.rate * max(now - self.at, 0.0))
        self.at = now
        return self.level

    def wait(self, now: float) -> float:
        """Return the seconds until something is in it."""
        level = self.filled(now)
        return (1.0 - level) / self.rate if level < 1.0 else 0.0


class Limits:
    """Says who has to wait. `admit` before each submission; `pace` slows down a stream instead."""

    def __init__(
        self,
        facts: int = 2000,
        requests: int = 1000,
        *,
        waiting: Callable[[], int] = lambda: 0,
        memory: Memory | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the facts and the requests a second of each principal that has no rate of its own.

        `waiting` returns how many facts wait to be saved; `memory` is what all bodies share.
        """
        self.memory = memory or Memory()
        self._facts = facts
        self._requests = requests
        self._waiting = waiting
        self._now = now
        self._buckets: OrderedDict[str, dict[str, _Bucket]] = OrderedDict()

    def admit(self, principal: Principal, *, facts: int = 0, bytes: int = 0, requests: int = 1) -> None:
        """Count a submission. Raises Problem 429, with Retry-After, for one that has to come later."""
        if (waiting := self._waiting()) > WAITING:
            detail = f"{waiting:,} facts wait to be saved, and more than {WAITING:,} may not"
            raise _later(principal, "backlog", detail, WAITING, 1.0)
        buckets, now = self._of(principal), self._now()
        for name, bucket in buckets.items():
            if wait := bucket.wait(now):
                detail = f"{principal.actor} may send {bucket.rate:,.0f} {name} a second, and has sent more"
                raise _later(principal, name, detail, bucket.rate, wait)
        for name, count in (("facts", facts), ("bytes", bytes), ("requests", requests)):
            buckets[name].level -= count

    async def pace(self, principal: Principal, *, facts: int = 0, bytes: int = 0) -> None:
        """Count a portion of a stream once there is room for it, however long that takes."""
        wait = self._wait(principal)
        while wait > 0.0:
            await asyncio.sleep(wait)
            wait = self._wait(principal)
        buckets = self._of(principal)
        buckets["facts"].level -= facts
        buckets["bytes"].level -= bytes

    def _wait(self, principal: Principal) -> float:
        if self._waiting() > WAITING:
            return 0.05
        buckets, now = self._of(principal), self._now()
        return max(buckets["facts"].wait(now), buckets["bytes"].wait(now))

    @contextmanager
    def held(self, bytes: int) -> Iterator[None]:
        """Count bytes of a submission as in memory while the body runs. Raises Problem 429 where all is taken.

        What comes over HTTP is counted while it arrives already.
        """
        self.memory.take(bytes)
        try:
            yield
        finally:
            self.memory.give_back(bytes)

    def _of(self, principal: Principal) -> dict[str, _Bucket]:
        who = principal.actor
        buckets = self._buckets.get(who)
        facts, requests = self._rates(principal)
        if buckets is None or buckets["facts"].rate != facts:
            now, per_second = self._now(), BYTES * max(facts / self._facts, 1.0)
            rates = {"requests": float(requests), "facts": float(facts), "bytes": per_second}
            buckets = {name: _Bucket(rate, rate * BURST, now) for name, rate in rates.items()}
            self._buckets[who] = buckets
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(who)
        return buckets

    def _rates(self, principal: Principal) -> tuple[int, int]:
        if principal.rate:
            return principal.rate, max(self._requests, principal.rate)
        if principal.role == "operator":
            return max(OPERATOR, self._facts), max(OPERATOR, self._requests)
        return self._facts, self._requests


def _later(principal: Principal, limit: str, detail: str, most: float, wait: float) -> Problem:
    _LIMITED.labels(limit, principal.role).inc()
    seconds = max(1, math.ceil(wait))
    return Problem(
        429,
        "Too much at once",
        f"{detail}; send the same again in {seconds} s",
        headers={"Retry-After": str(seconds)},
        limit=limit,
        most=round(most),
    )
