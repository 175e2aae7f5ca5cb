"""A bureau that publishes reports of its town: a log in memory, the keeper, the archive, and what publishes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from services.reporting.publishing.api import Publishing
from services.reporting.publishing.keeping import Publication, published
from services.reporting.publishing.looking import Reports
from services.reporting.publishing.making import Maker, Press
from services.reporting.publishing.previewing import Previews
from services.reporting.publishing.serving import Shelf
from services.reporting.publishing.signing import Signer
from services.reporting.reader import Reader
from services.reporting.recorder import SettledRecorder
from services.reporting.reports import ReportData, ReportFile, gather
from shared.archive import Archive, open_archive
from shared.codec import encode, type_of
from shared.envelope import attributes
from shared.events.agency import DefenceFiled
from shared.events.district import BulletinPublished
from shared.events.intake import FactCorrected, FactRetracted
from tests.reporting.delivery.desk import until
from tests.reporting.keeper import Keeper
from tests.reporting.scorecards.town import REPORTER, number, sue, town
from tests.reporting.told import COURT, Told

YEAR, QUARTER = "2024", "2024-Q2"


async def plainly(data: ReportData) -> tuple[ReportFile, ...]:
    """Return a report as two plain files: what tests of publishing need of documents, in no time."""
    text = data.as_json()
    return (
        ReportFile(f"{data.period}.txt", "text/plain", b"report\n" + text),
        ReportFile(f"{data.period}.html", "text/html; charset=utf-8", b"<!doctype html>" + text),
    )


@dataclass
class Office:
    """The town, and all that publishes its reports."""

    told: Told
    folder: Path
    rendered: Callable[..., Any] = plainly
    keeper: Keeper = field(init=False)
    reader: Reader = field(init=False)
    archive: Archive = field(init=False)
    stalled: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.told)
        self.reader = self.told.reader()
        self.archive = open_archive("file", self.folder / "published")
        self.signer = Signer(self.folder / "signing.key")
        self.press = Press(self.reader, gather, self.rendered)
        self.shelf = Shelf(self.reader, self.archive, self.press, self.signer)
        self.desk = Publishing(self.reader, self.shelf, Previews(self.reader, self.press))

    @property
    def rested(self) -> int | None:
        """Return the end of the log when all of it was read."""
        return self.told.notes.position if self.told.notes.position == len(self.told.stored) else None

    def recorder(self, passing: Callable[[str], None] = lambda point: None) -> SettledRecorder:
        """Return what puts reports on record."""
        maker = Maker(self.press, self.archive, self.signer, self.reader, passing)
        return SettledRecorder(
            Reports(self.told.url, maker.make),
            client=self.keeper,  # type: ignore[arg-type]
            rested=lambda: self.rested,
            own_last=lambda: self.told.notes.own_last,
            stalled=lambda: self.stalled,
            passing=passing,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[SettledRecorder]:
        """Run what puts reports on record."""
        recorder = self.recorder()
        task = asyncio.create_task(recorder.run())
        recorder.nudge()
        yield recorder
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        recorder.close()

    async def settle(self) -> None:
        """Put on record whatever is due, until nothing more is."""
        if self.rested is None:
            await self.told.settle()
        async with self.running() as recorder:
            before = -1
            while before != len(self.told.stored):
                before = len(self.told.stored)
                await until(lambda: recorder._looked_at == self.rested or self.rested is None)
                if self.rested is None:
                    await self.told.settle()
                recorder.nudge()

    def publish(
        self,
        period: str = YEAR,
        as_known_at: int = 0,
        *,
        on: date = date(2025, 3, 14),
        id_: str = "",
        number: str = "",
    ) -> None:
        """Let the bureau publish a report."""
        fact = BulletinPublished(published_on=on, period=period, as_known_at=as_known_at, number=number)
        self.told.fact("bulletin", fact, source=REPORTER, id_=id_ or f"bulletin/{period}")

    def take_back(self, id_: str = f"bulletin/{YEAR}") -> None:
        """Let the bureau take a publication back."""
        gone = FactRetracted(
            target_source=REPORTER, target_id=id_, replaces=id_, type=type_of(BulletinPublished)
        )
        self.told.fact("bulletin", gone, source=REPORTER, id_=f"{id_}#gone")

    def correct_defence(self, number_: int, on: date, *, before: str = "", id_: str = "") -> None:
        """Correct the day on which a defence was filed, or correct the correction `before`."""
        fact = DefenceFiled(filed_on=on)
        of = f"defence/{number_}"
        corrected = FactCorrected(
            target_source=COURT,
            target_id=of,
            replaces=before or of,
            type=type_of(DefenceFiled),
            data=encode(fact),
        )
        self.told.fact(number(number_), corrected, id_=id_ or f"{of}#2")

    def found(self, name: str) -> list[dict[str, Any]]:
        """Return what reporting put on the log of one type, the first first."""
        events = map(attributes, self.told.stored)
        return [
            one["data"]
            for one in events
            if one["type"] == f"yingsu.{name}.v1" and one["source"] == "reporting"
        ]

    @property
    def published(self) -> list[dict[str, Any]]:
        """Return the editions on the log."""
        return self.found("figures-published")

    @property
    def restated(self) -> list[dict[str, Any]]:
        """Return the restatements on the log."""
        return self.found("figures-restated")

    async def kept(self, period: str = YEAR) -> Publication:
        """Return what the view has of a period."""
        found: dict[str, Publication] = await self.reader.about(
            lambda connection, known, _: published(connection, known.id), "xinzhou"
        )
        return found[period]

    async def bytes_of(self, period: str = YEAR, edition: int = 0) -> dict[str, bytes]:
        """Return the files of an edition, by name."""
        one = (await self.kept(period)).editions[edition - 1 if edition else -1]
        return {
            file.name: (await self.shelf.file("xinzhou", period, file.name, one.number))[1]
            for file in one.says.files
        }

    def file(self, sha256: str) -> Path:
        """Return where a file lies in the archive."""
        return self.folder / "published" / sha256[:2] / sha256[2:]

    def close(self) -> None:
        """Close everything."""
        self.reader.close()
        self.told.close()


def canonical(value: object) -> bytes:
    """Return canonical JSON, worked out here once more."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


async def opened(folder: Path) -> Office:
    """Return the office of a town with three cases in 2024."""
    told = town(folder)
    for n in (1, 2, 3):
        sue(told, n)
    await told.settle()
    return Office(told, folder)
