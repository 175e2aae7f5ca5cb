"""Can people read the law and what waits: on a desk, a phone, paper, by keyboard, in both languages?"""

import re

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from tests.browser.looking import fits, opened, unfolded, violations
from tests.reporting.pages.lawful import CHIEF, TROUBLED
from tests.reporting.pages.pressing import LABOUR, SUGGESTED

PAGES = {
    "law": links.law("xinzhou"),
    "law of the other": links.law("huancui"),
    "entry": links.entry("xinzhou", "duties/defence"),
    "worklist": links.worklist("xinzhou"),
    "one kind": links.worklist("xinzhou", kind="circular"),
    "worklist of the bureau": links.worklist("xinzhou", who="bureau"),
    "worklist of an agency": links.worklist("xinzhou", who=LABOUR),
    "nothing waits": links.worklist("huancui", who="环翠区自然资源局"),
    "agency": links.agency("xinzhou", LABOUR),
    "chief required": links.case("xinzhou", CHIEF),
    "not as asked": links.case("xinzhou", TROUBLED),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_law_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    unfolded(page)
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_law_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name])
    assert fits(page)
    assert violations(page, contrast=False) == []


def test_from_a_finding_to_its_entry_the_cases_it_decided_and_back(desktop: Page) -> None:
    page = opened(desktop, PAGES["chief required"])
    page.locator("ul.grounds").get_by_role("link").first.click()
    entry = page.locator("[id='appearing/first-of-year-government']")
    expect(entry).to_be_in_viewport()
    assert entry.evaluate("it => it.matches(':target')")
    entry.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("区政府年度首件开庭案件")
    page.get_by_role("link", name=CHIEF).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CHIEF)


def test_what_waits_leads_to_its_case(desktop: Page) -> None:
    page = opened(desktop, PAGES["worklist"], "en")
    page.get_by_role("navigation", name="By kind").get_by_role("link", name="Complete the papers").click()
    expect(page.locator("#main section")).to_have_count(1)
    page.locator(".todo-table").get_by_role("link", name=TROUBLED).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TROUBLED)
    settle = page.locator(".conclusions", has_text="the government office must settle it")
    expect(settle).to_be_visible()
    expect(page.locator(".conclusions").first).to_contain_text("Complete the papers")


def test_who_acts_is_chosen_from_a_list_and_leads_to_what_they_must_do(desktop: Page) -> None:
    page = opened(desktop, PAGES["worklist"])
    page.locator(".choose summary").focus()
    page.keyboard.press("Enter")
    chosen = page.locator(".choose a", has_text="新洲区住房和城乡建设局")
    expect(chosen).to_be_visible()
    number = chosen.locator("b").inner_text()
    chosen.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("新洲区住房和城乡建设局")
    expect(page.locator(".switcher [aria-current]")).to_contain_text(number)
    expect(page.locator(".todo-table").first).to_contain_text(SUGGESTED)
    page.locator(".switcher").get_by_role("link", name="司法局").click()
    expect(page.locator(".switcher [aria-current]")).to_contain_text("司法局")
    expect(page.locator(".who-acts").first).to_contain_text("新洲区司法局")


def test_from_an_agency_to_what_waits_for_it_and_back(desktop: Page) -> None:
    page = opened(desktop, links.agency("xinzhou", LABOUR))
    page.locator(".to-do").get_by_role("link", name="查看待办").click()
    expect(page.locator(".todo-table").first).to_be_visible()
    page.get_by_role("navigation", name="位置").get_by_role("link", name=LABOUR).click()
    expect(page.locator(".to-do")).to_be_visible()


def test_who_came_to_a_hearing_leads_to_what_was_found_and_its_entry(desktop: Page) -> None:
    page = opened(desktop, PAGES["not as asked"])
    wrong = page.locator(".sat-table .problem", has_text="擅自中途退庭")
    expect(wrong.locator(".position")).to_have_attribute("href", re.compile(r"/events/\d+$"))
    wrong.locator(".article").click()
    expect(page.locator("[id='attendance/left_without_leave']")).to_be_in_viewport()


def test_the_keyboard_opens_why_a_value_is_uncertain(desktop: Page) -> None:
    page = opened(desktop, PAGES["law"])
    doubt = page.locator("[id='targets/voiced_appearance_rate'] details")
    doubt.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(doubt.locator("p[lang=en]")).to_be_visible()


@pytest.mark.parametrize("name", ["law", "worklist"])
def test_in_print_only_what_is_read_is_left_and_it_fits_the_paper(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    for gone in (".contents", ".find", ".tongue", ".primary"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".entries, .todo-table").first).to_be_visible()
