"""When is a delivery that failed tried again, and when is it given up? Pure."""

from dataclasses import dataclass
from random import Random

MINUTE, HOUR = 60.0, 3600.0

PAUSES = (MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 14 * HOUR, 22 * HOUR)
"""Seconds after each failed try until the next: two days for all of them, and eleven minutes."""

TRIES = len(PAUSES) + 1

JITTER = 0.1
"""By up to this part a pause is shortened, so that what failed together is not tried again together."""

LONGEST = 24 * HOUR
"""Seconds for which a receiver may have us wait."""

REST = 30.0
"""Seconds for which nothing at all is sent to a receiver that has just failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended."""

    delivered: bool
    detail: str = ""
    """What went wrong, in words for people."""
    gone: bool = False
    """The receiver wants nothing more, ever."""
    wait: float = 0.0
    """Seconds the receiver asks us to wait."""


def next_try(tries: int, now: float, outcome: Outcome, random: Random) -> float | None:
    """Return the instant of the next try after so many failed ones; None when there is none."""
    if tries >= TRIES:
        return None
    pause = PAUSES[tries - 1] * (1 - JITTER * random.random())
    return now + max(pause, min(outcome.wait, LONGEST))


def rest_until(now: float, outcome: Outcome) -> float:
    """Return the instant until which nothing is sent to a receiver that failed."""
    return now + max(REST, min(outcome.wait, LONGEST))
