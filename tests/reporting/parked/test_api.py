"""What do programs get that ask what is parked: filters, pages and CSV?"""

import csv
import io
from datetime import date

import pytest

from services.reporting.parked.api import COLUMNS
from shared.events.court import CaseDocketed, NoticeServed
from tests.reporting.feeds.test_any_order import ROW
from tests.reporting.feeds.town import (
    FEED,
    FRIDAY,
    MONDAY,
    OTHER,
    POLICE,
    TUESDAY,
    Town,
    answer,
    asked,
    number,
)
from tests.reporting.parked.test_parked import LEDGER, STRANGER
from tests.reporting.served import is_not_there


def mixed(told: Town) -> Town:
    """Tell of a case that is not docketed, of an unknown organ, of an impossible day and of a row of nonsense."""
    told.begin(MONDAY).heard(1, MONDAY, source=OTHER)
    docketed = CaseDocketed(instance="first", defendants=(POLICE, STRANGER), docketed_on=MONDAY)
    told.begin(TUESDAY).said(docketed, "docketed", about=number(2))
    told.said(NoticeServed(recipient=POLICE, served_on=date(1026, 11, 2)), "notice", about=number(2))
    return told.begin(FRIDAY).said(ROW, "row", LEDGER, about=number(3))


async def test_the_latest_comes_first_a_page_at_a_time(told: Town) -> None:
    async with asked(mixed(told)) as client:
        reasons, after = [], ""
        while True:
            query = {"district": "huancui", "limit": "1", "after": after}
            page = (await client.get("/parked", params=query)).json()
            reasons += [row["reason"] for row in page["items"]]
            after = page["next"]
            if not after:
                break
    assert reasons == ["row-unreadable", "unusable-date", "unknown-organ", "case-not-docketed"]
    assert page["counts"] == dict.fromkeys(sorted(reasons), 1)
    assert page["sources"] == {OTHER: 1, FEED: 2, LEDGER: 1}


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ({"reason": "unusable-date"}, ["unusable-date"]),
        ({"source": OTHER}, ["case-not-docketed"]),
        ({"case": number(2)}, ["unusable-date", "unknown-organ"]),
        ({"case": number(3).replace("（", "(").replace("）", ")")}, ["row-unreadable"]),
        ({"agency": POLICE}, ["unusable-date", "unknown-organ"]),
        ({"agency": POLICE, "reason": "case-not-docketed"}, []),
        ({"source": "court/x"}, []),
    ],
)
async def test_filters(told: Town, query: dict[str, str], reasons: list[str]) -> None:
    found = await answer(mixed(told), "/parked", **query)
    assert [row["reason"] for row in found["items"]] == reasons


async def test_one_is_asked_for_by_its_id_or_by_the_position_of_its_fact(told: Town) -> None:
    rows = (await answer(mixed(told), "/parked"))["items"]
    for row in rows:
        assert (await answer(told, "/parked", id=row["id"]))["items"] == [row]
        assert row in (await answer(told, "/parked", position=row["position"]))["items"]


async def test_as_csv_a_line_an_entry(told: Town) -> None:
    async with asked(mixed(told)) as client:
        told_csv = await client.get("/parked?district=huancui&format=csv")
    rows = list(csv.DictReader(io.StringIO(told_csv.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["reason"], rows[0]["column"], rows[0]["value"]) == (
        "row-unreadable",
        "立案日期",
        "二月三十",
    )
    assert rows[1]["column"] == ""
    assert told_csv.headers["Content-Disposition"] == f'attachment; filename="parked-{FRIDAY}.csv"'


async def test_what_is_not_there_is_said(told: Town) -> None:
    async with asked(mixed(told)) as client:
        assert (await client.get("/parked?district=huancui&reason=mood")).status_code == 422
        await is_not_there(client, "/parked?district=huancui&agency=x", 404, "agency", "register")
        await is_not_there(client, "/parked?district=huancui&after=x", 422, "after", "next")
        assert "ETag" not in (await client.get("/parked?district=huancui")).headers
