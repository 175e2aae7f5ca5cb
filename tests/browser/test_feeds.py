"""Can people see which source is silent and what cannot be used yet: on a desk, a phone, paper, in both languages?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from tests.browser.conftest import serving
from tests.browser.looking import fits, opened, unfolded, violations
from tests.reporting.feeds.sending import (
    NEVER,
    NEVER_SINCE,
    REGULAR,
    SILENT,
    UNKNOWN_CASE,
    UNKNOWN_ORGAN,
    UNREADABLE,
    UNREGISTERED,
    SendingReader,
)

DOOR = "http://127.0.0.1:9"
LIST, PARKED = links.feeds("xinzhou"), links.parked("xinzhou")
PAGES = {
    "sources": LIST,
    "none stands so": links.feeds("huancui", state="silent"),
    "regular": links.source("xinzhou", REGULAR),
    "silent": links.source("xinzhou", SILENT),
    "never": links.source("xinzhou", NEVER),
    "unregistered": links.source("xinzhou", UNREGISTERED),
    "parked": PARKED,
    "nothing parked for it": links.parked("xinzhou", reason="stage-out-of-order"),
    "overview": links.district("huancui", period="2023"),
}


ON_A_PHONE = ("sources", "silent", "regular", "parked")


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Serve the pages over a reader whose sources send, fall silent and err."""
    reader = SendingReader()
    yield from serving(reader, reader.explain, door=DOOR)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    unfolded(page)
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", ON_A_PHONE)
def test_every_page_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")
    assert fits(page)
    assert violations(page, contrast=False) == []


def test_a_state_is_never_told_by_colour_alone(desktop: Page) -> None:
    page = opened(desktop, LIST)
    board = page.locator(".board .feed-state")
    for mark in (*board.all(), *page.locator(".feeds .feed-state").all()):
        assert mark.locator("svg").count() == 1
        assert mark.inner_text().strip()
    assert len({mark.locator("svg").inner_html() for mark in board.all()}) == board.count() == 6


def test_the_silent_come_first_and_lead_to_their_days(desktop: Page) -> None:
    page = opened(desktop, LIST)
    first = page.locator(".feeds tbody tr").first
    expect(first).to_contain_text("中断")
    expect(first.locator("svg.days")).to_have_attribute("aria-label", re.compile("应报未报 4 天"))
    first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("武汉市中级人民法院")
    expect(page.locator(".missed-day")).to_have_count(4)


def test_a_board_filters_and_shows_all_again(desktop: Page) -> None:
    page = opened(desktop, LIST)
    rows = page.locator(".feeds tbody tr")
    every = rows.count()
    page.get_by_role("link", name=re.compile("^从未收到")).click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name=re.compile("^从未收到")).first.click()
    expect(rows).to_have_count(every)


def test_a_manifest_that_differs_says_what_is_missing(desktop: Page) -> None:
    page = opened(desktop, PAGES["regular"], "en")
    row = page.locator(".feed-days tr").filter(has_text="2026-09-21")
    expect(row.locator(".against")).to_contain_text(re.compile(r"missing\s+Case docketed\s+2"))
    expect(page.locator(".feed-days .verdict.met").first).to_contain_text("as said")


def test_each_entry_says_what_is_wrong_what_releases_it_and_where_it_is_mended(desktop: Page) -> None:
    page = opened(desktop, PARKED)
    unknown = page.locator(".parked-item").filter(has_text=UNKNOWN_ORGAN)
    expect(unknown).to_contain_text("机关名录里没有")
    expect(unknown).to_contain_text("登记后自动采用")
    expect(unknown.get_by_role("link", name="更正")).to_have_attribute(
        "href", re.compile(rf"{DOOR}/enter/facts/\d+#reason-correct")
    )
    expect(unknown.get_by_role("link", name="撤回")).to_be_visible()
    row = page.locator(".parked-item").filter(has_text=UNREADABLE)
    row.locator("summary").click()
    expect(row.locator(".odd-cell")).to_contain_text("二月三十")
    expect(row).to_contain_text("宋某")
    expect(row.get_by_role("link", name="重新导入")).to_have_attribute(
        "href", f"{DOOR}/enter/imports?district=xinzhou"
    )


def test_filters_narrow_what_is_parked_and_are_cleared(desktop: Page) -> None:
    page = opened(desktop, PARKED)
    items = page.locator(".parked-item")
    every = items.count()
    page.get_by_role("main").get_by_label("案号").fill(UNKNOWN_CASE.replace("（", "(").replace("）", ")"))
    page.get_by_role("button", name="筛选").click()
    expect(items).to_have_count(1)
    expect(items).to_contain_text("2 项事实")
    page.get_by_role("link", name="清除").click()
    expect(items).to_have_count(every)


def test_the_worklist_leads_to_what_is_parked_and_from_there_to_the_source(desktop: Page) -> None:
    page = opened(desktop, links.worklist("xinzhou", kind="parked"))
    page.get_by_role("link", name="全部暂存的事实").click()
    expect(page.locator("h1")).to_contain_text("暂存的事实")
    page.locator(".parked-item").first.get_by_role("link", name="法院 鄂0117").click()
    expect(page.locator("h1")).to_contain_text("新洲区人民法院每日推送")


def test_the_overview_names_a_silent_source_in_a_quiet_line(desktop: Page) -> None:
    page = opened(desktop, PAGES["overview"])
    note = page.locator(".silent-note")
    expect(note).to_contain_text("自 2023-10-09 起")
    assert note.locator(".missed, .alert").count() == 0
    note.get_by_role("link").click()
    assert page.url.endswith(links.source("huancui", NEVER_SINCE))
    opened(desktop, links.district("huancui", period="2023-Q3"))
    expect(page.locator(".silent-note")).to_have_count(0)


def test_the_menu_opens_by_keyboard_and_leads_to_both_pages(desktop: Page) -> None:
    page = opened(desktop, LIST, "en")
    menu = page.locator("summary", has_text="Data")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Parked").press("Enter")
    expect(page.locator("h1")).to_contain_text("Parked")


def test_on_paper_there_are_no_buttons_and_nothing_is_cut_off(desktop: Page) -> None:
    page = opened(desktop, PARKED)
    page.emulate_media(media="print")
    expect(page.locator(".parked-acts a").first).to_be_hidden()
    opened(desktop, LIST)
    page.set_viewport_size({"width": 760, "height": 1000})
    assert fits(page)
