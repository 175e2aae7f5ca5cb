"""How does a service keep up with the log? Note, judge what is due, save, say up to where all is settled."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any, TypeVar

import structlog
from nats.aio.client import Client
from prometheus_client import Counter, Gauge, Histogram

from shared.envelope import Recorded
from shared.judge.conclude import Concluded, Concluder, Due, say
from shared.judge.folding import Folding, Looked
from shared.judge.upstream import Upstream
from shared.log.append import AppendError, LogClient, LogUnavailable, Refused
from shared.log.filing import UPSTREAM
from shared.log.follow import Batch, Follower
from shared.log.notes import Notes
from shared.log.settled import Announcement, Settled, announce, joined

_log = structlog.stdlib.get_logger("judge")

T = TypeVar("T")

RELEASE = version("yingsu")
"""After an upgrade every case is judged again: what was unknown may be read now, and the law read otherwise."""

BATCH = 1000
LINGER = 0.2
"""Seconds for which events are collected before they are noted, while another service has its turn."""
PATIENCE = 4000
"""While more events wait, so many are noted before judging: a dispute is judged once for all of them."""
EACH = 5
"""Events for each case that is due: while most cases have fewer, most will have more, and be judged again."""
FAR = 50_000
"""So far behind, nothing is judged: it would be judged again soon."""

_JUDGED = Counter("yingsu_judged_total", "Disputes judged", ["service"])
_REFUSED = Counter(
    "yingsu_appends_refused_total", "Appends refused because own findings were unread", ["service"]
)
_UNAVAILABLE = Counter("yingsu_appends_unanswered_total", "Appends nobody answered", ["service"])
_STALLED = Gauge("yingsu_stalled", "Cases that could not be judged", ["service"])
_POSITION = Gauge("yingsu_position", "Position up to which the log was read", ["service"])
_SETTLED = Gauge("yingsu_settled", "Position up to which all that follows is on the log", ["service"])
_LAG = Gauge("yingsu_lag", "Events of the log that were not read yet", ["service"])
_SECONDS = Histogram("yingsu_judge_seconds", "Duration of judging one chunk", ["service"])


class Judge:
    """The loop of one service: `run()` as a task, for ever."""

    def __init__(
        self,
        concluder: Concluder,
        notes: Notes,
        nc: Client,
        *,
        moved: Callable[[int, Sequence[str]], None] = lambda upto, stalled: None,
        passing: Callable[[str], None] = lambda point: None,
    ) -> None:
        """Tell `moved` what is settled and what has stalled, and `passing` which named point is passed."""
        self.service = concluder.service
        self.settled = 0
        """All that follows from positions up to here is on the log (of reporting: in the views)."""
        self._concluder = concluder
        self._notes = notes
        self._nc = nc
        self._moved = moved
        self._passing = passing
        self._thread = ThreadPoolExecutor(1, "notes")
        self._folding = Folding(notes, concluder.entries)
        self._upstream = (
            Upstream(nc, UPSTREAM[self.service], self._heard) if self.service in UPSTREAM else None
        )
        self._intake = Settled(nc, "intake")
        self._own = Announcement(0, 0)
        self._announced_at = 0.0
        self._unjudged = 0
        self._read_on = 0
        self._pause_until = 0.0
        self._at_rest = False
        self._stalled: tuple[str, ...] = ()
        self._follower: Follower | None = None
        self._between: list[tuple[Callable[[Notes], None], asyncio.Future[None]]] = []

    async def run(self) -> None:
        """Follow the log and judge what it touches, for ever."""
        if self._upstream is not None:
            await self._upstream.open()
        await self._intake.open()
        if await self._do(self._notes.judge_by, f"{RELEASE} {self._concluder.version}"):
            _log.info("another version judged before; every case is judged again", version=RELEASE)
        await self._name_stalled()
        follower = Follower(self._nc, LogClient(self._nc), self._notes.position, batch=BATCH)
        self._follower = follower
        try:
            while True:
                await self._do_between()
                self._at_rest = True
                batch = await self._take(follower)
                self._at_rest = False
                if batch:
                    await self._note(batch)
                self._adopt()
                if self._may_judge():
                    await self._judge()
                await self._settle()
        finally:
            await follower.close()

    async def _take(self, follower: Follower) -> Batch:
        """Return what has come. What cannot be judged before the service before this one speaks is no hurry."""
        if self._adopt() or self._may_judge():
            return await follower.take(0.0)
        expected = self._upstream is not None and self._upstream.is_expected
        return await follower.take(1.0, LINGER if expected else 0.0)

    async def between(self, do: Callable[[Notes], None]) -> None:
        """Do something with the notes when nothing is being noted or judged; what was read up to then stays so."""
        if self._follower is None:
            await self._do(do, self._notes)
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._between.append((do, done))
        self._follower.nudge()
        await done

    async def _do_between(self) -> None:
        while self._between:
            do, done = self._between.pop()
            try:
                await self._do(do, self._notes)
            except Exception as error:
                done.set_exception(error)
            else:
                done.set_result(None)
            await self._name_stalled()

    async def retry(self) -> int:
        """Judge again what has stalled; return how many cases that are."""
        count = self._notes.stalled_count
        await self._do(self._notes.retry)
        await self._name_stalled()
        return count

    async def status(self) -> dict[str, Any]:
        """Return how far the service is and what it could not judge."""
        stalled = await self._do(self._notes.stalled)
        return {
            "position": self._notes.position,
            "lag": self.lag,
            "settled": self.settled,
            "due": self.due,
            "notes": self._notes.noted,
            "stalled": [{"case": one.case, "error": one.error, "since": one.since} for one in stalled],
            "rules": self._concluder.version,
        }

    async def look(self, district: str, number: str) -> Looked | None:
        """Return the dispute of a case and its world as noted, or None where nothing is reported of the case."""
        return await self._do(self._folding.look, district, number)

    async def told_of(self, district: str) -> list[Recorded]:
        """Return what is noted of a district as a whole: its law, calendar, organs, leaders and the last day."""
        return await self._do(self._folding.told_of, district)

    @property
    def position(self) -> int:
        """Return the position up to which the log was read."""
        return self._notes.position

    @property
    def due(self) -> int:
        """Return how many cases wait to be judged."""
        return self._notes.due_count

    @property
    def stalled(self) -> tuple[str, ...]:
        """Return the cases that this service or one before it could not judge, as case keys."""
        return joined(self._stalled, self._upstream.stalled if self._upstream else ())

    @property
    def caught_up(self) -> bool:
        """Return whether all of the log, as far as is told of it, was read, judged and settled."""
        told = self._intake.heard_at is not None and self.lag == 0
        return told and self.due == 0 and self.settled >= self._notes.position

    @property
    def lag(self) -> int:
        """Return how many events of the log the service has not read yet, as far as it is told."""
        return max(self._intake.last.upto - self._notes.position, 0)

    def close(self) -> None:
        """Close the notes."""
        self._thread.shutdown()
        self._notes.close()

    async def _note(self, batch: Batch) -> None:
        if self._upstream is not None and not self._notes.due_count:
            self._upstream.wait_anew()
        settled = self._upstream.settled if self._upstream else self.settled
        await self._do(self._note_and_heed, batch, settled + 1)
        self._passing("after-note")
        self._unjudged += len(batch)
        await self._name_stalled()
        _POSITION.labels(self.service).set(self._notes.position)

    def _note_and_heed(self, batch: Batch, unsettled: int) -> None:
        self._folding.heed(self._notes.note(batch, unsettled))

    def _may_judge(self) -> bool:
        """Return whether it is time to judge. While more events come in, noting them first saves work."""
        if not self._has_ripe or self._notes.position < self._read_on or time.monotonic() < self._pause_until:
            return False
        behind = self._follower.behind if self._follower else 0
        return behind == 0 or (self._unjudged >= self._patience and behind < FAR)

    @property
    def _patience(self) -> int:
        """Return how many events are noted before judging while more come: some for each case, within bounds."""
        return min(max(PATIENCE, EACH * self._notes.due_count), EACH * PATIENCE)

    @property
    def _has_ripe(self) -> bool:
        """Return whether a case is due for which the service before this one has done its part."""
        ripe = self._ripe
        return self._notes.due_count > 0 and (ripe is None or self._notes.due_since <= ripe)

    @property
    def _ripe(self) -> int | None:
        return self._upstream.ripe if self._upstream else None

    def _adopt(self) -> bool:
        return self._upstream is not None and self._upstream.adopt(self._notes.position)

    async def _judge(self) -> None:
        """Judge one chunk of what is due."""
        with _SECONDS.labels(self.service).time():
            try:
                await self._judge_cases()
            except Refused as refused:
                # Another of us, or we before a crash: those findings come by the log, then it is judged again.
                self._read_on = refused.last
                self._pause_until = time.monotonic() + (0.5 if refused.last <= self._notes.position else 0.0)
                _REFUSED.labels(self.service).inc()
                _log.info("own findings are unread; reading on", upto=refused.last)
            except LogUnavailable as error:
                self._pause_until = time.monotonic() + 0.5
                _UNAVAILABLE.labels(self.service).inc()
                _log.warning("the keeper does not answer; judged again soon", reason=str(error))
            else:
                self._passing("after-settle")
        await self._name_stalled()
        if not self._has_ripe:
            self._unjudged = 0

    async def _judge_cases(self, only: Sequence[str] = ()) -> None:
        keys, due, unfolded = await self._do(self._fold, only)
        self._passing("after-enter")
        try:
            concluded = await self._concluder.conclude(due, self._notes.own_last)
        except AppendError as error:
            if len(due) > 1 and not only:  # what one of them wants to say will never be taken: find out which
                for one in due:
                    await self._judge_cases(one.keys)
                return
            concluded = Concluded(stalled={one.keys[0]: say(error) for one in due})
        judged = {key for one in due for key in one.keys} | set(keys)
        stalled = await self._do(
            self._notes.conclude,
            judged,
            concluded.own,
            concluded.wake,
            {**unfolded, **concluded.stalled},
            concluded.save,
        )
        for case, error_text in stalled.items():
            _log.error("a dispute could not be judged and stalls alone", case=case, error=error_text)
        _JUDGED.labels(self.service).inc(sum(len(one.disputes) for one in due))

    def _fold(self, only: Sequence[str]) -> tuple[Sequence[str], list[Due], dict[str, str]]:
        """Return the cases that are due next (or only these), folded to disputes, and those that cannot be."""
        keys = only or self._notes.due(self._concluder.most, self._ripe)
        return keys, *self._folding.fold(keys)

    async def _name_stalled(self) -> None:
        count = self._notes.stalled_count
        if count or self._stalled:
            self._stalled = tuple(one.case for one in await self._do(self._notes.stalled))
        _STALLED.labels(self.service).set(count)

    async def _heard(self) -> None:
        """Adopt at once what the service before this one has settled, unless it will be done in a moment."""
        if self._at_rest and self._follower is not None:
            self._follower.nudge()

    async def _settle(self) -> None:
        """Find what is settled now, and announce it when it is news or a second has passed."""
        if self._notes.position >= self._read_on:
            upto = self._upstream.settled if self._upstream else self._notes.position
            if self._notes.due_count:
                upto = min(upto, self._notes.settles - 1)
            self.settled = max(self.settled, upto)
        end = max(self._notes.position, self._notes.own_last)
        own = Announcement(
            self.settled, end, self._notes.position, self._notes.due_count, self._notes.noted, self.stalled
        )
        news = (own.upto, own.stalled) != (self._own.upto, self._own.stalled)
        if news or time.monotonic() - self._announced_at >= 1.0:
            self._own, self._announced_at = own, time.monotonic()
            _SETTLED.labels(self.service).set(self.settled)
            _LAG.labels(self.service).set(self.lag)
            await announce(self._nc, self.service, own)
            self._moved(self.settled, own.stalled)

    async def _do(self, do: Callable[..., T], *args: Any) -> T:
        """Do something with the notes, which belong to one thread."""
        done: Awaitable[T] = asyncio.get_running_loop().run_in_executor(self._thread, do, *args)
        return await done
