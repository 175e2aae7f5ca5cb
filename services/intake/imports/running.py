"""How does an uploaded file become facts, one file of a district at a time, and what is said of it then and later?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from services.intake.imports import copy as copies
from services.intake.imports import kept
from services.intake.imports.answers import Answer, ParkedFact, answer, row_texts, with_parked_facts
from services.intake.imports.errors import FileError
from services.intake.imports.importing import Door, Log, import_file
from services.intake.imports.kept import Import, UnknownImportError
from services.intake.imports.reading import KINDS, read
from shared.access import Principal
from shared.access.guard import not_its_district
from shared.envelope import digest
from shared.problems import Problem

Wait = Literal["settled", "none"]


class ImportLog(Log, Protocol):
    """The log, as far as imports and their answers use it."""

    async def parked(self, district: str, cases: Iterable[str] | None = None) -> Sequence[ParkedFact]:
        """Return the facts of some cases that the law cannot use yet."""

    async def read(self, first: int, last: int) -> Sequence[bytes]:
        """Return the stored events at positions first to last."""


@dataclass(slots=True)
class Progress:
    """How far an import is that was begun and is not done."""

    kind: str
    district: str
    file: str
    done: int = 0
    of: int = 0
    """Cases or organs; 0 while the file is still being read."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An uploaded file with an error column."""

    name: str
    data: bytes
    media_type: str


class Imports:
    """The imports of all districts. Their files are kept in `folder`."""

    def __init__(
        self,
        log: ImportLog,
        door: Callable[[Principal], Door],
        folder: Path,
        *,
        settled: Callable[[int], Awaitable[bool]],
    ) -> None:
        """`door` returns the way onto the log for what somebody imports.

        `settled` waits until all that follows from a position can be read; False when that takes too long.
        """
        self._log = log
        self._door = door
        self._folder = folder
        self._settled = settled
        self._turns: dict[str, asyncio.Lock] = {}
        self.running: dict[str, Progress] = {}
        """By the id of the import."""

    async def run(
        self,
        principal: Principal,
        kind: str,
        district: str,
        name: str,
        data: bytes,
        *,
        dry_run: bool,
        id_: str = "",
    ) -> Import:
        """Import a file of a district, by its id, and keep what is said of it.

        Raises Problem 403 for a district that is not the principal's, 422 for a file that cannot be read.
        """
        if not principal.may_speak_of(district):
            raise not_its_district(principal, district)
        id_ = id_ or kept.new_id()
        progress = self.running[id_] = Progress(kind, district, name)
        try:
            try:
                begun = await self._log.read(1, 1)
                log = digest(begun[0]) if begun else ""
                reading = await asyncio.to_thread(read, KINDS[kind], district, data, name, log)
            except FileError as error:
                place = {"place": error.place, "detail": str(error), "expected": error.expected}
                raise Problem(422, error.title, str(error), errors=[place]) from error

            def told(done: int, of: int) -> None:
                progress.done, progress.of = done, of

            async with self._turns.setdefault(district, asyncio.Lock()):
                imported = await import_file(
                    reading, self._log, self._door(principal), dry_run=dry_run, progress=told
                )
            rows = {case: (place.sheet, place.row) for case, place in reading.places.items()}
            done = Import(answer(id_, name, reading, imported, dry_run=dry_run), rows)
            await asyncio.to_thread(kept.keep, self._folder, done, data)
            return done
        finally:
            del self.running[id_]

    async def now(self, known: Import, wait: Wait) -> Answer:
        """Return what was said of an import, with the facts that are parked now."""
        told = known.answer
        if wait == "settled" and not told["dry_run"]:
            told = {**told, "settled": await self._settled(told["position"])}
        parked = await self._log.parked(told["district"], known.rows) if told["kind"] == "ledger" else ()
        return with_parked_facts(told, known.rows, parked)

    async def find(self, id_: str, principal: Principal) -> Import:
        """Return an import of a district the principal may speak of. Raises Problem 404 and 403."""
        try:
            found = await asyncio.to_thread(kept.find, self._folder, id_)
        except UnknownImportError as error:
            raise Problem(404, "没有这次导入 (no such import)", str(error)) from error
        if not principal.may_speak_of(found.answer["district"]):
            raise not_its_district(principal, found.answer["district"])
        return found

    async def file(self, id_: str, principal: Principal) -> bytes:
        """Return the uploaded file. Raises Problem 404 and 403."""
        await self.find(id_, principal)
        return await asyncio.to_thread(kept.file_of, self._folder, id_)

    async def copy(self, id_: str, principal: Principal) -> Copy:
        """Return the uploaded file with an error column. Raises Problem 404 and 403."""
        told = await self.now(await self.find(id_, principal), "none")
        data = await self.file(id_, principal)
        columns = KINDS[told["kind"]].COLUMNS
        written = await asyncio.to_thread(copies.copy, data, told["file"], columns, row_texts(told))
        return Copy(copies.name(told["file"], data), written, copies.media_type(data))
