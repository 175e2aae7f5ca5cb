"""How does reporting rebuild its views while it answers from them?

Another process fills the new version and compares it (`__main__.py`). This one changes over: between two batches it
takes in what the new version still lacks, names it as the one that is asked, and goes on with it. Until the moment it
is named the old one is asked, whatever dies; from then on the new one is, which is whole up to the same position.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from pydantic_core import from_json
from sqlalchemy import func, select

from services.reporting.rebuilding.catching_up import catch_up, opened
from services.reporting.rebuilding.filling import JUDGED_BY
from services.reporting.rebuilding.shapes import Comparison, Progress, Rebuilding
from services.reporting.rebuilding.unknown import CannotRebuildError
from services.reporting.rebuilding.versions import Versions, number, url_of
from shared.judge import Judge
from shared.log.database import open_database
from shared.log.notes import Notes
from shared.log.tables import CASES

_log = structlog.stdlib.get_logger("rebuilding")

UPGRADE_FROM = 2000
"""From so many cases on what another release filled is filled anew beside it; fewer are judged again in a moment."""

LINE = 16_000_000
"""Bytes a line of the other process may have."""


class Rebuilder:
    """Rebuilds the views of one service, one rebuild at a time."""

    def __init__(
        self,
        url: str,
        notes: Notes,
        judge: Judge,
        *,
        passing: Callable[[str], None] = lambda point: None,
        crash_at: str = "",
        upgrade_from: int = UPGRADE_FROM,
    ) -> None:
        """Tell `passing` which named point is passed here; `crash_at` names one of the other process."""
        self._versions = Versions.of(url)
        self._notes = notes
        self._judge = judge
        self._passing = passing
        self._crash_at = crash_at
        self._upgrade_from = upgrade_from
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._progress = Progress()
        self._last: Rebuilding | None = None
        if self._versions:
            self._versions.clear()

    def told(self) -> Rebuilding:
        """Return how rebuilding stands."""
        versions = self._versions
        if versions is None:
            return Rebuilding(state="none", current="")
        current, other = versions.current, versions.other
        about = self._last or Rebuilding(state="none", current="")
        named: dict[str, Any] = {
            "current": current.name,
            "other": other.name if other else "",
            "progress": self._progress,
        }
        if self._progress.phase:
            return Rebuilding(state="running", **named)
        kept = {**named, "events": about.events, "seconds": about.seconds, "error": about.error}
        if other is None:
            return Rebuilding(state="failed" if about.error else "none", **kept)
        newer = max(current, other, key=number)
        comparison = _read(versions.comparison(newer))
        report = str(versions.comparison(newer)) if comparison else ""
        kept["state"] = "waiting" if number(other) > number(current) else "before"
        if about.error:
            kept["state"] = "failed"
        return Rebuilding(comparison=comparison, report=report, **kept)

    def status(self) -> dict[str, Any]:
        """Return what `GET /status` says of it."""
        told = self.told()
        return {"state": told.state, **told.progress.model_dump(), "error": told.error}

    def begin(self, *, switch: bool) -> Rebuilding:
        """Begin to fill a new version; switch to it when it is equal, or in any case. Raises CannotRebuildError."""
        self._free()
        self._start(partial(self._rebuild, switch))
        return self.told()

    def change(self) -> Rebuilding:
        """Begin to switch to the other version, be it the new one or that of before. Raises CannotRebuildError."""
        if self._free().other is None:
            raise CannotRebuildError("there is no other version to switch to", "rebuild first")
        self._start(self._change)
        return self.told()

    def discard(self) -> Rebuilding:
        """Take away the version that is not asked. Raises CannotRebuildError."""
        if not self._free().discard():
            raise CannotRebuildError("there is no other version to discard", "")
        self._last = None
        return self.told()

    async def upgrade(self) -> None:
        """Fill anew what another release has filled, before anything is judged; the old is asked meanwhile.

        Where that cannot be, or there are few cases, nothing is done: each case is judged again then.
        """
        versions = self._versions
        if versions is None or self._notes.was_judged_by(JUDGED_BY):
            return
        if self._count_cases() < self._upgrade_from:
            return
        _log.info("another release filled the views; they are filled anew beside the old")
        self._start(partial(self._rebuild, switch=True, what="upgrade"))
        await self.ended()

    async def ended(self) -> None:
        """Wait until nothing is under way."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """End what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _free(self) -> Versions:
        if self._versions is None:
            raise CannotRebuildError(
                "the views lie in PostgreSQL, and only files of SQLite are rebuilt beside the old",
                "YINGSU_NOTES unset, or another database for a new reporting",
            )
        if self._task is not None and not self._task.done():
            raise CannotRebuildError(f"a rebuild is under way ({self._progress.phase})", "wait for its end")
        return self._versions

    def _start(self, what: Callable[[], Any]) -> None:
        self._progress, self._last = Progress(phase="starting"), None
        self._task = asyncio.create_task(self._kept(what))

    async def _kept(self, what: Callable[[], Any]) -> None:
        try:
            await what()
        except Exception as error:
            _log.exception("a rebuild failed; the version that is asked stays")
            self._last = Rebuilding(state="failed", current="", error=f"{type(error).__name__}: {error}")
        finally:
            self._progress = Progress()

    async def _rebuild(self, switch: bool, what: str = "fill") -> None:
        self._last = found = await self._run(what)
        if found.error:
            _log.error("a rebuild failed; the version that is asked stays", reason=found.error)
        elif switch or (found.comparison and found.comparison.equal):
            await self._change_over()

    async def _change(self) -> None:
        self._last = found = await self._run("follow")
        if not found.error:
            await self._change_over()

    async def _run(self, what: str) -> Rebuilding:
        """Let the other process do something; return what it says in the end."""
        assert self._versions is not None
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "services.reporting.rebuilding"),
            *(str(self._versions.first), what, str(os.getpid()), self._crash_at),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE,
        )
        self._process = process
        try:
            assert process.stdout is not None
            said = None
            async for line in process.stdout:
                told = from_json(line)
                if "phase" in told:
                    self._progress = Progress(**told)
                else:
                    said = Rebuilding(**told)
            code = await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return said or Rebuilding(
            state="failed", current="", error=f"the process that rebuilds has ended ({code})"
        )

    async def _change_over(self) -> None:
        self._progress = Progress(phase="switching")
        versions = self._versions
        assert versions is not None
        if versions.other is not None:
            await self._judge.between(partial(self._switch, versions, versions.other))
            _log.info("another version of the views is asked now", version=versions.current.name)

    def _switch(self, versions: Versions, to: Path, notes: Notes) -> None:
        """Let another version be asked, between two batches."""
        with opened(url_of(to)) as fresh:
            engine = open_database(url_of(versions.current))
            with engine.connect() as old:
                catch_up(fresh, old, notes.position)
            engine.dispose()
        self._passing("before-switch")
        versions.switch(to)
        self._passing("after-switch")
        notes.reopen()

    def _count_cases(self) -> int:
        assert self._versions is not None
        engine = open_database(url_of(self._versions.current))
        with engine.connect() as connection:
            count = connection.execute(select(func.count()).select_from(CASES)).scalar() or 0
        engine.dispose()
        return count


def _read(file: Path) -> Comparison | None:
    try:
        return Comparison.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
