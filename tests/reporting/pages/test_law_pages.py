"""Do people find in the law what it asks, whom it decided and what waits, and in a case on what everything rests?"""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from services.reporting.answers import LawEntryRow
from services.reporting.figures import figure
from services.reporting.pages import asking, links
from services.reporting.pages.course import Course
from services.reporting.pages.overview import duty_rule, standing
from services.reporting.pages.words import Words, book
from services.reporting.periods import Period
from shared.law.loader import law_of
from tests.reporting.pages.fixture import FixtureReader, packs
from tests.reporting.pages.lawful import CHIEF, TROUBLED
from tests.reporting.pages.test_pages import browser, text_of

YEAR = Period.parse("2023")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with browser(FixtureReader()) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "zh") -> str:
    answer = await client.get(where, params={"lang": language} if "?" not in where else None)
    assert answer.status_code == 200
    return answer.text


def block(html: str, mark: str) -> str:
    """Return the text of an entry of the law."""
    return text_of(html.split(f'id="{mark}"', 1)[1].split("</li>", 1)[0].split(">", 1)[1])


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
async def test_every_entry_of_the_law_has_one_place_on_its_page(
    client: httpx.AsyncClient, district: str
) -> None:
    html = await page(client, links.law(district))
    law = law_of(district, packs())
    assert law
    marks = [entry.mark for entry in law.entries()]
    for mark in marks:
        assert html.count(f'id="{mark}"') == 1, mark
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


async def test_a_rule_shows_article_summary_conditions_and_the_number_of_its_cases(
    client: httpx.AsyncClient,
) -> None:
    html = await page(client, links.law("xinzhou"))
    said = block(html, "routing/own-act")
    assert "第8条" in said
    assert "条件 被告：部门或街镇" in said
    assert re.search(r"\d+ 件", said)
    assert links.entry("xinzhou", "routing/own-act", pack="xinzhou") in unescape(html)
    assert "可由 正职、副职、其他分管负责人" in block(html, "appearing/first-of-year-government")
    assert "期限 自区政府收到应诉通知起2个工作日内" in block(html, "duties/forward")
    assert "一般要求，逾期不作违规" in block(html, "duties/inquiry")
    assert "不计为败诉" in block(html, "lost/varied")
    assert "不计为败诉" not in block(html, "lost/revoked")


async def test_values_show_their_days_and_what_is_uncertain_says_why(client: httpx.AsyncClient) -> None:
    html = await page(client, links.law("xinzhou"))
    target = block(html, "targets/voiced_appearance_rate")
    assert "≥ 80% 2022-06-06起" in target
    assert "待核" in target
    assert "the tens digit is illegible" in target, "a pack's notes are in English, and say so"
    assert "任一负责人即可" in block(html, "parameters/codefendants")
    english = await page(client, links.law("xinzhou"), "en")
    assert "an officer of any" in block(english, "parameters/codefendants")
    assert "Uncertain" in block(english, "targets/voiced_appearance_rate")


async def test_the_packs_say_since_when_which_version_and_revision(client: httpx.AsyncClient) -> None:
    said = text_of(await page(client, links.law("xinzhou")))
    law = law_of("xinzhou", packs())
    assert law
    assert f"{law.pack.source} 以下所示" in said
    assert f"施行 2022-06-06 起 条目 98 版本 {law.version}" in re.sub(r"条目 \d+", "条目 98", said)
    assert "国家法律与司法解释 国家" in said
    assert "huancui" not in said, "the law of other districts is not theirs"


async def test_an_entry_lists_the_cases_it_decided(client: httpx.AsyncClient) -> None:
    html = await page(client, links.entry("xinzhou", "appearing/first-of-year-government"))
    assert f">{CHIEF}</a>" in html
    assert "appearing/first-of-year-government" in text_of(html)
    empty = await page(client, links.entry("xinzhou", "appearing/major-foreign"))
    assert "还没有案件由这一条判定" in empty
    following = await page(client, links.entry("xinzhou", "duties/defence"))
    assert 'rel="next"' in following


