"""How is a feed pulled: page after page, again and again, from where the last whole page left it?

How far it is is kept only after all of a page stands on the log. So whatever dies in between, the page is read again,
and what is there already is known.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

import structlog
from prometheus_client import Counter as Metric

from services.intake.feeds.configured import Configured
from services.intake.feeds.fetching import Fetch, FetchError
from services.intake.feeds.lines import Feed
from services.intake.feeds.memory import Memory, Page
from services.intake.feeds.paging import Following, page, url_for
from services.intake.feeds.taking import Taken, take
from services.intake.imports.importing import Door, Log
from shared.problems import Problem

_log = structlog.stdlib.get_logger("feeds")

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds after the first failure, and at most after many."""
MOST_PAGES = 10_000
MOST_STRAYS = 50

_PULLS = Metric("yingsu_feed_pulls_total", "Pulls of a feed", ["feed", "outcome"])
_RECORDS = Metric(
    "yingsu_feed_records_total", "Records a feed sent, by what became of them", ["feed", "what"]
)


class Kept(Protocol):
    """Bytes that were kept."""

    @property
    def sha256(self) -> str:
        """Return the hash they are kept under."""


class Payloads(Protocol):
    """Keeps bytes under their hash; the store of attachments does."""

    async def put_bytes(self, data: bytes, media_type: str) -> Kept:
        """Keep bytes."""


Opened = Callable[[Configured], Feed]
"""Returns a feed with the districts as they are known now; raises Problem where there is no such district."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class Puller:
    """One feed: pulled, or told by its webhook, one at a time."""

    feed: Configured
    opened: Opened
    log: Log
    door: Door
    memory: Memory
    payloads: Payloads
    fetch: Fetch | None = None
    """None for a feed that only tells."""
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    state: dict[str, Any] = field(default_factory=dict)
    """What is known of it, as it is kept."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.state = self.memory.state(self.feed.name)

    async def run(self) -> None:
        """Pull for ever, at the times configured, later after failures."""
        while True:
            # Somebody may pull it in between; then the next time is another.
            while left := self._until_next():
                await self.sleep(min(left, 60.0))
            await self.pull()

    async def pull(self) -> Mapping[str, Any]:
        """Pull all there is now, and return the state; failures are part of it."""
        async with self._turn:
            self.state["last_pull"] = self._at()
            try:
                pages = await self._pull()
            except FetchError as error:
                await self._failed(str(error), wait=error.wait, restart=error.restart)
            except Problem as error:
                await self._failed(str(error.body["detail"]))
            except Exception as error:
                # One feed must not end the door of all others; what it was stands in the log of the service.
                _log.exception("a feed cannot be pulled", feed=self.feed.name)
                await self._failed(f"an unexpected error: {type(error).__name__}")
            else:
                await self._succeeded(pages)
        return self.state

    async def told(self, records: list[object], body: bytes) -> Taken:
        """Take the records a webhook brought. Raises Problem when they cannot be recorded now."""
        async with self._turn:
            self.state["last_told"] = self._at()
            taken = await self._take(records, body, "application/json", "webhook")
            await self._keep()
            return taken

    async def _pull(self) -> int:
        """Take in all pages there are, and return how many."""
        state, name = self.state, self.feed.name
        if state.get("version") != self.feed.version:
            # Read in another way, all of it may say something else.
            await asyncio.to_thread(self.memory.forget_pages, name)
            state.update(version=self.feed.version, since="", resume={})
        at: Following = state.get("resume") or {}
        if not at:
            state.update(newest="", pull=uuid4().hex)
        resumed, pages = bool(at), 0
        while True:
            url = url_for(self.feed, at, state["since"])
            known = await asyncio.to_thread(self.memory.page, name, url) or Page()
            # The page a pull resumes at may be there already, if only how far it is was not kept.
            if known.pull == state["pull"] and not (resumed and pages == 0):
                raise FetchError(f"its pages lead round, to {self.feed.shown(url)} again", restart=True)
            if pages == MOST_PAGES:
                raise FetchError(f"it has more than {MOST_PAGES} pages; the next pull goes on from here")
            told = await self._page(url, at, known)
            pages += 1
            state["newest"] = max(state["newest"], told.newest)
            at = told.following
            if not at:
                break
            state["resume"] = at
            await self._keep()
        if self.feed.form.since is not None:
            state["since"] = max(state["since"], state["newest"])
        state["resume"] = {}
        await asyncio.to_thread(self.memory.forget_pages, name, state["pull"])
        return pages

    async def _page(self, url: str, at: Following, known: Page) -> Page:
        """Take in one page, and return what is kept of it once all of it stands on the log."""
        assert self.fetch is not None, "a feed that only tells is not pulled"
        answer = await self.fetch(url, etag=known.etag, modified=known.modified)
        if answer.unchanged:
            told = replace(known, pull=self.state["pull"])
        else:
            found = await asyncio.to_thread(page, self.feed, answer, at)
            taken = await self._take(found.records, answer.body, answer.media_type, self.feed.shown(url))
            told = Page(
                etag=answer.etag,
                modified=answer.modified,
                following=found.following,
                newest=taken.newest,
                pull=self.state["pull"],
            )
        await asyncio.to_thread(self.memory.keep_page, self.feed.name, url, told)
        return told

    async def _take(self, records: list[object], body: bytes, media_type: str, url: str) -> Taken:
        feed = self.opened(self.feed)
        kept = await self.payloads.put_bytes(body, media_type)
        await asyncio.to_thread(
            self.memory.keep_payload,
            feed.name,
            self._at(),
            url,
            kept.sha256,
            len(body),
            media_type,
            len(records),
        )
        taken = await take(feed, records, self.log, self.door, self.memory, f"sha256:{kept.sha256}")
        for what, count in taken.counts.items():
            _RECORDS.labels(feed.name, what).inc(count)
        self.state["counts"] = dict(Counter(self.state.get("counts", {})) + Counter(taken.counts))
        strays = Counter(self.state.get("unknown_fields", {})) + Counter(taken.strays)
        self.state["unknown_fields"] = dict(strays.most_common(MOST_STRAYS))
        if taken.counts:
            self.state["last_records"] = self._at()
        return taken

    async def _succeeded(self, pages: int) -> None:
        _PULLS.labels(self.feed.name, "good").inc()
        self.state.update(
            last_success=self._at(),
            last_pages=pages,
            last_error="",
            failures=0,
            next_pull=self._at(self.feed.form.every * 60.0),
        )
        await self._keep()

    async def _failed(self, why: str, *, wait: float = 0.0, restart: bool = False) -> None:
        _PULLS.labels(self.feed.name, "failed").inc()
        _log.warning("a feed could not be pulled to its end", feed=self.feed.name, why=why)
        failures = self.state.get("failures", 0) + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16)) * random.uniform(0.5, 1.0)
        self.state.update(
            last_error=why[:500],
            last_failure=self._at(),
            failures=failures,
            next_pull=self._at(max(pause, wait)),
        )
        if restart:
            self.state["resume"] = {}
        await self._keep()

    async def _keep(self) -> None:
        await asyncio.to_thread(self.memory.keep_state, self.feed.name, self.state)

    def _until_next(self) -> float:
        due = self.state.get("next_pull", "")
        if not due:
            return 0.0
        return max(0.0, (datetime.fromisoformat(due) - self.now()).total_seconds())

    def _at(self, seconds: float = 0.0) -> str:
        return (self.now() + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
