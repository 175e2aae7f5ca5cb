"""`GET /stream`: what is asked for and not there, and who may listen for how long."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.live.api import routes, told
from services.reporting.live.hub import Hub
from shared import problems
from tests.reporting.live.conftest import EVERYTHING, Street, number, parsed


async def always(_request: object) -> bool:
    return True


@asynccontextmanager
async def asking(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes(hub, lambda: hub.upto, always, patience=0.0))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting") as client:
        yield client


@pytest.mark.parametrize(
    ("query", "status", "parameter", "expected"),
    [
        ("district=nowhere", 404, "district", "huancui"),
        ("district=huancui&metric=luck", 404, "metric", "loss_rate"),
        ("district=huancui&agency=月球局", 404, "agency", "register"),
        ("district=huancui&period=2023-Q9", 422, "period", "2023-Q2"),
        ("district=huancui&kinds=pages", 422, "kinds", "figures"),
        (f"district=huancui&case={number(7)}", 404, "case", "GET /cases"),
        ("district=huancui&after=99999", 422, "Last-Event-ID", "0 to "),
        ("district=huancui&after=soon", 422, "Last-Event-ID", "0 to "),
        ("district=huancui&after=-1", 422, "Last-Event-ID", "0 to "),
    ],
)
async def test_what_is_not_there_is_a_problem(
    street: Street, query: str, status: int, parameter: str, expected: str
) -> None:
    street.docket(1)
    await street.settle()
    async with asking(street.hub) as client:
        answer = await client.get(f"/stream?{query}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert expected in error["expected"]


async def test_a_header_of_an_event_beyond_the_log_is_a_problem(street: Street) -> None:
    await street.settle()
    async with asking(street.hub) as client:
        answer = await client.get("/stream?district=huancui", headers={"Last-Event-ID": "12345"})
    assert answer.status_code == 422
    assert "12345" in answer.text


async def test_before_anything_is_settled_one_is_asked_to_come_back(street: Street) -> None:
    async with asking(street.hub) as client:
        answer = await client.get("/stream?district=huancui")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


async def test_a_quiet_stream_shows_signs_of_life_with_the_position(street: Street) -> None:
    upto = await street.settle()
    stream = told(street.hub, EVERYTHING, street.hub.place(None), lambda: always(None), 0.001)
    opening, beat = await anext(stream), await anext(stream)
    assert opening.startswith(b"retry: ")
    assert beat == b": still here\nid: %d\n\n" % upto
    assert parsed(opening + beat) == []
    assert street.hub.readers == 1
    await stream.aclose()
    assert street.hub.readers == 0


async def test_the_stream_of_a_key_that_was_revoked_ends(street: Street) -> None:
    await street.settle()
    known = True

    async def still() -> bool:
        return known

    stream = told(street.hub, EVERYTHING, street.hub.place(None), still, 0.001)
    await anext(stream)
    await anext(stream)
    known = False
    assert [said async for said in stream] == []
    assert street.hub.readers == 0
