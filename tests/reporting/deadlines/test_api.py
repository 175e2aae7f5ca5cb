"""What is due over HTTP: JSON, CSV, calendars, and what is wrong with a question."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from icalendar import Calendar

from services.reporting.deadlines import api
from shared import problems
from shared.events.agency import DefenceFiled
from tests.reporting.deadlines.town import POLICE, begin, number, serve, town
from tests.reporting.served import is_not_there, served
from tests.reporting.told import Told

DEADLINES, FEED = "/deadlines?district=xinzhou", "/calendars/xinzhou.ics"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = town(tmp_path)
    for n in (1, 2):
        serve(told, n, date(2025, 3, 16 + n))
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, lambda reader: api.routes(reader, "http://reporting")) as client:
        yield client


async def test_deadlines_come_by_day_with_counts_day_and_position(
    client: httpx.AsyncClient, told: Told
) -> None:
    answer = await client.get(f"{DEADLINES}&duty=defence")
    assert answer.headers["X-Yingsu-Position"] == str(len(told.stored))
    body = answer.json()
    assert [(item["case"], item["due_on"], item["light"]) for item in body["items"]] == [
        (number(1), "2025-04-01", "due"),
        (number(2), "2025-04-02", "due"),
    ]
    assert (body["day"], body["next"], body["provisional_years"]) == ("2025-03-20", "", [])
    assert body["counts"]["due"] == 2
    assert body["items"][0]["agencies"] == [POLICE]


async def test_filters_come_together(client: httpx.AsyncClient) -> None:
    async def cases(**asked: str) -> list[str]:
        answer = await client.get("/deadlines", params={"district": "xinzhou", **asked})
        return [item["case"] for item in answer.raise_for_status().json()["items"]]

    assert await cases(duty="defence", due_from="2025-04-02") == [number(2)]
    assert await cases(duty="defence", due_to="2025-04-01") == [number(1)]
    assert await cases(duty="defence", due_from="2025-04-01", due_to="2025-04-01", agency="区公安分局") == [
        number(1)
    ]
    assert await cases(light="overdue", state="missed", case=number(1)) == [number(1)]
    assert await cases(light="overdue", state="open") == []
    assert await cases(cause="calendar") == []


async def test_a_page_names_the_next(client: httpx.AsyncClient) -> None:
    first = (await client.get(f"{DEADLINES}&limit=3")).json()
    rest = (await client.get(DEADLINES, params={"district": "xinzhou", "after": first["next"]})).json()
    whole = (await client.get(DEADLINES)).json()
    assert (len(first["items"]), rest["next"]) == (3, "")
    assert first["items"] + rest["items"] == whole["items"]
    assert first["counts"] == whole["counts"]


async def test_deadlines_come_as_csv_when_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{DEADLINES}&duty=defence", headers={"Accept": "text/csv"})
    header, first, *_ = answer.text.split("\r\n")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert header.startswith(
        "case,duty,of,article,obligor,agencies,starts_on,due_on,done_on,state,light,late"
    )
    assert first.startswith(f"{number(1)},defence,,")
    assert f",{POLICE},2025-03-17,2025-04-01,,open,due,false,,,false,false,,,,,," in first
    download = await client.get(f"{DEADLINES}&format=csv")
    assert download.content.startswith(b"\xef\xbb\xbfcase")
    assert "deadlines-2025-03-20.csv" in download.headers["Content-Disposition"]


async def test_an_answer_that_is_settled_carries_its_position_as_etag(
    client: httpx.AsyncClient, told: Told
) -> None:
    etag = (await client.get(DEADLINES)).headers["ETag"]
    assert (await client.get(DEADLINES, headers={"If-None-Match": etag})).status_code == 304
    begin(told, date(2025, 3, 21))
    await told.settle()
    assert (await client.get(DEADLINES, headers={"If-None-Match": etag})).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "parameter", "expected"),
    [
        ("/deadlines?district=atlantis", 404, "district", "xinzhou (420117)"),
        (f"{DEADLINES}&duty=homework", 404, "duty", "defence"),
        (f"{DEADLINES}&agency=天文局", 404, "agency", "alias"),
        (f"{DEADLINES}&agency=*", 404, "agency", "alias"),
        (f"{DEADLINES}&case=（2025）鄂0117行初99号", 404, "case", "GET /cases"),
        (f"{DEADLINES}&due_from=2025-03-21&due_to=2025-03-20", 422, "due_to", "2025-03-21"),
        (f"{DEADLINES}&after=2025-03-21", 422, "after", "next"),
        (f"{DEADLINES}&after=yesterday|a|b|c", 422, "after", "next"),
        ("/calendars/atlantis.ics", 404, "district", "xinzhou (420117)"),
        (f"{FEED}?agency=天文局", 404, "agency", "alias"),
        (f"{FEED}?leader=周某", 404, "leader", "none"),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is_expected(
    client: httpx.AsyncClient, path: str, status: int, parameter: str, expected: str
) -> None:
    await is_not_there(client, path, status, parameter, expected)


@pytest.mark.parametrize(
    "asked",
    [
        "state=late",
        "light=red",
        "cause=whim",
        "due_from=21.3.2025",
        "due_to=2025-02-30",
        "limit=0",
        "limit=1001",
    ],
)
async def test_a_wrong_word_or_day_is_a_problem(client: httpx.AsyncClient, asked: str) -> None:
    answer = await client.get(f"{DEADLINES}&{asked}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_reader_refuses_words_that_mean_nothing_too(told: Told) -> None:
    reader = told.reader()
    for asked in ({"state": "late"}, {"light": "red"}, {"cause": "whim"}):
        with pytest.raises(problems.Problem, match="422 Unknown filter"):
            await reader.deadlines("xinzhou", **asked)  # type: ignore[arg-type]
    reader.close()


async def test_a_calendar_is_sent_again_only_when_it_says_something_else(
    client: httpx.AsyncClient, told: Told
) -> None:
    first = await client.get(FEED)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = {"If-None-Match": first.headers["ETag"]}
    assert (await client.get(FEED, headers=again)).status_code == 304
    told.fact(number(1), DefenceFiled(filed_on=date(2025, 3, 20), agency=POLICE))
    await told.settle()
    changed = await client.get(FEED, headers=again)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


async def test_a_calendar_leads_back_to_the_pages(client: httpx.AsyncClient) -> None:
    read = Calendar.from_ical((await client.get(f"{FEED}?agency={quote('区公安分局')}")).content)
    urls = {str(event["url"]) for event in read.events}
    assert len(urls) == len(read.events) == 4
    assert all(url.startswith("http://reporting/districts/xinzhou/deadlines/") for url in urls)
