"""Do the pages of proceedings show each as it stands, in both languages, and lead on?"""

from collections.abc import AsyncIterator
from html import unescape
from typing import get_args

import httpx
import pytest

from services.reporting.pages import links, proceeding, routes
from services.reporting.pages.words import Words, book
from services.reporting.proceedings.rows import MISFITS
from services.reporting.proceedings.shapes import STATES
from shared.events.words import Verdict
from shared.law.loader import load
from shared.law.model.words import Office, ReportPart
from tests.reporting.pages.fixture import packs
from tests.reporting.pages.test_pages import text_of
from tests.reporting.proceedings.lost import (
    CITY,
    CLOSED,
    HOUSING,
    MAJOR,
    POLICE,
    REVERSED,
    SHARED,
    TOLERATED,
    TOWN,
    TWO,
    UNFOUNDED,
    WAITING,
    LosingReader,
)
from tests.reporting.served import served_by

READER = LosingReader()
ZH, EN = Words("zh"), Words("en")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(READER, lambda reader: routes(reader, READER.explain)) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "zh") -> str:
    answer = await client.get(f"{where}{'&' if '?' in where else '?'}lang={language}")
    assert answer.status_code == 200, answer.text
    return text_of(unescape(answer.text))


async def test_the_list_says_of_each_who_what_and_what_is_in_hand(client: httpx.AsyncClient) -> None:
    text = await page(client, links.proceedings("xinzhou"))
    for said in (WAITING, CITY, "全部撤销", "1 项事实暂存", "均已作出处理决定", "应予追责 2"):
        assert said in text
    english = await page(client, links.proceedings("xinzhou"), "en")
    for said in ("Under way", "1 fact parked", "by 新洲区司法局", "handed to the competent organ"):
        assert said.lower() in english.lower()


async def test_an_empty_list_says_so(client: httpx.AsyncClient) -> None:
    assert "没有败诉追责程序" in await page(client, links.proceedings("huancui"))
    assert "没有符合条件的程序" in await page(client, links.proceedings("xinzhou", stage="feedback"))


async def test_a_form_with_every_field_empty_asks_for_all(client: httpx.AsyncClient) -> None:
    where = f"{links.proceedings('xinzhou')}?agency=&stage=&year=&state="
    assert CLOSED in await page(client, where)


async def test_a_page_shows_the_line_with_its_documents_and_grounds(client: httpx.AsyncClient) -> None:
    text = await page(client, links.proceeding("xinzhou", CLOSED))
    line = ["启动败诉责任调查", "报送调查报告", "审核完成", "反馈审核意见", "作出处理决定 2026"]
    places = [text.index(one) for one in line]
    assert places == sorted(places)
    for said in ("第29条第1项", "未尽或者未正确尽到法定职责而败诉", "诫勉谈话", "历时 94 天", "3 / 3"):
        assert said in text


async def test_what_is_parked_is_told_at_the_top_with_what_releases_it(client: httpx.AsyncClient) -> None:
    text = await page(client, links.proceeding("xinzhou", WAITING))
    assert "1 项事实暂存" in text
    assert "前一环节尚未完成" in text
    assert "补正 报送调查报告" in text
    unfounded = await page(client, links.proceeding("xinzhou", UNFOUNDED))
    assert "事由出自不同条文" in unfounded
    english = await page(client, links.proceeding("xinzhou", UNFOUNDED), "en")
    assert "grounds of several articles" in english


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (TOLERATED, ("容错", "第31条第5项", "事前风险报备 2025-04-08 旧城片区收回土地使用权试点方案")),
        (MAJOR, ("联合审核", "与以下任一单位", "争议较大", "缺少应有内容：联合审核单位")),
        (SHARED, ("已移送", "由其决定 武汉市人民政府", "共同承担：武汉市新洲区人民政府")),
        (REVERSED, ("已撤销", "本案败诉已被推翻或者更正", "败诉认定已撤销")),
    ],
)
async def test_each_kind_says_what_is_particular(
    client: httpx.AsyncClient, case: str, said: tuple[str, ...]
) -> None:
    text = await page(client, links.proceeding("xinzhou", case))
    assert [one for one in said if one not in text] == []


async def test_triggers_referrals_and_suggestions_are_shown(client: httpx.AsyncClient) -> None:
    text = await page(client, links.proceeding("xinzhou", CLOSED))
    for said in (
        "妨碍法院立案、审判",
        "待移送或者说明不移送",
        "已移送 新洲区纪委监委",
        "应诉行为记录 2026-02-05",
    ):
        assert said in text
    assert "司法建议 2026-02-02 收到" in text


async def test_of_several_units_each_leads_to_the_other(client: httpx.AsyncClient) -> None:
    answer = await client.get(links.proceeding("xinzhou", TWO, TOWN))
    assert f'href="{links.proceeding("xinzhou", TWO, POLICE)}"' in unescape(answer.text)


async def test_a_case_leads_to_the_proceeding_after_its_loss(client: httpx.AsyncClient) -> None:
    answer = await client.get(links.case("xinzhou", CLOSED))
    assert f'href="{links.proceeding("xinzhou", CLOSED, HOUSING)}"' in unescape(answer.text)
    other = await client.get(links.case("xinzhou", CLOSED))
    assert links.proceedings("xinzhou") in unescape(other.text)


@pytest.mark.parametrize(
    ("where", "status"),
    [
        (links.proceeding("xinzhou", "（2026）鄂0117行初999号"), 404),
        (links.proceeding("xinzhou", CLOSED, TOWN), 404),
        (links.proceedings("xinzhou", stage="supper"), 404),
        (links.proceedings("xinzhou", state="late"), 422),
        (links.proceedings("xinzhou", year="soon"), 422),
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(
    client: httpx.AsyncClient, where: str, status: int
) -> None:
    answer = await client.get(where)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")


def test_everything_has_a_name_in_both_languages() -> None:
    named = {
        "proceeding_states": STATES,
        "proceeding_states_mean": STATES,
        "conclusions": get_args(Verdict),
        "offices": get_args(Office),
        "report_parts": (*get_args(ReportPart), "manner", "reasons", "jointly_with"),
        "misfits": (*MISFITS, "unfounded"),
        "closed_how": ("reported", "decided", "transferred"),
    }
    for text in packs().values():
        pack = load(text)
        named["proceeding_stages"] = (
            *named.get("proceeding_stages", ()),
            *(one.stage for one in pack.proceeding),
        )
    missing = {kind: [key for key in keys if key not in book()[kind]] for kind, keys in named.items()}
    assert missing == {kind: [] for kind in named}
    assert set(proceeding.MARKS) == set(get_args(Verdict))


def test_what_leads_on_is_any_one_of_several() -> None:
    assert proceeding.leading_on(("decision-made", "referred"), ZH) == "作出处理决定 或者 移送"
    assert proceeding.leading_on(("decision-made", ""), EN) == "Decision made"


def test_what_shows_a_trigger_is_told_in_words() -> None:
    assert proceeding.shown(("deadline-missed draft 2026-03-02", CLOSED), ZH) == (
        f"逾期 答辩材料报送审核 2026-03-02、{CLOSED}"
    )
