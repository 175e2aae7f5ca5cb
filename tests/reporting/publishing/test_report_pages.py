"""Do the pages of reports say what was published, what would be, and what is otherwise, each to its readers?"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request

from services.reporting import pages
from services.reporting.live.asked import Asked
from services.reporting.live.hub import Hub
from services.reporting.live.looking import Looking
from services.reporting.live.moved import Told
from services.reporting.publishing.api import Publishing
from services.reporting.seeing import Seen, Viewer
from services.reporting.seeing.viewer import look_as
from shared import problems
from shared.access import Principal, Role
from shared.sealing import Seal
from tests.reporting.publishing.office import YEAR, Office
from tests.reporting.publishing.test_publishing import LATE
from tests.reporting.scorecards.town import number, sue


@asynccontextmanager
async def browsed(
    office: Office, *others: APIRouter, viewer: Viewer | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """Return a browser, of whoever looks; of the house itself where nobody is named."""

    async def look(request: Request) -> None:
        if viewer is not None:
            request.state.viewer = viewer
        look_as(viewer)

    reader = Seen(office.told.url, office.told.announced, _no_names)
    desk = Publishing(reader, office.shelf, office.desk.previews)
    app = FastAPI()
    problems.install(app)
    for router in others:
        app.include_router(router)
    app.include_router(pages.routes(reader, None, "http://door", desk), dependencies=[Depends(look)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting") as client:
        yield client
    look_as(None)
    reader.close()


async def _no_names(_district: str, _subjects: Iterable[str]) -> Mapping[str, Seal]:
    return {}


def part(page: str, metric: str, name: str, by: str = "*") -> list[str]:
    """Return what a page says of a part of a figure of the district, each time it does."""
    rows = re.findall(
        rf'<tr data-metric="{metric}" data-by="{re.escape(by)}" data-agency="\*".*?</tr>', page, re.S
    )
    return [found for row in rows for found in re.findall(rf'data-part="{name}">([^<]+)<', row)]


async def test_a_preview_leads_to_the_form_filled_in_with_what_was_seen(office: Office) -> None:
    async with browsed(office) as client:
        page = (await client.get(f"/districts/xinzhou/reports/preview?period={YEAR}")).text
        early = await client.get("/districts/xinzhou/reports/preview?period=2031")
    (link,) = re.findall(r'href="(http://door/enter/[^"]+)"', page)
    address = urlsplit(link.replace("&amp;", "&"))
    assert address.path == "/enter/xinzhou/bureau/bulletin-published"
    assert parse_qs(address.query) == {
        "period": [YEAR],
        "as_known_at": [str(office.reader.upto)],
        "published_on": ["2025-03-20"],
    }
    assert part(page, "docketed", "numerator", by="defendant") == ["3"]
    assert early.status_code == 422


async def test_a_published_report_shows_its_numbers_what_is_otherwise_and_why(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored), number="新司〔2025〕1号")
    await office.settle()
    cause = len(office.told.stored) + 1
    office.correct_defence(2, LATE)
    await office.settle()
    async with browsed(office) as client:
        page = (await client.get(f"/districts/xinzhou/reports/{YEAR}")).text
        listed = (await client.get("/districts/xinzhou/reports")).text
        public = (await client.get(f"/public/xinzhou/{YEAR}")).text
        file = await client.get(f"/public/xinzhou/{YEAR}/files/2024.txt?edition=1")
        english = (await client.get(f"/districts/xinzhou/reports/{YEAR}?lang=en")).text
    (restated,) = office.restated
    (was,) = (one for one in restated["changes"] if (one["by"], one["metric"]) == ("*", "on_time_rate"))
    for shown in (page, public):
        assert part(shown, "on_time_rate", "numerator") == [
            str(was["was_numerator"]),
            str(was["numerator"]),
            str(was["was_numerator"]),
        ]
        assert "新司〔2025〕1号" in shown
    assert f"/districts/xinzhou/events/{cause}" in page
    assert number(2) in page
    assert "Changed since it was published" in english
    assert f"公布后有 {restated['changed']} 项数字变化" in listed
    assert file.content == (await office.bytes_of())["2024.txt"]


async def test_the_public_sees_no_case_and_nothing_that_was_taken_back(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    sue(office.told, 4)
    await office.settle()
    addresses = ("/public", "/public/xinzhou", f"/public/xinzhou/{YEAR}")
    async with browsed(office) as client:
        shown = [(await client.get(address)).text for address in addresses]
        office.take_back()
        await office.settle()
        gone = await client.get(f"/public/xinzhou/{YEAR}")
        file = await client.get(f"/public/xinzhou/{YEAR}/files/2024.txt?edition=1")
        page = (await client.get(f"/districts/xinzhou/reports/{YEAR}")).text
        empty = (await client.get("/public/xinzhou")).text
    for one in shown:
        assert "行初" not in one
        assert "/districts/" not in one
    assert (gone.status_code, file.status_code) == (404, 404)
    assert "已撤回" in page
    assert "还没有公布任何" in empty


async def test_open_pages_of_reports_hear_of_what_is_published_and_restated(office: Office) -> None:
    hub = Hub(Looking(office.told.url), Told())
    hub.nudge(len(office.told.stored))
    await hub.look()
    page = Asked("xinzhou", frozenset())

    def correct() -> None:
        office.correct_defence(2, LATE)

    published = len(office.told.stored)
    changes: tuple[Callable[[], None], ...] = (
        lambda: office.publish(YEAR, published),
        correct,
        office.take_back,
    )
    for change in changes:
        async with browsed(office) as client:
            for address in (
                f"reports/preview?period={YEAR}",
                "reports",
                *(["reports/2024"] * bool(office.published)),
            ):
                shown = (await client.get(f"/districts/xinzhou/{address}")).text
                assert 'data-stream="/stream?district=xinzhou&amp;kinds=none"' in shown
                assert f'data-after="{office.reader.upto}"' in shown
        place = hub.place(office.reader.upto)
        change()
        await office.settle()
        hub.nudge(len(office.told.stored))
        await hub.look()
        said = await hub.next(page, place, 0.0)
        assert said is not None
        assert b"event: settled" in said.said
    hub.close()


@pytest.mark.parametrize(("role", "name"), [("agency", "新洲区公安分局"), ("court", "鄂0117")])
async def test_agencies_and_courts_read_what_was_published_and_nothing_else(
    office: Office, role: Role, name: str
) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    office.correct_defence(2, LATE)
    office.publish("2024-Q3", 9999)
    await office.settle()
    viewer = Viewer(Principal(id="k", role=role, districts=("xinzhou",), names=(name,)))
    async with browsed(office, viewer=viewer) as client:
        listed = (await client.get("/districts/xinzhou/reports")).text
        page = (await client.get(f"/districts/xinzhou/reports/{YEAR}")).text
        preview = await client.get(f"/districts/xinzhou/reports/preview?period={YEAR}")
        (file,) = re.findall(r'href="(/public/xinzhou/2024/files/2024.txt[^"]*)"', page)
        content = (await client.get(file)).content
        office.take_back()
        await office.settle()
        empty = (await client.get("/districts/xinzhou/reports")).text
        gone = await client.get(f"/districts/xinzhou/reports/{YEAR}")
    assert part(page, "docketed", "numerator")[0] == "3"
    assert "公布后的变化" in page
    for shown in (listed, page):
        assert 'href="/districts/xinzhou/reports' in shown
        assert not re.search("行初|/events/|/deadlines/|preview|9999", shown)
    assert content == office.file(office.published[0]["files"][0]["sha256"]).read_bytes()
    assert preview.status_code == 403
    assert "已公布的通报与报告" in preview.text
    assert "还没有公布任何" in empty
    assert gone.status_code == 404


async def test_what_is_not_on_record_is_listed_with_the_reason(office: Office) -> None:
    office.publish(YEAR, 9999)
    await office.settle()
    async with browsed(office) as client:
        page = (await client.get("/districts/xinzhou/reports")).text
    assert "所填日志位置 9999 尚未到达" in page
    assert "发布年度报告" in page  # what is owed
