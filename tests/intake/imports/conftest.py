"""What do the tests of imports share? The same log twice: in memory, and as intake keeps it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from services.intake.imports.importing import Door, Imported, Log, import_file
from services.intake.imports.reading import KINDS, read
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.reception import Reception
from services.intake.store import Store
from shared.envelope import Recorded
from shared.envelope import read as read_event
from tests.intake.imports.memory import MemoryLog, standing


@dataclass
class Desk:
    """Somewhere to hand files in."""

    log: Log
    door: Door

    async def hand_in(
        self, data: bytes, kind: str = "ledger", *, district: str = "xinzhou", dry_run: bool = False
    ) -> Imported:
        """Import a file."""
        reading = read(KINDS[kind], district, data, "台账.csv")
        return await import_file(reading, self.log, self.door, dry_run=dry_run)

    async def records(self) -> list[Recorded]:
        """Return everything on the log."""
        if isinstance(self.log, MemoryLog):
            return self.log.recorded()
        assert isinstance(self.log, Keeper)
        return [read_event(stored) for stored in await self.log.read(1, self.log.position)]

    async def standing(self) -> dict[str, dict[str, Any]]:
        """Return what the facts say now, by id."""
        return standing(await self.records())


@pytest.fixture(params=["memory", "keeper"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give an empty log to import into."""
    if request.param == "memory":
        memory = MemoryLog()
        yield Desk(memory, memory)
        return
    keys = Keys(tmp_path / "keys.db")
    index = Index(f"sqlite:///{tmp_path / 'index.db'}")
    keeper = Keeper(Store(tmp_path / "log.db"), index)
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    reception = Reception(keys, keeper)
    reception.begun.set()
    yield Desk(keeper, reception)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    keeper.close()
    keys.close()
