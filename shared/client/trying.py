"""How long does a client wait before it sends again, and when does it give up?"""

import random
import time
from email.utils import parsedate_to_datetime

import httpx

from shared.client.answers import AwayError, problem_of

FIRST, LONGEST = 0.2, 10.0
"""Seconds of the first pause, and of the longest; each is twice the one before."""

_AGAIN = frozenset({429, 502, 503, 504})


class Tries:
    """Says how long to wait before a request is sent again, or raises what ends it."""

    def __init__(self, url: str, patience: float) -> None:
        self._url = url
        self._left = patience
        self._pause = FIRST

    def after(self, why: httpx.Response | httpx.TransportError) -> float:
        """Return the seconds to wait. Raises ProblemError and AwayError."""
        if isinstance(why, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
            raise AwayError(self._url, why) from why
        if isinstance(why, httpx.Response) and why.status_code not in _AGAIN:
            raise problem_of(why)
        pause, self._pause = self._pause, min(LONGEST, self._pause * 2)
        pause *= random.uniform(0.5, 1.0)  # so that many who were cut off together do not come back together
        if isinstance(why, httpx.Response):
            pause += _retry_after(why)
        if pause > self._left:
            if isinstance(why, httpx.Response):
                raise problem_of(why)
            raise AwayError(self._url, str(why) or type(why).__name__) from why
        self._left -= pause
        return pause


def _retry_after(answer: httpx.Response) -> float:
    """Return the seconds an answer asks to wait; 0 where it does not, or not in a way that can be read."""
    said = answer.headers.get("retry-after", "")
    try:
        return max(
            0.0, float(said) if said.isdigit() else parsedate_to_datetime(said).timestamp() - time.time()
        )
    except ValueError:
        return 0.0
