"""Do the pages show what the reader answers, in the language asked for, and nothing from elsewhere?"""

import re
from collections.abc import AsyncIterator
from hashlib import sha256
from html import unescape
from importlib.resources import files
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.pages import links, routes
from services.reporting.pages.measures import percent
from services.reporting.pages.overview import USUAL_NAMES
from shared import problems
from tests.reporting.pages.fixture import FixtureReader

PAGES = files("services.reporting.pages")
CASE = "（2023）鄂01行初5号"
SECOND = "（2023）鄂行终213号"
POLICE = "新洲区公安分局"
INSTANCES = {"docketed:instance=first", "docketed:instance=second"}
LOST = "（2023）鄂0117行初4号"


def browser(reader: FixtureReader) -> httpx.AsyncClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes(reader))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with browser(FixtureReader()) as client:
        yield client


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def row_of(html: str, name: str) -> str:
    """Return the text of the table row or block whose heading links this name."""
    for part in re.split(r"<tr|<article", html):
        if f">{name}</a>" in part:
            return text_of("<" + part)
    raise AssertionError(f"{name} stands in no row")


async def test_every_figure_of_the_district_is_shown_with_its_counts(client: httpx.AsyncClient) -> None:
    html = (await client.get(links.district("xinzhou", period="2023"))).text
    figures = (await FixtureReader().figures("xinzhou", "2023", agency="*")).items
    shown = re.findall(r'href="/districts/xinzhou/figures/([^"?]+)\?period=2023"', html)
    counted = {one.metric for one in figures if one.numerator or one.denominator}
    assert counted - set(map(unquote, shown)) == USUAL_NAMES & counted | INSTANCES & counted
    for metric in ("appearance_rate", "voiced_appearance_rate", "loss_rate", "withdrawal_rate"):
        one = next(one for one in figures if one.metric == metric)
        name = {"appearance_rate": "负责人出庭应诉率", "loss_rate": "败诉率", "withdrawal_rate": "撤诉率"}
        row = row_of(html, name.get(metric, "负责人出庭出声率"))
        assert percent(one.value) in row
        assert re.search(rf"{one.numerator} / ，分母 {one.denominator}", row)


async def test_met_not_met_and_shown_only_are_said_in_words(client: httpx.AsyncClient) -> None:
    html = (await client.get(links.district("xinzhou", period="2023"))).text
    assert "仅列示" in row_of(html, "负责人出庭应诉率")
    voiced = row_of(html, "负责人出庭出声率")
    assert "未达标 参考" in voiced
    assert "还差 1 件" in voiced
    assert "目标 ≥ 80% 第16条 目标值待核" in voiced
    assert "超出 6 件" in row_of(html, "败诉率")


async def test_what_cannot_be_counted_says_so_and_is_neither_0_nor_100_percent(
    client: httpx.AsyncClient,
) -> None:
    html = (await client.get(links.district("xinzhou", period="2023-01"))).text
    row = row_of(html, "败诉率")
    assert "无数据" in row
    assert "尚无终结的争议" in row
    assert "%" not in row.partition("目标")[0]
    assert "— " in row


async def test_every_agency_of_the_period_leads_to_its_page(client: httpx.AsyncClient) -> None:
    for by in ("defendant", "responsible", "accountable"):
        html = (await client.get(links.district("xinzhou", period="2023", by=by))).text
        names = {one.agency for one in (await FixtureReader().figures("xinzhou", "2023", by=by)).items} - {
            "*"
        }
        for name in names:
            assert links.agency("xinzhou", name, period="2023") in unescape(html)


async def test_an_agency_shows_each_case_and_where_it_counts(client: httpx.AsyncClient) -> None:
    html = (await client.get(links.agency("xinzhou", POLICE, period="2023"))).text
    for case in (await FixtureReader().figure_cases("xinzhou", "loss_rate", "2023", agency=POLICE)).items:
        assert ("计入分子" if case.counted else "只计入分母") in row_of(html, case.case)


async def test_a_figure_lists_its_numerator_and_its_denominator(client: httpx.AsyncClient) -> None:
    where = {"district": "xinzhou", "metric": "voiced_appearance_rate"}
    found = await FixtureReader().figure_cases(where["district"], where["metric"], "2023")
    whole = (await client.get(links.figure(**where, period="2023"))).text
    inside = (await client.get(links.figure(**where, period="2023", show="in"))).text
    outside = (await client.get(links.figure(**where, period="2023", show="out"))).text
    for case in found.items:
        assert f">{case.case}</a>" in whole
        assert (f">{case.case}</a>" in inside) == case.counted
        assert (f">{case.case}</a>" in outside) != case.counted
    assert "36 负责人出庭并发言的案件 46 开庭审理的案件" in text_of(whole)


async def test_a_case_shows_who_answers_by_which_rule_and_the_rules_passed_over(
    client: httpx.AsyncClient,
) -> None:
    text = text_of((await client.get(links.case("xinzhou", CASE))).text)
    assert "应诉责任机关 新洲区住房和城乡建设局" in text
    assert "以政府名义的行为由具体实施部门应诉 第9条第2项" in text
    assert "先查而不适用的规则（3）" in text
    assert "被告是“区政府”，该规则要求“部门或街镇”" in text


