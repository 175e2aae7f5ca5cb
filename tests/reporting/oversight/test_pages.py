"""Do the pages of suggestions and activities show what is on record, in both languages?"""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest

from services.reporting.activities.shapes import KINDS
from services.reporting.pages import activities, links, routes, suggestions
from services.reporting.pages.words import Words, book
from services.reporting.reader import Reader
from services.reporting.suggestions.shapes import STATES
from shared.events.activities import TrainingHeld
from tests.reporting.deadlines.town import HOUSING, POLICE
from tests.reporting.oversight.years import (
    APPEAL,
    APPEALED,
    LATE,
    LOST,
    RECONSIDERED,
    TYPICAL,
    UNANSWERED,
    URGENT,
    issued,
    years,
)
from tests.reporting.pages.test_pages import text_of
from tests.reporting.served import served_by
from tests.reporting.told import Told

ZH = Words("zh")


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = years(tmp_path)
    await told.settle()
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()


@pytest.fixture
async def client(reader: Reader) -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(reader, routes) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "zh") -> str:
    answer = await client.get(f"{where}{'&' if '?' in where else '?'}lang={language}")
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def cases(html: str) -> list[str]:
    """Return the case of each suggestion, by its own link."""
    main = html[html.index('<main id="main"') :]
    return re.findall(r'<td data-label="(?:案件|Case)"><a href="[^"]+">([^<]+)</a>', main)


# --- suggestions -----------------------------------------------------------------------------------------


async def test_suggestions_are_listed_with_state_answer_loss_and_copies(client: httpx.AsyncClient) -> None:
    html = await page(client, links.suggestions("xinzhou"))
    assert cases(html) == [URGENT, APPEALED, UNANSWERED, LOST, RECONSIDERED, LATE]
    said = dict(zip(cases(html), rows_of_suggestions(html), strict=True))
    assert "今日到期" in said[APPEALED]
    assert f"已败诉 {APPEAL} ，2024-11-12 生效" in said[APPEALED]
    assert "已逾期 45 天" in said[UNANSWERED]
    assert "按期回复 2024-10-20 回复， 负责人已审签" in said[LOST]
    assert "已抄送" in said[LOST]
    assert "逾期 17 天 2024-05-20 回复， 负责人未审签" in said[LATE]
    assert "已收到，无期限" in said[RECONSIDERED]
    assert links.deadline("xinzhou", UNANSWERED, "suggestion_reply", "judicial/区公安分局/2024-12-02") in html


def rows_of_suggestions(html: str) -> list[str]:
    main = html[html.index('<main id="main"') :]
    return [text_of(row) for row in re.findall(r'<th scope="row" class="day">.*?</tr>', main, re.S)]


async def test_the_board_counts_each_state_and_leads_to_it(client: httpx.AsyncClient) -> None:
    html = await page(client, links.suggestions("xinzhou"))
    text = text_of(html)
    for state, number in {"overdue": 1, "open": 2, "received": 1, "in_time": 1, "late": 1}.items():
        assert f"{ZH.name('suggestion_states', state)} {number}" in text
        narrowed = await page(client, links.suggestions("xinzhou", state=state))
        assert len(cases(narrowed)) == number
    assert "收到 6 件" in text
    assert ZH.name("suggestion_states", "suspended") not in text


async def test_filters_narrow_the_list(client: httpx.AsyncClient) -> None:
    assert cases(await page(client, links.suggestions("xinzhou", year="2024", lost="true"))) == [LOST]
    assert cases(await page(client, links.suggestions("xinzhou", kind="normative"))) == [LATE]
    assert cases(await page(client, links.suggestions("xinzhou", agency=POLICE))) == [UNANSWERED, LOST]
    nothing = await page(client, links.suggestions("xinzhou", state="lifted"))
    assert "没有符合条件的建议" in nothing


async def test_page_after_page_shows_every_suggestion_once(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "PAGE", 4)
    html = await page(client, links.suggestions("xinzhou"))
    following = re.search(r'<a href="([^"]+)" rel="next"', html)
    assert following
    rest = await page(client, following[1])
    assert [*cases(html), *cases(rest)] == [URGENT, APPEALED, UNANSWERED, LOST, RECONSIDERED, LATE]
    assert "回到第一页" in rest
    assert 'rel="next"' not in rest


# --- activities ------------------------------------------------------------------------------------------


