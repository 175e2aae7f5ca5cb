"""How do programs ask for the law on the log, and for the log itself, so that they can judge it again?"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic_core import to_json

from services.reporting.answers import AdoptedPack
from services.reporting.reader import Reader
from services.reporting.serving import TEXTS
from shared.law.loader import PackError, load
from shared.problems import Problem


class UnreadablePackError(Problem):
    """A pack on the log that this release cannot read."""

    def __init__(self, pack: str, error: PackError) -> None:
        super().__init__(
            409,
            "A law pack that this release cannot read",
            f"the pack {pack!r} on the log cannot be read by this release; its text can be had as YAML",
            errors=[
                {"place": f"line {fault.line}, {fault.where}", "detail": fault.detail}
                for fault in error.faults
            ],
        )


def routes(reader: Reader) -> APIRouter:
    """Return the routes for the law and the log."""
    router = APIRouter(tags=["law"])

    @router.get("/law", response_model=list[AdoptedPack])
    async def laws() -> Response:
        """Return the law packs that count, with their days, revision and place on the log.

        `faults` says why this release cannot read a pack; the days are missing then.
        """
        return Response(to_json(await reader.laws()), media_type="application/json")

    @router.get("/law/{pack}", response_class=Response, responses=TEXTS["text/yaml"])
    async def law(pack: str, format: Literal["yaml", "json"] = "yaml") -> Response:
        """Return the text of a pack, or with `format=json` what it says."""
        text = await reader.law_text(pack)
        if format == "yaml":
            return Response(text, media_type="text/yaml")
        try:
            read = load(text)
        except PackError as error:
            raise UnreadablePackError(pack, error) from error
        return Response(read.model_dump_json(), media_type="application/json")

    @router.get("/log", response_class=Response, responses=TEXTS["application/x-ndjson"])
    async def log(
        district: Annotated[str, Query(max_length=200)],
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=50_000)] = 10_000,
        facts_only: Annotated[bool, Query(description="leave out what the services found")] = False,
    ) -> Response:
        """Return stored events of a district (`_`: of none) and of the whole log, by position, one envelope a line.

        `X-Yingsu-Last` is the position of the last one given: pass it as `after` until nothing comes. Names of
        private persons stay sealed.
        """
        page = await reader.stored(district, after, limit, facts_only=facts_only)
        headers = {"X-Yingsu-Position": str(page.position), "X-Yingsu-Last": str(page.last)}
        body = b"".join(body + b"\n" for body in page.bodies)
        return Response(body, headers=headers, media_type="application/x-ndjson")

    return router
