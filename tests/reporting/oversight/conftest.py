"""A district with activities and suggestions, on SQLite and on PostgreSQL, for the tests of both lists."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from services.reporting.activities.api import routes as activity_routes
from services.reporting.reader import Reader
from services.reporting.suggestions.api import routes as suggestion_routes
from tests.reporting.oversight.years import years
from tests.reporting.served import served_by
from tests.reporting.told import Told
from tests.servers import postgres_server


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def told(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Told]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS years WITH (FORCE)")
            connection.execute("CREATE DATABASE years")
        url = f"{server}/years".replace("postgresql://", "postgresql+psycopg://")
    told = years(tmp_path, url)
    await told.settle()
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()


@pytest.fixture
async def client(reader: Reader) -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(reader, activity_routes, suggestion_routes) as client:
        yield client
