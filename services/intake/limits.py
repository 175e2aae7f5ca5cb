"""How much may a sender send, and what is said to it while the log cannot keep up?

Each principal has a bucket of requests, of facts and of bytes, which fills steadily. A submission is admitted whole
as long as its buckets are not empty, and may leave them in debt: one large batch is taken, and the next has to wait.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
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

HAIR = 1e-6
"""What may be lacking: fractions do not add up exactly."""

REMEMBERED = 4096
"""Principals whose buckets are kept; of more, those seen longest ago begin with full ones again."""

_LIMITED = Counter("yingsu_limited_total", "Submissions turned away for now, and why", ["limit", "role"])


@dataclass(slots=True)
class _Bucket:
    """What somebody may still send; below 0, what it has sent in advance."""

    rate: float
    level: float

    def wait(self, passed: float) -> float:
        """Return the seconds until something is in it, so many seconds after it was last looked at."""
        self.level = min(self.rate * BURST, self.level + self.rate * passed)
        lacking = 1.0 - self.level
        return lacking / self.rate if lacking > HAIR else 0.0


@dataclass(slots=True)
class _Account:
    """The buckets of somebody, and when they were looked at."""

    facts: _Bucket
    bytes: _Bucket
    requests: _Bucket
    rate: int
    at: float

    def waits(self, now: float) -> dict[str, tuple[_Bucket, float]]:
        """Return which buckets are empty, and for how many seconds still."""
        passed, self.at = max(now - self.at, 0.0), now
        facts, bytes_, requests = (one.wait(passed) for one in (self.facts, self.bytes, self.requests))
        if not (facts or bytes_ or requests):
            return {}
        found = {
            "facts": (self.facts, facts),
            "bytes": (self.bytes, bytes_),
            "requests": (self.requests, requests),
        }
        return {name: told for name, told in found.items() if told[1]}


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
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the facts and the requests a second of each principal that has no rate of its own.

        `waiting` returns how many facts wait to be saved; `memory` is what all bodies share.
        """
        self.memory = memory or Memory()
        self._facts = facts
        self._requests = requests
        self._waiting = waiting
        self._now = now
        self._sleep = sleep
        self._accounts: OrderedDict[tuple[str, str, str], _Account] = OrderedDict()

    def admit(self, principal: Principal, *, facts: int = 0, bytes: int = 0, requests: int = 1) -> None:
        """Count a submission. Raises Problem 429, with Retry-After, for one that has to come later."""
        if (waiting := self._waiting()) > WAITING:
            detail = f"{waiting:,} facts wait to be saved, and more than {WAITING:,} may not"
            raise _later(principal, "backlog", detail, WAITING, 1.0)
        account = self._of(principal)
        if waits := account.waits(self._now()):
            name, (bucket, wait) = next(iter(waits.items()))
            detail = f"{principal.actor} may send {bucket.rate:,.0f} {name} a second, and has sent more"
            raise _later(principal, name, detail, bucket.rate, wait)
        account.facts.level -= facts
        account.bytes.level -= bytes
        account.requests.level -= requests

    async def pace(self, principal: Principal, *, facts: int = 0, bytes: int = 0) -> None:
        """Count a portion of a stream once there is room for it, however long that takes."""
        wait = self._wait(principal)
        while wait > 0.0:
            await self._sleep(wait)
            wait = self._wait(principal)
        account = self._of(principal)
        account.facts.level -= facts
        account.bytes.level -= bytes

    def _wait(self, principal: Principal) -> float:
        if self._waiting() > WAITING:
            return 0.05
        waits = self._of(principal).waits(self._now())
        return max((wait for name, (_, wait) in waits.items() if name != "requests"), default=0.0)

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

    def _of(self, principal: Principal) -> _Account:
        who = (principal.role, principal.name, principal.id)
        account = self._accounts.get(who)
        if account is not None and account.rate == principal.rate:
            self._accounts.move_to_end(who)
            return account
        facts, requests = self._rates(principal)
        per_second = BYTES * max(facts / self._facts, 1.0)
        account = self._accounts[who] = _Account(
            facts=_Bucket(facts, facts * BURST),
            bytes=_Bucket(per_second, per_second * BURST),
            requests=_Bucket(requests, requests * BURST),
            rate=principal.rate,
            at=self._now(),
        )
        if len(self._accounts) > REMEMBERED:
            self._accounts.popitem(last=False)
        return account

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
