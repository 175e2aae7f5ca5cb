"""How do documents come in and go out over HTTP, one by one or as a case's volume?"""

import base64
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic_core import to_json

from services.intake.attachments import Attachments
from services.intake.attachments.attached import Attached, Document, may_see
from services.intake.attachments.checking import check
from services.intake.attachments.media import NAMED, TYPES
from services.intake.attachments.uploaders import Uploaders
from services.intake.attachments.uploading import Upload, receive
from services.intake.attachments.volumes import Item, file_name, volume
from shared.access import Principal
from shared.access.guard import Guard, count_refusal
from shared.access.speaking import sources
from shared.case_number import CaseNumberError, normalise_case_number
from shared.codec import type_of
from shared.events.documents import DocumentAttached
from shared.openapi import problem
from shared.pages.words import Words
from shared.problems import Problem

UPLOADS = "/attachments"
"""The path to which files are sent; it limits them itself."""

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file, in hexadecimal")]

_FIELDS = ("district", "subject", "kind", "title", "attached_on", "source")
"""What may come beside a file, to attach it in the same request."""

_SAFE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-cache",
}
"""Whatever somebody has uploaded, it does nothing in the browser of who fetches it."""


class Submitting(Protocol):
    """The way of events onto the log; intake's submissions are it."""

    async def submit(self, principal: Principal, events: list[Any], /) -> dict[str, Any]:
        """Record events, all or none. Raises Problem."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All that answers for documents."""

    store: Attachments
    attached: Attached
    uploaders: Uploaders


def routes(
    documents: Documents,
    submissions: Submitting,
    guard: Guard,
    *,
    district_id: Callable[[str], str],
    today: Callable[[], date | None],
    admit: Callable[[Principal, int], None] = lambda principal, bytes: None,
) -> APIRouter:
    """Return the routes of documents.

    `district_id` turns what a person calls a district into its id, or raises Problem; `today` is the day that began
    last; `admit` counts the bytes of an upload, and raises Problem 429 for one that has to come later.
    """
    router = APIRouter(tags=["attachments"])
    store, attached, uploaders = documents.store, documents.attached, documents.uploaders

    @router.put(UPLOADS, openapi_extra=_BODIES, operation_id="put_attachment")
    @router.post(UPLOADS, openapi_extra=_BODIES, operation_id="post_attachment")
    async def upload(
        request: Request, principal: Annotated[Principal, Depends(guard.may("report"))]
    ) -> Response:
        """Keep a file under the SHA-256 of its content; attach it to a case where `district` and `subject` say so."""
        admit(principal, int(request.headers.get("content-length", "0")))
        came = await receive(request, store)
        kept = came.kept
        await uploaders.note(kept.sha256, principal)
        told: dict[str, Any] = kept._asdict()
        fields = _said(came, request)
        if "district" in fields or "subject" in fields:
            event = _event(came, fields, principal, district_id, today())
            try:
                told["attached"] = await submissions.submit(principal, [event])
            except Problem as problem:
                problem.body["kept"] = kept._asdict()
                raise
        return JSONResponse(told, 200 if kept.known else 201, {"Location": f"{UPLOADS}/{kept.sha256}"})

    @router.get(
        f"{UPLOADS}/verify",
        dependencies=[Depends(guard.may("read the log"))],
        response_class=StreamingResponse,
        responses={200: {"content": {"application/x-ndjson": {}}}},
    )
    async def get_verify() -> StreamingResponse:
        """Read every file that a fact names; lines tell how far that is, the last what was found."""

        async def lines() -> AsyncIterator[bytes]:
            async for said in check(attached, store):
                yield to_json(said) + b"\n"

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    @router.get(f"{UPLOADS}/{{sha256}}", response_class=Response)
    async def get_attachment(
        sha256: Hash,
        request: Request,
        principal: Annotated[Principal, Depends(guard.may("read documents"))],
    ) -> Response:
        """Return a file that a fact says some case has which the caller may see."""
        theirs = await attached.of_file(sha256)
        try:
            size = await store.size(sha256)
        except OSError as error:
            raise Problem(503, "Documents cannot be read now", f"{error}; try again later") from error
        if not theirs or size is None:
            missing = "no fact says of any case that it has" if not theirs else "nobody has uploaded"
            raise Problem(404, "没有这份文件 (no such file)", f"{missing} the file {sha256}")
        seen = [one for one in await _vouched(theirs, principal) if may_see(principal, one)]
        if not seen:
            raise _not_theirs(principal)
        etag = f'"{sha256}"'
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": etag})
        (document,) = await attached.titled(seen[:1])
        headers = {
            **_SAFE,
            "ETag": etag,
            "Content-Length": str(size),
            "Content-Disposition": _as_file(file_name(document), sha256[:8]),
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:",
        }
        media = document.media_type if document.media_type in TYPES else "application/octet-stream"
        return StreamingResponse(store.open(sha256), media_type=media, headers=headers)

    @router.get("/volumes/{district}/{case}", response_class=Response)
    async def get_volume(
        district: str, case: str, principal: Annotated[Principal, Depends(guard.may("read documents"))]
    ) -> Response:
        """Return the documents of a case that the caller may see as one ZIP, in order and with a catalogue."""
        id_, number = district_id(district), _number(case)
        theirs = await attached.of_case(id_, number)
        if not theirs:
            raise Problem(
                404, "没有案卷 (no volume)", f"no document is attached to {number} in the district {id_}"
            )
        seen = await attached.titled([one for one in theirs if may_see(principal, one)])
        if not seen:
            raise _not_theirs(principal)
        vouched = {one.position for one in await _vouched(seen, principal)}
        items = [Item(one, one.position in vouched) for one in seen]
        headers = {**_SAFE, "Content-Disposition": _as_file(f"{number}-案卷.zip", "volume")}
        return StreamingResponse(volume(items, store), media_type="application/zip", headers=headers)

    async def _vouched(theirs: list[Document], principal: Principal) -> list[Document]:
        """Return those documents whose file was brought by who reported them; who sees all sees these too."""
        return theirs if principal.role in ("operator", "auditor") else await uploaders.vouched(theirs)

    return router