@pytest.mark.parametrize(
    "where",
    [
        links.entry("xinzhou", "routing/nothing"),
        links.law("xinzhou", pack="nothing"),
        links.entry("nowhere", "routing/own-act"),
    ],
)
async def test_an_entry_or_pack_that_is_not_there_is_said_on_a_page(
    client: httpx.AsyncClient, where: str
) -> None:
    answer = await client.get(where)
    assert answer.status_code == 404
    assert "回到首页" in answer.text


async def test_what_waits_stands_by_kind_with_who_acts_and_leads_to_the_case(
    client: httpx.AsyncClient,
) -> None:
    html = await page(client, links.worklist("xinzhou"))
    groups = re.split(r"<section", html)[1:]
    acts = {
        re.sub(r"^\S+、 *", "", text_of(re.search(r"<h2.*?</h2>", group, re.S)[0]).strip()): text_of(group)  # type: ignore[index]
        for group in groups
    }
    who = {
        title.split(" ")[0]: re.search(r"由谁办理 ?(\S+)", said)[1]  # type: ignore[index]
        for title, said in acts.items()
    }
    assert who == {
        "协调出庭负责人": "新洲区人民政府办公室",
        "当日转送应诉材料": "新洲区人民政府办公室",
        "补齐应诉材料": "新洲区人力资源和社会保障局",
        "更换代理人": "新洲区人力资源和社会保障局",
        "书面回复建议": "新洲区住房和城乡建设局",
        "提请通报": "新洲区司法局",
        "移送或者说明不移送": "新洲区司法局",
    }
    assert links.case("xinzhou", TROUBLED) in unescape(html)
    papers = next(said for title, said in acts.items() if title.startswith("补齐应诉材料"))
    assert "缺少 证据、法律依据" in papers
    assert "Complete the papers" in await page(client, links.worklist("xinzhou"), "en")


async def test_one_kind_is_shown_by_itself_page_by_page(client: httpx.AsyncClient) -> None:
    html = await page(client, links.worklist("xinzhou", kind="papers"))
    assert html.count("<section") == 1
    assert (await client.get(links.worklist("xinzhou", kind="lunch"))).status_code == 422


async def test_where_nothing_waits_the_page_says_so() -> None:
    async with browser(FixtureReader(empty=True)) as client:
        assert "没有等待办理的事项" in await page(client, links.worklist("huancui"))


async def test_a_case_shows_who_must_appear_on_which_grounds_and_who_is_proposed(
    client: httpx.AsyncClient,
) -> None:
    html = await page(client, links.case("xinzhou", CHIEF))
    said = text_of(html)
    assert re.search(r"谁应当出庭 被告 ?\S+ → 正职、副职、其他分管负责人", said)
    assert f'href="{links.law("xinzhou", "appearing/first-of-year-government")}"' in html
    assert "蒋某 A角 第12条" in said
    assert "应当参与旁听的单位 新洲区财政局" in said.replace("位新", "位 新")


async def test_a_case_shows_what_is_not_as_the_law_asks_and_on_what_that_rests(
    client: httpx.AsyncClient,
) -> None:
    said = text_of(await page(client, links.case("xinzhou", TROUBLED)))
    for found in ("应诉材料不全", "代理人不符合要求", "触发责任追究", "待政府办公室协调"):
        assert found in said
    assert "问题 仅委托社会律师" in said
    law = law_of("xinzhou", packs())
    assert law
    assert f"依据 规定 xinzhou {law.version} · 日历 26ffceb829d4 · 规则 2" in said


async def test_every_article_a_case_cites_leads_to_a_place_on_the_law_page(
    client: httpx.AsyncClient,
) -> None:
    places = await page(client, links.law("xinzhou"))
    for case in (CHIEF, TROUBLED):
        cited = re.findall(
            r'href="/districts/xinzhou/law#([^"]+)"', await page(client, links.case("xinzhou", case))
        )
        assert len(set(cited)) > 3
        for mark in cited:
            assert f'id="{mark}"' in places, mark


