"""Of which parts are the feeds made, and what goes on while intake runs?"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import structlog

from services.intake.attachments import Attachments, open_attachments
from services.intake.feeds.configured import Configured, FeedsError, configured
from services.intake.feeds.fetching import Fetcher
from services.intake.feeds.lines import Feed, Reporter
from services.intake.feeds.memory import Memory
from services.intake.feeds.puller import Payloads, Puller
from services.intake.imports.difference import changes
from services.intake.imports.importing import Door, Log, record
from services.intake.imports.reading import Wanted
from services.intake.imports.said import numbered
from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.feeds import FeedRegistered
from shared.problems import Problem
from shared.settings import Settings

_log = structlog.stdlib.get_logger("feeds")

LARGEST = 256 * 1024 * 1024
"""Bytes a payload may have; a page may be configured to have as many."""

AGAIN = 30.0
"""Seconds until what is expected of feeds is told again, when the log could not be written."""


class Reception(Door, Protocol):
    """The way of facts onto the log."""

    @property
    def begun(self) -> asyncio.Event:
        """Return what is set when the log has begun."""


class Feeds:
    """All configured feeds. `run()` as a task for as long as the service lives."""

    def __init__(
        self,
        settings: Settings,
        log: Log,
        reception: Reception,
        payloads: Payloads,
        district_id: Callable[[str], str],
    ) -> None:
        """Read what is configured; raise FeedsError when that cannot be used."""
        self._reception = reception
        self._log = log
        self._district_id = district_id
        file = settings.folder("intake") / "feeds.db"
        try:
            self.memory = Memory(file)
        except sqlite3.DatabaseError as error:  # what it holds is read again
            raise FeedsError(file, f"it is damaged: {error}") from error
        try:
            feeds = configured(settings)
            self._fetchers = {feed.name: Fetcher(feed) for feed in feeds if feed.url}
        except FeedsError:
            self.memory.close()
            raise
        self.pullers: Mapping[str, Puller] = {
            feed.name: Puller(
                feed, self.opened, log, reception, self.memory, payloads, self._fetchers.get(feed.name)
            )
            for feed in feeds
        }

    async def run(self) -> None:
        """Say what is expected of the feeds, then pull each in its time, for ever."""
        await self._reception.begun.wait()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._register())
            group.create_task(asyncio.Event().wait())  # with nothing to pull it has not halted
            for puller in self.pullers.values():
                if puller.fetch is not None:
                    group.create_task(puller.run())

    async def close(self) -> None:
        """Close all connections, and the memory."""
        for fetcher in self._fetchers.values():
            await fetcher.close()
        self.memory.close()

    def opened(self, feed: Configured) -> Feed:
        """Return a feed with the districts as the log knows them now. Raises Problem 422 for one that it does not."""
        form = feed.form
        codes = form.districts.codes if form.districts else {}
        district = self._district_id(form.district) if form.district else ""
        districts = {code: self._district_id(said) for code, said in codes.items()}
        return Feed(
            name=feed.name,
            mapping=feed.mapping,
            principal=feed.principal(tuple(dict.fromkeys(filter(None, (district, *districts.values()))))),
            district=district,
            district_field=form.districts.field if form.districts else "",
            districts=districts,
            version=feed.version,
        )

    def districts(self, feed: Configured) -> list[str]:
        """Return the ids of the districts a feed speaks of; as configured where the log knows none of them."""
        try:
            return list(self.opened(feed).principal.districts)
        except Problem:
            return feed.districts

    async def _register(self) -> None:
        """Record what is expected of the feeds, where that is not on the log."""
        waiting = [puller.feed for puller in self.pullers.values() if puller.feed.form.expects is not None]
        while waiting:
            for feed in list(waiting):
                try:
                    await self._expect(self.opened(feed), feed)
                    waiting.remove(feed)
                except Problem as error:
                    _log.warning("what is expected of a feed is not told yet", feed=feed.name, why=str(error))
            if waiting:
                await asyncio.sleep(AGAIN)

    async def _expect(self, feed: Feed, told: Configured) -> None:
        for district in feed.principal.districts:
            reporter = Reporter(f"bureau/{district}", district)
            series = f"feed/{feed.name}/feed-registered"
            wanted = {draft.id: draft for draft in _expected(feed, told, reporter, series)}
            said = (await numbered(self._log, reporter.source, [series]))[series]
            found = changes(reporter, Wanted(wanted), said)
            await record([change for change in found if change.draft is not None], self._reception, Counter())


def payloads_of(attachments: str, folder: Path) -> Attachments:
    """Return where payloads are kept: beside the documents of cases, but apart, for they name private persons."""
    place = "file" if attachments == "file" else f"{attachments.rstrip('/')}/payloads"
    return open_attachments(place, folder / "payloads", LARGEST)


def _expected(feed: Feed, told: Configured, reporter: Reporter, series: str) -> Sequence[Draft]:
    expects = told.form.expects
    assert expects is not None, "only what is expected is told"
    facts = [
        FeedRegistered(
            feed=f"{feed.principal.role}/{name}",
            title=told.form.title,
            **expects.model_dump(),
        )
        for name in feed.principal.names
    ]
    return [
        Draft(
            source=reporter.source,
            id=f"{series}/{ordinal}",
            type=type_of(FeedRegistered),
            subject="",
            district=reporter.district,
            data=encode(fact),
            actor=feed.actor,
        )
        for ordinal, fact in enumerate(facts, 1)
    ]
