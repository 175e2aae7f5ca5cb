"""How does a report become files that are kept, and a signed finding?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple, Protocol

import structlog
from sqlalchemy import Connection

from services.reporting.history.moments import instant
from services.reporting.history.replay import counts_at
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.publishing.editions import kind_of
from services.reporting.publishing.freezing import frozen
from services.reporting.publishing.looking import Task
from services.reporting.publishing.signing import Signer, signed_of
from services.reporting.reader import Reader
from services.reporting.recorder import of_bureau
from services.reporting.reports import ReportData, ReportFile, Texts
from shared.archive import Archive
from shared.codec import encode
from shared.envelope import Draft
from shared.events.findings.reporting import FiguresPublished, FrozenRow, PublishedFile
from shared.problems import Problem

_log = structlog.stdlib.get_logger("publishing")

PATIENCE = 180.0
"""Seconds after which rendering is given up."""

DATA = "application/json"
"""The type of the file that holds the data of a report: all others are made of it."""


class CannotRenderError(Problem):
    """The files of a report could not be made."""

    def __init__(self, what: str, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        super().__init__(500, "Report cannot be rendered", f"the report {what} cannot be rendered: {reason}")


class Renders(Protocol):
    """Gathers and renders reports (`services.reporting.reports`)."""

    async def gathered(self, district: str, period: str, as_of: int, texts: Texts) -> ReportData:
        """Return what a report says as known at a position."""

    async def files(self, data: ReportData) -> tuple[ReportFile, ...]:
        """Return its files, the same bytes for the same data."""


@dataclass(frozen=True)
class Press:
    """Makes the files of reports from what the reader answers."""

    reader: Reader
    gather: Callable[..., Awaitable[ReportData]]
    rendered: Callable[[ReportData], Awaitable[tuple[ReportFile, ...]]]

    async def gathered(self, district: str, period: str, as_of: int, texts: Texts) -> ReportData:
        """Return what a report says as known at a position."""
        found = await self.gather(self.reader, district, period, as_of=str(as_of), texts=texts)
        return replace(found, position=as_of)  # so that, made again later, it is the same

    async def files(self, data: ReportData) -> tuple[ReportFile, ...]:
        """Return its files, that of the data last. Raises CannotRenderError."""
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self.rendered(data)
        except Problem:
            raise
        except Exception as error:  # whatever goes wrong in a document, reporting goes on
            _log.exception("a report cannot be rendered", district=data.district, period=data.period)
            raise CannotRenderError(f"of {data.district} on {data.period}", error) from error
        return (*found, ReportFile(f"{data.district}-{data.period}.json", DATA, data.as_json()))


class Then(NamedTuple):
    """What was known at the position of a report."""

    at: datetime
    """When the event there was recorded."""
    measured: tuple[str, ...]
    figures: tuple[FrozenRow, ...]


class Maker:
    """Makes editions. The files are kept, durably, before anything says that they are."""

    def __init__(
        self, press: Renders, archive: Archive, signer: Signer, reader: Reader, passing: Callable[[str], None]
    ) -> None:
        self._press, self._archive, self._signer = press, archive, signer
        self._reader, self._passing = reader, passing
        self._last: tuple[Task, Sequence[Draft]] | None = None

    async def make(self, task: Task) -> Sequence[Draft]:
        """Return the finding of an edition, its files kept; none where nothing was known. Raises Problem, OSError."""
        if self._last and self._last[0] == task:  # the keeper did not take it: nothing is made twice
            return self._last[1]
        drafts = await self._made(task)
        self._last = task, drafts
        return drafts

    async def _made(self, task: Task) -> Sequence[Draft]:
        then = await self._reader.about(_then, task.district, task)
        if not then.figures:
            return ()
        fact = task.wanted.fact
        texts = Texts(number=fact.number, problems=fact.problems, measures=fact.measures)
        data = await self._press.gathered(task.district, fact.period, task.position, texts)
        files = await self._press.files(data)
        self._passing("before-archive")
        for file in files:
            await keep(self._archive, file)
        self._passing("after-archive")
        return [of_bureau(self._finding(task, files, then), task.district)]

    def _finding(self, task: Task, files: Sequence[ReportFile], then: Then) -> FiguresPublished:
        fact = task.wanted.fact
        found = FiguresPublished(
            kind=kind_of(fact.period),
            period=fact.period,
            edition=task.wanted.edition,
            published_on=fact.published_on,
            as_known_at=fact.as_known_at,
            at_position=task.position,
            known_at=then.at,
            number=fact.number,
            problems=fact.problems,
            measures=fact.measures,
            measured=then.measured,
            figures=then.figures,
            files=tuple(map(_described, files)),
            key=self._signer.id,
            public_key=self._signer.public_key,
            signature="",
        )
        return replace(found, signature=self._signer.signature(signed_of(task.district, encode(found))))


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def keep(archive: Archive, file: ReportFile) -> None:
    """Keep a file, also in the place of one that was damaged."""
    await archive.put(_whole(file.content), file.media_type)


def _described(file: ReportFile) -> PublishedFile:
    hashed = sha256(file.content).hexdigest()
    return PublishedFile(name=file.name, sha256=hashed, media_type=file.media_type, size=len(file.content))


def _then(connection: Connection, known: Known, task: Task, _read: int) -> Then:
    period = Period.parse(task.wanted.fact.period)
    figures = frozen(counts_at(connection, known, task.position, period))
    at = instant(connection, task.position).at or datetime.fromtimestamp(0, UTC)
    return Then(at, known.measures.names, figures)
