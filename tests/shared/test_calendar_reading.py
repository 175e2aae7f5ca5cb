"""A year's schedule from a file: the two forms in which such files are passed around, and all that can be wrong."""

from datetime import date
from typing import Any

import pytest

from shared.calendar import ScheduleError, bundled_schedules, faults_of, read_file, statutory_days


def entries(off: list[date], worked: list[date]) -> list[Any]:
    return [
        *({"name": "假", "date": str(day), "isOffDay": True} for day in off),
        *({"name": "班", "date": str(day), "isOffDay": False} for day in worked),
    ]


LIST = entries(sorted(statutory_days(2027)), [date(2027, 2, 20)])


def faults(told: object, year: int | None = None) -> list[str]:
    with pytest.raises(ScheduleError) as refused:
        read_file(told, "n", year)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("year", bundled_schedules())
def test_every_year_published_so_far_has_no_fault_as_fact_and_as_file(year: int) -> None:
    schedule = bundled_schedules()[year]
    assert list(faults_of(year, schedule.told)) == []
    told = entries(sorted(schedule.holidays), sorted(schedule.make_up_days))
    assert read_file(told, schedule.notice) == schedule


def test_a_list_and_an_object_with_its_year_and_papers_tell_the_same() -> None:
    papers = ["https://www.gov.cn/zhengce/content/2026/example.htm"]
    told = {"$id": "2027.json", "year": 2027, "papers": papers, "days": LIST}
    assert read_file(told, "n") == read_file(LIST, "n") == read_file({"days": LIST}, "n", 2027)
    assert read_file(LIST, "n").make_up_days == {date(2027, 2, 20)}


def test_the_year_of_a_list_is_that_of_most_of_its_days() -> None:
    told = [*LIST, *entries([date(2026, 12, 31)], [date(2026, 12, 26)])]
    assert read_file(told, "n").year == 2027


def test_a_mistyped_year_is_named_by_its_entry() -> None:
    told = [*LIST, *entries([date(2072, 2, 9)], [])]
    assert faults(told) == ["entry 15: the day 2072-02-09; expected a day from 2026-12-01 to 2027-12-31"]


def test_every_fault_of_a_file_is_told_at_once_by_entry_and_then_what_is_missing() -> None:
    told = [one for one in LIST if one["date"] not in ("2027-04-05", "2027-10-02")]
    told[0:0] = [{"date": "2027-13-01", "isOffDay": True}]
    told += entries(
        [date(2027, 2, 6), date(2028, 1, 1), date(2027, 2, 10)], [date(2027, 2, 22), date(2027, 2, 6)]
    )
    entry = '{"date": "YYYY-MM-DD", "name": …, "isOffDay": true or false}'
    assert faults(told) == [
        f"entry 1: {{'date': '2027-13-01', 'isOffDay': True}}; expected {entry}",
        "entry 14: 2027-02-06 a second time; expected every day once",
        "entry 15: the day 2028-01-01; expected a day from 2026-12-01 to 2027-12-31",
        "entry 17: Monday 2027-02-22 as a make-up day; expected a Saturday or Sunday",
        "entry 18: 2027-02-06 as a day off and as a make-up day; expected one of them",
        "no day off on 2027-04-05; expected every statutory holiday",
        "2027-02-09 worked alone between two days off; expected a holiday without gaps",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "year", "found"),
    [
        ({"year": 2027}, None, "an object with 'year'; expected a list of"),
        ("2027", None, "'2027'; expected a list of"),
        (None, 2027, "None; expected a list of"),
        ({"year": "2027", "days": LIST}, None, "the year '2027'; expected a year as a number"),
        ({"year": True, "days": LIST}, None, "the year True; expected a year as a number"),
        ({"year": 2027, "days": LIST}, 2028, "a file of 2027; expected one of 2028"),
        ([], None, "no day that can be read; expected a list of"),
        ([{"date": "x"}], None, "no day that can be read; expected a list of"),
        ({"year": 2100, "days": []}, None, "the year 2100; expected a year from 1990 to 2099"),
    ],
)
def test_what_is_no_such_file_is_refused(told: object, year: int | None, found: str) -> None:
    assert faults(told, year)[0].startswith(found)


def test_the_year_asked_for_is_checked_day_by_day() -> None:
    assert len([fault for fault in faults(LIST, 2028) if "expected a day from 2027-12-01" in fault]) == len(
        LIST
    )
