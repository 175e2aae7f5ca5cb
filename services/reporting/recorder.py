"""How is something put on record once, when all that follows from the log is there?

Only a log that was read to its end, with all that follows, is looked at: what is on record already is known then.
The keeper takes a finding only from who has read its own last one, so neither two processes nor one that died in
the middle puts a finding on the log twice.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol

import structlog

from shared.codec import encode, type_of
from shared.envelope import BUREAU, Draft
from shared.events.base import Finding
from shared.log.append import MOST, AppendError, LogClient, LogUnavailable, Refused
from shared.problems import Problem

_log = structlog.stdlib.get_logger("recorder")

REPORTING = "reporting"

PAUSE = 0.5
"""Seconds until a keeper that did not answer is asked again."""
LOOK_UP = 30.0
"""Seconds after which is looked again, whatever happens."""
SELDOM = 20
"""So many times as long as a look has taken, none is taken again."""
LONGEST = 60.0
"""Seconds after which one is, however long the last has taken."""


class Due(NamedTuple):
    """What is to be put on record of one thing in a district."""

    district: str
    what: str
    """By which people know it, such as the year."""
    drafts: Callable[[], Awaitable[Sequence[Draft]]]
    """Makes the findings, which may take its time. Raises Problem or OSError where they cannot be made now."""


class Look(Protocol):
    """Looks what is to be put on record. Blocking; for one thread, and one question, at a time."""

    def due(self) -> Sequence[Due]:
        """Return what is to be put on record, all of it as of one position."""

    def close(self) -> None:
        """Close what it looks into."""


def made(drafts: Sequence[Draft]) -> Callable[[], Awaitable[Sequence[Draft]]]:
    """Return what makes findings that are there already."""

    async def there() -> Sequence[Draft]:
        return drafts

    return there


def of_bureau(finding: Finding, district: str) -> Draft:
    """Return a finding on the bureau's own matter, ready to be appended."""
    return Draft(
        source=REPORTING,
        id="",
        type=type_of(type(finding)),
        subject=BUREAU,
        district=district,
        data=encode(finding),
    )


class SettledRecorder:
    """Puts on record what is due: `run()` as a task, `nudge()` whenever more may be settled."""

    def __init__(
        self,
        look: Look,
        *,
        client: LogClient,
        rested: Callable[[], int | None],
        own_last: Callable[[], int],
        stalled: Callable[[], Sequence[str]] = tuple,
        passing: Callable[[str], None] = lambda point: None,
    ) -> None:
        """`rested` is the position at which everything is settled and shown, or None while something is not.

        `own_last` says up to where reporting has read its own findings; `stalled` names the cases, as case keys, that
        cannot be judged: while a district has one, its figures lack something, and nothing of it is frozen.
        """
        self._looker = look
        self._client = client
        self._rested = rested
        self._own_last = own_last
        self._stalled = stalled
        self._passing = passing
        self._thread = ThreadPoolExecutor(1, type(look).__name__)
        self._news = asyncio.Event()
        self._looked_at = -1
        self._look_from = 0.0
        self._waiting: tuple[str, ...] = ()
        self._failed: dict[str, str] = {}

    def nudge(self) -> None:
        """Look whether there is something to put on record."""
        self._news.set()

    async def run(self) -> None:
        """Put on record what is due, for ever."""
        while True:
            try:
                async with asyncio.timeout(LOOK_UP):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()
            if self._rested() not in (None, self._looked_at) and not await self._look():
                await asyncio.sleep(PAUSE)
                self.nudge()

    def status(self) -> dict[str, Any]:
        """Return of what nothing is put on record while cases of its district cannot be judged, and what failed."""
        return {"waiting": list(self._waiting), **({"failed": self._failed} if self._failed else {})}

    def close(self) -> None:
        """Close what is looked into."""
        self._thread.shutdown()
        self._looker.close()

    async def _look(self) -> bool:
        """Put on record what is due; return whether it was, so that only another position may bring more."""
        await asyncio.sleep(self._look_from - time.monotonic())
        position, expected = self._rested(), self._own_last()
        if position is None:
            return True  # the next nudge comes when all is settled
        began = time.monotonic()
        due = await asyncio.get_running_loop().run_in_executor(self._thread, self._looker.due)
        self._look_from = time.monotonic() + min(SELDOM * (time.monotonic() - began), LONGEST)
        if self._rested() != position:
            return self._rested() is None  # what was seen may be half of something
        held = {key.partition("|")[0] for key in self._stalled()}
        self._waiting = tuple(f"{one.district} {one.what}" for one in due if one.district in held)
        failed: dict[str, str] = {}
        try:
            for one in due:
                if one.district not in held:
                    expected = await self._record(one, expected, failed)
        except Refused as refused:
            _log.info("own findings are unread; reading on", upto=refused.last)
            return False
        except LogUnavailable as error:
            _log.warning("what is due is put on record as soon as the keeper answers", reason=str(error))
            return False
        except AppendError as error:
            _log.error("what is due cannot be put on record", reason=str(error))
        finally:
            self._failed = failed
        self._looked_at = -1 if self._waiting else position
        return True

    async def _record(self, one: Due, expected: int, failed: dict[str, str]) -> int:
        try:
            drafts = await one.drafts()
        except (Problem, OSError) as error:
            failed[f"{one.district} {one.what}"] = str(error)
            _log.error("cannot be put on record now", district=one.district, what=one.what, reason=str(error))
            return expected
        for start in range(0, len(drafts), MOST):
            self._passing("before-append")
            expected = (await self._client.append(REPORTING, expected, drafts[start : start + MOST])).last
            self._passing("after-append")
        return expected
