"""Rows of deadlines change by differences, and yet always say what rows from scratch would."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, select

from services.reporting.deadlines.keeping import keep
from services.reporting.deadlines.lights import STANDS
from services.reporting.deadlines.rows import Row
from services.reporting.tables import deadline_counts, deadline_days, deadlines, metadata
from shared.envelope import case_key
from shared.log.database import open_database

DISTRICT = "huancui"
CASES = tuple(f"（2023）鲁1002行初{number}号" for number in range(1, 4))
AGENCIES = ("教育局", "住建局", "公安分局")


def rows(case: str, duty: str, said: tuple[Any, ...]) -> Iterator[Row]:
    """Return the rows of one deadline: one for each agency, or one for nobody."""
    stands, due_on, agencies, sequence = said
    for place, agency in enumerate(agencies or ("",)):
        yield Row(DISTRICT, case, duty, "", place, agency, stands, due_on, "", sequence, "[]")


SAID = st.tuples(
    st.sampled_from(STANDS),
    st.dates(date(2023, 5, 1), date(2023, 5, 5)),
    st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True),
    st.integers(1, 3),
)
CASE = st.dictionaries(st.sampled_from(("draft", "defence", "archive")), SAID)
STEPS = st.lists(st.dictionaries(st.sampled_from(CASES), CASE), min_size=1, max_size=8)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def stored(connection: Connection) -> tuple[set[Row], dict[Any, int], dict[Any, int]]:
    """Return what is kept: rows, counts by agency and duty, counts by day."""
    kept = {Row._make(row) for row in connection.execute(select(deadlines))}
    by_agency = {tuple(key): number for *key, number in connection.execute(select(deadline_counts))}
    by_day = {tuple(key): number for *key, number in connection.execute(select(deadline_days))}
    return kept, by_agency, by_day


def from_scratch(told: set[Row]) -> tuple[set[Row], dict[Any, int], dict[Any, int]]:
    """Return what must be kept when these are all rows there are."""
    by_agency: Counter[Any] = Counter((r.district, r.agency, r.duty, r.stands) for r in told if r.agency)
    first = [r for r in told if r.place == 0]
    by_agency.update((r.district, "*", r.duty, r.stands) for r in first)
    by_day: Counter[Any] = Counter((r.district, r.stands, r.due_on) for r in first)
    return told, dict(by_agency), dict(by_day)


@given(steps=STEPS)
@settings(max_examples=80, deadline=None)
def test_differences_come_to_what_rows_from_scratch_are(steps: list[dict[str, Any]]) -> None:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    told: dict[str, set[Row]] = {}
    for step in steps:
        for case, duties in step.items():
            told[case] = {row for duty, said in duties.items() for row in rows(case, duty, said)}
        with engine.begin() as connection:
            keys = {case_key(DISTRICT, case) for case in step}
            keep(connection, keys, [row for case in step for row in told[case]])
            assert stored(connection) == from_scratch(set().union(*told.values()))
    engine.dispose()


def test_what_says_the_same_again_writes_nothing(engine: Engine) -> None:
    keys = {case_key(DISTRICT, CASES[0])}
    same = list(rows(CASES[0], "defence", ("due", date(2023, 5, 1), AGENCIES[:2], 1)))
    with engine.begin() as connection:
        keep(connection, keys, same)
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with engine.begin() as connection:
        keep(connection, keys, same)
        keep(connection, keys, reversed(same))
    assert [one for one in said if not one.startswith(("SELECT", "BEGIN"))] == []


def test_cases_that_are_not_named_keep_theirs(engine: Engine) -> None:
    first, second = (list(rows(case, "defence", ("due", date(2023, 5, 1), (), 1))) for case in CASES[:2])
    with engine.begin() as connection:
        keep(connection, {case_key(DISTRICT, CASES[0])}, first)
        keep(connection, {case_key(DISTRICT, CASES[1])}, second)
        keep(connection, {case_key(DISTRICT, CASES[0])}, [])
        assert stored(connection) == from_scratch(set(second))
