"""The past is told alike by processes beside the service, on PostgreSQL, and while cases are not judged yet."""

import os
import random
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from services.reporting.history import past as past_module
from services.reporting.history.children import ChildError, Children
from services.reporting.history.past import MOST_BYTES, Pasts
from services.reporting.history.replay import changed_since, counts_at
from services.reporting.known import Districts
from services.reporting.periods import Period
from shared.codec import encode, type_of
from shared.events.court import CaseDocketed
from shared.events.intake import FactCorrected
from shared.log.database import open_database
from tests.reporting.history.logs import example
from tests.reporting.told import COURT, Told
from tests.servers import postgres_server

YEAR, POLICE = Period.parse("2023"), "环翠区公安分局"


def docketed(day: date) -> CaseDocketed:
    return CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=day)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def told(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Told]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            (number,) = connection.execute("SELECT count(*) FROM pg_database").fetchone() or (0,)
            connection.execute(f"CREATE DATABASE past_{number}")
        url = f"{server}/past_{number}".replace("postgresql://", "postgresql+psycopg://")
    told = await example(tmp_path, "huancui", url)
    yield told
    told.close()


@pytest.fixture
def connection(told: Told) -> Iterator[Connection]:
    engine = open_database(told.url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


async def test_processes_beside_the_service_come_to_the_same(
    told: Told, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    here_first = Pasts()
    monkeypatch.setattr(past_module, "FEW", 0)  # else they are asked for thousands alone
    known, children = Districts().known(connection, "huancui"), Children(told.url)
    for position in random.Random(7).sample(range(1, len(told.stored)), 4):
        here = counts_at(connection, known, position, YEAR, here_first)
        there = counts_at(connection, known, position, YEAR, Pasts(children.counted_at))
        assert here == there
        assert here
    children.close()


async def test_a_process_that_ended_is_started_anew_and_one_that_fails_says_why(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.organ("p", POLICE)
    for n in (1, 2):
        told.fact(f"（2023）鲁1002行初{n}号", docketed(date(2023, 3, n)))
    await told.settle()
    groups = [(f"huancui|（2023）鲁1002行初{n}号",) for n in (1, 2)]
    asked, children = ("huancui", groups, len(told.stored)), Children(told.url)
    first = children.counted_at(*asked)
    assert len(first) == 2
    for child in children._children:
        if child._process:
            os.kill(child._process.pid, signal.SIGKILL)
            child._process.wait()
    assert children.counted_at(*asked) == first
    children.close()
    with pytest.raises(ChildError, match="stopped"):
        children.counted_at(*asked)
    told.close()
    nowhere = Children(f"sqlite:///{tmp_path}/nowhere/notes.db")
    with pytest.raises(ChildError, match="OperationalError"):
        nowhere.counted_at(*asked)
    nowhere.close()


async def test_what_is_noted_later_changes_nothing_of_the_past(told: Told, connection: Connection) -> None:
    position, pasts = len(told.stored), Pasts()
    known = Districts().known(connection, "huancui")
    before = counts_at(connection, known, position, YEAR, pasts)
    connection.rollback()
    told.fact(
        "（2023）鲁1002行初901号",
        docketed(date(2023, 6, 1)),
    )
    told.note()  # noted and not judged: the views say nothing of it yet
    assert counts_at(connection, Districts().known(connection, "huancui"), position, YEAR, Pasts()) == before
    assert counts_at(connection, known, position, YEAR, pasts) == before
    connection.rollback()
    await told.settle()
    assert counts_at(connection, Districts().known(connection, "huancui"), position, YEAR, Pasts()) == before
    changed = changed_since(connection, known, position, YEAR, pasts=pasts)
    assert [one.case for one in changed.items] == ["（2023）鲁1002行初901号"]


async def test_a_fact_that_moved_to_another_district_was_of_the_first_one_before(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.organ("p", POLICE)
    case = "（2023）鲁1002行初1号"
    told.fact(case, docketed(date(2023, 3, 1)), id_="docketed")
    await told.settle()
    position = len(told.stored)
    told.district = "xinzhou"
    moved = FactCorrected(
        target_source=COURT,
        target_id="docketed",
        replaces="docketed",
        type=type_of(CaseDocketed),
        data=encode(docketed(date(2023, 3, 1))),
    )
    told.fact(case, moved, id_="docketed#2")
    told.note()
    told.district = "huancui"
    await told.show()
    engine = open_database(told.url)
    with engine.connect() as connection:
        known = Districts().known(connection, "huancui")
        then = counts_at(connection, known, position, YEAR)
        now = counts_at(connection, known, len(told.stored), YEAR)
    engine.dispose()
    told.close()
    assert then["*", "*", "docketed"] == (1, 1)
    assert ("*", "*", "docketed") not in now


async def test_only_so_much_of_the_past_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_module, "MOST_BYTES", MOST_BYTES // 1000)
    told = await example(tmp_path, "xinzhou")
    engine = open_database(told.url)
    connection = engine.connect()
    known, pasts = Districts().known(connection, "xinzhou"), Pasts()
    for position in range(100, len(told.stored), 100):
        counts_at(connection, known, position, YEAR, pasts)
    connection.close()
    engine.dispose()
    told.close()
    sizes = [one.size for one in pasts._kept.values()]
    assert sum(sizes[:-1]) <= MOST_BYTES // 1000
    assert len(sizes) < len(range(100, len(told.stored), 100))
