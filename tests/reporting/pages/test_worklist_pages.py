"""Do people find what waits for whom, and in a case who came to its hearings?"""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from services.reporting.answers import CaseRow, WorkItem
from services.reporting.pages import links, telling
from services.reporting.pages.words import Words, book
from services.reporting.worklist.kinds import KINDS
from shared.law.loader import law_of
from tests.reporting.pages.fixture import FixtureReader, packs
from tests.reporting.pages.lawful import CHIEF, TROUBLED
from tests.reporting.pages.pressing import HOUSING, LABOUR, SUGGESTED, URGENT
from tests.reporting.pages.test_pages import browser, text_of
from tests.reporting.worklist.told import (
    decided,
    fed_back,
    inquired,
    lost,
    opened,
    reported,
    reviewed,
    waiting,
)
from tests.words import BUREAU, FIRST, GOVERNMENT, POLICE, conduct

OFFICE = "新洲区人民政府办公室"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with browser(FixtureReader()) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "") -> str:
    answer = await client.get(where, headers={"Cookie": f"yingsu_lang={language}"} if language else {})
    assert answer.status_code == 200, answer.text
    return answer.text


def kinds_on(html: str) -> list[str]:
    """Return the kinds that have a section on the page."""
    return re.findall(r'<section aria-labelledby="kind-([a-z-]+)"', html)


def section(html: str, kind: str) -> str:
    return text_of(html.split(f'aria-labelledby="kind-{kind}"', 1)[1].split("</section>", 1)[0])


async def test_everybodys_list_stands_in_the_order_in_which_it_is_seen_to(client: httpx.AsyncClient) -> None:
    found = kinds_on(await page(client, links.worklist("xinzhou")))
    assert found == [kind for kind in KINDS if kind in found]
    assert {"forward-urgent", "papers", "answer", "circular", "referral"} <= set(found)


async def test_who_acts_is_switched_and_the_kind_stays(client: httpx.AsyncClient) -> None:
    html = unescape(await page(client, links.worklist("xinzhou", kind="circular")))
    for who in ("bureau", "government_office", HOUSING):
        assert links.worklist("xinzhou", who=who, kind="circular") in html
    assert re.search(r"全部 ?司法局 ?\d+ ?政府办公室 ?\d+", text_of(html))
    assert re.search(r"各单位 ?\d+", text_of(html))


async def test_the_bureau_and_the_office_see_only_what_is_theirs(client: httpx.AsyncClient) -> None:
    bureau = await page(client, links.worklist("xinzhou", who="bureau"))
    assert set(kinds_on(bureau)) == {"forward-urgent", "circular", "referral"}
    assert f'{links.worklist("xinzhou", who="bureau")}" aria-current="page"' in unescape(bureau)
    office = await page(client, links.worklist("xinzhou", who="government_office"))
    assert set(kinds_on(office)) == {"coordination", "forward-urgent"}
    assert "位置" not in text_of(office).split("待办")[0]


async def test_an_agency_sees_its_own_and_is_led_back_to_its_page(client: httpx.AsyncClient) -> None:
    html = await page(client, links.worklist("xinzhou", who=HOUSING))
    assert kinds_on(html) == ["answer"]
    said = section(html, "answer")
    assert SUGGESTED in said
    assert "种类 司法建议 收到日期 2026-08-05" in said
    assert "2026-10-05" in said or "2026-10-08" in said
    assert links.agency("xinzhou", HOUSING) in html
    assert "Answer a suggestion" in await page(client, links.worklist("xinzhou", who=HOUSING), "en")


async def test_a_day_that_is_over_is_told_by_a_mark_and_words(client: httpx.AsyncClient) -> None:
    said = section(await page(client, links.worklist("xinzhou", kind="coordination")), "coordination")
    assert re.search(r"最迟 ?事项|最迟", said)
    assert re.search(r"2023-05-15 ?[\d,]+ 天前", said)
    urgent = section(await page(client, links.worklist("xinzhou")), "forward-urgent")
    assert URGENT in urgent
    assert re.search(r"2026-09-30 ?2 天后", urgent)


async def test_an_agencys_page_counts_what_waits_for_it_and_leads_there(client: httpx.AsyncClient) -> None:
    html = unescape(await page(client, links.agency("xinzhou", LABOUR)))
    assert links.worklist("xinzhou", who=LABOUR) in html
    assert links.worklist("xinzhou", who=LABOUR, kind="papers") in html
    assert re.search(r"待办 ?\d+ 项", text_of(html))
    assert "to-do" not in await page(client, links.agency("xinzhou", "新洲区凤凰镇人民政府"))


@pytest.mark.parametrize("asked", [{"who": "无此单位"}, {"who": "*"}])
async def test_whoever_is_not_there_is_said_on_a_page(
    client: httpx.AsyncClient, asked: dict[str, str]
) -> None:
    answer = await client.get(links.worklist("xinzhou", **asked))
    assert answer.status_code == 404
    assert "回到首页" in answer.text


async def test_where_nothing_waits_for_somebody_the_page_says_for_whom(client: httpx.AsyncClient) -> None:
    said = text_of(await page(client, links.worklist("huancui", who="环翠区自然资源局")))
    assert "没有等待环翠区自然资源局办理的事项" in said


