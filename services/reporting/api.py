"""How do programs ask for figures, the cases behind them, and how far everything is?"""

from collections.abc import Awaitable, Callable
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic_core import to_json

from services.reporting.answers import CaseDetail, Figure
from services.reporting.figures import By
from services.reporting.figures.comparing import Compare
from services.reporting.reader import Reader
from services.reporting.reader.comparing import compared, districts_compared
from shared.spreadsheets import csv_of

State = Literal["", "reported", "docketed", "heard", "decided", "effective", "closed"]
Text = Annotated[str, Query(max_length=200)]
AsOf = Annotated[
    str, Query(max_length=40, description="as known then: a position, an instant, or the end of a day")
]

COLUMNS = (
    "period",
    "agency",
    "metric",
    "by",
    "numerator",
    "denominator",
    "value",
    "target",
    "met",
    "indicative",
    "article",
    "status",
    "silent",
)
"""What a CSV of figures holds; `silent` names the sources that miss something by which a figure can still change."""


def settled_first(reader: Reader) -> Callable[..., Awaitable[None]]:
    """Return the dependency that lets any GET wait until a position is settled."""

    async def wait(
        min_position: Annotated[int, Query(ge=0, description="wait until this position is settled")] = 0,
        timeout: Annotated[float, Query(ge=0, le=300, description="seconds to wait at most")] = 30,
    ) -> None:
        if min_position:
            await reader.wait(min_position, timeout)

    return wait


def routes(reader: Reader) -> APIRouter:
    """Return the routes for programs."""
    router = APIRouter(tags=["figures"], dependencies=[Depends(settled_first(reader))])

    @router.get("/figures")
    async def figures(
        request: Request,
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "",
        metric: Text = "",
        as_of: AsOf = "",
        compare: Compare = "",
        accept: Annotated[str, Header()] = "",
        format: Literal["", "json", "csv"] = "",
    ) -> Response:
        """Return the figures of a period: a list, the district's row (agency `*`) first.

        With `compare=before` each has what it was in the period before, with `compare=year` in that of a year before.
        As CSV with `Accept: text/csv`; with `format=csv` as a file that spreadsheet programs open.
        """
        upto = reader.upto  # before asking: what is settled only later may not be in the answer
        ask = partial(reader.figures, district, by=by, agency=agency, metric=metric, as_of=as_of)
        answer = await (compared(ask, period, compare) if compare else ask(period))
        wanted = Wanted(request, upto, accept, format)
        return wanted.answer(answer.position, answer.items, partial(_csv, answer.items), f"figures-{period}")

    @router.get("/figures/{metric}/cases")
    async def figure_cases(
        request: Request,
        metric: str,
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "*",
        after: Text = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        as_of: AsOf = "",
    ) -> Response:
        """Return the cases behind a figure, a page at a time: pass `next` as `after` for more."""
        upto = reader.upto
        answer = await reader.figure_cases(
            district, metric, period, by=by, agency=agency, after=after, limit=limit, as_of=as_of
        )
        return answered(request, upto, answer.position, to_json(answer))

    @router.get("/comparison")
    async def comparison(
        request: Request,
        metric: Annotated[str, Query(min_length=1, max_length=200)],
        period: Text,
        compare: Compare = "",
    ) -> Response:
        """Return one figure of the districts of this installation that whoever asks may see, by district."""
        upto = reader.upto
        answer = await districts_compared(reader, metric, period, compare)
        return answered(request, upto, answer.position, to_json(answer))

    @router.get("/cases")
    async def cases(
        request: Request,
        district: Text,
        state: State = "",
        search: Text = "",
        after: Text = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return the cases of a district by number, a page at a time: pass `next` as `after` for more."""
        upto = reader.upto
        answer = await reader.cases(district, state=state, search=search, after=after, limit=limit)
        return answered(request, upto, answer.position, to_json(answer))

    @router.get("/cases/{case:path}")
    async def case(case: str, district: Text) -> Response:
        """Return one case: who answers by which rule, what it counts in, and its timeline."""
        answer = await reader.case(district, case)
        # No ETag: a key that was erased meanwhile changes the answer, and no position says so.
        return Response(
            to_json(_flat(answer)), headers=_headers(answer.position), media_type="application/json"
        )

    @router.get("/districts")
    async def districts() -> Response:
        """Return the districts whose law is on the log, with the first and last month that has figures."""
        return Response(to_json(await reader.districts()), media_type="application/json")

    @router.get("/settled")
    async def settled() -> Response:
        """Return up to which position everything that follows is visible, and what could not be judged."""
        return Response(to_json(await reader.settled()), media_type="application/json")

    return router


def answered(
    request: Request,
    upto: int,
    position: int,
    body: bytes,
    media_type: str = "application/json",
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an answer with its position, and with an ETag where the position says all about it."""
    headers = {**_headers(position), "Vary": "Accept", **(headers or {})}
    if position <= upto:
        headers["ETag"] = f'"{position}"'
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


class Wanted(NamedTuple):
    """In which form a list is asked for."""

    request: Request
    upto: int
    """Up to where all was settled before it was asked."""
    accept: str
    format: str

    def answer(self, position: int, said: object, table: Callable[[], str], name: str) -> Response:
        """Return it as JSON, or as the CSV that is asked for: plain, or as a file of that name."""
        if self.format == "csv":
            headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            body = table().encode("utf-8-sig")
            return answered(self.request, self.upto, position, body, "text/csv", headers)
        if "text/csv" in self.accept and self.format != "json":
            return answered(self.request, self.upto, position, table().encode(), "text/csv")
        return answered(self.request, self.upto, position, to_json(said))


def _headers(position: int) -> dict[str, str]:
    return {"X-Yingsu-Position": str(position)}


def _flat(detail: CaseDetail) -> dict[str, Any]:
    row = {field.name: getattr(detail.row, field.name) for field in fields(detail.row)}
    rest = {field.name: getattr(detail, field.name) for field in fields(detail) if field.name != "row"}
    return {**row, **rest}


def _csv(figures: tuple[Figure, ...]) -> str:
    *own, _ = COLUMNS
    silent = ("、".join(one.feed for one in figure.silent) for figure in figures)
    lines = (
        [*(getattr(figure, name) for name in own), named]
        for figure, named in zip(figures, silent, strict=True)
    )
    return csv_of([COLUMNS, *lines])
