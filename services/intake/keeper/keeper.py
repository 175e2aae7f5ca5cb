"""How are facts and findings saved? Whatever waits as one group, in a thread, and answered when it is on disk."""

import asyncio
from collections import Counter as Counts
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

from services.intake.index import Current, Index, Parked, entry
from services.intake.keeper.group import EventTooLargeError, Group, Job, Outcome, SourceError, TakenError
from services.intake.store import Store, StoreUnavailableError
from shared.envelope import GENESIS, Draft, attributes, digest, is_finding
from shared.events.catalogue import FINDABLE
from shared.log.append import MOST, AppendError, AppendReply, Refused

_log = structlog.stdlib.get_logger("keeper")

PORTION = 500
"""Facts of one submission that are saved together; between portions others get their turn."""

FEW = 4
GATHER = 0.005
"""Seconds in which submissions gather, at most, where the last group was of more than a few."""

_POSITION = Gauge("yingsu_log_position", "Position of the last event of the log")
_APPENDED = Counter("yingsu_log_appended_total", "Events put onto the log", ["source"])
_REFUSED = Counter("yingsu_log_refused_total", "What was not put onto the log, and why", ["reason"])
_SECONDS = Histogram(
    "yingsu_log_save_seconds",
    "Duration of saving one group",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
)


def _now() -> datetime:
    return datetime.now(UTC)


