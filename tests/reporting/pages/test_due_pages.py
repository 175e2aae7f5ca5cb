"""Do the pages of what is due show each deadline as it stands, and why its day is that day?"""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import date
from html import unescape
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.deadlines.shapes import LIGHTS, DeadlineRow
from services.reporting.pages import deadlines, links, routes
from services.reporting.pages.words import Words
from shared import problems
from shared.explaining.over_nats import Ask, NotExplainedError
from tests.reporting.pages.fixture import FixtureReader
from tests.reporting.pages.pressing import (
    CITY,
    DAY,
    EXTENDED,
    LAND,
    LOST,
    OVERDUE,
    PREPARED,
    RUNNING,
    STAYED,
    SUGGESTED,
    URGENT,
)
from tests.reporting.pages.test_pages import text_of

ZH = Words("zh")
READER = FixtureReader()


def browser(ask: Ask | None) -> httpx.AsyncClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes(READER, ask))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with browser(READER.explain) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "zh") -> str:
    answer = await client.get(where, params={"lang": language} if "?" not in where else None)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


async def rows(**asked: Any) -> list[DeadlineRow]:
    return list((await READER.deadlines("xinzhou", **asked, limit=1000)).items)


def shown(html: str) -> list[str]:
    """Return the deadlines that a page lists, each by its address."""
    main = html[html.index('<main id="main"') :]
    return re.findall(r'<td class="due-what">.*?href="([^"]+)"', main, re.S)


def address(row: DeadlineRow) -> str:
    return links.deadline("xinzhou", row.case, row.duty, row.of)


# --- the list --------------------------------------------------------------------------------------------


async def test_what_presses_is_shown_overdue_first_and_nothing_that_is_done(
    client: httpx.AsyncClient,
) -> None:
    html = await page(client, links.deadlines("xinzhou"))
    late = await rows(light="overdue", due_from=DAY - deadlines.RECENT)
    running = await rows(state="open")
    assert late
    assert running
    assert shown(html) == [address(row) for row in (*late, *running)]
    older = len(await rows(light="overdue")) - len(late)
    assert f"另有更早逾期未办的 {older} 项" in html


async def test_every_light_is_said_in_a_word_with_its_count(client: httpx.AsyncClient) -> None:
    text = text_of(await page(client, links.deadlines("xinzhou")))
    for light in LIGHTS:
        assert f"{ZH.name('lights', light)} {len(await rows(light=light))}" in text


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"light": "done"}, {"light": "done"}),
        ({"light": "waiting"}, {"light": "waiting"}),
        ({"light": "near", "agency": LAND}, {"light": "near", "agency": LAND}),
        ({"light": "overdue", "duty": "papers"}, {"light": "overdue", "duty": "papers"}),
        (
            {"since": "2026-09-20", "until": "2026-09-28"},
            {"due_from": date(2026, 9, 20), "due_to": date(2026, 9, 28)},
        ),
    ],
)
async def test_a_filter_shows_what_it_asks_for_and_only_that(
    client: httpx.AsyncClient, asked: Mapping[str, str], wanted: Mapping[str, Any]
) -> None:
    found = await rows(**wanted)
    assert found
    assert shown(await page(client, links.deadlines("xinzhou", **asked))) == [address(row) for row in found]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"light": "purple"}, 422),
        ({"since": "yesterday"}, 422),
        ({"since": "2026-09-30", "until": "2026-09-01"}, 422),
        ({"agency": "邻县水利局"}, 404),
        ({"duty": "nothing"}, 404),
        ({"light": "done", "after": "nowhere"}, 422),
    ],
)
async def test_a_filter_that_means_nothing_is_said_on_a_page(
    client: httpx.AsyncClient, asked: Mapping[str, str], status: int
) -> None:
    answer = await client.get(links.deadlines("xinzhou", **asked))
    assert answer.status_code == status
    assert "回到首页" in answer.text


async def test_page_after_page_shows_every_deadline_once(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "PAGE", 3)
    where, seen, pages = links.deadlines("xinzhou", light="done"), list[str](), 0
    while where:
        html = await page(client, where)
        seen += shown(html)
        following = re.search(r'<a href="([^"]+)" rel="next"', html)
        where, pages = (following[1] if following else ""), pages + 1
    assert seen == [address(row) for row in await rows(light="done")]
    assert pages > 2


