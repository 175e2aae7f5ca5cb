"""A program that reads the calendar of a district, an agency or a leader shows every deadline on its day."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar, Event

from services.reporting.deadlines.calendars import calendar
from services.reporting.deadlines.unknown import UnknownLeaderError, UnknownObligorError
from services.reporting.reader import Reader, feeds
from shared.events.agency import DefenceFiled
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.district import CalendarPublished
from tests.reporting.deadlines.town import (
    GOVERNMENT,
    HOUSING,
    POLICE,
    begin,
    correct,
    end,
    lead,
    number,
    retract,
    serve,
)
from tests.reporting.told import Told

PAGE = "http://reporting.test"


async def read(reader: Reader, agency: str = "", leader: str = "") -> Calendar:
    """Return a calendar as a program reads it."""
    return Calendar.from_ical(calendar(await reader.feed("xinzhou", agency=agency, leader=leader), PAGE))


async def shown(reader: Reader, n: int, duty: str = "defence", **of: str) -> Event:
    """Return the event of one deadline."""
    found = [
        event
        for event in (await read(reader, **of)).events
        if number(n) in str(event["summary"]) and str(event["url"]).endswith(f"/{duty}")
    ]
    (event,) = found
    return event


async def test_a_deadline_is_a_whole_day_with_case_duty_article_and_page(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    event = await shown(reader, 1)
    assert event["dtstart"].dt == date(2025, 4, 1)
    assert not hasattr(event["dtstart"].dt, "hour")
    assert "答辩状" in event["summary"]
    assert "ALL 67" in event["description"]
    assert "起算：2025-03-17" in event["description"]
    assert str(event["url"]) in event["description"]
    assert str(event["url"]).startswith(f"{PAGE}/districts/xinzhou/deadlines/")
    assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")


async def test_a_calendar_says_whose_it_is_and_when_to_come_again(told: Told, reader: Reader) -> None:
    await told.settle()
    whole = await read(reader)
    assert str(whole["x-wr-calname"]) == str(whole["name"]) == "武汉市新洲区 应诉期限"
    assert whole["refresh-interval"].dt == timedelta(hours=1)
    assert (await read(reader, agency="区公安分局"))["x-wr-calname"] == f"{POLICE} 应诉期限"


async def test_after_a_move_the_same_event_is_on_another_day_with_a_higher_sequence(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    before = await shown(reader, 1)
    correct(told, 1, "notice", NoticeServed(recipient=POLICE, served_on=date(2025, 3, 19)))
    await told.settle()
    after = await shown(reader, 1)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert (before["dtstart"].dt, after["dtstart"].dt) == (date(2025, 4, 1), date(2025, 4, 3))
    assert "原为：2025-04-01" in after["description"]


async def test_what_was_lifted_is_cancelled(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    before = await shown(reader, 1)
    end(told, 1, date(2025, 3, 18))
    await told.settle()
    after = await shown(reader, 1)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert (after["uid"], after["sequence"] > before["sequence"]) == (before["uid"], True)


async def test_what_no_longer_follows_is_cancelled_and_confirmed_when_it_follows_again(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    before = await shown(reader, 1)
    retract(told, 1, "notice", NoticeServed)
    await told.settle()
    gone = await shown(reader, 1)
    told.fact(number(1), NoticeServed(recipient=POLICE, served_on=date(2025, 3, 19)), id_="notice/1/again")
    await told.settle()
    back = await shown(reader, 1)
    assert [event["status"] for event in (before, gone, back)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert before["uid"] == gone["uid"] == back["uid"]
    assert before["sequence"] < gone["sequence"] < back["sequence"]
    assert gone["dtstart"].dt == before["dtstart"].dt
    assert back["dtstart"].dt == date(2025, 4, 3)


async def test_what_is_left_of_a_case_of_which_all_was_taken_back_is_cancelled(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 3, 17))
    await told.settle()
    retract(told, 1, "docketed", CaseDocketed)
    retract(told, 1, "notice", NoticeServed)
    await told.settle()
    assert (await shown(reader, 1))["status"] == "CANCELLED"
    assert (await reader.deadlines("xinzhou")).items == ()


async def test_what_is_provisional_is_tentative_and_says_so_until_the_year_is_published(
    told: Told, reader: Reader
) -> None:
    serve(told, 1, date(2025, 12, 20))
    begin(told, date(2025, 12, 22))
    await told.settle()
    before = await shown(reader, 1)
    told.log(
        CalendarPublished(
            year=2026, holidays=(date(2026, 1, 1), date(2026, 1, 2)), make_up_days=(date(2026, 1, 4),)
        ),
        id_="calendar/2026",
    )
    await told.settle()
    after = await shown(reader, 1)
    assert (before["status"], after["status"]) == ("TENTATIVE", "CONFIRMED")
    assert "【暂定】" in before["summary"]
    assert "暂定" in before["description"]
    assert "暂定" not in after["summary"] + after["description"]
    assert before["uid"] == after["uid"]
    # The Sunday on which it ends is worked after all, as the notice says.
    assert (before["dtstart"].dt, after["dtstart"].dt) == (date(2026, 1, 5), date(2026, 1, 4))


async def test_what_was_done_or_missed_says_so(told: Told, reader: Reader) -> None:
    for n, filed_on in ((1, date(2025, 4, 1)), (2, date(2025, 4, 3)), (3, None)):
        serve(told, n, date(2025, 3, 17))
        if filed_on:
            told.fact(number(n), DefenceFiled(filed_on=filed_on, agency=POLICE))
    begin(told, date(2025, 4, 7))
    await told.settle()
    marks = [str((await shown(reader, n))["summary"])[:4] for n in (1, 2, 3)]
    assert marks == ["【已办】", "【迟办】", "【逾期】"]


async def test_what_waits_for_nothing_leaves_after_sixty_days_and_what_waits_stays(
    told: Told, reader: Reader
) -> None:
    for n in (1, 2):
        serve(told, n, date(2025, 3, 17))
    told.fact(number(1), DefenceFiled(filed_on=date(2025, 4, 1), agency=POLICE))
    for day, left in ((date(2025, 5, 31), {1, 2}), (date(2025, 6, 1), {2})):
        begin(told, day)
        await told.settle()
        found = [
            str(event["summary"]) for event in (await read(reader)).events if "答辩状" in event["summary"]
        ]
        assert {n for n in (1, 2) if any(number(n) in summary for summary in found)} == left


async def test_an_agency_sees_its_own(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17), POLICE)
    serve(told, 2, date(2025, 3, 17), HOUSING)
    await told.settle()
    assert {number(1) in str(e["summary"]) for e in (await read(reader, POLICE)).events} == {True}
    with pytest.raises(UnknownObligorError, match="天文局"):
        await read(reader, "天文局")


async def test_a_leader_sees_what_is_due_while_in_charge(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17), POLICE)
    serve(told, 2, date(2025, 3, 17), HOUSING)
    lead(told, "区公安分局", "赵某", "钱某", since=date(2024, 1, 1))
    lead(told, POLICE, "孙某", "钱某", since=date(2025, 3, 25))
    await told.settle()
    days = {
        leader: [event["dtstart"].dt for event in (await read(reader, leader=leader)).events]
        for leader in ("赵某", "钱某", "孙某")
    }
    assert days == {
        "赵某": [date(2025, 3, 19)],
        "钱某": [date(2025, 3, 19), date(2025, 4, 1)],
        "孙某": [date(2025, 4, 1)],
    }
    assert (await read(reader, leader="孙某"))["x-wr-calname"] == "孙某 应诉期限"
    with pytest.raises(UnknownLeaderError) as unknown:
        await read(reader, leader="周某")
    assert unknown.value.body["errors"][0]["expected"] == "孙某 / 赵某 / 钱某"


async def test_no_private_person_is_named(told: Told, reader: Reader) -> None:
    serve(told, 1, date(2025, 3, 17), GOVERNMENT)
    await told.settle()
    assert "张某某" not in calendar(await reader.feed("xinzhou"), PAGE).decode()


async def test_of_very_many_those_nearest_to_the_day_are_shown(
    told: Told, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, served_on in enumerate((date(2025, 1, 6), date(2025, 3, 6), date(2025, 3, 14)), 1):
        serve(told, n, served_on)
    await told.settle()
    monkeypatch.setattr(feeds, "MOST", 3)
    days = [event["dtstart"].dt for event in (await read(reader)).events]
    assert days == [date(2025, 3, 10), date(2025, 3, 18), date(2025, 3, 21)]
