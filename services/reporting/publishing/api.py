"""How do programs ask for published reports, their files, what is otherwise since, and what one would say?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from services.reporting.publishing.asking import report, reports, restatement
from services.reporting.publishing.previewing import Previews
from services.reporting.publishing.serving import Shelf
from services.reporting.publishing.shapes import (
    Checked,
    PublicKey,
    PublishedReport,
    ReportList,
    Restatement,
)
from services.reporting.reader import Reader
from services.reporting.serving import TEXTS, answered

Text = Annotated[str, Query(max_length=200)]
EditionNumber = Annotated[int, Query(ge=0, description="1 for the first; 0 for the one that counts")]
Form = Literal["", "json", "docx", "pdf", "xlsx", "csv", "html"]


@dataclass(frozen=True)
class Publishing:
    """What the routes and pages of published reports need."""

    reader: Reader
    shelf: Shelf
    previews: Previews


def routes(desk: Publishing) -> APIRouter:
    """Return the routes for published reports."""
    router = APIRouter(tags=["reports"])
    reader, shelf, previews = desk.reader, desk.shelf, desk.previews

    @router.get("/reports", response_model=ReportList)
    async def published_reports(request: Request, district: Text) -> Response:
        """Return the published reports of a district, the latest first, with what is waiting and what is owed."""
        upto = reader.upto
        found = await reader.about(reports, district, await is_held(reader))
        return answered(request, upto, found.position, to_json(found))

    @router.get("/reports/key", response_model=list[PublicKey])
    async def signing_keys() -> Response:
        """Return the public keys that published reports are signed with, that of new ones first."""
        return Response(to_json(await shelf.keys()), media_type="application/json")

    @router.get("/reports/verify", response_model=Checked)
    async def verified_reports() -> Response:
        """Return whether every file of every published report is whole, and every signature right."""
        return Response(to_json(await shelf.check()), media_type="application/json")

    @router.get("/reports/preview", response_model=dict[str, Any])
    async def preview(
        district: Text, period: Text, as_of: Annotated[int, Query(ge=0)] = 0, format: Form = ""
    ) -> Response:
        """Return what a report would say as known at a position (0: now); as a file with `format`, named a draft."""
        data = await previews.data(district, period, as_of)
        headers = {"X-Yingsu-Position": str(data.position), "X-Yingsu-Draft": "true"}
        if not format:
            return Response(data.as_json(), headers=headers, media_type="application/json")
        file = await previews.file(data, format)
        headers |= _shown(file.name, file.media_type)
        return Response(file.content, headers=headers, media_type=file.media_type)

    @router.get("/reports/{district}/{period}", response_model=PublishedReport)
    async def published_report(
        request: Request, district: str, period: str, edition: EditionNumber = 0
    ) -> Response:
        """Return a published report: the figures frozen, what is signed and by whom, and what is otherwise since."""
        upto = reader.upto
        found = await reader.about(report, district, period, edition)
        return answered(request, upto, found.position, to_json(found))

    @router.get("/reports/{district}/{period}/restatement", response_model=Restatement)
    async def restated_report(
        request: Request, district: str, period: str, edition: EditionNumber = 0
    ) -> Response:
        """Return what of a published report is otherwise by what is known now, and the facts that caused it."""
        upto = reader.upto
        found = await reader.about(restatement, district, period, edition)
        return answered(request, upto, found.position, to_json(found))

    @router.get(
        "/reports/{district}/{period}/files/{name}",
        response_class=Response,
        responses=TEXTS["application/octet-stream"],
    )
    async def published_file(
        request: Request, district: str, period: str, name: str, edition: EditionNumber = 0
    ) -> Response:
        """Return a file of a published report. Its bytes never change; the ETag is their SHA-256."""
        return await file_of(shelf, request, district, period, name, edition)

    return router


async def file_of(
    shelf: Shelf,
    request: Request,
    district: str,
    period: str,
    name: str,
    edition: int,
    kept: str = "private, max-age=31536000, immutable",
) -> Response:
    """Return a file of a published report, or 304 to who has it; `kept` says how long caches keep it."""
    file, content = await shelf.file(district, period, name, edition)
    headers = {
        "ETag": f'"{file.sha256}"',
        # Without an edition the address is that of whichever counts.
        "Cache-Control": kept if edition else "no-cache",
        **_shown(name, file.media_type),
    }
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=file.media_type)


def _shown(name: str, media_type: str) -> dict[str, str]:
    """Return the headers by which a document is shown or saved; a page runs no scripts and loads nothing."""
    page = media_type.startswith("text/html")
    headers = {
        "Content-Disposition": disposition(name, inline=page or media_type == "application/pdf"),
        "X-Content-Type-Options": "nosniff",
    }
    if page:
        headers["Content-Security-Policy"] = (
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        )
    return headers


def disposition(name: str, *, inline: bool) -> str:
    """Return the header that names a file, whatever its script."""
    how = "inline" if inline else "attachment"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


async def is_held(reader: Reader) -> Callable[[str], bool]:
    """Return what tells of a district whether a case of it cannot be judged."""
    held = {key.partition("|")[0] for key in (await reader.settled()).stalled}
    return held.__contains__
