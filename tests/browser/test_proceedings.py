"""Can people read a proceeding from loss to closure: on a desk, a phone, paper, by keyboard, in both languages?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from tests.browser.conftest import serving
from tests.browser.looking import fits, opened, unfolded, violations
from tests.reporting.proceedings.lost import (
    BEGUN,
    CITY,
    CLOSED,
    HOUSING,
    MAJOR,
    REVERSED,
    SHARED,
    TOLERATED,
    TOWN,
    TWO,
    UNFOUNDED,
    WAITING,
    LosingReader,
)

LIST = links.proceedings("xinzhou")
PAGES = {
    "list": LIST,
    "one state": links.proceedings("xinzhou", state="parked"),
    "withdrawn ones": links.proceedings("xinzhou", state="withdrawn"),
    "nothing found": links.proceedings("xinzhou", stage="feedback"),
    "without any": links.proceedings("huancui"),
    "closed": links.proceeding("xinzhou", CLOSED),
    "tolerated": links.proceeding("xinzhou", TOLERATED),
    "parked": links.proceeding("xinzhou", WAITING),
    "without a ground": links.proceeding("xinzhou", UNFOUNDED),
    "joint": links.proceeding("xinzhou", MAJOR),
    "transferred": links.proceeding("xinzhou", SHARED),
    "one of two": links.proceeding("xinzhou", TWO, TOWN),
    "withdrawn": links.proceeding("xinzhou", REVERSED),
    "begun": links.proceeding("xinzhou", BEGUN),
    "case": links.case("xinzhou", CLOSED),
}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Serve the pages over a reader in whose live cases some were lost."""
    reader = LosingReader()
    yield from serving(reader, reader.explain)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_proceedings_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    unfolded(page)
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_proceedings_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")
    assert fits(page)
    assert violations(page, contrast=False) == []


def test_a_state_and_a_conclusion_are_never_told_by_colour_alone(desktop: Page) -> None:
    page = opened(desktop, LIST)
    for mark in page.locator("#main .standing:visible, #main .concluded:visible").all():
        assert mark.locator("svg").count() == 1
        assert mark.inner_text().strip()
    marks = {mark.locator("svg").inner_html() for mark in page.locator(".board .standing").all()}
    assert len(marks) == page.locator(".board li").count() == 4


def test_the_stages_of_every_proceeding_are_read_out_with_their_days(desktop: Page) -> None:
    page = opened(desktop, LIST, "en")
    track = page.locator("tr").filter(has_text=WAITING).locator(".track li")
    assert [one.text_content() for one in track.all()] == [
        "Inquiry, 2026-09-21",
        "Report, in hand",
        "Review, not yet",
        "Feedback, not yet",
        "Decision, not yet",
    ]
    expect(track.nth(1)).to_have_attribute("aria-current", "step")


def test_filters_narrow_the_list_and_are_cleared(desktop: Page) -> None:
    page = opened(desktop, LIST)
    rows = page.locator(".proceedings tbody tr")
    every = rows.count()
    page.get_by_role("link", name=re.compile("^进行中")).click()
    under_way = rows.count()
    assert 0 < under_way < every
    expect(page.locator(".board [aria-current]")).to_contain_text("进行中")
    page.get_by_label("单位", exact=True).select_option(CITY)
    page.get_by_role("button", name="筛选").click()
    expect(rows).to_have_count(1)
    expect(page.locator(".board [aria-current]")).to_contain_text("进行中")
    page.get_by_role("link", name="清除").click()
    expect(rows).to_have_count(every)


def test_from_the_list_along_the_line_to_an_event_of_the_case_and_back(desktop: Page) -> None:
    page = opened(desktop, LIST)
    page.locator("tr").filter(has_text=CLOSED).get_by_role("link", name=HOUSING).click()
    stations = page.locator(".line .station h3")
    assert stations.all_inner_texts() == ["败诉", "调查", "报告", "审核", "反馈", "决定", "结束"]
    expect(page.locator(".station").nth(2)).to_contain_text("作出处罚决定前未告知听证权利")
    page.locator(".station").nth(2).locator(".paper").first.get_by_role("link", name="№").click()
    expect(page.locator("li:target")).to_contain_text("报送调查报告")
    page.locator(".note-line").get_by_role("link", name=HOUSING).click()
    expect(page.locator("h1")).to_contain_text(HOUSING)


def test_the_line_is_one_unbroken_line(desktop: Page) -> None:
    page = opened(desktop, PAGES["parked"])
    gaps = page.evaluate(
        """() => { const stations = [...document.querySelectorAll('.line .station')]
             return stations.slice(1).map((one, at) =>
               one.getBoundingClientRect().top - stations[at].getBoundingClientRect().bottom) }"""
    )
    assert gaps == [0] * len(gaps)
    assert len(gaps) == 6


def test_the_whole_page_is_walked_by_keyboard_in_the_order_it_is_read(desktop: Page) -> None:
    page = opened(desktop, PAGES["parked"])
    page.locator("#main").focus()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => { const box = document.activeElement.getBoundingClientRect()\n"
                "  return [document.activeElement.closest('.alert, .line, .due-head, .crumbs') !== null,"
                " box.width > 0 && box.height > 0] }"
            )
        )
    assert all(visible for _, visible in seen)
    assert all(inside for inside, _ in seen)


def test_a_proceeding_prints_without_navigation_and_with_all_of_its_line(desktop: Page) -> None:
    page = opened(desktop, PAGES["closed"])
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    assert not page.locator(".primary").is_visible()
    for name in ("败诉", "决定", "结束"):
        assert page.locator(".line").get_by_role("heading", name=name).is_visible()
    assert fits(page)
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_everything_can_be_read_without_scripts(scriptless: Page) -> None:
    page = opened(scriptless, PAGES["parked"])
    expect(page.locator(".alert")).to_contain_text("补正")
    expect(page.locator(".station[aria-current=step] h3")).to_have_text("报告")
