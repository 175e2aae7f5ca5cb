"""How are a ledger and a register uploaded on a page, and what is said of each row?"""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from services.intake.entry.frame import Frame, address
from services.intake.imports import kept
from services.intake.imports.kept import Import
from services.intake.imports.routes import bytes_of
from services.intake.imports.running import Imports
from shared.access import Principal
from shared.access.guard import not_its_district
from shared.problems import Problem

PATIENCE = 3.0
"""Seconds a page waits for an import before it shows how far that is."""

REMEMBERED = 100
"""Imports that failed after their page had gone on, of which it is still told why."""

SHOWN = 200
"""Rows of each kind that are shown; the copy of the file has all."""

Kind = Literal["ledger", "organs"]
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def routes(frame: Frame, imports: Imports) -> APIRouter:
    """Return the routes of the pages of imports."""
    router = APIRouter(route_class=frame.route())
    importer = Depends(frame.guard.may("import"))
    tasks: set[asyncio.Task[Import]] = set()
    failed: dict[str, tuple[str, Problem]] = {}

    async def shown(request: Request, principal: Principal, **view: Any) -> Response:
        problem: Problem | None = view.get("problem")
        around = {"districts": frame.districts(principal), "here": "imports", "problem": None}
        return await frame.render(
            request, "imports.html", {**around, **view}, problem.status if problem else 200
        )

    async def begun(
        principal: Principal, kind: Kind, district: str, name: str, data: bytes, *, dry_run: bool
    ) -> str:
        """Begin an import and return its id, once it is done or takes long. Raises Problem."""
        id_ = kept.new_id()
        running = imports.run(principal, kind, district, name, data, dry_run=dry_run, id_=id_)
        task = asyncio.create_task(running, name=f"import {id_}")
        tasks.add(task)
        task.add_done_callback(lambda done: ended(id_, district, done))
        await asyncio.wait([task], timeout=PATIENCE)
        if task.done():
            await task
        return id_

    @router.get("/enter/imports")
    async def get_imports(
        request: Request,
        principal: Annotated[Principal, importer],
        district: Annotated[str, Query(max_length=64)] = "",
        kind: Kind = "ledger",
    ) -> Response:
        """Ask for a file."""
        return await shown(request, principal, chosen=district, kind=kind, dry_run=True)

    @router.post("/enter/imports")
    async def post_imports(
        request: Request,
        principal: Annotated[Principal, importer],
        file: UploadFile | str = "",
        district: Annotated[str, Form(max_length=64)] = "",
        kind: Annotated[Kind, Form()] = "ledger",
        what: Annotated[Literal["try", "record"], Form()] = "try",
    ) -> Response:
        """Import a file, or say what importing it would do."""
        dry_run = what == "try"
        try:
            if isinstance(file, str) or not file.filename:
                raise Problem(422, "没有选择文件", "请先选择文件 (choose a file first)")
            if frame.district(district).id not in frame.districts(principal):
                raise not_its_district(principal, district)
            id_ = await begun(principal, kind, district, file.filename, await bytes_of(file), dry_run=dry_run)
        except Problem as problem:
            return await shown(
                request, principal, problem=problem, chosen=district, kind=kind, dry_run=dry_run
            )
        return RedirectResponse(address("imports", id_), 303)

    def ended(id_: str, district: str, task: asyncio.Task[Import]) -> None:
        tasks.discard(task)
        with suppress(asyncio.CancelledError):
            if isinstance(error := task.exception(), Problem):
                failed[id_] = district, error
                while len(failed) > REMEMBERED:
                    del failed[next(iter(failed))]

    @router.get("/enter/imports/{id_}")
    async def get_import(request: Request, id_: Id, principal: Annotated[Principal, importer]) -> Response:
        """Show what became of each row of a file, or how far the import is."""
        if (progress := imports.running.get(id_)) is not None and principal.may_speak_of(progress.district):
            view: dict[str, Any] = {"progress": progress, "told": None, "id": id_, "here": "imports"}
            where = frame.districts().get(progress.district)
            return await frame.render(request, "import.html", {**view, "district": where})
        if id_ in failed and principal.may_speak_of(failed[id_][0]):
            district, problem = failed[id_]
            return await shown(
                request, principal, problem=problem, chosen=district, kind="ledger", dry_run=True
            )
        told = await imports.now(await imports.find(id_, principal), "none")
        view = {
            "progress": None,
            "told": told,
            "id": id_,
            "here": "imports",
            "most": SHOWN,
            "counted": Counter({step: told[step] for step in _STEPS}),
            "district": frame.districts().get(told["district"]),
        }
        return await frame.render(request, "import.html", view)

    @router.post("/enter/imports/{id_}/record")
    async def post_record(id_: Id, principal: Annotated[Principal, importer]) -> Response:
        """Import the file of which it was said what importing it would do."""
        told = (await imports.find(id_, principal)).answer
        data = await imports.file(id_, principal)
        recorded = await begun(principal, told["kind"], told["district"], told["file"], data, dry_run=False)
        return RedirectResponse(address("imports", recorded), 303)

    @router.get("/enter/imports/{id_}/copy")
    async def get_copy(id_: Id, principal: Annotated[Principal, importer]) -> Response:
        """Lead to the uploaded file with an error column."""
        await imports.find(id_, principal)
        return RedirectResponse(f"/imports/{id_}/copy", 303)

    return router


_STEPS = ("accepted", "known", "corrected", "retracted", "released")
