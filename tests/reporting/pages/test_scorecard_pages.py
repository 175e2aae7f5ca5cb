"""Do the pages of the assessment say what the scorecards say, in both languages?"""

from collections.abc import AsyncIterator, Iterator
from html import unescape

import httpx
import pytest

from services.reporting.pages import links, routes
from services.reporting.reader import Reader
from services.reporting.scorecards.asking import all_cards, one_card
from tests.reporting.pages.assessed import BARE, BEST, DIFFERING, EMPTY, OPEN, PUBLISHED, assessed
from tests.reporting.pages.fixture import FixtureReader
from tests.reporting.scorecards.town import BUREAU
from tests.reporting.served import served_by


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    told = assessed(tmp_path_factory.mktemp("assessed"))
    reader = told.reader()
    yield reader
    reader.close()
    told.close()


@pytest.fixture
async def client(reader: Reader) -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(reader, routes) as client:
        yield client


async def page(client: httpx.AsyncClient, where: str, language: str = "zh", status: int = 200) -> str:
    answer = await client.get(f"{where}{'&' if '?' in where else '?'}lang={language}")
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("year", [PUBLISHED, OPEN])
async def test_every_agency_stands_in_its_place_with_its_points(
    client: httpx.AsyncClient, reader: Reader, year: int, language: str
) -> None:
    html = await page(client, links.scorecards("xinzhou", year=str(year)), language)
    found = await reader.about(all_cards, "xinzhou", year)
    places = [html.index(links.scorecard("xinzhou", line.agency, year=str(year))) for line in found.items]
    assert places == sorted(places)
    for line in found.items:
        for points in filter(None, (line.total, *line.points.values())):
            assert points in html


async def test_without_a_year_the_latest_with_cases_is_shown(client: httpx.AsyncClient) -> None:
    assert f"{OPEN}年" in (await page(client, links.scorecards("xinzhou"))).partition("</h1>")[0]


async def test_a_scorecard_leads_to_cases_and_says_who_recorded_what(
    client: httpx.AsyncClient, reader: Reader
) -> None:
    html = await page(client, links.scorecard("xinzhou", BEST, year=str(OPEN)))
    card = await reader.about(one_card, "xinzhou", BEST, OPEN)
    for item in card.items:
        for figure in item.figures:
            address = links.figure("xinzhou", figure.figure, period=str(OPEN), by=item.by, agency=BEST)
            assert (address.replace("&", "&") in html) == bool(figure.denominator)
        assert item.reason in html
    assert BUREAU in html
    assert "待记录 1 项" in html


async def test_what_differs_from_the_publication_is_set_beside_it(
    client: httpx.AsyncClient, reader: Reader
) -> None:
    card = await reader.about(one_card, "xinzhou", DIFFERING, PUBLISHED)
    assert card.differs
    assert card.today
    zh = await page(client, links.scorecard("xinzhou", DIFFERING, year=str(PUBLISHED)))
    en = await page(client, links.scorecard("xinzhou", DIFFERING, year=str(PUBLISHED)), "en")
    assert f"今天会是 {card.today.total} 分" in zh
    assert f"Today it would be {card.today.total}" in en
    assert f"Published on {PUBLISHED + 1}-03-29" in en
    same = await page(client, links.scorecard("xinzhou", BEST, year=str(PUBLISHED)))
    assert "今天会是" not in same


async def test_what_has_nothing_says_so(client: httpx.AsyncClient) -> None:
    bare = await page(client, links.scorecard("xinzhou", BARE, year=str(PUBLISHED)))
    assert "不计入总分" in bare
    assert "没有考核条款" in await page(client, links.scorecards("xinzhou", year="2020"))
    assert "还没有任何单位有得分" in await page(client, links.scorecards("xinzhou", year=str(EMPTY)))


async def test_what_is_not_there_is_a_page_too(client: httpx.AsyncClient) -> None:
    assert "某局" in await page(client, links.scorecard("xinzhou", "某局", year="2024"), status=404)
    await page(client, links.scorecards("xinzhou", year="20x4"), status=422)
    await page(client, links.scorecards("nowhere"), status=404)


async def test_in_an_empty_house_the_year_of_the_day_is_shown() -> None:
    async with served_by(FixtureReader(empty=True), routes) as client:
        assert "年度考核" in await page(client, links.scorecards("xinzhou"))