async def test_a_deadline_says_what_moved_it_whom_a_miss_called_and_the_steps_taken(
    client: httpx.AsyncClient,
) -> None:
    text = text_of(await page(client, links.deadlines("xinzhou")))
    assert "原 2026-09-28 到期，法院确定或者延长了期限" in text
    assert "原 2026-10-09 到期，放假安排公布或者更正" in text
    assert "原 2026-10-09 到期，起算日变了" in text
    assert "已上报 新洲区司法局" in text
    done = text_of(await page(client, links.deadlines("xinzhou", light="done")))
    assert re.search(r"审核 （已办） 审签 （已办） 用印 （未办）", done)
    assert "2 天后" in text
    assert "今天" in text


async def test_what_must_be_forwarded_today_stands_above_the_list(client: httpx.AsyncClient) -> None:
    html = await page(client, links.deadlines("xinzhou"))
    assert "1 件须当日转送应诉材料" in html
    assert links.worklist("xinzhou", kind="forward-urgent") in html


# --- a month, and a year ---------------------------------------------------------------------------------


def cell(html: str, day: str) -> str:
    """Return what stands on a day of a month."""
    (found,) = [one for one in html.split("<td")[1:] if f'datetime="{day}"' in one]
    return text_of("<td" + found.partition("</td>")[0])


async def test_a_month_has_what_is_due_on_each_day_and_each_day_as_the_calendar_has_it(
    client: httpx.AsyncClient,
) -> None:
    html = await page(client, links.month("xinzhou", month="2026-10"))
    for number in range(1, 8):
        assert "休" in cell(html, f"2026-10-0{number}")
    assert "班" in cell(html, "2026-10-10")
    assert "休" not in cell(html, "2026-10-11")
    due = await rows(due_from=date(2026, 10, 8), due_to=date(2026, 10, 8))
    assert f"{len(due)} 临近" in cell(html, "2026-10-08")
    assert links.deadlines("xinzhou", since="2026-10-08", until="2026-10-08") in html
    assert "国办发明电〔2025〕7号" in html
    assert "尚未公布" not in html


async def test_the_month_of_today_comes_unasked_and_others_are_a_step_away(client: httpx.AsyncClient) -> None:
    html = await page(client, links.month("xinzhou"))
    assert "2026年9月" in html
    assert "今天" in cell(html, str(DAY))
    assert links.month("xinzhou", month="2026-08") in html
    january = await page(client, links.month("xinzhou", month="2026-01", agency=CITY))
    assert links.month("xinzhou", month="2025-12", agency=CITY) in january
    assert links.feed("xinzhou", agency=CITY) in january


async def test_a_year_that_is_not_published_says_so(client: httpx.AsyncClient) -> None:
    assert "2027 年的放假安排尚未公布" in await page(client, links.month("xinzhou", month="2027-02"))
    year = text_of(await page(client, links.calendar(year="2027")))
    assert "暂定 放假安排尚未公布" in year
    official = text_of(await page(client, links.calendar(year="2026")))
    assert "已公布 依据 国办发明电〔2025〕7号" in official
    assert "2026-02-15（周日） 至 2026-02-23（周一） 9 天" in official
    assert "2026-09-20（周日）" in official
    assert "全年 248 个工作日" in official


async def test_what_a_calendar_moved_is_listed_with_both_days(client: httpx.AsyncClient) -> None:
    html = await page(client, links.calendar())
    moved = await rows(cause="calendar")
    assert {row.case for row in moved} == {SUGGESTED, PREPARED}
    for row in moved:
        assert address(row) in html
        assert f"<del>{row.was_due_on}</del>" in html
        assert f"<ins>{row.due_on}</ins>" in html


@pytest.mark.parametrize("month", ["2026", "2026-13", "soon"])
async def test_what_is_no_month_is_said_on_a_page(client: httpx.AsyncClient, month: str) -> None:
    answer = await client.get(links.month("xinzhou", month=month))
    assert answer.status_code == 422
    assert "回到首页" in answer.text


# --- one deadline ----------------------------------------------------------------------------------------


async def test_a_deadline_that_counts_back_shows_both_ways_and_every_day_left_out(
    client: httpx.AsyncClient,
) -> None:
    text = text_of(await page(client, links.deadline("xinzhou", URGENT, "draft")))
    assert "先算“提交答辩状”：自 2026-09-28（周一）起 15 日" in text
    assert "得 2026-10-13（周二）" in text
    assert "再倒推：自 2026-10-13（周二）往前 5 个工作日" in text
    assert "2026-10-01 至 10-07（周四至周三） 放假（国办发明电〔2025〕7号），不计入" in text
    assert "2026-10-10（周六） 调休上班（国办发明电〔2025〕7号），照常计入" in text
    assert "得 2026-09-30（周三）" in text


async def test_a_stay_shows_the_days_used_and_left(client: httpx.AsyncClient) -> None:
    text = text_of(await page(client, links.deadline("xinzhou", STAYED, "defence")))
    assert "不中止的到期日 2026-09-15" in text
    assert "2026-08-31 2026-09-08 8 日" in text
    assert "2026-09-09 中止至今 还剩 7 日" in text


