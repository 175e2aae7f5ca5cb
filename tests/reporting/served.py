"""How do tests ask reporting over HTTP, and what does it answer to what is not there?"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI

from services.reporting.reader import Reader
from shared import problems
from tests.reporting.told import Told

Routes = Callable[[Reader], APIRouter]


@asynccontextmanager
async def served(told: Told, *routes: Routes) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that asks what was told, over these routes."""
    reader = told.reader()
    async with served_by(reader, *routes) as client:
        yield client
    reader.close()


@asynccontextmanager
async def served_by(reader: Reader, *routes: Routes) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that asks a reader over these routes."""
    app = FastAPI()
    problems.install(app)
    for of in routes:
        app.include_router(of(reader))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting") as client:
        yield client


async def is_not_there(
    client: httpx.AsyncClient, path: str, status: int, parameter: str, expected: str
) -> None:
    """Let an answer be a problem that names the parameter and says what is expected."""
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert expected in error["expected"]
