"""On PostgreSQL the proceedings are listed, counted and told as on SQLite."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from services.reporting.proceedings.detail import proceeding
from services.reporting.proceedings.listing import Asked, listed
from services.reporting.proceedings.shapes import Proceedings
from tests.reporting.proceedings.lost import (
    DAY,
    HOUSING,
    WAITING,
    begin,
    register,
    reverse,
    tell,
)
from tests.reporting.told import Told
from tests.servers import postgres_server

pytestmark = pytest.mark.postgres

QUESTIONS = (
    Asked(),
    Asked(limit=3),
    Asked(state="parked"),
    Asked(state="withdrawn", year=2025),
    Asked(stage="review", agency=HOUSING),
    Asked(agency="区政府"),
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


async def answers(folder: Path, url: str = "") -> list[object]:
    """Tell of every proceeding in two steps, and return what is answered, apart from what changes with each log."""
    told = Told(folder, district="xinzhou", url=url)
    register(told)
    begin(told, DAY)
    tell(told)
    await told.settle()
    reverse(told)
    await told.settle()
    reader = told.reader()
    found: list[Proceedings] = [await reader.about(listed, "xinzhou", asked) for asked in QUESTIONS]
    found.append(await reader.about(listed, "xinzhou", Asked(after=found[1].next, limit=3)))
    one = await proceeding(reader, "xinzhou", WAITING)
    reader.close()
    told.close()
    return [*found, replace(one, position=0)]


async def test_what_is_answered_is_the_same(server: str, tmp_path: Path) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE proceedings")
    (tmp_path / "lite").mkdir()
    (tmp_path / "post").mkdir()
    url = f"{server}/proceedings".replace("postgresql://", "postgresql+psycopg://")
    assert await answers(tmp_path / "post", url) == await answers(tmp_path / "lite")
