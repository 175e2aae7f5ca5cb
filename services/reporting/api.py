"""How do programs ask for figures, the cases behind them, and how far everything is?"""

from collections.abc import Awaitable, Callable
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic_core import to_json

from services.reporting.answers import (
    CaseDetail,
    CaseRow,
    Cases,
    CountedCase,
    District,
    Figure,
    FigureCases,
    Settled,
)
from services.reporting.figures import By, Counts
from services.reporting.figures.comparing import Compare
from services.reporting.reader import Reader
from services.reporting.reader.comparing import Comparison, compared, districts_compared
from services.reporting.reader.listing import uncounted_cases
from services.reporting.serving import FORMS, Cursor, Table, Wanted, answered, flat, wanting
from services.reporting.uncounted.listing import MOST
from services.reporting.uncounted.shapes import LeftOut, Uncounted
from services.reporting.unknown import period_of

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
    "low",
    "high",
    "parked",
    "unbounded",
    "before",
    "why_none",
)
"""What a CSV of figures holds; `silent` names the sources that miss something by which a figure can still change, of
`low`, `high` and `before` there is the value."""


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

    @router.get("/figures", response_model=list[Figure], responses=FORMS)
    async def figures(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "",
        metric: Text = "",
        as_of: AsOf = "",
        compare: Compare = "",
    ) -> Response:
        """Return the figures of a period: a list, the district's row (agency `*`) first.

        With `compare=before` each has what it was in the period before, with `compare=year` in that of a year before.
        """
        ask = partial(reader.figures, district, by=by, agency=agency, metric=metric, as_of=as_of)
        answer = await (compared(ask, period, compare) if compare else ask(period))
        table, name = (
            partial(_table, answer.items),
            f"figures-{answer.items[0].period if answer.items else ''}",
        )
        return wanted.answer(
            answer.items, Figure, name, position=answer.position, table=table, as_of=answer.as_of
        )

    @router.get("/figures/{metric}/cases", response_model=FigureCases, responses=FORMS)
    async def figure_cases(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        metric: str,
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "*",
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        as_of: AsOf = "",
    ) -> Response:
        """Return the cases behind a figure, a page at a time: pass `next` as `after` for more.

        The first page names in `left_out` the first cases of the row that do not count in it, and why.
        """
        place = wanted.place(after)
        answer = await reader.figure_cases(
            district,
            metric,
            period,
            by=by,
            agency=agency,
            after=place,
            limit=limit,
            as_of=as_of,
            left_out=not place,
        )
        return wanted.answer(answer, CountedCase, "cases", as_of=answer.as_of)

    @router.get("/figures/{metric}/uncounted", response_model=Uncounted, responses=FORMS)
    async def uncounted(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        metric: str,
        district: Text,
        period: Text,
        by: By = "defendant",
        agency: Text = "*",
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> Response:
        """Return the cases of a row that went on in a period and do not count in a figure of it, and why.

        A page at a time, by the day they were over: pass `next` as `after` for more. A page may name few cases, or
        none, though more follow.
        """
        asked = metric, period_of(period), by, agency, wanted.place(after), limit
        answer: Uncounted = await reader.about(uncounted_cases, district, *asked)
        return wanted.answer(answer, LeftOut, "uncounted")

    @router.get("/comparison", response_model=Comparison)
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

    @router.get("/cases", response_model=Cases, responses=FORMS)
    async def cases(
        wanted: Annotated[Wanted, Depends(wanting(reader))],
        district: Text,
        state: State = "",
        search: Text = "",
        after: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Return the cases of a district by number, a page at a time: pass `next` as `after` for more."""
        place = wanted.place(after)
        answer = await reader.cases(district, state=state, search=search, after=place, limit=limit)
        return wanted.answer(answer, CaseRow, "cases")

    @router.get("/cases/{case:path}", response_model=flat("CaseAnswer", CaseRow, CaseDetail))
    async def case(case: str, district: Text) -> Response:
        """Return one case: who answers by which rule, what it counts in, and its timeline."""
        answer = await reader.case(district, case)
        # No ETag: a key that was erased meanwhile changes the answer, and no position says so.
        return Response(
            to_json(_flat(answer)),
            headers={"X-Yingsu-Position": str(answer.position)},
            media_type="application/json",
        )

    @router.get("/districts", response_model=list[District])
    async def districts() -> Response:
        """Return the districts whose law is on the log, with the first and last month that has figures."""
        return Response(to_json(await reader.districts()), media_type="application/json")

    @router.get("/settled", response_model=Settled)
    async def settled() -> Response:
        """Return up to which position everything that follows is visible, and what could not be judged."""
        return Response(to_json(await reader.settled()), media_type="application/json")

    return router


def _flat(detail: CaseDetail) -> dict[str, Any]:
    row = {field.name: getattr(detail.row, field.name) for field in fields(detail.row)}
    rest = {field.name: getattr(detail, field.name) for field in fields(detail) if field.name != "row"}
    return {**row, **rest}


def _table(figures: tuple[Figure, ...]) -> Table:
    def cell(figure: Figure, name: str) -> object:
        said = getattr(figure, name)
        if name == "silent":
            return "、".join(one.feed for one in said)
        return said.value if isinstance(said, Counts) else said

    lines = ([cell(figure, name) for name in COLUMNS] for figure in figures)
    return [COLUMNS, *lines]
