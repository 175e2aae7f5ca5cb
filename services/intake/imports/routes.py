"""How do ledgers and registers come in over HTTP, and their answers go out?"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Response, UploadFile
from pydantic import BeforeValidator

from services.intake.imports.answers import Answer
from services.intake.imports.running import Imports, Wait
from shared.access import Principal
from shared.access.guard import Guard
from shared.problems import Problem

MOST = 32 * 1024 * 1024
"""Bytes of a file."""


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


def routes(imports: Imports, guard: Guard, *, district_id: Callable[[str], str]) -> APIRouter:
    """Return the routes of imports.

    `district_id` turns what a person calls a district into its id, or raises Problem.
    """
    router = APIRouter(prefix="/imports", tags=["imports"])
    importer = Depends(guard.may("import"))

    async def run(kind: str, file: UploadFile, asked: _Asked, principal: Principal) -> Answer:
        district, name = district_id(asked.district), file.filename or "file"
        done = await imports.run(principal, kind, district, name, await bytes_of(file), dry_run=asked.dry_run)
        return await imports.now(done, asked.wait)

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

    @router.get("/running")
    async def get_running(principal: Annotated[Principal, importer]) -> list[dict[str, Any]]:
        """Return the imports that are not done yet, with how many cases or organs of how many are."""
        return [
            {"import": id_, **asdict(one)}
            for id_, one in imports.running.items()
            if principal.may_speak_of(one.district)
        ]

    @router.get("/{id_}")
    async def get_import(id_: str, principal: Annotated[Principal, importer], wait: Wait = "none") -> Answer:
        """Return what was said of an import, with the facts that are parked now."""
        return await imports.now(await imports.find(id_, principal), wait)

    @router.get("/{id_}/copy")
    async def get_copy(id_: str, principal: Annotated[Principal, importer]) -> Response:
        """Return the uploaded file with an error column."""
        copy = await imports.copy(id_, principal)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(copy.name)}"}
        return Response(copy.data, media_type=copy.media_type, headers=headers)

    return router


async def bytes_of(file: UploadFile) -> bytes:
    """Return what is in an uploaded file. Raises Problem 413."""
    data = await file.read(MOST + 1)
    if len(data) > MOST:
        detail = "文件超过 32 MB；请分成几个文件上传，先后不限 (more than 32 MB; split it, in any order)"
        raise Problem(413, "文件过大 (the file is too large)", detail)
    return data
