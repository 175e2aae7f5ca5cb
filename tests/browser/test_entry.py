"""Can an office without a system of its own enter a case by the pages alone, from docketing to archive?"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PATIENCE, PHONE
from tests.browser.looking import fits, unfolded, violations
from tests.e2e.house import House

CASE = "（2024）鄂0117行初12号"
AGENCY = "新洲区住房和城乡建设局"
GOVERNMENT = "武汉市新洲区人民政府"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("entry") / "data").start()
    try:
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="module")
def key(house: House) -> str:
    """Give the key of a bureau, as whoever runs the house hands it out."""
    told = house.yingsu(
        "keys",
        "add",
        "--role",
        "bureau",
        "--district",
        "xinzhou",
        "--name",
        "新洲区司法局",
        "--label",
        "法规科",
    ).stdout
    found = re.search(r"yk_[\w-]{20,}", told)
    assert found, told
    return found[0]


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, house: House, key: str) -> Iterator[Opened]:
    """Give a function that opens a page, signed in unless asked otherwise; nothing may go wrong on it."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_page(*, signed_in: bool = True, **how: object) -> Page:
        context = chromium.new_context(base_url=house.url("intake"), **{"viewport": DESKTOP, **how})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        page.on(
            "request",
            lambda request: said.append(request.url) if "://127.0.0.1:" not in request.url else None,
        )
        if signed_in:
            sign_in(page, key)
        return page

    yield open_page
    for context in contexts:
        context.close()
    refused = "the server responded with a status of 4"  # what a browser notes of a form that was sent back
    assert [one for one in said if refused not in one] == []


def sign_in(page: Page, key: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("密钥").fill(key)
    page.locator("button.go").click()
    page.get_by_role("link", name="填报", exact=True).first.click()
    expect(page.locator(".signed-as")).to_contain_text("法规科")


def report(page: Page, **texts: str) -> None:
    """Fill a form in and send it."""
    for name, text in texts.items():
        control = page.locator(f'[name="{name.replace("__", ".")}"]').first
        match control.evaluate("it => it.type"):
            case "select-one":
                control.select_option(text)
            case "radio" | "checkbox":
                page.locator(f'[name="{name.replace("__", ".")}"][value="{text}"]').check()
            case _:
                control.fill(text)
    page.locator("button.go", has_text="报送").click()


def reported(page: Page, **texts: str) -> None:
    """Fill a form in, send it, and go back to the case once its page knows."""
    report(page, **texts)
    expect(page.locator(".done")).to_contain_text("已记录")
    page.get_by_role("link", name="回到案件").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CASE)