def proceedings() -> list[WorkItem]:
    """Return what waits in proceedings at every stage, with all that may be wrong in them."""
    told = [opened("2023-07-03", "甲科长"), inquired(), reported(), reviewed(), fed_back()]
    bare = type(decided())(
        unit=POLICE, decided_on=decided().decided_on, conclusion="tolerated", by=GOVERNMENT
    )
    ways = [told[:n] for n in range(6)]
    ways += [[*told, bare], [told[0], told[1], told[3]], [*told[:2], reported(causes="")]]
    found = []
    for facts in ways:
        given = lost("2023-12-01").facts(FIRST, *facts, conduct("refused_performance"))
        found += waiting(given)
    row = CaseRow(
        case_number=FIRST,
        district="xinzhou",
        instance="first",
        category="litigation",
        act="",
        defendants=(POLICE,),
        responsible=(POLICE,),
        rule="",
        article="",
        docketed_on=None,
        first_heard_on=None,
        decided_on=None,
        outcomes=(),
        took_effect_on=None,
        state="effective",
        dispute=FIRST,
    )
    return [WorkItem(**item._asdict(), case=FIRST, overdue=False, about=row) for item in found]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_waits_in_a_proceeding_is_told_in_words(language: str) -> None:
    words, law = Words(language), law_of("xinzhou", packs())  # type: ignore[arg-type]
    raw = {key for names in book().values() for key in names if "-" in key or "_" in key}
    items = proceedings()
    assert {item.kind for item in items} >= {
        *("inquiry", "report", "review", "feedback", "decision"),
        *("parked", "stalled", "unfounded", "referral"),
    }
    for item in items:
        for line in telling.waiting(item, words, law):
            assert line.text
            assert not raw & set(re.split(r"[^\w-]+", line.label + " " + line.text)), (item, line)


def test_what_a_stage_asks_and_why_it_stalls_is_told() -> None:
    law = law_of("xinzhou", packs())

    def said(kind: str) -> list[str]:
        found = [item for item in proceedings() if item.kind == kind]
        return [
            "，".join(f"{one.label} {one.text}" for one in telling.waiting(it, Words("zh"), law))
            for it in found
        ]

    assert said("inquiry")[0] == f"单位 {POLICE}，下一步 启动败诉责任调查、完成败诉责任调查"
    assert said("decision")[0].endswith(f"责任对象 {POLICE}、甲科长")
    assert any("前一环节尚未完成" in one and "审核完成" in one for one in said("stalled"))
    assert any("缺少 败诉原因" in one for one in said("parked"))
    assert "解除条件" in said("unfounded")[0]
    assert BUREAU not in said("stalled")[0]


async def test_a_case_shows_who_came_to_its_hearings_and_what_was_wrong(client: httpx.AsyncClient) -> None:
    html = await page(client, links.case("xinzhou", TROUBLED))
    said = text_of(html.split('aria-labelledby="attendance"', 1)[1].split("</section>", 1)[0])
    assert re.search(r"出庭情况 ?1 次开庭", said)
    assert re.search(r"正职 ?许某 ?局长 ?发言 ?擅自中途退庭", said)
    assert re.search(r"工作人员 1 名 ?社会律师 1 名", said)
    assert re.search(r"负责人出庭 ?擅自中途退庭 ?负责人出庭规定第12条", said)
    event = re.search(r'href="[^"]*/events/(\d+)">№', html.split('aria-labelledby="attendance"', 1)[1])
    assert event
    assert f'id="e{event[1]}"' in html
    law = await page(client, links.law("xinzhou"))
    assert 'id="attendance/left_without_leave"' in law


@pytest.mark.parametrize("case", [TROUBLED, SUGGESTED])
async def test_a_case_shows_what_waits_in_it_and_for_whom(client: httpx.AsyncClient, case: str) -> None:
    html = await page(client, links.case("xinzhou", case))
    block = html.split('aria-labelledby="to-do"', 1)[1].split("</section>", 1)[0]
    kind, who = ("papers", LABOUR) if case == TROUBLED else ("answer", HOUSING)
    assert links.worklist("xinzhou", kind=kind) in unescape(block)
    assert links.worklist("xinzhou", who=who) in unescape(block)
    if case == TROUBLED:
        assert re.search(
            r"协调出庭负责人 ?最迟 2023-05-15 ?[\d,]+ 天前 ?由谁办理 ?新洲区人民政府办公室", text_of(block)
        )


async def test_a_case_nobody_came_to_says_so_once(client: httpx.AsyncClient) -> None:
    reader = FixtureReader()
    heard = (one for one in reader._cases["xinzhou"] if one.get("hearings"))
    empty = next(one for one in heard if one.get("rank") in (None, "", "none"))
    html = await page(client, links.case("xinzhou", empty["number"]))
    said = text_of(html.split('aria-labelledby="attendance"', 1)[1].split("</section>", 1)[0])
    assert said.count("负责人未出庭") == 1
    assert "仅律师出庭" in said
    assert "did not" not in said
    english = await page(client, links.case("xinzhou", CHIEF), "en")
    assert "The chief" in text_of(english.split('aria-labelledby="attendance"', 1)[1])
