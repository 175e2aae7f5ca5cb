"""Does each refusal say in the reader's language what was found and what is allowed, and lead to a page?"""

import ast
import re
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path
from string import Formatter
from typing import Any

import httpx
import pytest

from services.reporting.pages.words import Words, book
from services.reporting.seeing.refused import NotShownError, part_of
from shared.access import PUBLIC, Principal
from shared.access.guard import not_its_district
from shared.pages.refusals import refused
from shared.problems import Problem
from tests.reporting.publishing.office import YEAR, Office, opened
from tests.reporting.publishing.test_report_pages import browsed
from tests.reporting.scorecards.town import number

ROOTS = ("services/reporting", "shared/access", "shared/service")
"""Where that is raised which a page of reporting may have to show."""
ELSEWHERE = {"See Other"}
"""What leads to another page and is shown by none."""
CHINESE = re.compile(r"[一-鿿]")
SLOTS = {"found", "expected", "parameter", "position", "settled", "name"}


def titles() -> Iterator[tuple[str, str]]:
    """Yield where each refusal is made, and under which name pages look for its words."""
    for root in ROOTS:
        for file in sorted(Path(root).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(call, ast.Call) and _makes_problem(call):
                    said_as = [word.value for word in call.keywords if word.arg == "said_as"]
                    names = said_as or call.args[1:2]
                    for name in names:
                        yield f"{file}:{call.lineno}", _text(name)


def _makes_problem(call: ast.Call) -> bool:
    """Tell a call by its first two arguments: a status of HTTP, and a title."""
    match call.args:
        case [ast.Constant(value=int(status)), _, *_] if 400 <= status < 600:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            return name in ("Problem", "_problem", "__init__")
    return False


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_refusal_has_words_in_chinese_and_english() -> None:
    found = [*titles()]
    assert len(found) > 40
    known = book()["refusals"]
    computed = {"services/reporting/publishing/unknown.py", "services/reporting/seeing/refused.py"}
    for where, title in found:
        if title:
            assert title in known or title in ELSEWHERE, f"{where}: words.yaml has no problem {title!r}"
        else:
            assert where.partition(":")[0] in computed, f"{where}: the title is no text"
    for title, told in known.items():
        for zh, en in told.values():
            assert CHINESE.search(zh), title
            assert not CHINESE.search(en.replace("（2023）鲁1002行初12号", "")), title
            slots = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (zh, en)]
            assert slots[0] == slots[1] <= SLOTS, title


@pytest.mark.parametrize("title", sorted(book()["refusals"]))
def test_whatever_it_carries_a_refusal_is_said_in_the_language_of_the_reader(title: str) -> None:
    error = {"parameter": "duty", "detail": "found 'abc'", "expected": "x / y"}
    problem = Problem(404, title, "in English only", errors=[error], position=7, settled=5)
    zh, en = (refused(problem, words, name="某局") for words in (Words("zh"), Words("en")))
    assert CHINESE.search(zh.said)
    assert zh.allowed == "" or CHINESE.search(zh.allowed)
    assert not CHINESE.search(re.sub("某局|（2023）鲁1002行初12号", "", en.said + en.allowed))
    assert "{" not in zh.said + zh.allowed + en.said + en.allowed


def test_what_nobody_has_words_for_is_said_as_programs_are_told() -> None:
    told = refused(Problem(418, "Another", "short and stout", errors=[{"expected": "coffee"}]), Words("zh"))
    assert (told.said, told.allowed, told.translated) == ("short and stout", "coffee", False)


@pytest.mark.parametrize(
    ("role", "name", "said"),
    [
        ("agency", "某局", "某局自己的案件"),
        ("court", "鄂0117", "案号含 鄂0117 的案件"),
        ("public", "", "已公布的"),
    ],
)
def test_who_sees_a_part_only_is_told_which(role: Any, name: str, said: str) -> None:
    names = (name,) if name else ()
    principal = Principal(id="k", role=role, districts=("xinzhou",), names=names) if name else PUBLIC
    told = refused(NotShownError(principal, "this", part_of(principal)), Words("zh"), name=name)
    assert told.translated
    assert said in told.allowed


