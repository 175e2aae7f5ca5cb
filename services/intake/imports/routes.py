"""How do ledgers and registers come in over HTTP, and their answers go out?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Response, UploadFile
from pydantic import BeforeValidator

from services.intake.imports import copy as copies
from services.intake.imports import kept
from services.intake.imports.answers import Answer, ParkedFact, answer, row_texts, with_parked_facts
from services.intake.imports.errors import FileError
from services.intake.imports.importing import Door, Log, import_file
from services.intake.imports.kept import Import, UnknownImportError
from services.intake.imports.reading import KINDS, read
from shared.access import Guard, Principal
from shared.access.guard import not_its_district
from shared.problems import Problem

MOST = 32 * 1024 * 1024
"""Bytes of a file."""

Wait = Literal["settled", "none"]


def _named(file: object) -> object:
    """Say what is missing where a part without filename came, which forms take for a mere text."""
    if isinstance(file, str):
        detail = "请连同文件名上传，如 curl -F file=@台账.csv (send the file with a filename)"
        wrong = {"pointer": "/file", "detail": "no filename", "expected": "a file with a filename"}
        raise Problem(422, "文件没有文件名 (the file has no filename)", detail, errors=[wrong])
    return file


_File = Annotated[UploadFile, BeforeValidator(_named)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What goes with a file."""

    district: str
    dry_run: bool
    wait: Wait


def _asked(
    district: Annotated[str, Form(description="id or division code of the district")] = "",
    dry_run: Annotated[bool, Form(description="say what would happen, record nothing")] = False,
    wait: Annotated[Wait, Form(description="none: do not wait until figures include it")] = "settled",
    district_in_query: Annotated[str, Query(alias="district")] = "",
    dry_run_in_query: Annotated[bool, Query(alias="dry_run")] = False,
    wait_in_query: Annotated[Wait, Query(alias="wait")] = "settled",
) -> _Asked:
    """Take the parameters from the form or from the query."""
    waits: Wait = "none" if "none" in (wait, wait_in_query) else "settled"
    return _Asked(district or district_in_query, dry_run or dry_run_in_query, waits)


class ImportLog(Log, Protocol):
    """The log, as far as imports and their answers use it."""

    async def parked(self, district: str, cases: Iterable[str] | None = None) -> Sequence[ParkedFact]:
        """Return the facts of some cases that the law cannot use yet."""


def routes(
    log: ImportLog,
    door: Callable[[Principal], Door],
    folder: Path,
    guard: Guard,
    *,
    district_id: Callable[[str], str],
    settled: Callable[[int], Awaitable[bool]],
) -> APIRouter:
    """Return the routes of imports, which keep their files in `folder`.

    `door` returns the way onto the log for what somebody imports; `district_id` turns what a person calls a district
    into its id, or raises Problem; `settled` waits until all that follows from a position can be read, and returns
    False when that takes too long.
    """
    router = APIRouter(prefix="/imports", tags=["imports"])
    turns: dict[str, asyncio.Lock] = {}

    importer = Depends(guard.may("import"))

    async def run(kind: str, file: UploadFile, asked: _Asked, principal: Principal) -> Answer:
        district = district_id(asked.district)
        if not principal.may_speak_of(district):
            raise not_its_district(principal, district)
        data = await _bytes(file)
        filename = file.filename or "file"
        try:
            reading = await asyncio.to_thread(read, KINDS[kind], district, data, filename)
        except FileError as error:
            place = {"place": error.place, "detail": str(error), "expected": error.expected}
            raise Problem(422, error.title, str(error), errors=[place]) from error
        async with turns.setdefault(district, asyncio.Lock()):
            imported = await import_file(reading, log, door(principal), dry_run=asked.dry_run)
        rows = {case: (place.sheet, place.row) for case, place in reading.places.items()}
        told = answer(kept.new_id(), filename, reading, imported, dry_run=asked.dry_run)
        await asyncio.to_thread(kept.keep, folder, Import(told, rows), data)
        return await _now(Import(told, rows), asked.wait)

    async def _now(known: Import, wait: Wait) -> Answer:
        told = known.answer
        if wait == "settled" and not told["dry_run"]:
            told = {**told, "settled": await settled(told["position"])}
        parked = await log.parked(told["district"], known.rows) if told["kind"] == "ledger" else ()
        return with_parked_facts(told, known.rows, parked)

    async def _find(id_: str, principal: Principal) -> Import:
        try:
            found = await asyncio.to_thread(kept.find, folder, id_)
        except UnknownImportError as error:
            raise Problem(404, "没有这次导入 (no such import)", str(error)) from error
        if not principal.may_speak_of(found.answer["district"]):
            raise not_its_district(principal, found.answer["district"])
        return found

    @router.post("/organs")
    async def post_organs(
        file: _File, asked: Annotated[_Asked, Depends(_asked)], principal: Annotated[Principal, importer]
    ) -> Answer:
        """Import an organ register (CSV or XLSX)."""
        return await run("organs", file, asked, principal)

    @router.post("/ledger")
    async def post_ledger(
        file: _File, asked: Annotated[_Asked, Depends(_asked)], principal: Annotated[Principal, importer]
    ) -> Answer:
        """Import a case ledger (CSV or XLSX). What it says and the log knows already changes nothing."""
        return await run("ledger", file, asked, principal)

    @router.get("/{id_}")
    async def get_import(id_: str, principal: Annotated[Principal, importer], wait: Wait = "none") -> Answer:
        """Return what was said of an import, with the facts that are parked now."""
        return await _now(await _find(id_, principal), wait)

    @router.get("/{id_}/copy")
    async def get_copy(id_: str, principal: Annotated[Principal, importer]) -> Response:
        """Return the uploaded file with an error column."""
        told = await _now(await _find(id_, principal), "none")
        data = await asyncio.to_thread(kept.file_of, folder, id_)
        columns = KINDS[told["kind"]].COLUMNS
        written = await asyncio.to_thread(copies.copy, data, told["file"], columns, row_texts(told))
        name = quote(copies.name(told["file"], data))
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(written, media_type=copies.media_type(data), headers=headers)

    return router


async def _bytes(file: UploadFile) -> bytes:
    data = await file.read(MOST + 1)
    if len(data) > MOST:
        detail = "文件超过 32 MB；请分成几个文件上传，先后不限 (more than 32 MB; split it, in any order)"
        raise Problem(413, "文件过大 (the file is too large)", detail)
    return data
