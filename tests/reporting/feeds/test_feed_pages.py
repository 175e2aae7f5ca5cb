"""What do the pages of sources and of what is parked say, without a browser?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.feeds.listing import AskedDays, listed_days
from services.reporting.feeds.shapes import FeedDay, FeedRow
from services.reporting.pages import links, routes
from services.reporting.pages.feeds import missed, strip
from services.reporting.pages.parked import releasing, wrong
from services.reporting.pages.words import Words
from services.reporting.parked.shapes import REASONS, Parked
from shared.case_number import normalise_case_number
from tests.reporting.feeds.sending import (
    NEVER_SINCE,
    REGULAR,
    SILENT,
    SINCE,
    UNKNOWN_CASE,
    UNREADABLE,
    SendingReader,
)
from tests.reporting.feeds.town import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY


@pytest.fixture(scope="module")
def reader() -> SendingReader:
    return SendingReader()


@pytest.fixture
async def client(reader: SendingReader) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(routes(reader, None, "http://door"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        yield client


async def shown(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_sources_are_listed_with_state_and_numbers(client: httpx.AsyncClient) -> None:
    page = await shown(client, links.feeds("xinzhou"))
    assert page.index("武汉市中级人民法院") < page.index("新洲区人民法院每日推送")
    assert f"自 {SINCE} 起" in page
    assert links.parked("xinzhou", source=REGULAR).replace("&", "&amp;") in page


async def test_a_source_shows_its_days_earlier_and_later(client: httpx.AsyncClient) -> None:
    page = await shown(client, links.source("xinzhou", SILENT))
    assert "更早" in page
    assert "较晚" not in page
    earlier = await shown(client, links.source("xinzhou", SILENT, to="2026-07-31"))
    assert "较晚" in earlier


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (links.source("xinzhou", "court/none"), 404),
        (links.feeds("xinzhou", state="loud"), 422),
        (links.parked("xinzhou", agency="没有这个单位"), 404),
        (links.parked("xinzhou", after="x"), 422),
        (links.feeds("nowhere"), 404),
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(
    client: httpx.AsyncClient, address: str, status: int
) -> None:
    answer = await client.get(address)
    assert answer.status_code == status
    assert "text/html" in answer.headers["Content-Type"]


async def test_parked_facts_of_a_case_lead_to_it_and_its_page_leads_here(client: httpx.AsyncClient) -> None:
    page = await shown(client, links.parked("xinzhou", case=UNKNOWN_CASE))
    assert "http://door/enter/facts/" in page
    assert links.case("xinzhou", UNKNOWN_CASE) in page
    assert UNREADABLE not in page


async def test_figures_and_agencies_name_what_is_silent(client: httpx.AsyncClient) -> None:
    source = links.source("huancui", NEVER_SINCE)
    for address in (
        links.district("huancui", period="2023"),
        links.figure("huancui", "appearance_rate", period="2023"),
        links.agency("huancui", "环翠区公安分局", period="2023"),
    ):
        assert source in await shown(client, address), address
    assert source not in await shown(client, links.figure("huancui", "docketed", period="2023"))
    assert source not in await shown(client, links.district("huancui", period="2023-Q3"))


async def test_days_are_the_same_by_the_page_and_by_the_answer(reader: SendingReader) -> None:
    asked = AskedDays(SILENT, SINCE, date(2026, 9, 24))
    found = await reader.about(listed_days, "xinzhou", asked)
    assert [one.received for one in found.items] == [0, 0, 0, 0]


DAYS = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)


def day(on: date, received: int = 0) -> FeedDay:
    return FeedDay(
        feed="court/x",
        day=on,
        expected=True,
        received=received,
        by_type={},
        corrected=0,
        retracted=0,
        late=0,
        parked=0,
        manifest=None,
        missing={},
        surplus={},
    )


def row(every: int, since: date | None = None) -> FeedRow:
    fields = dict.fromkeys(FeedRow.__slots__)
    return FeedRow(**{**fields, "every": every, "since": since})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("every", "since", "received", "gone"),
    [
        (1, None, (1, 0, 1, 0, 0), (TUESDAY, THURSDAY)),
        (2, None, (1, 0, 1, 1, 0), ()),
        (2, None, (1, 0, 0, 1, 0), (TUESDAY, WEDNESDAY)),
        (3, MONDAY, (0, 0, 1, 1, 0), (MONDAY, TUESDAY)),
    ],
)
def test_as_many_days_in_a_row_are_missed_as_make_a_source_silent(
    every: int, since: date | None, received: tuple[int, ...], gone: tuple[date, ...]
) -> None:
    came = {on: day(on, number) for on, number in zip(DAYS, received, strict=True)}
    assert missed(row(every, since), came, MONDAY, THURSDAY) == frozenset(gone)
    marks = [cell.mark for cell in strip(row(every, since), came, MONDAY, FRIDAY, FRIDAY)]
    assert marks[4] == "open"
    assert [on for on, mark in zip(DAYS, marks, strict=True) if mark == "missed"] == list(gone)


PLAIN = Parked(
    id="x",
    reason="no-loss",
    case=normalise_case_number(UNKNOWN_CASE),
    source="court/x",
    on=MONDAY,
    position=3,
    facts=1,
    about="inquiry-completed 某局",
    released_by="document-took-effect",
    missing=("causes",),
    article="32(1)",
    type="inquiry-completed",
    told_on=MONDAY,
    figures=(),
    period="2026-11",
    agencies=(),
    row=None,
)


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "row-unreadable"])
@pytest.mark.parametrize("released_by", ["fact-corrected", "document-took-effect", "a docketing whose …"])
def test_every_reason_is_said_in_both_languages(reason: str, released_by: str) -> None:
    one = replace(PLAIN, reason=reason, released_by=released_by)  # type: ignore[arg-type]
    chinese, english = Words("zh"), Words("en")
    for say in (wrong, releasing):
        assert re_chinese(say(one, chinese))
        assert reason not in say(one, english)
        assert say(one, english).endswith(".")
    for words in (chinese, english):
        assert words.name("parked_reasons", reason) != reason


def re_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text) and text.endswith("。")
