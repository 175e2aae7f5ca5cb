"""Is the schedule of a year taken as its notice has it, and refused with every fault where it cannot be that?"""

from datetime import date
from typing import Any

import pytest

from shared.calendar import bundled_schedules, statutory_days
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT
from shared.events.district import CalendarPublished
from shared.events.intake import FactCorrected
from tests.intake.door import Door

OFF = sorted(map(str, statutory_days(2027)))
WORKED = ["2027-02-20"]
FIRST_OF_LUNAR_YEAR = OFF.index("2027-02-06")


def published(**data: Any) -> dict[str, Any]:
    """Return a calendar of 2027 as an event, with some of its data otherwise."""
    return {
        "specversion": "1.0",
        "id": "calendar/2027/1",
        "source": "bureau/calendar",
        "type": type_of(CalendarPublished),
        "subject": "2027",
        "district": NO_DISTRICT,
        "data": {"year": 2027, "holidays": OFF, "make_up_days": WORKED, "notice": "国办发明电〔2026〕9号"}
        | data,
    }


async def refused(door: Door, event: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return where, what and what was expected of an event that is not taken."""
    response = await door.post(event)
    assert response.status_code == 422, response.text
    assert await door.log() == []
    return [(one["pointer"], one["detail"], one["expected"]) for one in response.json()["errors"]]


async def test_a_schedule_as_its_notice_has_it_is_taken(door: Door) -> None:
    assert (await door.post(published())).status_code == 200


@pytest.mark.parametrize("year", bundled_schedules())
async def test_every_year_published_so_far_would_be_taken(door: Door, year: int) -> None:
    schedule = bundled_schedules()[year]
    days = {
        "holidays": sorted(map(str, schedule.holidays)),
        "make_up_days": sorted(map(str, schedule.make_up_days)),
    }
    assert (await door.post(published(year=year, **days))).status_code == 200


AFTER = len(OFF)
EVERY, ONCE = "every statutory holiday", "every day once"
WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    ({"holidays": [*OFF, "2028-01-01"]}, f"/data/holidays/{AFTER}", "the day 2028-01-01", "2026-12-01 to 2027-12-31"),
    ({"holidays": [*OFF, "2026-11-30"]}, f"/data/holidays/{AFTER}", "the day 2026-11-30", "2026-12-01 to 2027-12-31"),
    ({"make_up_days": ["2028-02-05"]}, "/data/make_up_days/0", "the day 2028-02-05", "2026-12-01 to 2027-12-31"),
    ({"holidays": [*OFF, OFF[0]]}, f"/data/holidays/{AFTER}", "2027-01-01 a second time", ONCE),
    ({"make_up_days": [*WORKED, *WORKED]}, "/data/make_up_days/1", "2027-02-20 a second time", ONCE),
    ({"make_up_days": ["2027-02-06"]}, "/data/make_up_days/0", "as a day off and as a make-up day", "one of them"),
    ({"make_up_days": ["2027-02-22"]}, "/data/make_up_days/0", "Monday 2027-02-22", "a Saturday or Sunday"),
    ({"holidays": OFF[1:]}, "/data/holidays", "no day off on 2027-01-01", EVERY),
    ({"holidays": []}, "/data/holidays", "no day off on 2027-01-01", EVERY),
    ({"holidays": [*OFF, "2027-02-10"]}, "/data/holidays", "2027-02-09 worked alone", "a holiday without gaps"),
    ({"year": 2100}, "/data/year", "the year 2100", "a year from 1990 to 2099"),
    ({"year": 2028}, "/data/holidays/0", "the day 2027-01-01", "2027-12-01 to 2028-12-31"),
    ({"holidays": "2027-01-01"}, "/data/holidays", "valid array", "list"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "pointer", "detail", "expected"), WRONG)
async def test_what_cannot_be_a_notice_is_refused_with_what_was_expected(
    door: Door, data: dict[str, Any], pointer: str, detail: str, expected: str
) -> None:
    first, *_ = [error for error in await refused(door, published(**data)) if error[0] == pointer]
    assert detail in first[1]
    assert expected in first[2]


async def test_a_statutory_holiday_on_a_weekend_may_be_left_out_but_not_be_made_up(door: Door) -> None:
    off = [day for day in OFF if day != "2027-05-01"]  # a Saturday
    (found,) = await refused(door, published(holidays=off, make_up_days=["2027-05-01"]))
    assert found == ("/data/holidays", "no day off on 2027-05-01", EVERY)
    assert (await door.post(published(holidays=off))).status_code == 200


async def test_all_faults_are_named_at_once(door: Door) -> None:
    data = {"holidays": [*OFF[1:], OFF[1], "2031-01-01"], "make_up_days": ["2027-02-22"]}
    assert [pointer for pointer, *_ in await refused(door, published(**data))] == [
        f"/data/holidays/{AFTER - 1}",
        f"/data/holidays/{AFTER}",
        "/data/make_up_days/0",
        "/data/holidays",
    ]


async def test_a_correction_is_held_to_the_same(door: Door) -> None:
    schedule = CalendarPublished(
        year=2027, holidays=(date(2027, 1, 1), date(2027, 1, 1)), make_up_days=(), notice="n"
    )
    correction = FactCorrected(
        target_source="bureau/calendar",
        target_id="calendar/2027/1",
        replaces="calendar/2027/1",
        type=type_of(CalendarPublished),
        data=encode(schedule),
    )
    event = published() | {
        "id": "calendar/2027/1#1",
        "type": type_of(FactCorrected),
        "data": encode(correction),
    }
    assert ("/data/data/holidays/1", "2027-01-01 a second time", ONCE) in await refused(door, event)