class Keeper:
    """The log's only writer. `open()` first, then `run()` as a task for as long as the service lives."""

    def __init__(
        self,
        store: Store,
        index: Index,
        now: Callable[[], datetime] = _now,
        passing: Callable[[str], None] = lambda point: None,
    ) -> None:
        """Take store and index. `passing` is told of the points at which a test may let the process die."""
        self.store = store
        self.index = index
        self.position = 0
        """Position of the last event that is safely on disk."""
        self.wake = asyncio.Event()
        """Set whenever the position has grown; the relay clears it."""
        self.failure: Exception | None = None
        """Why the keeper has ended, if it has."""
        self.waiting = 0
        """Events that were asked for and are not answered yet."""
        self._now = now
        self._passing = passing
        self._prevhash = GENESIS
        self._recorded_at = ""
        self._unsure = True
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._expected = 0
        self._gathered = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "keeper")

    async def open(self) -> None:
        """Find the end of the log and let the index catch up with it. Raises StoreUnavailableError."""
        await self._in_thread(self._find_end)

    async def run(self) -> None:
        """Save what is asked for, for ever. Raises FencedError when another intake writes to this store."""
        jobs: list[Job] = []
        try:
            while True:
                await self._gather(len(jobs))
                jobs = [await self._jobs.get()]
                size = len(jobs[0].drafts)
                while not self._jobs.empty() and size < self.store.most_events:
                    jobs.append(self._jobs.get_nowait())
                    size += len(jobs[-1].drafts)
                try:
                    await self._in_thread(self._save, jobs)
                except StoreUnavailableError as error:
                    _log.error("the log cannot be written; nothing was acknowledged", reason=str(error))
                    _fail(jobs, error)
                    continue
                finally:
                    self.waiting -= sum(len(job.drafts) for job in jobs)
                self.wake.set()
                _count(jobs)
                for job in jobs:
                    _answer(job)
        except Exception as error:
            self.failure = error
            raise
        finally:
            waiting = [self._jobs.get_nowait() for _ in range(self._jobs.qsize())]
            _fail([*jobs, *waiting], self.failure or StoreUnavailableError("the keeper has stopped"))

    async def record(self, drafts: Sequence[Draft], *, atomic: bool = False) -> list[Outcome]:
        """Put facts onto the log, in this order, and say what became of each.

        A fact the log has (same source, id and content) changes nothing; one with the same identity and other
        content is a conflict and is not recorded. Raises SourceError, EventTooLargeError (nothing of its
        portion of 500 is recorded then) and StoreUnavailableError (submit again: what is there is known).

        With `atomic` all are put onto the log or none, whatever else happens in that moment: also raises TakenError
        when any is a conflict, and TooMuchAtOnceError for more than one transaction of the store takes.
        """
        for draft in drafts:
            if " " in draft.source or is_finding(draft.source):
                raise SourceError(draft.source)
        if atomic and drafts:
            found: list[Outcome] = await self._ask(Job(drafts, atomic=True))
            return found
        outcomes: list[Outcome] = []
        asked: deque[Awaitable[list[Outcome]]] = deque()
        for start in range(0, len(drafts), PORTION):
            asked.append(self._ask(Job(drafts[start : start + PORTION])))
            if len(asked) > 3:
                outcomes += await asked.popleft()
        for answer in asked:
            outcomes += await answer
        return outcomes

    async def foresee(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Return what `record` with `atomic` would, or raise that; what would be new has the position 0."""
        (told,) = await asyncio.to_thread(self._foresee, [Job(drafts, atomic=True)])
        if isinstance(told, Exception):
            raise told
        found: list[Outcome] = told
        return found

    async def foresee_each(self, drafts: Sequence[Draft]) -> list[Outcome | EventTooLargeError]:
        """Return what `record` would for each fact by itself, or that it is too large."""
        told = await asyncio.to_thread(self._foresee, [Job([draft]) for draft in drafts])
        return [one if isinstance(one, EventTooLargeError) else one[0] for one in told]

    async def append(self, service: str, expected: int, drafts: Sequence[Draft]) -> AppendReply:
        """Put findings of a service onto the log.

        Raises Refused when `expected` is not the position of its own last finding, AppendError for more than
        300 findings or types that are not this service's, and StoreUnavailableError.
        """
        allowed = {f"yingsu.{name}.v1" for name in FINDABLE.get(service, ())}
        for draft in drafts:
            if draft.type not in allowed:
                _REFUSED.labels("foreign type").inc()
                raise AppendError(
                    f"{service} may not append {draft.type}; it may: {', '.join(sorted(allowed))}"
                )
            if draft.source != service:
                raise AppendError(f"{service} may not append in the name of {draft.source!r}")
        if not 0 < len(drafts) <= MOST:
            raise AppendError(f"{len(drafts)} findings in one request; expected 1 to {MOST}")
        reply: AppendReply = await self._ask(Job(drafts, service, expected))
        return reply

    async def read(self, first: int, last: int) -> list[bytes]:
        """Return the stored events at positions first to last, fewer when the log ends before."""
        upto = min(last, self.position)
        if upto < first:
            return []
        found = await asyncio.to_thread(self.store.select, first - 1, upto - first + 1, upto)
        return [stored.body for stored in found]

    async def current(self, source: str, ids: Iterable[str]) -> dict[str, Current]:
        """Return what a reporter's facts say now, corrections applied; unknown ids are left out."""
        return await asyncio.to_thread(self.index.current, self.store, source, list(ids))

    async def parked(self, district: str, cases: Iterable[str] | None = None) -> list[Parked]:
        """Return the facts of a district, or of some of its cases, that the law cannot use yet."""
        return await asyncio.to_thread(self.index.parked, district, cases)

    def close(self) -> None:
        """Close store and index; what was acknowledged is on disk already."""
        self._thread.shutdown()
        self.index.close()
        self.store.close()

    def _ask(self, job: Job) -> asyncio.Future[Any]:
        if self.failure is not None:
            raise self.failure
        self.waiting += len(job.drafts)
        self._jobs.put_nowait(job)
        if self._jobs.qsize() >= self._expected:
            self._gathered.set()
        return job.answer

    async def _gather(self, answered: int) -> None:
        """Wait a moment for those that were just answered to send more: one fsync for all instead of for each."""
        if answered > FEW and self._jobs.qsize() < answered:
            self._expected = answered
            self._gathered.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._gathered.wait()

    async def _in_thread(self, do: Callable[..., None], *args: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, do, *args)

    # In the thread

    def _find_end(self) -> None:
        last = self.store.last()
        self.index.catch_up(self.store)
        self._prevhash = digest(last.body) if last else GENESIS
        self._recorded_at = attributes(last.body)["recordedat"] if last else ""
        self.position = last.position if last else 0
        self._unsure = False
        _POSITION.set(self.position)

    def _save(self, jobs: Sequence[Job]) -> None:
        if self._unsure:
            self._find_end()
        self._unsure = True  # until the group is on disk and in the index
        with _SECONDS.time():
            group = self._compose(jobs)
            if group.events:
                self._passing("before-save")
                self.store.append(self.position + 1, group.events, group.whole)
                self._passing("after-save")
                self.position, self._prevhash = group.position, group.prevhash
                self._recorded_at = group.recorded_at
                self.index.add(group.entries, group.prevhash)
                self._passing("after-index")
                _POSITION.set(self.position)
        self._unsure = False

    def _foresee(self, jobs: Sequence[Job]) -> list[Any]:
        end = self.position
        self._compose(jobs)
        return [
            job.result
            if isinstance(job.result, Exception)
            else [replace(one, position=0) if one.position > end else one for one in job.result]
            for job in jobs
        ]

    def _compose(self, jobs: Sequence[Job]) -> Group:
        prepared = [[entry(0, draft) for draft in job.drafts] for job in jobs]
        keys = [new.key for drafts in prepared for new in drafts if new.key is not None]
        at = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        group = Group(
            self.position,
            self._prevhash,
            max(at, self._recorded_at),
            self.index.known(keys),
            dict(self.index.writers),
            (self.store.most_events, self.store.most_bytes),
        )
        for job, entries in zip(jobs, prepared, strict=True):
            group.add(job, entries)
        return group


def _answer(job: Job) -> None:
    if job.answer.done():
        return
    if isinstance(job.result, Exception):
        job.answer.set_exception(job.result)
    else:
        job.answer.set_result(job.result)


def _count(jobs: Iterable[Job]) -> None:
    appended, refused = Counts[str](), Counts[str]()
    for job in jobs:
        match job.result:
            case Refused():
                refused["stale expectation"] += 1
            case TakenError():
                refused["conflict"] += len(job.result.conflicts)
            case Exception():
                pass
            case _ if job.service:
                appended[job.service] += len(job.drafts)
            case _:
                for outcome in job.result:
                    if outcome.status == "accepted":
                        appended["facts"] += 1
                    else:
                        refused[outcome.status] += 1
    for source, count in appended.items():
        _APPENDED.labels(source).inc(count)
    for reason, count in refused.items():
        _REFUSED.labels(reason).inc(count)


def _fail(jobs: Iterable[Job], error: Exception) -> None:
    for job in jobs:
        if not job.answer.done():
            job.answer.set_exception(error)
            job.answer.exception()  # whoever asked may have gone
