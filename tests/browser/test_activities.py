"""Can people read suggestions and activities: on a desk, a phone, paper, by keyboard, in both languages?"""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from services.reporting.reader import Reader
from tests.browser.conftest import serving
from tests.browser.looking import fits, opened, violations
from tests.reporting.deadlines.town import POLICE
from tests.reporting.oversight.years import APPEAL, LOST, years

PAGES = {
    "suggestions": links.suggestions("xinzhou"),
    "one state": links.suggestions("xinzhou", state="late"),
    "of a year, lost": links.suggestions("xinzhou", year="2024", lost="true"),
    "no suggestion": links.suggestions("xinzhou", state="lifted"),
    "activities": links.activities("xinzhou", year="2024"),
    "one kind": links.activities("xinzhou", year="2024", kind="observed"),
    "an agency's": links.activities("xinzhou", year="2025", agency=POLICE),
    "no activity": links.activities("xinzhou", year="2019"),
}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    told = years(tmp_path_factory.mktemp("years"))
    with ThreadPoolExecutor(1) as aside:  # the browser has a loop in this thread already
        aside.submit(asyncio.run, told.settle()).result()
    reader: Reader = told.reader()
    yield from serving(reader)
    reader.close()
    told.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.evaluate("document.querySelectorAll('.primary details').forEach(it => { it.open = true })")
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")
    assert fits(page)
    assert violations(page, contrast=False) == []
    for menu in page.locator(".primary .menu").all():
        menu.locator("summary").click()
        assert fits(page)
        for link in menu.locator("a").all():
            expect(link).to_be_in_viewport()
        menu.locator("summary").click()


def test_a_state_is_never_told_by_colour_alone(desktop: Page) -> None:
    page = opened(desktop, PAGES["suggestions"])
    lamps = page.locator("#main .lamp:visible").all()
    assert len(lamps) == 5 + 6
    for lamp in lamps:
        assert lamp.locator("svg").count() == 1
        assert lamp.inner_text().strip()


def test_from_any_page_to_suggestions_their_case_the_loss_and_the_deadline(desktop: Page) -> None:
    page = opened(desktop, links.cases("xinzhou"))
    page.get_by_text("监督", exact=True).click()
    page.get_by_role("link", name="司法建议", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("司法建议和检察建议")
    expect(page.locator(".primary summary.within")).to_have_text("监督")
    page.get_by_role("link", name=APPEAL).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(APPEAL)
    page.go_back()
    page.locator("tr", has_text="按期回复").get_by_role("link", name="2024-11-04 到期").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("司法建议")
    expect(page.locator("#main")).to_contain_text("2024-11-04")


def test_filters_narrow_suggestions_and_are_cleared(desktop: Page) -> None:
    page = opened(desktop, PAGES["suggestions"], "en")
    page.get_by_label("Addressed to").select_option(POLICE)
    page.get_by_role("button", name="Filter").click()
    rows = page.locator(".suggestions tbody tr")
    expect(rows).to_have_count(2)
    page.locator(".board").get_by_role("link", name=re.compile("In time")).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(LOST)
    expect(page.get_by_label("Addressed to")).to_have_value(POLICE)
    page.get_by_role("link", name="Clear").click()
    expect(rows).to_have_count(6)


def test_a_tally_leads_to_its_kind_and_back_and_years_are_turned(desktop: Page) -> None:
    page = opened(desktop, PAGES["activities"])
    expect(page.locator(".activity")).to_have_count(5)
    page.locator(".tally", has_text="旁听庭审").click()
    expect(page.locator(".activity")).to_have_count(1)
    expect(page.locator(".tally[aria-current]")).to_contain_text("旁听庭审")
    page.locator(".tally", has_text="旁听庭审").click()
    expect(page.locator(".activity")).to_have_count(5)
    page.locator(".by-year").get_by_role("link", name="2025").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025年")
    expect(page.locator("#main")).to_contain_text("连续三年出庭应诉并发言")


def test_the_menu_opens_and_leads_on_by_keyboard(desktop: Page) -> None:
    page = opened(desktop, PAGES["activities"])
    page.locator(".primary summary").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    menu = page.locator(".primary .menu").first
    menu.get_by_role("link", name="司法建议", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("司法建议和检察建议")


@pytest.mark.parametrize("name", ["suggestions", "activities"])
def test_in_print_only_what_is_read_is_left_and_it_fits_the_paper(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    for gone in (".find", ".tongue", ".primary", ".filter", ".periods"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator(".stacked thead").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_on_a_phone_a_row_says_what_its_columns_are(phone: Page) -> None:
    page = opened(phone, PAGES["suggestions"])
    expect(page.locator(".suggestions thead")).to_be_hidden()
    labels = page.locator(".suggestions tbody tr").first.locator("[data-label]")
    said = labels.evaluate_all("all => all.map(it => getComputedStyle(it, '::before').content)")
    assert said == ['"案件"', '"败诉"', '"抄送政府"']


def test_without_scripts_everything_is_there(scriptless: Page) -> None:
    page = opened(scriptless, PAGES["activities"])
    expect(page.locator(".activity")).to_have_count(5)