async def test_a_year_is_shown_by_kind_with_numbers_and_people(client: httpx.AsyncClient) -> None:
    html = await page(client, links.activities("xinzhou", year="2024"))
    text = text_of(html)
    assert "典型案例 2 件" in text
    assert "培训 2 次 205 人次" in text
    assert "旁听庭审 3 次 70 人次，负责人 3；点评 2 次" in text
    assert "表彰 0 项" in text
    assert re.findall(r'<section aria-labelledby="of-([a-z_]+)"', html) == [
        kind for kind in KINDS if kind != "commendation"
    ]
    for said in ("行政处罚程序违法被撤销案", "下半年府院联席会议|败诉案件分析", "行政应诉实务"):
        assert said in html
    for case in (LOST, TYPICAL):
        assert links.case("xinzhou", case) in html


async def test_without_a_year_the_latest_with_anything_is_shown(client: httpx.AsyncClient) -> None:
    html = await page(client, links.activities("xinzhou"))
    assert re.search(r'aria-current="page">2025年', html)
    assert "周某" in text_of(html)
    empty = await page(client, links.activities("xinzhou", year="2019"))
    assert "这一年还没有记录" in empty


async def test_years_stand_beside_one_another(client: httpx.AsyncClient) -> None:
    table = (await page(client, links.activities("xinzhou", year="2024"))).split('class="by-year"')[1]
    assert "典型案例 1 2 0" in text_of(table)
    assert "旁听庭审 0 3 1" in text_of(table)


async def test_many_of_a_kind_are_a_click_and_pages_away(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "SHORT", 2)
    monkeypatch.setattr(activities, "PAGE", 2)
    html = await page(client, links.activities("xinzhou", year="2024"))
    assert "查看全部 3 项" in html
    first = await page(client, links.activities("xinzhou", year="2024", kind="observed"))
    following = re.search(r'<a href="([^"]+)" rel="next"', first)
    assert following
    rest = await page(client, following[1])
    assert len(re.findall('<th scope="row" class="day">', first)) == 2
    assert len(re.findall('<th scope="row" class="day">', rest)) == 1


async def test_an_agency_narrows_the_year(client: httpx.AsyncClient) -> None:
    html = await page(client, links.activities("xinzhou", year="2024", agency=HOUSING))
    assert re.findall(r'<section aria-labelledby="of-([a-z_]+)"', html) == ["training"]


async def test_an_organ_that_is_not_registered_is_named_without_a_page_of_its_own(
    client: httpx.AsyncClient, told: Told
) -> None:
    told.fact("bureau", TrainingHeld(held_on=date(2025, 3, 3), organ="市委党校"), source="bureau/xinzhou")
    told.fact(URGENT, *issued("2025-03-04", "市水务集团"))
    await told.settle()
    trained = await page(client, links.activities("xinzhou", year="2025"))
    addressed = await page(client, links.suggestions("xinzhou"))
    for html, name in ((trained, "市委党校"), (addressed, "市水务集团")):
        assert name in text_of(html)
        assert links.agency("xinzhou", name, by="responsible") not in html
        for where in set(_agency_pages(html)):
            assert (await client.get(where)).status_code == 200


def _agency_pages(html: str) -> list[str]:
    return re.findall(r'href="(/districts/xinzhou/agencies/[^"]+)"', html)


# --- both ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [links.suggestions("xinzhou"), links.activities("xinzhou", year="2024")])
async def test_in_english_no_word_of_the_page_is_chinese(client: httpx.AsyncClient, where: str) -> None:
    html = await page(client, where, "en")
    text = text_of(re.sub(r"<(option|select|td|th)\b[^>]*>.*?</\1>", "", html, flags=re.S))
    assert not re.search(r"[\u4e00-\u9fff]", text.replace("中文", "")), text


async def test_the_pages_are_in_the_navigation(client: httpx.AsyncClient) -> None:
    html = await page(client, links.cases("xinzhou"))
    nav = html[html.index('<nav class="primary"') : html.index("</nav>")]
    assert links.suggestions("xinzhou") in nav
    assert links.activities("xinzhou") in nav


@pytest.mark.parametrize(
    ("where", "status"),
    [
        (links.suggestions("xinzhou", state="purple"), 422),
        (links.suggestions("xinzhou", year="24"), 422),
        (links.suggestions("xinzhou", agency="天文局"), 404),
        (links.suggestions("xinzhou", after="nowhere"), 422),
        (links.activities("xinzhou", kind="party"), 422),
        (links.activities("xinzhou", agency="天文局"), 404),
        (links.activities("atlantis"), 404),
    ],
)
async def test_a_filter_that_means_nothing_is_said_on_a_page(
    client: httpx.AsyncClient, where: str, status: int
) -> None:
    answer = await client.get(where)
    assert answer.status_code == status
    assert "回到首页" in answer.text


def test_every_state_and_kind_has_a_name() -> None:
    assert [one for one in STATES if one not in book()["suggestion_states"]] == []
    assert [one for one in KINDS if one not in book()["activities"]] == []
