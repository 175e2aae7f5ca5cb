"""Is the counting of a deadline told day by day, in both languages, whatever of it a service leaves out?"""

from datetime import date
from typing import Any, get_args

import pytest

from services.reporting.pages.trace import headline, length, ways
from services.reporting.pages.words import Words, book
from shared.calendar import Calendar, What, Why
from shared.explaining.words import STEPS

ZH, EN = Words("zh"), Words("en")
CALENDAR = Calendar.bundled()


def steps(*said: tuple[str, str, str], provisional: bool = False) -> list[dict[str, Any]]:
    return [
        {"day": day, "what": what, "why": why, "because": "", "provisional": provisional}
        for day, what, why in said
    ]


def counted(since: str, until: str, period: str, days: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    leg = {"duty": "defence", "period": period, "since": since, "until": until, "days": days}
    return {"starts_on": since, "counted": [{**leg, "provisional": False}], **more}


DEFENCE_2022 = counted(
    "2022-09-20",
    "2022-10-08",
    "15 calendar days",
    steps(
        ("2022-09-20", "start-not-counted", "starting-day"),
        *((f"2022-10-0{number}", "rolled", "holiday") for number in (5, 6, 7)),
        ("2022-10-08", "make-up", "make-up-day"),
    ),
)


def test_days_of_which_the_same_is_to_be_said_are_said_once_with_the_notice() -> None:
    (way,) = ways(DEFENCE_2022, ZH, CALENDAR)
    by = "国办发明电〔2021〕11号"
    assert [(one.days, one.what) for one in way.passages] == [
        ("2022-09-20（周二）", "起算当日，不计入"),
        ("2022-10-05 至 10-07（周三至周五）", f"放假（{by}），期间不在此日届满"),
        ("2022-10-08（周六）", f"调休上班（{by}），照常计入"),
    ]
    assert headline(way, ZH) == "自 2022-09-20（周二）起 15 日"


def test_the_same_is_said_in_english() -> None:
    (way,) = ways(DEFENCE_2022, EN, CALENDAR)
    assert way.passages[1].days == "Wed 2022-10-05 to Fri 10-07"
    assert way.passages[1].what == "day off (国办发明电〔2021〕11号): the period does not end on it"
    assert headline(way, EN) == "15 calendar days from Tue 2022-09-20"


def test_each_counted_day_is_drawn_with_its_number_and_the_others_with_none() -> None:
    (way,) = ways(DEFENCE_2022, ZH, CALENDAR)
    squares = {one.on: one for week in way.weeks for one in week if one}
    assert [len(week) for week in way.weeks] == [7] * len(way.weeks)
    assert min(squares) == date(2022, 9, 20)
    assert max(squares) == date(2022, 10, 8)
    assert (squares[date(2022, 9, 20)].kind, squares[date(2022, 9, 20)].number) == ("start", 0)
    assert squares[date(2022, 10, 4)].number == 14
    assert [squares[date(2022, 10, day)].number for day in (5, 6, 7)] == [0, 0, 0]
    assert (squares[date(2022, 10, 8)].kind, squares[date(2022, 10, 8)].number) == ("due", 15)


def test_a_way_back_is_numbered_from_its_end() -> None:
    told = counted(
        "2026-10-13",
        "2026-10-09",
        "2 working days before defence is due",
        steps(
            ("2026-10-13", "end-not-counted", "ending-day"),
            ("2026-10-11", "skipped", "weekend"),
            ("2026-10-10", "make-up", "make-up-day"),
        ),
    )
    (way,) = ways(told, ZH, CALENDAR)
    assert way.back
    assert headline(way, ZH) == "自 2026-10-13（周二）往前 2 个工作日"
    (back,) = ways(told, EN, CALENDAR)
    assert headline(back, EN) == "2 working days back from Tue 2026-10-13"
    numbers = {one.on.day: one.number for week in way.weeks for one in week if one}
    assert numbers[12] == 1
    assert (numbers[10], numbers[11]) == (2, 0)


def test_after_a_stay_the_count_goes_on_with_the_days_left() -> None:
    told = counted("2026-09-14", "2026-09-18", "7 calendar days", []) | {
        "starts_on": "2026-08-28",
        "ledger": {"unit": "calendar_days", "stretches": [{"used": 3}], "stayed_on": None, "left": None},
    }
    (way,) = ways(told, ZH, CALENDAR)
    assert way.left == 4
    assert headline(way, ZH) == "2026-09-14（周一）恢复，续算余下 4 日"
    assert [one.number for week in way.weeks for one in week if one] == [0, 4, 5, 6, 7]


def test_a_day_that_somebody_named_is_not_drawn_as_counted() -> None:
    told = counted("2026-09-11", "2026-10-12", "15 calendar days", []) | {
        "set_by": [
            {"fact": "evidence-extension-granted", "on": "2026-10-12", "reported_by": "court/鄂0117 1"}
        ],
    }
    (way,) = ways(told, ZH, CALENDAR)
    assert way.named
    assert way.weeks == ()


def test_months_and_long_periods_are_told_in_words_alone() -> None:
    (months,) = ways(counted("2026-01-31", "2026-02-28", "1 month", []), ZH, CALENDAR)
    (long,) = ways(counted("2026-01-05", "2026-07-20", "120 working days", []), ZH, CALENDAR)
    assert months.weeks == long.weeks == ()
    assert headline(months, ZH) == "自 2026-01-31（周六）起 1 个月"


@pytest.mark.parametrize(
    "told", [{}, {"counted": []}, {"counted": [{"since": "2026-09-28", "until": "2026-09-28"}]}]
)
def test_what_a_service_leaves_out_is_left_out(told: dict[str, Any]) -> None:
    for way in ways(told, ZH, CALENDAR):
        assert way.passages == ()
        assert way.weeks == ()


def test_a_code_that_is_not_known_yet_is_shown_as_it_is() -> None:
    told = counted("2026-09-28", "2026-09-30", "2 working days", steps(("2026-09-29", "skipped", "eclipse")))
    (way,) = ways(told, ZH, CALENDAR)
    assert way.passages[0].what == "eclipse，不计入"
    assert length("as the court pleases", ZH) == "as the court pleases"


def test_every_code_of_the_calendar_has_words() -> None:
    assert set(get_args(What)) == set(STEPS) == set(book()["day_what"])
    assert set(get_args(Why)) == set(book()["day_why"])