def test_another_district_is_named_beside_the_own() -> None:
    bureau = Principal(id="k", role="bureau", districts=("xinzhou",), names=("司法局",))
    told = refused(not_its_district(bureau, "huancui"), Words("zh"))
    assert told.said == "您的身份不能看“huancui”。"
    assert told.allowed == "您可以看的地区：xinzhou。"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    office = await opened(tmp_path)
    yield office
    office.close()


D = "/districts/xinzhou"
ASKED = (
    (f"{D}/no-such-page", 404, "no-such-page", "导航"),
    ("/districts/nowhere", 404, "nowhere", "xinzhou"),
    (f"{D}?period=2023-13", 422, "2023-13", "2023-Q2"),
    (f"{D}?period={YEAR}&by=colour", 422, "colour", "responsible"),
    (f"{D}?as_of=sometime", 422, "sometime", "4711"),
    (f"{D}?as_of=2999-01-01", 422, "2999-01-01", "已经结束的日子"),
    (f"{D}?as_of=999999", 422, "999999", "到 "),
    (f"{D}/agencies/无此局?period={YEAR}", 404, "无此局", "全称"),
    (f"{D}/figures/no_such_rate", 404, "no_such_rate", "负责人出庭应诉率"),
    (f"{D}/figures/loss_rate?period={YEAR}&by=act&agency=nothing", 404, "nothing", "已有的"),
    (f"{D}/cases/（2023）鄂0117行初999号", 404, "行初999号", "案号的写法"),
    (f"{D}/events/999999", 404, "999999", "时间线"),
    (f"{D}/law?pack=none-such", 404, "none-such", "已有的规定"),
    (f"{D}/law/routing/none-such", 404, "routing/none-such", "规定页"),
    (f"{D}/worklist?who=无此局", 404, "无此局", "单位名录"),
    (f"{D}/worklist?kind=none-such", 422, "none-such", "可以是"),
    (f"{D}/deadlines?duty=none-such", 404, "none-such", "已有的义务"),
    (f"{D}/changes?since=someday", 422, "someday", "2023-05-06"),
    (f"{D}/deadlines/{number(1)}/none-such", 404, "none-such", "案件页"),
    (f"{D}/proceedings?after=zzz", 422, "zzz", "第一页"),
    (f"{D}/proceedings?stage=none-such", 404, "none-such", "已有的环节"),
    (f"{D}/proceedings/{number(1)}", 404, number(1), "败诉"),
    (f"{D}/parked?after=zzz", 422, "zzz", "第一页"),
    (f"{D}/feeds/court/xyz", 404, "court/xyz", "已有的来源"),
    (f"{D}/reports/2019", 404, "2019", "还没有公布"),
    (f"{D}/reports/someday", 422, "someday", "年度或者季度"),
    (f"{D}/reports/preview?period=2031", 422, "2031", "已经开始"),
    (f"{D}/reports/preview", 422, "期间", "必须给出"),
    ("/public/xinzhou/2019", 404, "2019", "还没有公布"),
    ("/calendar?year=1066", 422, "1066", "不小于"),
)


async def test_a_page_says_what_was_found_and_allowed_and_leads_to_one_that_works(office: Office) -> None:
    walked = set[str]()
    async with browsed(office) as client:
        for address, status, found, allowed in ASKED:
            answer = await client.get(address)
            assert answer.status_code == status, (address, answer.text[:500])
            told = _told(answer)
            assert found in told, address
            assert allowed in told, (address, told)
            assert 'lang="en"' not in _main(answer), address
            english = await client.get(address, headers={"Cookie": "yingsu_lang=en"})
            assert "Back to the start" in _told(english) or "Published reports" in _told(english)
            assert found in _told(english) or address.endswith("preview"), address
            ways = [unescape(one) for one in re.findall(r'href="([^"]+)"', _main(answer))]
            assert ways, address
            for way in set(ways) - walked:
                assert (await client.get(way)).status_code in (200, 307), (address, way)
            walked |= set(ways)


def _main(answer: httpx.Response) -> str:
    return answer.text.partition("<main")[2].partition("</main>")[0]


def _told(answer: httpx.Response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", _main(answer)))
