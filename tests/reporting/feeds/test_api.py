"""What do programs get that ask for sources and their days: pages, words for what is not there, and CSV?"""

import csv
import io
from datetime import date, timedelta

from services.reporting.feeds.api import COLUMNS, DAY_COLUMNS
from tests.reporting.feeds.town import (
    FEED,
    FRIDAY,
    MONDAY,
    OTHER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Town,
    answer,
    asked,
)
from tests.reporting.served import is_not_there


def week(told: Town) -> Town:
    told.begin(MONDAY).registered(title="环翠区人民法院").docketed(1, MONDAY)
    told.begin(TUESDAY).heard(1, MONDAY, source=OTHER).manifest(TUESDAY, case_docketed=2)
    return told.begin(FRIDAY)


async def test_sources_come_a_page_at_a_time_those_that_miss_something_first(told: Town) -> None:
    async with asked(week(told)) as client:
        names, after = [], ""
        while True:
            query = {"district": "huancui", "limit": "1", "after": after}
            page = (await client.get("/feeds", params=query)).json()
            names += [row["feed"] for row in page["items"]]
            after = page["next"]
            if not after:
                break
    assert names == [FEED, OTHER, "bureau/huancui"]


async def test_a_state_is_asked_for_and_all_are_counted(told: Town) -> None:
    found = await answer(week(told), "/feeds", state="silent")
    assert [row["feed"] for row in found["items"]] == [FEED]
    assert found["counts"] == {
        "regular": 0,
        "silent": 1,
        "never": 0,
        "awaited": 0,
        "ended": 0,
        "unregistered": 2,
    }


async def test_days_come_the_latest_first_with_those_on_which_nothing_came_that_was_expected(
    told: Town,
) -> None:
    found = await answer(week(told), "/feeds/days", feed=FEED)
    shown = [(row["day"], row["expected"], row["received"]) for row in found["items"]]
    assert shown == [
        (str(FRIDAY), True, 0),
        (str(THURSDAY), True, 0),
        (str(WEDNESDAY), True, 0),
        (str(TUESDAY), True, 1),
        (str(MONDAY), True, 1),
    ]


async def test_days_of_all_sources_come_a_page_at_a_time(told: Town) -> None:
    async with asked(week(told)) as client:
        whole = (await client.get("/feeds/days", params={"district": "huancui"})).json()["items"]
        found, after = [], ""
        while True:
            query = {"district": "huancui", "limit": "2", "after": after}
            page = (await client.get("/feeds/days", params=query)).json()
            found += page["items"]
            after = page["next"]
            if not after:
                break
    assert found == whole
    assert len(whole) == 7


async def test_as_csv_a_line_a_source_and_a_line_a_day(told: Town) -> None:
    async with asked(week(told)) as client:
        feeds = await client.get("/feeds?district=huancui&format=csv")
        days = await client.get(f"/feeds/days?district=huancui&feed={FEED}", headers={"Accept": "text/csv"})
    assert feeds.headers["Content-Disposition"] == f'attachment; filename="feeds-{FRIDAY}.csv"'
    rows = list(csv.DictReader(io.StringIO(feeds.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["feed"], rows[0]["state"], rows[0]["since"]) == (FEED, "silent", str(WEDNESDAY))
    lines = list(csv.DictReader(io.StringIO(days.text)))
    assert tuple(lines[0]) == DAY_COLUMNS
    tuesday = next(line for line in lines if line["day"] == str(TUESDAY))
    assert (tuesday["manifest"], tuesday["missing"]) == ("case-docketed=2", "case-docketed=2")


async def test_what_is_not_there_is_said(told: Town) -> None:
    async with asked(week(told)) as client:
        await is_not_there(client, "/feeds?district=huancui&feed=court/x", 404, "feed", FEED)
        await is_not_there(client, "/feeds/days?district=huancui&feed=court/x", 404, "feed", FEED)
        await is_not_there(client, "/feeds?district=huancui&after=x", 422, "after", "next")
        await is_not_there(client, "/feeds/days?district=huancui&after=x", 422, "after", "next")
        backwards = f"/feeds/days?district=huancui&from={FRIDAY}&to={MONDAY}"
        await is_not_there(client, backwards, 422, "to", str(FRIDAY))
        long_ago = date(2020, 1, 1)
        await is_not_there(client, f"/feeds/days?district=huancui&from={long_ago}", 422, "from", "400 days")
        assert (await client.get("/feeds?district=huancui&state=loud")).status_code == 422


async def test_days_before_and_after_all_that_is_known_are_empty(told: Town) -> None:
    before = MONDAY - timedelta(days=9)
    found = await answer(week(told), "/feeds/days", **{"from": str(before), "to": str(before)})
    assert found["items"] == []
