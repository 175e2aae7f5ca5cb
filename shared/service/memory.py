"""How much of all requests together is in memory, and what is said to the next when that is enough?"""

from prometheus_client import Counter, Gauge

from shared.problems import Problem

MOST = 128 * 1024 * 1024
"""Bytes of bodies in memory, of all requests together: four of the largest. Parsed they take some times that."""

_HELD = Gauge("yingsu_held_bytes", "Bytes of requests that are in memory now")
_FULL = Counter("yingsu_memory_full_total", "Requests turned away since too much was in memory already")


class Memory:
    """What the bodies of requests take, counted while they arrive and until they are answered."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.taken = 0
        _HELD.set_function(lambda: self.taken)

    def full(self, more: int) -> bool:
        """Return whether so many bytes do not fit now."""
        return self.taken + more > self.most

    def take(self, count: int) -> None:
        """Count bytes. Raises Problem 429 where they do not fit; nothing is counted then."""
        if self.full(count):
            raise self.problem()
        self.taken += count

    def give_back(self, count: int) -> None:
        """Count bytes no more."""
        self.taken -= count

    def problem(self) -> Problem:
        """Return what is answered to a request that does not fit, and count it."""
        _FULL.inc()
        detail = (
            f"{self.taken:,} bytes of requests are being worked on, and more than {self.most:,} may not; "
            "send the same again in a moment, in smaller batches or as a stream of lines"
        )
        return Problem(
            429, "Too much at once", detail, headers={"Retry-After": "1"}, limit="memory", most=self.most
        )
