"""A plain list changes by differences, and yet always says what one from scratch would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from services.reporting.activities.rows import Row, activity_rows
from services.reporting.activities.tables import activities
from services.reporting.lists import keep
from services.reporting.suggestions.rows import suggestion_rows
from services.reporting.tables import metadata
from shared.dispute import disputes
from shared.envelope import case_key, read
from shared.log.database import open_database
from tests.reporting.oversight.years import years

DISTRICT = "huancui"
CASES = ("bureau", *(f"（2023）鲁1002行初{number}号" for number in range(1, 4)))


def row(case: str, kind: str, said: tuple[Any, ...]) -> Row:
    on, organ, people = said
    return Row(DISTRICT, case, kind, "", on, on.year, organ, people, 0, 0, "[]")


SAID = st.tuples(
    st.dates(date(2022, 12, 30), date(2023, 1, 2)), st.sampled_from(("教育局", "住建局")), st.integers(0, 3)
)
CASE = st.dictionaries(st.sampled_from(("meeting", "training", "observed")), SAID)
STEPS = st.lists(st.dictionaries(st.sampled_from(CASES), CASE), min_size=1, max_size=8)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_what_is_kept_is_what_was_said_last_of_each_case(steps: list[dict[str, Any]]) -> None:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    said: dict[str, set[Row]] = {}
    with engine.begin() as connection:
        for step in steps:
            for case, things in step.items():
                said[case] = {row(case, kind, one) for kind, one in things.items()}
            keys = [case_key(DISTRICT, case) for case in step]
            keep(connection, activities, keys, [one for case in step for one in said[case]])
            kept = {Row._make(one) for one in connection.execute(select(activities)).all()}
            assert kept == set().union(*said.values())
    engine.dispose()


def test_what_is_the_same_is_not_written_again(engine: Engine) -> None:
    rows = [row(CASES[0], "meeting", (date(2023, 1, 1), "", 4))]
    written: list[str] = []
    with engine.begin() as connection:
        keep(connection, activities, [case_key(DISTRICT, CASES[0])], rows)
        event.listen(
            engine, "before_cursor_execute", lambda *said: written.append(said[2].split(maxsplit=1)[0])
        )
        keep(connection, activities, [case_key(DISTRICT, CASES[0])], rows)
    assert written == ["SELECT"]


async def test_rows_are_the_same_however_the_facts_arrived(tmp_path: Any) -> None:
    told = years(tmp_path)
    await told.settle()
    records = [read(body) for body in told.stored]
    world = told._world()
    forwards, backwards = (
        {
            (one.district, *rest)
            for one in disputes(order)
            if one.district == told.district
            for rows in (activity_rows(one, world), suggestion_rows(one, world))
            for _, *rest in rows
        }
        for order in (records, _facts_turned(records))
    )
    told.close()
    assert forwards == backwards
    assert len(forwards) == 19 + 6


def _facts_turned(records: list[Any]) -> list[Any]:
    """Return the records with the facts in reverse, each at the place of another; findings stay where they are."""
    facts = [one for one in records if one.id]
    places = {id(one): other.position for one, other in zip(facts, reversed(facts), strict=True)}
    return [replace(one, position=places.get(id(one), one.position)) for one in records]