async def test_a_case_shows_its_chain_its_deadlines_and_its_corrections(client: httpx.AsyncClient) -> None:
    html = (await client.get(links.case("xinzhou", CASE))).text
    assert links.case("xinzhou", SECOND) in html
    assert "<del>2023-03-09</del> <ins>2023-02-17</ins>" in html
    assert text_of(html).count("按时 转送应诉材料") == 1
    lost = text_of((await client.get(links.case("xinzhou", LOST))).text)
    assert "认定败诉 第27条" in lost
    assert "逾期 7 天 应诉材料报备" in lost


async def test_cases_are_found_by_a_part_of_their_number_and_paged(client: httpx.AsyncClient) -> None:
    first = (await client.get(links.cases("xinzhou"))).text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = (await client.get(unescape(following[1]))).text
    numbers = [set(re.findall(r'cases/([^"?]+)"', page)) for page in (first, second)]
    assert not numbers[0] & numbers[1]
    assert len(numbers[0] | numbers[1]) == 74
    found = (await client.get(links.cases("xinzhou", search="行终213"))).text
    assert f">{SECOND}</a>" in found
    assert "没有符合条件的案件" in (await client.get(links.cases("xinzhou", search="zz"))).text


async def test_the_language_asked_for_is_remembered(client: httpx.AsyncClient) -> None:
    where = links.district("xinzhou")
    assert 'lang="zh-CN"' in (await client.get(where)).text
    english = await client.get(where, params={"lang": "en"})
    assert "Officers appeared and spoke" in english.text
    assert english.headers["content-language"] == "en"
    assert 'lang="en"' in (await client.get(where)).text
    assert "武汉市新洲区" in (await client.get(where, params={"lang": "zh"})).text


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("/districts/nowhere", 404),
        ("/districts/xinzhou/cases/none", 404),
        ("/districts/xinzhou?period=last+week", 422),
        ("/districts/xinzhou?by=colour", 422),
    ],
)
async def test_what_cannot_be_shown_is_said_on_a_page(
    client: httpx.AsyncClient, where: str, status: int
) -> None:
    answer = await client.get(where)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "回到首页" in answer.text


async def test_the_first_run_says_what_to_do() -> None:
    async with browser(FixtureReader(empty=True)) as client:
        for where in ("/", "/districts/huancui"):
            page = await client.get(where)
            assert page.status_code == 200
            assert "yingsu import ledger ledger.xlsx --district" in page.text


async def test_with_one_district_the_start_leads_there_and_with_two_it_shows_both(
    client: httpx.AsyncClient,
) -> None:
    async with browser(FixtureReader(["huancui"])) as alone:
        assert (await alone.get("/")).headers["location"] == "/districts/huancui"
    assert {"武汉市新洲区", "威海市环翠区"} <= set(re.findall(r">([^<]+)</a>", (await client.get("/")).text))


async def test_what_was_typed_is_shown_and_never_run(client: httpx.AsyncClient) -> None:
    typed = '"><script>alert(1)</script>'
    for where in (
        links.cases("xinzhou", search=typed),
        links.agency("xinzhou", typed),
        links.case("xinzhou", "'\"<b>"),
    ):
        html = (await client.get(where)).text
        assert "<script>alert" not in html
        assert "<b>" not in re.sub(r"<b>[\w\s.%≥≤, -]+</b>", "", html)


async def test_static_files_are_compressed_and_kept_by_content(client: httpx.AsyncClient) -> None:
    html = (await client.get(links.district("xinzhou"))).text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    assert {address.split("?")[0] for address in addresses} == {
        f"/static/{name}"
        for name in (
            "seal.svg",
            "yingsu.css",
            "reading.css",
            "echarts.js",
            "charts.js",
            "lazy.js",
            "known.js",
        )
    }
    for address in addresses:
        answer = await client.get(address)
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]
        again = await client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert "immutable" not in (await client.get("/static/yingsu.css?v=old")).headers["cache-control"]
    for nothing in ("none.css", "..%2Froutes.py", "%2e%2e"):
        assert (await client.get(f"/static/{nothing}")).status_code == 404


async def test_an_overview_is_light_on_the_wire(client: httpx.AsyncClient) -> None:
    where = links.district("xinzhou", period="2023")
    html = (await client.get(where)).text
    weight = 0
    for address in (where, *set(re.findall(r'"(/static/[^"]+)"', html))):
        async with client.stream("GET", address) as answer:
            weight += sum([len(part) async for part in answer.aiter_raw()])
    assert weight < 300_000


def test_nothing_comes_from_another_host() -> None:
    for folder in ("templates", "static"):
        for file in PAGES.joinpath(folder).iterdir():
            addresses = set(re.findall(r"https?://[^\s\"'<>)]+", file.read_text("utf-8")))
            allowed = ("http://www.w3.org/", "https://github.com/ecomfe/zrender/")  # names and a licence note
            assert not {one for one in addresses if not one.startswith(allowed)}, file.name


def test_what_is_vendored_is_what_the_record_says() -> None:
    record = PAGES.joinpath("vendored", "VENDORED.md").read_text("utf-8")
    digest = sha256(PAGES.joinpath("static", "echarts.js").read_bytes()).hexdigest()
    assert digest in record
    for licence in re.findall(r"`([\w-]+\.txt)`", record):
        assert PAGES.joinpath("vendored", licence).is_file()