async def test_an_extension_shows_who_named_the_day(client: httpx.AsyncClient) -> None:
    text = text_of(await page(client, links.deadline("xinzhou", EXTENDED, "evidence")))
    assert "准许延期举证：定至 2026-10-12（周一）" in text
    assert "法院确定或者延长了期限" in text


async def test_its_history_its_consequences_and_its_steps_are_shown(client: httpx.AsyncClient) -> None:
    moved = text_of(await page(client, links.deadline("xinzhou", RUNNING, "defence")))
    history = moved[moved.index("变动记录") :]
    assert history.index("期限临近") < history.index("期限变动") < history.index("期限开始")
    assert "原到期日 2026-10-09 原因 起算日变了" in history
    html = await page(client, links.deadline("xinzhou", OVERDUE, "papers"))
    assert links.law("xinzhou", "circulars/papers-late") in html
    assert "通报" in html
    steps = text_of(await page(client, links.deadline("xinzhou", PREPARED, "draft")))
    assert "审核 2026-09-23 审签 2026-09-24 用印 未办" in steps


async def test_the_same_is_told_in_english_without_a_word_of_code(client: httpx.AsyncClient) -> None:
    text = text_of(await page(client, links.deadline("xinzhou", URGENT, "draft"), "en"))
    assert "Then back: 5 working days back from Tue 2026-10-13" in text
    assert "Thu 2026-10-01 to Wed 10-07 day off" in text
    for code in ("start-not-counted", "end-not-counted", "make-up-day", "starting-day"):
        assert code not in text


async def test_what_the_bureau_owes_beside_all_cases_has_a_page_too(client: httpx.AsyncClient) -> None:
    where = links.deadline("huancui", "bureau", "quarterly_bulletin", "2026-Q2")
    assert where in await page(client, links.deadlines("huancui"))
    text = text_of(await page(client, where))
    assert "司法局自身 · 2026年二季度" in text
    assert "自 2026-06-30（周二）起" in text
    assert "完成于 发布应诉通报" in text
    assert "变动记录" not in text


async def _refuses(district: str, case: str) -> Mapping[str, Any]:
    raise NotExplainedError("deadlines", "its law cannot be read", answered=True)


async def _silent(district: str, case: str) -> Mapping[str, Any]:
    raise NotExplainedError("deadlines", "no responders", answered=False)


@pytest.mark.parametrize(
    ("ask", "said"),
    [(None, "期限服务没有应答"), (_silent, "期限服务没有应答"), (_refuses, "its law cannot be read")],
)
async def test_without_an_answer_of_the_service_the_page_says_so_and_shows_the_rest(
    ask: Ask | None, said: str
) -> None:
    async with browser(ask) as client:
        text = text_of(await page(client, links.deadline("xinzhou", RUNNING, "defence")))
    assert said in text
    assert "到期日 2026-10-08 周四" in text
    assert "变动记录" in text
    assert "逾期的后果" in text


@pytest.mark.parametrize(
    ("case", "duty"), [(RUNNING, "archive"), (RUNNING, "nothing"), ("（2026）鄂0117行初999号", "defence")]
)
async def test_a_deadline_that_is_not_there_is_said_on_a_page(
    client: httpx.AsyncClient, case: str, duty: str
) -> None:
    answer = await client.get(links.deadline("xinzhou", case, duty))
    assert answer.status_code == 404
    assert "回到首页" in answer.text


# --- elsewhere -------------------------------------------------------------------------------------------


async def test_a_case_lists_its_deadlines_each_leading_to_its_page(client: httpx.AsyncClient) -> None:
    html = await page(client, links.case("xinzhou", LOST))
    for row in await rows(case=LOST):
        assert address(row) in html


async def test_a_case_whose_papers_are_not_forwarded_says_what_is_pressing(client: httpx.AsyncClient) -> None:
    assert "其间没有一个工作日" in await page(client, links.case("xinzhou", URGENT))
    assert "请当日转送应诉材料" not in await page(client, links.case("xinzhou", PREPARED))


async def test_the_district_and_an_agency_show_their_lights(client: httpx.AsyncClient) -> None:
    for where, agency in ((links.district("xinzhou"), ""), (links.agency("xinzhou", LAND), LAND)):
        html = await page(client, where)
        text = text_of(html)
        for light in ("overdue", "today", "near"):
            assert f"{ZH.name('lights', light)} {len(await rows(light=light, agency=agency))}" in text
            assert links.deadlines("xinzhou", light=light, agency=agency) in html
