"""What does somebody see who uploads a ledger or a register on a page?"""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.intake.entry.pages import AGENCY, BUREAU, HERE, Pages, open_pages
from tests.intake.imports.memory import Parked
from tests.ledgers import as_csv, case


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    async with open_pages(tmp_path) as opened:
        yield opened


async def upload(pages: Pages, data: bytes, **more: str) -> httpx.Response:
    told = {"district": "xinzhou", "kind": "ledger", "what": "record", **more}
    return await pages.send("/enter/imports", told, files={"file": ("台账.csv", data)})


async def result(pages: Pages, sent: httpx.Response) -> str:
    assert sent.status_code == 303, sent.text
    return (await pages.http.get(sent.headers["location"])).text


async def test_a_ledger_is_tried_and_then_recorded_without_uploading_it_again(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    tried = await upload(pages, as_csv([case(1), case(2)]), what="try")
    shown = await result(pages, tried)
    assert "试算结果" in shown
    assert pages.log.events == []
    recorded = await pages.http.post(f"{tried.headers['location']}/record", headers=HERE)
    assert "导入结果" in await result(pages, recorded)
    assert {draft.subject for draft in pages.log.events} == {"（2023）鄂0117行初1号", "（2023）鄂0117行初2号"}


async def test_rows_that_cannot_be_read_and_facts_not_usable_yet_are_told_row_by_row(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.log.waiting.append(Parked("（2023）鄂0117行初1号"))
    rows = as_csv([case(1), case(2, 立案日期="三月一日")])
    shown = await result(pages, await upload(pages, rows))
    assert "三月一日" in shown
    assert "立案日期" in shown
    assert "名录中无此单位" in shown
    assert "下载标明错误的副本" in shown


async def test_what_is_no_ledger_is_refused_on_the_page_it_was_sent_from(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    sent = await upload(pages, b"\x00\x01\x02")
    assert sent.status_code == 422
    assert "没有导入" in sent.text
    assert 'type="file"' in sent.text
    assert (await pages.send("/enter/imports", {"district": "xinzhou"})).status_code == 422


async def test_only_bureaus_import_and_only_for_their_district(pages: Pages) -> None:
    await pages.sign_in(AGENCY)
    assert (await pages.http.get("/enter/imports")).status_code == 403
    await pages.sign_in(BUREAU)
    assert "环翠" not in (await pages.http.get("/enter/imports")).text
    assert (await upload(pages, as_csv([case(1)]), district="huancui")).status_code == 403
    assert pages.log.events == []


async def test_nobody_finds_an_import_that_is_not_there(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    assert (await pages.http.get(f"/enter/imports/{'0' * 32}")).status_code == 404