def _said(came: Upload, request: Request) -> dict[str, str]:
    """Return what came beside a file, from the form or the query. Raises Problem 422 for what means nothing."""
    fields = {**request.query_params, **came.fields}
    if unknown := [name for name in fields if name not in _FIELDS]:
        names = "、".join(unknown)
        wrong = [
            {"pointer": f"/{name}", "detail": "is unknown", "expected": ", ".join(_FIELDS)}
            for name in unknown
        ]
        raise Problem(
            422, "Unknown field", f"{names}: a file may come with {', '.join(_FIELDS)}", errors=wrong
        )
    return {name: value for name, value in fields.items() if value}


def _event(
    came: Upload,
    fields: Mapping[str, str],
    principal: Principal,
    district_id: Callable[[str], str],
    today: date | None,
) -> dict[str, Any]:
    """Return the event that says of a case that it has the file; the door checks it like any other."""
    kept, kind = came.kept, fields.get("kind", "other")
    district = district_id(fields.get("district", ""))
    own = f"bureau/{district}" if principal.role == "operator" else next(iter(sources(principal)), "")
    subject = fields.get("subject", "")
    return {
        "specversion": "1.0",
        "id": f"{subject}/document-attached/{kept.sha256}",
        "source": fields.get("source") or own,
        "type": type_of(DocumentAttached),
        "subject": subject,
        "district": district,
        "data": {
            "sha256": kept.sha256,
            "title": fields.get("title") or came.name or Words("zh").name("attachments", kind),
            "media_type": kept.media_type,
            "size": kept.size,
            "attached_on": fields.get("attached_on") or str(today or ""),
            "kind": kind,
        },
    }


def _number(case: str) -> str:
    try:
        return normalise_case_number(case)
    except CaseNumberError as error:
        wrong = {"pointer": "/case", "detail": str(error), "expected": error.expected}
        raise Problem(422, "案号格式不符 (malformed case number)", str(error), errors=[wrong]) from error


def _not_theirs(principal: Principal) -> Problem:
    count_refusal(principal, "read documents")
    detail = (
        f"{principal.actor} may read a court's documents as that court, an agency's as that agency, others "
        "in its own districts; and none that whoever reported it never uploaded"
    )
    return Problem(403, "Not allowed", detail, right="read documents")


def _as_file(name: str, plain: str) -> str:
    suffix = name[name.rfind(".") :]
    return f"attachment; filename=\"{plain}{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"


_BODIES = {
    "requestBody": {
        "required": True,
        "description": f"{NAMED}, by content",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        **{name: {"type": "string"} for name in _FIELDS},
                    },
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    },
    "responses": {
        "200": {"description": "the file was there already"},
        "201": {
            "description": "the file is kept",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        "409": problem(409),
    },
}
