"""A page that is open while facts stream in and reporting dies shows what is expected, without being loaded again."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import ledgers
from tests.e2e.house import House
from tests.e2e.town import Town, example_sums

DISTRICT = "huancui"
LIVE, LOST = "html[data-live=open]", "html[data-live=lost]"
PATIENCE = 60_000.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("live") / "data").start()
    house.upload("organs", ledgers.example_bytes(DISTRICT, "organs"), DISTRICT).raise_for_status()
    rows = ledgers.example(DISTRICT)[:6]
    house.upload("ledger", ledgers.as_csv(rows), DISTRICT).raise_for_status()
    house.wait_settled()
    yield house
    house.stop()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=house.url("reporting"), extra_http_headers=dict(house.http.headers)
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def docketed(page: Page, expected: str) -> None:
    """Wait until the page shows how many cases were docketed."""
    expect(page.locator(".counts dd b").first).to_have_text(expected, timeout=PATIENCE)


def number_of(house: House) -> str:
    asked = {"district": DISTRICT, "period": "2023", "agency": "*", "metric": "docketed"}
    (row,) = house.get("reporting", "/figures", **asked)
    return str(row["value"])


def event(name: str, id_: str, subject: str, **data: object) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "court/鲁1002",
        "type": f"yingsu.{name}.v1",
        "subject": subject,
        "district": DISTRICT,
        "data": data,
    }


def report(house: House, *events: dict[str, object]) -> None:
    house.report(events).raise_for_status()
    house.wait_settled()


def test_a_change_appears_and_leaves_what_the_reader_does_alone(house: House, page: Page) -> None:
    page.goto(f"/districts/{DISTRICT}?period=2023")
    expect(page.locator(LIVE)).to_be_attached()
    page.evaluate("window.loaded = 'once'")
    before = number_of(house)
    docketed(page, before)
    find = page.locator("#find")
    find.fill("行初99")
    details = page.locator("main details").first
    details.locator("summary").click()
    page.evaluate("scrollTo(0, 500)")
    find.focus(timeout=PATIENCE)
    page.evaluate("scrollTo(0, 500)")
    case = "（2023）鲁1002行初9001号"
    facts = {"instance": "first", "defendants": ["环翠区人力资源和社会保障局"], "docketed_on": "2023-05-06"}
    report(house, event("case-docketed", "a", case, **facts))
    docketed(page, str(int(before) + 1))
    expect(page.locator(".counts dd b.changed").first).to_be_attached()
    expect(page.get_by_role("status").filter(has_text="已更新")).to_be_visible()
    assert page.evaluate("window.loaded") == "once"
    assert find.input_value() == "行初99"
    assert page.evaluate("document.activeElement.id") == "find"
    assert abs(page.evaluate("scrollY") - 500) < 20  # what came in above keeps the text in its place
    assert details.get_attribute("open") is not None
    expect(page.locator(".changed")).to_have_count(0, timeout=PATIENCE)


def test_a_page_of_a_case_shows_its_new_events(house: House, page: Page) -> None:
    case = "（2023）鲁1002行初9002号"
    facts = {"instance": "first", "defendants": ["环翠区人力资源和社会保障局"], "docketed_on": "2023-05-06"}
    report(house, event("case-docketed", "b", case, **facts))
    page.goto(f"/districts/{DISTRICT}/cases/{case}")
    expect(page.locator(LIVE)).to_be_attached()
    expect(page.locator("main")).not_to_contain_text("2023-06-06")
    report(house, event("hearing-held", "c", case, held_on="2023-06-06"))
    expect(page.locator("main")).to_contain_text("2023-06-06", timeout=PATIENCE)


def test_as_of_a_position_nothing_is_listened_to(house: House, page: Page) -> None:
    page.goto(f"/districts/{DISTRICT}?period=2023&as_of=60")
    expect(page.locator("main")).to_be_attached()
    assert page.locator("script[data-stream]").count() == 0


def test_a_page_goes_on_when_reporting_was_killed(house: House, page: Page) -> None:
    town = Town(house)
    page.goto(f"/districts/{DISTRICT}?period=2023")
    expect(page.locator(LIVE)).to_be_attached()
    page.evaluate("window.loaded = 'once'")
    before = town.sums(DISTRICT)
    rows = town.another(ledgers.example(DISTRICT))
    for part in (rows[0::2], rows[1::2]):
        house.kill("reporting")
        house.upload("ledger", ledgers.as_csv(part), DISTRICT).raise_for_status()
        while page.locator(LOST).count() == 0:  # nothing is said of one that is back within 1.5 s
            with suppress(KeyError, ProcessLookupError):  # it is not there just now
                house.kill("reporting")
            page.wait_for_timeout(200)
        expect(page.get_by_role("status").filter(has_text="连接中断")).to_be_visible()
        house.wait_ready()
        expect(page.locator(LIVE)).to_be_attached(timeout=PATIENCE)
    house.wait_settled()
    assert town.sums(DISTRICT) - before == example_sums(DISTRICT)
    docketed(page, number_of(house))
    assert page.evaluate("window.loaded") == "once"
