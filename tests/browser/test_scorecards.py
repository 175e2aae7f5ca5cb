"""Can people read who stands where in the assessment, and what each point rests on: on a desk, a phone, paper?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from services.reporting.pages import links
from services.reporting.scorecards.api import routes as scorecard_routes
from tests.browser.conftest import serving
from tests.browser.looking import fits, opened, unfolded, violations
from tests.reporting.pages.assessed import BARE, BEST, DIFFERING, EMPTY, OPEN, PUBLISHED, assessed
from tests.reporting.scorecards.town import BUREAU

PAGES = {
    "published": links.scorecards("xinzhou", year=str(PUBLISHED)),
    "under way": links.scorecards("xinzhou", year=str(OPEN)),
    "nothing yet": links.scorecards("xinzhou", year=str(EMPTY)),
    "no law": links.scorecards("xinzhou", year="2020"),
    "card that differs": links.scorecard("xinzhou", DIFFERING, year=str(PUBLISHED)),
    "card under way": links.scorecard("xinzhou", BEST, year=str(OPEN)),
    "bare card": links.scorecard("xinzhou", BARE, year=str(PUBLISHED)),
    "agency": links.agency("xinzhou", BEST, period=str(OPEN)),
}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the pages over a real reader of a district that was assessed."""
    told = assessed(tmp_path_factory.mktemp("assessed"))
    reader = told.reader()
    yield from serving(reader, beside=[scorecard_routes(reader)])
    reader.close()
    told.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_assessment_is_accessible_on_a_desk(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    unfolded(page)
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_assessment_fits_a_phone_and_is_accessible_there(phone: Page, name: str) -> None:
    page = opened(phone, PAGES[name], "en")
    assert fits(page)
    assert violations(page, contrast=False) == []


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_it_fits_and_only_what_is_read_is_left(desktop: Page, name: str) -> None:
    page = opened(desktop, PAGES[name])
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    assert fits(page)
    for gone in (".find", ".tongue", ".primary", ".periods"):
        expect(page.locator(gone).first).to_be_hidden()


def test_the_table_is_ranked_and_leads_to_each_scorecard(desktop: Page) -> None:
    page = opened(desktop, PAGES["published"])
    totals = [float(text) for text in page.locator(".ranking tbody .whole-value").all_inner_texts()]
    assert len(totals) > 10
    assert totals == sorted(totals, reverse=True)
    expect(page.locator(".medal.first")).to_have_text("1")
    page.get_by_role("link", name=BEST).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(BEST)
    expect(page.locator(".whole-points .value")).to_have_text(re.compile(r"^\d+\.\d\d$"))


def test_what_is_published_says_by_whom_and_what_would_differ_today(desktop: Page) -> None:
    page = opened(desktop, PAGES["published"])
    expect(page.locator(".stamp.published")).to_contain_text(f"{PUBLISHED + 1}-03-29 公布")
    expect(page.locator(".stamp.published")).to_contain_text(BUREAU)
    line = page.locator(".ranking tbody tr", has_text="今天会不同")
    expect(line).to_have_count(1)
    line.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(DIFFERING)
    expect(page.locator(".today h2")).to_contain_text("今天会是")
    assert page.locator(".differing tbody tr").count() >= 2
    page = opened(desktop, PAGES["under way"])
    expect(page.locator(".stamp")).to_contain_text("尚未公布")
    expect(page.locator(".today")).to_have_count(0)


def test_points_that_are_measured_lead_to_their_cases_and_others_say_who_recorded_them_and_why(
    desktop: Page,
) -> None:
    page = opened(desktop, PAGES["card under way"])
    recorded = page.locator(".score-items > li").first
    expect(recorded).to_contain_text(BUREAU)
    expect(recorded.locator("blockquote")).to_contain_text("制度健全")
    pending = page.locator(".score-items > .not_recorded")
    expect(pending).to_have_count(1)
    expect(pending).to_contain_text("待记录")
    measured = page.locator(".score-items > li", has_text="本机关案件按期办理")
    numerator = measured.locator(".fraction b").inner_text()
    measured.locator(".item-basis a").click()
    expect(page.locator(".over p").first.locator("b")).to_have_text(numerator)
    expect(page.get_by_role("heading", level=1)).to_contain_text(BEST)


def test_each_item_has_a_name_and_points_are_never_told_by_bars_alone(desktop: Page) -> None:
    page = opened(desktop, PAGES["under way"], "en")
    for cell in page.locator(".ranking tbody .item").all():
        assert cell.text_content().strip()  # type: ignore[union-attr]
    expect(page.locator(".ranking thead .item").first).to_contain_text("Rules for response work")
    page.locator(".ranking thead .item a").last.click()
    expect(page.locator(".assessed tr:target")).to_contain_text("≤ 5% is worth all points")


def test_years_are_chosen_and_the_menu_leads_here(desktop: Page) -> None:
    page = opened(desktop, links.district("xinzhou"))
    page.get_by_text("监督", exact=True).click()
    page.get_by_role("link", name="年度考核").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("年度考核")
    page.get_by_role("navigation", name="年度").get_by_role("link", name=f"{PUBLISHED}年").click()
    expect(page.locator(".stamp.published")).to_be_visible()


def test_a_year_without_anything_says_so(desktop: Page) -> None:
    page = opened(desktop, PAGES["no law"])
    expect(page.locator(".blank")).to_contain_text("没有考核条款")
    page = opened(desktop, PAGES["nothing yet"])
    expect(page.locator(".blank")).to_contain_text("还没有任何单位有得分")


def test_everything_comes_as_a_file(desktop: Page) -> None:
    page = opened(desktop, PAGES["published"])
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == f"scorecards-{PUBLISHED}.csv"