def follow(page: Page, fact: str) -> Page:
    """Open the form of what is expected next."""
    page.locator(".nexts .next-form", has_text=re.compile(f"^{fact}$")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(fact)
    return page


def something_else(page: Page, fact: str) -> Page:
    """Open the form of what is not expected: it is found in the list of all."""
    page.get_by_role("link", name="为本案填报其他事实").click()
    page.locator(".offers").get_by_role("link", name=fact, exact=True).click()
    return page


def test_a_newcomer_enters_a_case_by_the_pages_alone(opened: Opened, house: House, key: str) -> None:
    page = opened(signed_in=False)
    page.goto(house.url("reporting"))
    page.get_by_label("密钥").fill("yk_wrong")
    page.locator("button.go").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个密钥")
    page.get_by_label("密钥").fill(key)
    page.locator("button.go").click()
    page.locator("a.enter").click()
    expect(page.locator(".signed-as")).to_contain_text("法规科")

    page.get_by_role("link", name="单位登记", exact=True).click()
    report(page, code="XZ-01", name=GOVERNMENT, kind="government")
    page.get_by_role("link", name="再报一条同类事实").click()
    report(page, code="XZ-08", name=AGENCY, kind="department", aliases="区住建局", superior=GOVERNMENT)
    page.get_by_role("link", name="填报其他事实").click()

    page.get_by_role("link", name="立案", exact=True).click()
    expect(page.locator(f'#organs option[value="{AGENCY}"]')).to_have_count(1)
    report(page, _subject="12号", instance="first", defendants="区住建局", docketed_on="2024-03-04")
    expect(page.locator(".fault")).to_contain_text("案号")
    expect(page.locator('[name="defendants"]').first).to_have_value("区住建局")
    reported(page, _subject="(2024)鄂0117行初12号", claimants="张某")

    reported(follow(page, "被诉行政行为"), kind="penalty", acting=AGENCY)
    follow(page, "收到应诉通知")
    expect(page.get_by_label("收到通知的单位")).to_have_value("区住建局")
    reported(page, served_on="2024-03-06")
    reported(follow(page, "应诉材料报备"), reported_on="2024-03-07")
    reported(follow(page, "提交答辩状"), filed_on="2024-03-18")
    reported(something_else(page, "提交证据"), agency=AGENCY, filed_on="2024-03-18", catalogue="yes")

    follow(page, "排期开庭")
    report(page, hearing_on="2024-04-18", scheduled_on="2024-05-25")
    field = page.locator(".field", has=page.locator('[name="hearing_on"]'))
    expect(field.locator(".fault")).to_contain_text("应为：2024-05-25 或以后的日期")
    expect(page.locator('[name="hearing_on"]')).to_have_value("2024-04-18")
    reported(page, scheduled_on="2024-03-25")
    reported(
        something_else(page, "出庭负责人备案"),
        agency=AGENCY,
        named_on="2024-04-11",
        officer="陈某",
        rank="chief",
    )
    follow(page, "开庭")
    expect(page.locator('[name="held_on"]')).to_have_value("2024-04-18")
    page.get_by_role("button", name="再加一人").click()
    expect(page.locator('[name="attendees.1.organ"]')).to_be_focused()
    reported(
        page,
        attendees__0__organ=AGENCY,
        attendees__0__name="陈某",
        attendees__0__rank="chief",
        attendees__0__spoke="yes",
        attendees__1__organ=AGENCY,
        attendees__1__role="staff",
    )
    follow(page, "裁判文书送达")
    reported(page, decided_on="2024-05-13", served_on="2024-05-25", outcomes="claims_rejected")

    correct_the_day_of_service(page)
    reported(follow(page, "裁判文书报备"), reported_on="2024-05-16")
    attach_and_download(page)
    reported(something_else(page, "文书生效"), took_effect_on="2024-05-31")
    reported(follow(page, "收到结案文书"), served_on="2024-06-03")
    reported(follow(page, "立卷归档"), archived_on="2024-06-20", volume="2024-12")

    expect(page.locator(".case-next")).to_contain_text("没有待报的下一步")
    expect(page.locator(".stages li", has_text="结案")).to_have_class(re.compile("reached"))
    lamps = page.locator(".of-case tbody td:first-child")
    assert lamps.count() >= 4
    assert [lamp for lamp in lamps.all_inner_texts() if "逾期" in lamp] == []
    expect(page.locator(".timeline")).to_contain_text("更正")
    page.goto(f"{house.url('reporting')}/districts/xinzhou?period=2024")
    expect(page.locator(".counts", has_text="立案").first).to_contain_text("1")
    expect(page.locator(".aim", has_text="负责人出庭出声率").first).to_contain_text("100")


def correct_the_day_of_service(page: Page) -> None:
    """Correct one fact from the case's timeline, with a reason, and see the chain."""
    entry = page.locator(".timeline li", has=page.locator(".what-name", has_text="裁判文书送达")).first
    entry.locator("a.position").click()
    page.get_by_role("link", name="查看更正经过，或者更正").click()
    page.locator("summary", has_text="更正这条事实").click()
    page.locator('[name="served_on"]').fill("2024-05-15")
    page.get_by_role("button", name="记录更正").last.click()
    expect(page.locator(".fault")).to_contain_text("请写明为什么更正")
    page.get_by_label("更正理由").fill("送达日期写错")
    page.get_by_role("button", name="记录更正").last.click()
    expect(page.locator(".done")).to_contain_text("更正已记录")
    chain = page.locator(".revisions li")
    expect(chain).to_have_count(2)
    expect(chain.first).to_contain_text("已被替代")
    expect(chain.last).to_contain_text("以此为准")
    expect(chain.last).to_contain_text("送达日期写错")
    expect(chain.last.locator("del")).to_have_text("2024-05-25")
    expect(chain.last.locator("ins")).to_have_text("2024-05-15")
    page.get_by_role("link", name="回到案件").click()


def attach_and_download(page: Page) -> None:
    """Attach a document to the case and have it again."""
    something_else(page, "归入文书")
    paper = b"%PDF-1.7\nthe judgment\n%%EOF\n"
    page.locator('input[name="file"]').set_input_files(
        {"name": "一审判决书.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    report(page, attached_on="2024-05-16", kind="judgment")
    expect(page.locator(".done")).to_contain_text("已记录")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").click()
    assert Path(download.value.path()).read_bytes() == paper
    page.get_by_role("link", name="回到案件").click()


PAGES = {
    "start": "/enter",
    "hearing": f"/enter/xinzhou/{CASE}/hearing-held",
    "imports": "/enter/imports",
    "fact": "/enter/facts/30",
    "sign-in": "/sign-in",
}


def test_every_page_is_accessible_and_fits_a_phone(opened: Opened, key: str) -> None:
    desk, phone = opened(), opened(viewport=PHONE, is_mobile=True, has_touch=True)
    for name, where in PAGES.items():
        desk.goto(where)
        if name == "hearing":
            desk.locator("button.go").click()  # what is wrong is shown then
        unfolded(desk)
        assert violations(desk) == [], name
        phone.goto(f"{where}?lang=en")
        assert fits(phone), name


def test_a_form_is_filled_in_and_sent_by_keyboard(opened: Opened) -> None:
    page = opened()
    page.goto(f"/enter/xinzhou/{CASE}/progress-reported")
    page.locator('[name="reported_on"]').focus()
    page.keyboard.type("05062024")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "agency":
        page.keyboard.press("Tab")
    page.keyboard.type(AGENCY)
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("已记录")
    expect(page.locator(".said")).to_contain_text("2024-05-06")


def test_a_double_click_reports_once(opened: Opened) -> None:
    page = opened()
    page.goto("/enter/xinzhou/（2024）鄂0117行初99号/progress-reported")
    page.locator('[name="reported_on"]').fill("2024-05-07")
    page.locator('[name="agency"]').fill(AGENCY)
    page.locator("button.go").dblclick()
    expect(page.locator(".done")).to_contain_text("记录")
    page.get_by_role("link", name="回到案件").click()
    expect(page.locator(".timeline .what-name", has_text="报告案件进展")).to_have_count(1)


def test_without_scripts_a_hearing_with_two_people_is_entered(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"/enter/xinzhou/{CASE}/hearing-held?held_on=2024-09-12")
    page.locator('[name="attendees.0.organ"]').fill(AGENCY)
    page.get_by_role("button", name="再加一人").click()
    expect(page.locator('[name="attendees.0.organ"]')).to_have_value(AGENCY)
    expect(page.locator('[name="held_on"]')).to_have_value("2024-09-12")
    page.locator('[name="attendees.1.organ"]').fill(GOVERNMENT)
    page.locator("button.go").click()
    expect(page.locator(".said .one-row")).to_have_count(2)


def test_a_register_is_tried_first_and_says_what_cannot_be_read(opened: Opened) -> None:
    page = opened()
    page.goto("/enter/imports?kind=organs")
    register = (
        "代码,名称,别名,类别,上级\nXZ-11,新洲区公安分局,区公安局,工作部门,\nXZ-12,,无名,工作部门,\n".encode()
    )
    page.locator('input[name="file"]').set_input_files(
        {"name": "名录.csv", "mimeType": "text/csv", "buffer": register}
    )
    page.locator("button.go").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("试算结果")
    expect(page.locator(".rowwise tbody tr")).to_have_count(1)
    expect(page.locator(".rowwise tbody tr")).to_contain_text("名称")
    page.get_by_role("button", name="按此导入并记录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("导入结果")
    expect(page.locator(".counts")).to_contain_text("新记录")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标明错误的副本").click()
    assert "XZ-12" in Path(download.value.path()).read_text("utf-8-sig")
