"""Does one get from the overview of a real example down to the article behind an event, and back, on any device?

What the pages look like is kept as pictures in the folder that ARTIFACTS names, else in test-results/.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from services.reporting import api
from services.reporting.pages import links
from tests.browser.conftest import serving
from tests.browser.looking import READY, fits, unfolded, violations
from tests.reporting.history.logs import example

ARTIFACTS = Path(os.environ.get("ARTIFACTS") or Path(__file__).parents[2] / "test-results")
WALL: ViewportSize = {"width": 1920, "height": 1080}
DISTRICT = "huancui"
FIRST, SECOND = "（2023）鲁1002行初141号", "（2023）鲁10行终15号"
OVERVIEW = links.district(DISTRICT, period="2023")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the pages over an example district whose year was told in parts, with corrections."""
    telling = example(tmp_path_factory.mktemp("town"), DISTRICT)
    with ThreadPoolExecutor() as pool:  # in this thread runs the loop of the browser
        told = pool.submit(asyncio.run, telling).result()
    reader = told.reader()
    yield from serving(reader, beside=[api.routes(reader)])
    reader.close()
    told.close()


def kept(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep how a page looks."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=whole)


def test_from_the_overview_to_the_article_behind_an_event_and_back(desktop: Page) -> None:
    page = desktop
    page.goto(OVERVIEW)
    page.wait_for_function(READY)
    expect(page.locator(".lazy table, .lazy .blank").first).to_be_visible()
    kept(page, "overview")
    page.get_by_role("heading", name="负责人出庭应诉率", exact=True).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("负责人出庭应诉率")
    expect(page.locator(".compared")).to_contain_text("2022年")
    kept(page, "figure")
    page.get_by_role("link", name=FIRST).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FIRST)
    picture = page.locator(".chain-picture svg")
    expect(picture).to_be_visible()
    assert SECOND in (picture.locator("title").text_content() or "")
    kept(page, "case")
    page.locator(".timeline .finding").get_by_role("link", name="确定应诉责任机关").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("确定应诉责任机关")
    expect(page.locator("#rests").locator("..")).to_contain_text("立案")
    kept(page, "event")
    page.locator(".said .article").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第8条")
    expect(page.get_by_role("link", name=FIRST)).to_be_visible()
    kept(page, "article")
    for title in ("确定应诉责任机关", FIRST, "负责人出庭应诉率", "威海市环翠区"):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_the_crumbs_lead_back_and_the_language_goes_along(desktop: Page) -> None:
    page = desktop
    page.goto(links.case(DISTRICT, FIRST))
    page.locator(".timeline .fact").get_by_role("link", name="开庭", exact=True).first.click()
    expect(page.locator("#follows").locator("..")).to_contain_text("确定应诉责任机关")
    expect(page.locator("#counting").locator("..")).to_contain_text("负责人出庭应诉率")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#counting").locator("..")).to_contain_text("Officers appeared")
    page.locator("#counting").locator("..").get_by_role("link", name="Officers appeared", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Officers appeared")
    kept(page, "figure-en")
    page.locator(".crumbs").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huancui District")


def test_one_looks_at_the_past_without_a_script_and_sees_that_one_does(scriptless: Page) -> None:
    page = scriptless
    page.goto(OVERVIEW)
    now = page.locator(".counts [data-metric=docketed] b").inner_text()
    expect(page.locator(".past-note")).to_have_count(0)
    page.get_by_label("任一日").fill("2024-02-15")
    page.locator(".known-form").first.get_by_role("button").click()
    expect(page.locator(".past-note")).to_contain_text("2024-02-15")
    then = page.locator(".counts [data-metric=docketed] b").inner_text()
    assert int(then) < int(now)
    kept(page, "past")
    page.get_by_role("heading", name="负责人出庭应诉率", exact=True).get_by_role("link").click()
    assert "as_of=2024-02-15" in page.url
    expect(page.locator(".past-note")).to_be_visible()
    page.get_by_role("link", name="回到现在").click()
    assert "as_of" not in page.url
    page.get_by_role("link", name="这一数字各时点所知").click()
    expect(page.locator("tr.moved-row").first).to_be_visible()
    kept(page, "history")


def test_the_wall_shows_everything_without_scrolling(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(base_url=origin, viewport=WALL)
    page = context.new_page()
    for language in ("en", "zh"):
        page.goto(links.screen(DISTRICT, period="2023", lang=language))
        assert page.evaluate("document.documentElement.scrollHeight") == WALL["height"]
        tops = page.locator(".wall-lists section").evaluate_all(
            "them => them.map(it => it.scrollHeight - it.clientHeight)"
        )
        assert max(tops) <= 0  # no list is cut off
        assert page.locator(".tile").count() == 6
        kept(page, f"screen-{language}", whole=False)
    assert violations(page) == []
    context.close()


OTHERS = {
    "event": links.event(DISTRICT, 200),
    "changes": links.changes(DISTRICT, period="2023", since="2024-05-01"),
    "history": links.history(DISTRICT, "loss_rate", period="2023"),
    "past": links.district(DISTRICT, period="2023", as_of="2024-04-01"),
    "chain": links.case(DISTRICT, SECOND),
}


@pytest.mark.parametrize("name", OTHERS)
def test_new_pages_are_accessible_and_fit_paper(desktop: Page, name: str) -> None:
    page = desktop
    page.goto(OTHERS[name])
    unfolded(page)
    assert violations(page) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    kept(page, f"{name}-print")


def test_new_pages_fit_a_phone(phone: Page) -> None:
    page = phone
    for name, address in {**OTHERS, "overview": OVERVIEW, "screen": links.screen(DISTRICT)}.items():
        page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")  # whose words are longest
        assert fits(page), name
        kept(page, f"{name}-phone")
    assert re.search(r"\d", page.locator(".tile").first.inner_text())