def test_other_proceedings_stand_in_a_block_of_their_own() -> None:
    def one(metric: str, numerator: int, denominator: int) -> object:
        return figure(metric, numerator, denominator, YEAR, "defendant", "*", None)

    figures = (
        one("appearance_rate", 4, 5),
        one("docketed", 6, 6),
        one("docketed:category=civil", 3, 3),
        one("on_time_rate:category=civil", 1, 2),
        one("appearance_rate:category=civil", 1, 3),
        one("loss_rate:category=reconsideration", 0, 1),
        one("heard:category=reconsideration", 0, 0),
    )
    shown = standing(figures, None, Course(step="quarter", periods=(), figures={}))  # type: ignore[arg-type]
    assert {name: [one.metric.partition(":")[0] for one in found] for name, found in shown.apart.items()} == {
        "civil": ["docketed", "appearance_rate", "on_time_rate"],
        "reconsideration": ["loss_rate"],
    }
    assert shown.duties == ()
    assert [one.metric for one in shown.main] == ["appearance_rate"]


def test_a_duty_with_a_target_of_its_own_stands_among_the_main_figures() -> None:
    text = packs()["xinzhou"].replace(
        "  - figure: loss_rate\n",
        "  - figure: on_time_rate:archive\n    compare: at_least\n"
        '    values: [{value: 0.9, since: 2022-06-06, article: "24"}]\n  - figure: loss_rate\n',
    )
    law = law_of("xinzhou", {**packs(), "xinzhou": text})
    found = figure("on_time_rate:archive", 8, 10, YEAR, "defendant", "某局", law)
    shown = standing((found,), law, Course(step="quarter", periods=(), figures={}))
    assert [(one.metric, one.verdict) for one in shown.main] == [("on_time_rate:archive", "missed")]


def test_a_duty_is_told_as_its_kind_of_proceeding_has_it() -> None:
    law = law_of("xinzhou", packs())
    told = {name: duty_rule(law, "defence", name) for name in ("litigation", "civil", "reconsideration")}
    assert len({rule.article for rule in told.values() if rule}) == 3
    assert duty_rule(law, "nothing") is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
async def test_whatever_an_entry_asks_is_said_in_words(district: str, language: str) -> None:
    words = Words(language)  # type: ignore[arg-type]
    raw = {key for names in book().values() for key in names if "_" in key}
    for entry in (await FixtureReader().entries(district)).items:
        for line in asking.lines(entry, words):
            assert not raw & set(re.split(r"[^\w-]+", line.text)), (entry.mark, line)
        assert isinstance(entry, LawEntryRow)


def test_a_reading_that_changes_says_from_when() -> None:
    entry = LawEntryRow(
        mark="parameters/codefendants",
        section="parameters",
        id="codefendants",
        article="APP 3",
        summary=None,
        status="uncertain",
        note="",
        pack="national",
        value={"value": "any", "one_of": ["any", "own"], "later": [{"since": "2025-01-01", "value": "own"}]},
        cases=0,
    )
    said = [(line.label, line.text) for line in asking.lines(entry, Words("zh"))]
    assert said == [
        ("采用", "任一负责人即可"),
        ("也可以是", "各自的负责人"),
        ("2025-01-01起", "各自的负责人"),
    ]


def test_conditions_of_which_one_must_hold_stand_in_brackets_beside_others() -> None:
    words = Words("zh")
    either = {"any": [{"attention": True}, {"group": True}]}
    assert asking.conditions(either, words) == "社会关注度高 或 群体性"
    assert (
        asking.conditions({"instance": "first", **either}, words) == "审级：一审；（社会关注度高 或 群体性）"
    )
    assert asking.conditions({"lead_has_duty": False}, words) == "牵头部门有职责：否"
    assert asking.conditions({}, words) == ""
