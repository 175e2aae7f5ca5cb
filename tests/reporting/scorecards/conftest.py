"""A town whose agencies are assessed, on SQLite and on PostgreSQL, and a reader of its views."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from services.reporting.reader import Reader
from tests.reporting.scorecards.town import town
from tests.reporting.told import Told
from tests.servers import postgres_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres(server: str) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS scorecards WITH (FORCE)")
        connection.execute("CREATE DATABASE scorecards")
    return f"{server}/scorecards".replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Told]:
    url = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    told = town(tmp_path, url)
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()
