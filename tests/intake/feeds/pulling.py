"""How is a feed pulled in a test: from a court that listens, onto a log in memory?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from services.intake.feeds.configured import Configured, FeedForm
from services.intake.feeds.fetching import Fetcher
from services.intake.feeds.lines import Feed
from services.intake.feeds.memory import Memory
from services.intake.feeds.puller import Puller
from tests.intake.feeds.given import court_feed, standard
from tests.intake.imports.memory import MemoryLog

WAYS: dict[str, dict[str, Any]] = {
    "link": {"link": "data.next"},
    "header": {"link": "header"},
    "page": {"page": {"parameter": "page"}},
    "cursor": {"cursor": {"parameter": "cursor", "from": "data.cursor"}},
}


@dataclass(frozen=True)
class Kept:
    sha256: str


@dataclass
class Payloads:
    """Payloads kept in memory, by their hash."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def put_bytes(self, data: bytes, media_type: str) -> Kept:
        hashed = sha256(data).hexdigest()
        self.kept[hashed] = data
        return Kept(hashed)


@dataclass
class Clock:
    """A clock that is set by hand."""

    at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def configuration(url: str, **said: Any) -> Configured:
    """Return the configuration of a feed of the standard mapping whose pages are linked."""
    told: dict[str, Any] = {
        "name": "xz",
        "mapping": "court-standard",
        "names": ["鄂0117", "鄂01", "鄂"],
        "district": "xinzhou",
        "url": url,
        "records": "data.list",
        "next": WAYS["link"],
        "private": True,
        "timeout": 5,
        **said,
    }
    form = FeedForm.model_validate(told)
    return Configured(form=form, mapping=standard(), url=url)


def opened(feed: Configured) -> Feed:
    return court_feed(version=feed.version)


@dataclass
class Desk:
    """A feed that is pulled."""

    puller: Puller
    log: MemoryLog
    payloads: Payloads
    clock: Clock

    async def pull(self) -> dict[str, Any]:
        return dict(await self.puller.pull())

    def standing(self) -> dict[str, dict[str, Any]]:
        return self.log.standing()


@asynccontextmanager
async def desk(
    feed: Configured, *, log: MemoryLog | None = None, memory: Memory | None = None
) -> AsyncIterator[Desk]:
    """Give a feed to pull; `log` and `memory` are those of before a restart."""
    log, clock, payloads = log or MemoryLog(), Clock(), Payloads()
    fetcher = Fetcher(feed)
    memory = memory or Memory(":memory:")
    puller = Puller(feed, opened, log, log, memory, payloads, fetcher, now=clock)
    try:
        yield Desk(puller, log, payloads, clock)
    finally:
        await fetcher.close()
