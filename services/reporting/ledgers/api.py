"""How is the ledger of a district asked for? As a file, and beside it what the file does not hold."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from services.reporting.api import settled_first
from services.reporting.ledgers.files import MEDIA_TYPES, SHEETS, Format, pieces
from services.reporting.ledgers.rows import TOGETHER, Keys, Row, rows
from services.reporting.reader import Reader
from shared.access import Principal
from shared.access.guard import Guard, not_its_district
from shared.ledger.marking import mark
from shared.ledger.words import MARK
from shared.log.append import LogUnavailable
from shared.problems import Problem
from shared.sealing import KeysUnavailableError

District = Annotated[str, Query(max_length=200)]
Year = Annotated[
    int | None, Query(ge=1900, le=2099, description="only cases docketed, or else numbered, in it")
]


_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()}
    }
}


def routes(reader: Reader, keys: Keys, log: Callable[[], Awaitable[str]], guard: Guard) -> APIRouter:
    """Return the routes of exported ledgers.

    `keys` opens the names of claimants; `log` names the log (the digest of its first event), and raises
    LogUnavailable.
    """
    router = APIRouter(prefix="/exports", tags=["exports"], dependencies=[Depends(settled_first(reader))])
    exporter = Depends(guard.may("export"))

    async def told(principal: Principal, district: str, year: int | None) -> tuple[str, AsyncIterator[Row]]:
        id_ = next((one.id for one in await reader.districts() if district in (one.id, one.code)), district)
        if principal.role == "bureau" and not principal.may_speak_of(id_):
            raise not_its_district(principal, id_)
        await reader.world(id_)  # an unknown district is told before anything is sent
        return id_, rows(reader, keys, id_, year)

    @router.get("/ledger", response_class=Response, responses=_FILES)
    async def get_ledger(
        district: District,
        principal: Annotated[Principal, exporter],
        format: Format = "csv",
        year: Year = None,
    ) -> Response:
        """Return the ledger of a district as a file, from the facts that count.

        `X-Yingsu-Rows` says how many rows it has, `X-Yingsu-Left-Out` for how many cases something does not fit into
        a row; `GET /exports/ledger/left-out` names them.
        """
        id_, found = await told(principal, district, year)
        sheet, some, count, left = SHEETS[format](), list[dict[str, str]](), 0, 0
        try:
            begun = await log()
            async for row in found:
                left += bool(row.written.left_out)
                if cells := row.written.cells:
                    count += 1
                    some.append({**cells, MARK: mark(begun, id_, cells)})
                if len(some) >= TOGETHER:
                    await asyncio.to_thread(sheet.add, some)
                    some = []
        except (KeysUnavailableError, LogUnavailable) as error:
            raise _later(error) from error
        await asyncio.to_thread(sheet.add, some)
        file = await asyncio.to_thread(sheet.done)
        name = f"{id_}-台账{'' if year is None else f'-{year}'}.{format}"
        headers = {
            "Content-Disposition": f"attachment; filename=\"ledger.{format}\"; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Yingsu-Rows": str(count),
            "X-Yingsu-Left-Out": str(left),
        }
        return StreamingResponse(pieces(file), media_type=MEDIA_TYPES[format], headers=headers)

    @router.get("/ledger/left-out")
    async def get_left_out(
        district: District, principal: Annotated[Principal, exporter], year: Year = None
    ) -> list[dict[str, Any]]:
        """Return the cases of which a row does not hold every fact as it is, with the types of those facts.

        `row` is false where a case makes no row at all, for its docketing is not known.
        """
        _, found = await told(principal, district, year)
        try:
            return [
                {"case": row.case, "row": bool(row.written.cells), "facts": list(row.written.left_out)}
                async for row in found
                if row.written.left_out
            ]
        except KeysUnavailableError as error:
            raise _later(error) from error

    return router


def _later(error: Exception) -> Problem:
    detail = (
        f"{error}; without the names of claimants and the mark of each row a ledger is not whole; try again"
    )
    return Problem(503, "The ledger cannot be exported now", detail, headers={"Retry-After": "1"})
