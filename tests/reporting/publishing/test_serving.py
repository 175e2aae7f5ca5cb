"""Is a published file had again byte for byte, also when the archive lost or damaged it?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.publishing.api import routes
from services.reporting.publishing.signing import is_right
from services.reporting.reports import ReportData, ReportFile, rendered
from shared import problems
from tests.reporting.publishing.office import YEAR, Office, canonical, plainly
from tests.reporting.scorecards.town import sue


@pytest.fixture
async def published(office: Office) -> Office:
    """Return an office that has published the year, and learnt of another case since."""
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    sue(office.told, 4)
    await office.settle()
    return office


@asynccontextmanager
async def asked(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes(office.desk))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting") as client:
        yield client


async def test_files_have_their_hash_for_etag_and_are_kept_for_ever(published: Office) -> None:
    async with asked(published) as client:
        found = (await client.get(f"/reports/xinzhou/{YEAR}")).json()
        for file in found["report"]["files"]:
            answer = await client.get(file["address"])
            assert sha256(answer.content).hexdigest() == file["sha256"]
            assert answer.headers["ETag"] == f'"{file["sha256"]}"'
            assert "immutable" in answer.headers["Cache-Control"]
            again = await client.get(file["address"], headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
        latest = await client.get(f"/reports/xinzhou/{YEAR}/files/2024.txt")
        assert "immutable" not in latest.headers["Cache-Control"]
        html = await client.get(f"/reports/xinzhou/{YEAR}/files/2024.html")
        assert "sandbox" in html.headers["Content-Security-Policy"]


async def test_what_is_signed_is_what_is_answered_and_on_the_log(published: Office) -> None:
    async with asked(published) as client:
        found = (await client.get(f"/reports/xinzhou/{YEAR}")).json()
        (key,) = (await client.get("/reports/key")).json()
    (data,) = published.published
    assert is_right("xinzhou", data)
    assert found["signed"] == {
        "district": "xinzhou",
        **{name: data[name] for name in data if name not in ("signature", "law", "calendar", "rules")},
    }
    assert canonical(found["signed"]) == canonical(found["signed"] | {})
    assert (found["signature"]["key"], found["signature"]["value"]) == (key["id"], data["signature"])
    assert key["current"]


async def test_changes_are_answered_with_both_values_and_their_causes(published: Office) -> None:
    async with asked(published) as client:
        found = (await client.get(f"/reports/xinzhou/{YEAR}/restatement")).json()
        report = (await client.get(f"/reports/xinzhou/{YEAR}")).json()
        (row,) = (await client.get("/reports", params={"district": "xinzhou"})).json()["items"]
    (docketed,) = (one for one in found["changes"] if (one["metric"], one["by"]) == ("docketed", "*"))
    assert (docketed["was_numerator"], docketed["numerator"]) == (3, 4)
    assert found["caused"] == len(found["causes"]) > 1
    assert report["restatement"] == found
    assert (row["changed"], row["state"]) == (found["changed"], "published")


@pytest.mark.parametrize("damage", ["missing", "damaged"])
async def test_a_file_that_is_lost_is_made_again_the_same(published: Office, damage: str) -> None:
    before = await published.bytes_of()
    for path in list((published.folder / "published").glob("??/*")):
        path.unlink() if damage == "missing" else path.write_bytes(b"x" * path.stat().st_size)
    checked = await published.shelf.check()
    assert [one.what for one in checked.problems] == [damage] * 3
    assert not checked.ok
    assert await published.bytes_of() == before
    assert (await published.shelf.check()).ok


async def test_one_that_would_be_other_bytes_now_is_a_problem_that_says_so(published: Office) -> None:
    async def otherwise(data: ReportData) -> tuple[ReportFile, ...]:
        return tuple(ReportFile(one.name, one.media_type, one.content + b"!") for one in await plainly(data))

    (data,) = published.published
    published.file(data["files"][0]["sha256"]).unlink()
    object.__setattr__(published.press, "rendered", otherwise)
    async with asked(published) as client:
        for _ in range(2):
            answer = await client.get(f"/reports/xinzhou/{YEAR}/files/2024.txt")
            assert (answer.status_code, answer.json()["title"]) == (500, "Published file damaged")
            assert "missing" in answer.json()["detail"]
            assert data["files"][0]["sha256"] in answer.json()["errors"][0]["expected"]
        whole = await client.get(f"/reports/xinzhou/{YEAR}/files/2024.html")
        assert whole.status_code == 200


NOT_THERE = (
    ("/reports/xinzhou/2023", 404, "period", YEAR),
    ("/reports/xinzhou/nonsense", 422, "period", "2023-Q2"),
    (f"/reports/xinzhou/{YEAR}?edition=7", 404, "edition", "1"),
    (f"/reports/xinzhou/{YEAR}/files/other.pdf", 404, "name", "2024.txt"),
    ("/reports?district=nowhere", 404, "district", "xinzhou"),
    ("/reports/preview?district=xinzhou&period=2024-05", 422, "period", "2023-Q2"),
    ("/reports/preview?district=xinzhou&period=2031", 422, "period", "begun"),
    ("/reports/preview?district=xinzhou&period=2019", 404, "period", "2024"),
    ("/reports/preview?district=xinzhou&period=2024&as_of=99999", 422, "as_of", "position"),
)


async def test_what_is_not_there_is_refused_with_what_is(published: Office) -> None:
    async with asked(published) as client:
        for path, status, parameter, expected in NOT_THERE:
            answer = await client.get(path)
            assert answer.status_code == status, path
            (error,) = answer.json()["errors"]
            assert error["parameter"] == parameter
            assert expected in error["expected"]


async def test_a_preview_is_pinned_and_named_a_draft(published: Office) -> None:
    async with asked(published) as client:
        asks = {"district": "xinzhou", "period": YEAR}
        data = (await client.get("/reports/preview", params=asks)).json()
        file = await client.get(
            "/reports/preview", params={**asks, "as_of": data["position"], "format": "html"}
        )
    assert data["position"] == published.reader.upto
    assert 'filename="draft-2024.html"' in file.headers["Content-Disposition"]
    assert "预览稿" in file.text
    assert published.published == [published.published[0]]


@pytest.mark.long
async def test_a_report_of_real_documents_is_the_same_bytes_after_a_later_correction(office: Office) -> None:
    object.__setattr__(office.press, "rendered", rendered)
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    before = await office.bytes_of()
    assert {name.rpartition(".")[2] for name in before} == {"docx", "pdf", "xlsx", "csv", "html", "json"}
    sue(office.told, 4)
    await office.settle()
    assert office.restated
    (data,) = office.published
    for file in data["files"]:
        if not file["name"].endswith("json"):
            office.file(file["sha256"]).unlink()
    assert await office.bytes_of() == before
