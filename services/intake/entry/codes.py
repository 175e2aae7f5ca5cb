"""How does somebody sign in once without typing a key? By a code that lives for minutes and is used up by its use."""

import secrets
import time
from collections.abc import Callable

from shared.access import Principal
from shared.access.guard import fingerprint

LIVES = 900.0
"""Seconds a code may be used in, once."""

MOST = 100
"""Codes that wait to be used; the oldest ends when there are more."""


class Codes:
    """The codes that were made and not used yet. Only their hashes are kept, in memory: a new start ends them."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: dict[str, tuple[float, Principal]] = {}

    def make(self, principal: Principal) -> str:
        """Return a code by which whoever has it signs in as somebody."""
        if len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        code = secrets.token_urlsafe(24)
        self._waiting[fingerprint(code)] = (self._now() + LIVES, principal)
        return code

    def use(self, code: str) -> Principal | None:
        """Return whose a code is, and use it up; None for one that is not known, was used or has ended."""
        end, principal = self._waiting.pop(fingerprint(code), (0.0, None))
        return principal if self._now() < end else None
