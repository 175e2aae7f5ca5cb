"""Can people read the pages: on a desk, a phone, paper, by keyboard, with a screen reader, in both languages?"""

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from tests.browser.looking import READY, fits, opened, unfolded, violations

CASE = "（2023）鄂01行初5号"
POLICE = "新洲区公安分局"
PAGES = {
    "home": "/",
    "overview": links.district("xinzhou", period="2023"),
    "overview by month": links.district("huancui", period="2023-Q3", step="month", by="responsible"),
    "agency": links.agency("xinzhou", POLICE, period="2023"),
    "figure": links.figure("xinzhou", "voiced_appearance_rate", period="2023"),
    "count": links.figure("xinzhou", "docketed:act=penalty", period="2023"),
    "average": links.figure("xinzhou", "average_days:first", period="2023"),
    "cases": links.cases("xinzhou"),
    "case": links.case("xinzhou", CASE),
    "nothing found": links.cases("xinzhou", search="zz"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    unfolded(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")  # whose words are longest
    assert fits(page)
    assert violations(page, contrast=False) == []


def test_targets_say_met_or_not_met_in_words_and_not_by_colour_alone(desktop: Page) -> None:
    page = opened(desktop, PAGES["overview"])
    expect(page.locator(".aim", has_text="负责人出庭出声率").first).to_contain_text("未达标")
    page.get_by_role("link", name=POLICE, exact=True).click()
    expect(page.locator(".aim", has_text="正职负责人出庭出声率")).to_contain_text("达标")
    marks = page.locator(".verdict.met:visible, .verdict.missed:visible")
    for mark in marks.all():
        assert mark.locator("svg").count() == 1
        assert mark.inner_text().strip()


def test_from_the_overview_to_a_figure_its_cases_a_case_its_events_and_back(desktop: Page) -> None:
    page = opened(desktop, PAGES["overview"])
    page.get_by_role("heading", name="负责人出庭出声率", exact=True).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("负责人出庭出声率")
    page.get_by_role("link", name="只在分母 10").click()
    cases = page.locator("section[aria-labelledby=cases] .list")
    expect(cases.locator("tbody tr")).to_have_count(10)
    number = cases.get_by_role("link").first.inner_text()
    page.get_by_role("link", name=number).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator(".timeline .what", has_text="立案").first).to_be_visible()
    expect(page.locator(".timeline .article").first).to_be_visible()
    for _step in range(3):
        page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("武汉市新洲区")


def test_the_language_stays_once_it_is_switched(desktop: Page) -> None:
    page = desktop
    page.goto(PAGES["overview"])
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xinzhou District, Wuhan")
    assert "period=2023" in page.url
    page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cases")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("案件")


@pytest.mark.parametrize("name", ["overview", "overview by month", "figure"])
def test_charts_are_drawn_and_say_in_a_table_what_they_show(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.wait_for_function(READY)
    charts = page.locator("[data-chart]")
    assert charts.count() == page.locator("[data-chart] svg").count() > 0
    page.locator(".as-table > summary").click()
    rows = page.locator(".as-table tbody tr")
    for chart, row in zip(charts.all(), rows.all(), strict=False):
        told = chart.evaluate("it => JSON.parse(it.dataset.chart)")
        cells = row.locator("td").all_inner_texts()
        assert [f"{rate:.2f}%" if rate is not None else "—" for rate in told["rates"]] == [
            cell.split("\n")[0].strip() for cell in cells
        ]


def test_the_keyboard_reaches_everything_and_shows_where_it_is(desktop: Page) -> None:
    page = opened(desktop, PAGES["overview"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator(".menu summary", has_text="武汉市新洲区").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("威海市环翠区")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("威海市环翠区")


def test_without_scripts_every_figure_is_still_there(scriptless: Page) -> None:
    page = opened(scriptless, PAGES["overview"])
    expect(page.locator(".aim-value", has_text="78.26%")).to_be_visible()
    page.locator(".as-table > summary").click()
    expect(page.locator(".as-table table")).to_be_visible()


@pytest.mark.parametrize("name", ["overview", "case"])
def test_in_print_only_what_is_read_is_left_and_it_fits_the_paper(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.wait_for_function(READY)
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    for gone in (".find", ".tongue", ".primary", ".switcher"):
        expect(page.locator(gone).first).to_be_hidden()
    for chart in page.locator("[data-chart] svg").all():
        assert (chart.bounding_box() or {"height": 0})["height"] > 50


def test_a_case_is_found_by_a_part_of_its_number(phone: Page) -> None:
    page = opened(phone, PAGES["overview"])
    page.get_by_label("按案号查找").fill("行终213")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="（2023）鄂行终213号").click()
    expect(page.locator(".chain")).to_contain_text(CASE)
    assert fits(page)
