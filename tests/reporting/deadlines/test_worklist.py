"""What is due is found by every filter, a page at a time, and counted by light; on PostgreSQL as on SQLite."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pydantic_core import to_json

from services.reporting.deadlines.keeping import keep
from services.reporting.deadlines.lights import MEANING, STANDS
from services.reporting.deadlines.rows import Row, Says
from services.reporting.deadlines.shapes import LIGHTS, DeadlineRow
from services.reporting.reader import Reader
from shared.envelope import case_key
from shared.log.database import open_database
from tests.reporting.deadlines.town import DAY, HOUSING, OFFICE, POLICE, number, town
from tests.reporting.told import Told
from tests.servers import postgres_server

CASES = 60
DUTIES = ("forward", "draft", "papers", "defence", "officer_on_record", "archive")
QUESTIONS = 150


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
async def told(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {request.node.name.split('[')[0]}")
            connection.execute(f"CREATE DATABASE {request.node.name.split('[')[0]}")
        url = f"{server}/{request.node.name.split('[')[0]}".replace("postgresql://", "postgresql+psycopg://")
    told = town(tmp_path, url)
    await told.settle()
    yield told
    told.close()


def fill(told: Told) -> list[Row]:
    """Keep deadlines of many cases, standing in every way around the day; return the rows."""
    drawn = random.Random(4)
    rows = [
        row
        for n in range(CASES)
        for duty in drawn.sample(DUTIES, 4)
        for row in drawn_rows(drawn, number(n), duty)
    ]
    engine = open_database(told.url)
    with engine.begin() as connection:
        keep(connection, {case_key(told.district, number(n)) for n in range(CASES)}, rows)
    engine.dispose()
    return rows


def drawn_rows(drawn: random.Random, case: str, duty: str) -> list[Row]:
    agencies = tuple(drawn.sample((POLICE, HOUSING, OFFICE), drawn.choice((0, 1, 1, 1, 2))))
    stands, due_on = drawn.choice(STANDS), DAY + timedelta(days=drawn.randint(-6, 6))
    cause = drawn.choice(("", "", "calendar", "stay"))
    says = Says(
        *("67", "responsible_agency", agencies, due_on - timedelta(days=10), None, None, ()),
        *(False, False, None, (), (), None, "xinzhou"),
    )
    text = to_json(says).decode()
    return [
        Row("xinzhou", case, duty, "", place, agency, stands, due_on, cause, 1, text)
        for place, agency in enumerate(agencies or ("",))
    ]


def light_of(row: Row) -> str:
    return "today" if row.stands in ("near", "due") and row.due_on == DAY else MEANING[row.stands][1]  # type: ignore[index]


def expected(rows: Sequence[Row], asked: dict[str, Any]) -> list[Row]:
    """Return what a question must find, without looking at the light."""
    return [
        row
        for row in rows
        if row.stands != "withdrawn"
        and (row.agency == asked["agency"] if "agency" in asked else row.place == 0)
        and asked.get("state", MEANING[row.stands][0]) == MEANING[row.stands][0]  # type: ignore[index]
        and asked.get("duty", row.duty) == row.duty
        and asked.get("case", row.case_number) == row.case_number
        and asked.get("cause", row.cause) == row.cause
        and asked.get("due_from", row.due_on) <= row.due_on <= asked.get("due_to", row.due_on)
    ]


def questions() -> Iterator[dict[str, Any]]:
    drawn = random.Random(12)
    values: dict[str, Sequence[Any]] = {
        "agency": (POLICE, HOUSING),
        "state": ("open", "missed", "met", "suspended", "lifted", "lapsed"),
        "light": LIGHTS,
        "duty": DUTIES,
        "due_from": [DAY + timedelta(days=n) for n in range(-4, 4)],
        "due_to": [DAY + timedelta(days=n) for n in range(-3, 5)],
        "case": [number(n) for n in range(CASES)],
        "cause": ("calendar", "stay"),
    }
    for _ in range(QUESTIONS):
        names = drawn.sample(sorted(values), drawn.choice((0, 1, 1, 2, 2, 3, 4)))
        asked = {name: drawn.choice(values[name]) for name in names}
        if asked.get("due_from", date.min) <= asked.get("due_to", date.max):
            yield asked


def named(items: Sequence[DeadlineRow]) -> list[tuple[date, str, str, str]]:
    return [(item.due_on, item.case, item.duty, item.of) for item in items]


async def test_every_filter_finds_and_counts_what_looking_through_all_does(
    told: Told, reader: Reader
) -> None:
    rows = fill(told)
    for asked in questions():
        found = expected(rows, asked)
        answer = await reader.deadlines("xinzhou", **asked, limit=1000)
        shown = [row for row in found if asked.get("light", light_of(row)) == light_of(row)]
        assert sorted(named(answer.items)) == sorted(
            (row.due_on, row.case_number, row.duty, row.of) for row in shown
        ), asked
        lights = [light_of(row) for row in found]
        assert answer.counts == {light: lights.count(light) for light in LIGHTS}, asked
        assert {item.light for item in answer.items} <= {light_of(row) for row in shown}


@pytest.mark.parametrize(
    "asked", [{}, {"state": "open"}, {"agency": POLICE}, {"light": "done"}, {"duty": "draft"}]
)
async def test_pages_one_after_another_show_everything_once_in_order(
    told: Told, reader: Reader, asked: dict[str, Any]
) -> None:
    fill(told)
    whole = await reader.deadlines("xinzhou", **asked, limit=1000)
    assert whole.next == ""
    pages, after = [], ""
    while True:
        page = await reader.deadlines("xinzhou", **asked, after=after, limit=7)
        pages += page.items
        assert page.counts == whole.counts
        after = page.next
        if not after:
            break
    assert pages == list(whole.items)
    assert [item.due_on for item in pages] == sorted(item.due_on for item in pages)
    assert len(pages) > 14


async def test_a_page_goes_on_behind_what_was_changed_meanwhile(told: Told, reader: Reader) -> None:
    rows = fill(told)
    first = await reader.deadlines("xinzhou", state="open", limit=5)
    gone = first.items[-1].case
    engine = open_database(told.url)
    with engine.begin() as connection:
        keep(connection, {case_key("xinzhou", gone)}, [])
    engine.dispose()
    rest = await reader.deadlines("xinzhou", state="open", after=first.next, limit=1000)
    left = [row for row in expected(rows, {"state": "open"}) if row.case_number != gone]
    seen = {one for one in (*named(first.items), *named(rest.items)) if one[1] != gone}
    assert seen == {(row.due_on, row.case_number, row.duty, row.of) for row in left}
    assert not set(named(first.items)) & set(named(rest.items))
