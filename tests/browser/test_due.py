"""Can people read what is due, and why: on a desk, a phone, paper, by keyboard, in both languages?"""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from tests.browser.looking import fits, opened, violations
from tests.reporting.pages.pressing import CITY, EXTENDED, OVERDUE, PREPARED, RUNNING, STAYED, URGENT

PAGES = {
    "list": links.deadlines("xinzhou"),
    "one light": links.deadlines("xinzhou", light="done"),
    "nothing found": links.deadlines("xinzhou", light="off", agency=CITY),
    "month": links.month("xinzhou"),
    "month of holidays": links.month("xinzhou", month="2026-10", agency=CITY),
    "provisional month": links.month("xinzhou", month="2027-02"),
    "year": links.calendar(),
    "provisional year": links.calendar(district="xinzhou", year="2027"),
    "counted back": links.deadline("xinzhou", URGENT, "draft"),
    "overdue": links.deadline("xinzhou", OVERDUE, "papers"),
    "suspended": links.deadline("xinzhou", STAYED, "defence"),
    "extended": links.deadline("xinzhou", EXTENDED, "evidence"),
    "with steps": links.deadline("xinzhou", PREPARED, "draft"),
    "of the bureau": links.deadline("huancui", "bureau", "quarterly_bulletin", "2026-Q2"),
    "list of the other": links.deadlines("huancui"),
    "case": links.case("xinzhou", URGENT),
    "overview": links.district("huancui"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_what_is_due_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_what_is_due_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")
    assert fits(page)
    assert violations(page, contrast=False) == []


@pytest.mark.parametrize("name", ["list", "one light", "month", "case"])
def test_a_light_is_never_told_by_colour_alone(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    lamps = page.locator("#main .lamp:visible").all()
    assert lamps
    for lamp in lamps:
        assert lamp.locator("svg").count() == 1
        assert lamp.inner_text().strip()
    marks = {lamp.locator("svg").inner_html() for lamp in page.locator(".board .lamp").all()}
    assert len(marks) == page.locator(".board li").count()


def test_filters_narrow_the_list_and_are_cleared(desktop: Page) -> None:
    page = opened(desktop, PAGES["list"])
    every = page.locator(".due-what").count()
    page.get_by_label("单位", exact=True).select_option(CITY)
    page.get_by_role("button", name="筛选").click()
    rows = page.locator(".due-table tbody tr:not(.due-day)")
    assert 0 < rows.count() < every
    for row in rows.all():
        expect(row).to_contain_text(CITY)
    page.get_by_role("link", name=re.compile("^已办")).click()
    expect(page.get_by_label("单位", exact=True)).to_have_value(CITY)
    expect(page.locator(".board [aria-current]")).to_contain_text("已办")
    for lamp in page.locator(".due-table .lamp").all():
        expect(lamp).to_contain_text(re.compile("按时|逾期"))
    page.get_by_role("link", name="清除").click()
    expect(page.locator(".due-what")).to_have_count(every)


def test_a_window_of_days_shows_what_was_due_in_it(desktop: Page) -> None:
    page = opened(desktop, PAGES["list"], "en")
    page.get_by_label("Due from").fill("2026-09-20")
    page.get_by_label("to", exact=True).fill("2026-09-23")
    page.get_by_role("button", name="Filter").click()
    days = page.locator(".due-day .due-on b").all_inner_texts()
    assert days
    assert days == sorted(days)
    assert "2026-09-20" <= days[0] <= days[-1] <= "2026-09-23"


def test_months_are_turned_and_a_day_leads_to_what_is_due_on_it(desktop: Page) -> None:
    page = opened(desktop, PAGES["month"])
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("2026年9月")
    page.get_by_role("link", name="下月").click()
    expect(heading).to_contain_text("2026年10月")
    day = page.locator("td", has=page.locator("time[datetime='2026-10-08']"))
    number = sum(map(int, day.locator(".lamp b").all_inner_texts()))
    day.get_by_role("link").click()
    expect(page.locator(".due-table tbody tr:not(.due-day)")).to_have_count(number)
    expect(page.locator(".due-day")).to_contain_text("2026-10-08")
    page.go_back()
    page.get_by_role("link", name="上月").click()
    page.get_by_role("link", name="上月").click()
    expect(heading).to_contain_text("2026年8月")
    page.get_by_role("link", name="本月").click()
    expect(heading).to_contain_text("2026年9月")


def test_on_a_phone_a_month_is_a_list_of_its_days(phone: Page) -> None:
    page = opened(phone, PAGES["month of holidays"])
    days = page.locator(".month td:visible")
    boxes = [box for one in days.all() if (box := one.bounding_box())]
    assert len(boxes) > 7
    assert all(below["y"] >= above["y"] + above["height"] - 1 for above, below in pairwise(boxes))
    expect(days.first).to_contain_text("休")


def test_the_keyboard_leads_from_what_presses_to_why_and_back(desktop: Page) -> None:
    page = opened(desktop, PAGES["list"])
    page.locator(f".due-table a[href='{links.deadline('xinzhou', RUNNING, 'defence')}']").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("提交答辩状")
    expect(page.locator(".count .due")).to_contain_text("15")
    page.get_by_label("位置").get_by_role("link", name=RUNNING).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(RUNNING)


def test_from_the_overview_to_the_lights_a_deadline_its_article_and_its_event(desktop: Page) -> None:
    page = opened(desktop, links.district("xinzhou"))
    page.locator(".due-strip").get_by_role("link", name=re.compile("逾期未办")).click()
    page.locator(".due-table").get_by_role("link", name="应诉材料报备").last.click()
    page.locator(".timeline .position").first.click()
    event = page.locator(".timeline li:target")
    expect(event).to_be_in_viewport()
    page.go_back()
    page.locator(".routing .article").click()
    expect(page.locator("[id='duties/papers']")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["list", "month", "counted back", "year"])
def test_in_print_only_what_is_read_is_left_and_it_fits_the_paper(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    for gone in (".find", ".tongue", ".primary", ".switcher", ".filter", ".turn", ".contents"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator(".due-table thead, .month thead, .way h3, .mini caption").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_without_scripts_everything_is_there(scriptless: Page) -> None:
    page = opened(scriptless, PAGES["counted back"])
    expect(page.locator(".count")).to_have_count(2)
    expect(page.locator(".passages").last).to_contain_text("调休上班")
