"""Servers and houses for the tests of the log."""

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from shared.log.notes import Notes
from tests.log.house import House, open_house
from tests.servers import NatsServer, nats_server, postgres_server

_databases = count()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(tmp_path / "nats") as running:
        yield running


@pytest.fixture
async def house(tmp_path: Path, server: NatsServer) -> AsyncIterator[House]:
    async with open_house(tmp_path, server) as opened:
        yield opened


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/notes.db"
    import psycopg

    server, name = request.getfixturevalue("postgres"), f"notes{next(_databases)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}".replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def notes(url: str) -> Iterator[Notes]:
    opened = Notes(url, "accountability")
    yield opened
    opened.close()
