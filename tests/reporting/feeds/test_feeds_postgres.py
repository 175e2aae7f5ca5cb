"""On PostgreSQL the sources and what is parked are answered as on SQLite."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.reporting.feeds.test_any_order import FACTS, _answers
from tests.reporting.feeds.town import FRIDAY, town
from tests.servers import postgres_server

pytestmark = pytest.mark.postgres


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_server() as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE feeds")
        yield f"{server}/feeds".replace("postgresql://", "postgresql+psycopg://")


async def test_both_say_the_same(url: str, tmp_path: Path) -> None:
    assert await _answered(tmp_path / "one", url) == await _answered(tmp_path / "two")


async def _answered(folder: Path, url: str = "") -> Any:
    folder.mkdir()
    made = town(folder, url)
    for place, (day, source, id_, subject, fact) in enumerate(FACTS):
        made.on(day).fact(subject, fact, source=source, id_=id_)
        if place % 3 == 0:
            made.note()
    made.begin(FRIDAY)
    answers = await _answers(made)
    made.close()
    return answers
