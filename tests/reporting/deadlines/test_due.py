"""What judges find of deadlines is what reporting says is due: moved, done, lifted, withdrawn, provisional."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.reader import Reader
from services.reporting.tables import deadline_counts, deadline_days, deadlines
from shared.events.agency import DefenceFiled
from shared.events.court import NoticeServed
from shared.log.database import open_database
from tests.reporting.deadlines.town import (
    BUREAU,
    DAY,
    GOVERNMENT,
    HOUSING,
    OFFICE,
    POLICE,
    begin,
    correct,
    end,
    number,
    retract,
    serve,
)
from tests.reporting.told import Told


async def one(reader: Reader, n: int, duty: str) -> DeadlineRow:
    found = await reader.deadlines("xinzhou", case=number(n), duty=duty)
    (item,) = found.items
    return item


async def test_a_deadline_says_who_owes_it_from_when_to_when_and_how_it_stands(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    defence = await one(reader, 1, "defence")
    assert (defence.starts_on, defence.due_on, defence.agencies, defence.state, defence.light) == (
        date(2025, 3, 17),
        date(2025, 4, 1),
        (POLICE,),
        "open",
        "due",
    )
    assert (defence.provisional, defence.cause, defence.was_due_on, defence.late) == (False, "", None, False)
    assert defence.article


async def test_the_light_goes_with_the_days_from_near_to_today_to_overdue(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17))
    lights = {}
    for day in (date(2025, 3, 26), date(2025, 3, 27), date(2025, 4, 1), date(2025, 4, 2)):
        begin(told, day)
        await told.settle()
        item = await one(reader, 1, "defence")
        lights[day] = (item.light, item.step, item.escalated_to)
    assert lights == {
        date(2025, 3, 26): ("due", None, ()),
        date(2025, 3, 27): ("near", 3, ()),
        date(2025, 4, 1): ("today", 0, ()),
        date(2025, 4, 2): ("overdue", None, (BUREAU,)),
    }


async def test_what_is_done_is_done_in_time_or_late(told: Told, reader: Reader) -> None:
    for n, filed_on in ((1, date(2025, 4, 1)), (2, date(2025, 4, 3))):
        serve(told, n, date(2025, 3, 17))
        told.fact(number(n), DefenceFiled(filed_on=filed_on, agency=POLICE))
    begin(told, date(2025, 4, 7))
    await told.settle()
    found = [await one(reader, n, "defence") for n in (1, 2)]
    assert [(item.state, item.light, item.late) for item in found] == [
        ("met", "done", False),
        ("missed", "done", True),
    ]


async def test_a_moved_deadline_says_from_where_and_why_and_its_sequence_rises(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    before = await one(reader, 1, "defence")
    correct(told, 1, "notice", NoticeServed(recipient=POLICE, served_on=date(2025, 3, 19)))
    await told.settle()
    after = await one(reader, 1, "defence")
    assert (after.due_on, after.was_due_on, after.cause) == (date(2025, 4, 3), before.due_on, "start")
    assert after.sequence > before.sequence
    assert [
        item.case for item in (await reader.deadlines("xinzhou", cause="start", duty="defence")).items
    ] == [number(1)]


async def test_what_was_withdrawn_leaves_lists_and_counts(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17))
    serve(told, 2, date(2025, 3, 18))
    await told.settle()
    before = await reader.deadlines("xinzhou")
    retract(told, 1, "notice", NoticeServed)
    await told.settle()
    after = await reader.deadlines("xinzhou")
    assert {item.case for item in before.items} == {number(1), number(2)}
    assert {item.case for item in after.items} == {number(2)}
    assert sum(before.counts.values()) == 2 * sum(after.counts.values()) == len(before.items)


async def test_what_was_lifted_is_off(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17))
    end(told, 1, date(2025, 3, 18))
    await told.settle()
    item = await one(reader, 1, "defence")
    assert (item.state, item.light) == ("lifted", "off")


async def test_each_of_several_obligors_has_it_in_its_list_and_the_district_once(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 18), GOVERNMENT)
    await told.settle()
    of_district = await reader.deadlines("xinzhou", duty="forward")
    assert [item.agencies for item in of_district.items] == [(OFFICE, BUREAU)]
    for agency in (OFFICE, BUREAU):
        assert (await reader.deadlines("xinzhou", agency=agency, duty="forward")).items == of_district.items
    assert (await reader.deadlines("xinzhou", agency=HOUSING)).items == ()


async def test_an_agency_may_be_named_by_its_alias_and_a_case_in_any_writing(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    whole = await reader.deadlines("420117")
    assert (await reader.deadlines("xinzhou", agency="区公安分局")).items == whole.items
    assert (await reader.deadlines("xinzhou", case="(2025)鄂0117行初 1号")).items == whole.items


async def test_what_ends_in_a_year_without_a_schedule_is_provisional_and_names_it(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 12, 22))
    begin(told, date(2025, 12, 23))
    await told.settle()
    answer = await reader.deadlines("xinzhou")
    assert {item.duty: item.provisional for item in answer.items}["defence"]
    assert answer.provisional_years == (2026,)
    assert (await reader.deadlines("xinzhou", due_to=date(2025, 12, 31))).provisional_years == ()


async def test_the_day_is_the_one_that_began_last(told: Told, reader: Reader) -> None:
    await told.settle()
    assert (await reader.deadlines("xinzhou")).day == DAY
    begin(told, date(2025, 3, 21))
    await told.settle()
    assert (await reader.deadlines("xinzhou")).day == date(2025, 3, 21)


def tables(told: Told) -> list[set[tuple[Any, ...]]]:
    engine = open_database(told.url)
    with engine.connect() as connection:
        found = [
            {tuple(row) for row in connection.execute(select(table))}
            for table in (deadlines, deadline_counts, deadline_days)
        ]
    engine.dispose()
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_changes_the_views_are_those_of_a_rebuild(
    told: Told, seed: int, tmp_path: Path
) -> None:
    drawn = random.Random(seed)
    served, day = dict[int, int](), DAY
    for n in range(1, 7):
        serve(told, n, DAY - timedelta(days=drawn.randint(0, 20)), drawn.choice((POLICE, GOVERNMENT)))
        served[n] = 1
    for _ in range(12):
        n = drawn.choice(sorted(served))
        match drawn.choice(("correct", "retract", "file", "end", "day", "day")):
            case "correct" if served[n]:
                served[n] += 1
                moved = NoticeServed(recipient=POLICE, served_on=DAY - timedelta(days=drawn.randint(0, 9)))
                correct(told, n, "notice", moved, served[n])
            case "retract" if served[n] == 1:
                served[n] = 0
                retract(told, n, "notice", NoticeServed)
            case "file":
                told.fact(number(n), DefenceFiled(filed_on=day, agency=POLICE))
            case "end":
                end(told, n, day)
            case _:
                day += timedelta(days=drawn.randint(1, 5))
                begin(told, day)
        await told.settle()
    (tmp_path / "again").mkdir()
    again = Told(tmp_path / "again", district="xinzhou")
    again.stored, again.keys = told.stored, told.keys
    again.note()
    await again.show()
    assert tables(told) == tables(again)
    if seed == 0:  # so that this is about something
        assert {row[6] for row in tables(told)[0]} >= {"withdrawn", "overdue"}
    again.close()
