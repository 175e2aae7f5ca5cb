"""Proceedings over HTTP: a list with counts, one with everything, and what is wrong with a question."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from services.reporting.proceedings import api
from services.reporting.reader import Reader
from tests.reporting.proceedings.lost import CITY, CLOSED, HOUSING, REVERSED, TOWN, TWO, WAITING, number
from tests.reporting.served import is_not_there, served_by

LIST = "/proceedings?district=xinzhou"


@pytest.fixture
async def client(lost: Reader) -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(lost, api.routes) as client:
        yield client


async def test_the_list_has_counts_stages_years_day_and_position(client: httpx.AsyncClient) -> None:
    answer = await client.get(LIST)
    body = answer.raise_for_status().json()
    assert answer.headers["X-Yingsu-Position"] == str(body["position"])
    assert (body["day"], body["next"], body["years"]) == ("2026-09-28", "", [2026, 2025])
    assert body["counts"] == {"open": 6, "parked": 3, "closed": 3, "withdrawn": 1}
    waiting = next(item for item in body["items"] if item["case"] == WAITING)
    assert (waiting["state"], waiting["stage"], waiting["due"]["light"]) == ("parked", "report", "near")


async def test_filters_come_together_and_a_page_names_the_next(client: httpx.AsyncClient) -> None:
    async def cases(**asked: str) -> list[str]:
        answer = await client.get("/proceedings", params={"district": "420117", **asked})
        return [item["case"] for item in answer.raise_for_status().json()["items"]]

    assert await cases(agency=HOUSING, state="closed", year="2026", stage="") == [number(306), CLOSED]
    assert await cases(state="parked", stage="report") == [WAITING]
    first = (await client.get(f"{LIST}&limit=4")).json()
    rest = (await client.get("/proceedings", params={"district": "xinzhou", "after": first["next"]})).json()
    whole = (await client.get(LIST)).json()
    assert first["items"] + rest["items"] == whole["items"]


async def test_a_settled_list_carries_its_position_as_etag(client: httpx.AsyncClient) -> None:
    etag = (await client.get(LIST)).headers["ETag"]
    assert (await client.get(LIST, headers={"If-None-Match": etag})).status_code == 304


async def test_one_comes_with_everything(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/proceedings/{quote(WAITING)}?district=xinzhou")
    body = answer.raise_for_status().json()
    assert (body["case"], body["unit"], body["state"], body["stage"]) == (WAITING, CITY, "parked", "report")
    assert [one["reached"] for one in body["stages"]] == ["done", "current", "ahead", "ahead", "ahead"]
    assert [one["reason"] for one in body["parked"]] == ["stage-out-of-order"]
    assert {one["person"] for one in body["subjects"]} == {"", "韩某"}
    assert body["loss"]["accountable"] == [CITY]
    assert body["units"] == [CITY]
    assert "row" not in body
    assert answer.headers["X-Yingsu-Position"] == str(body["position"])


async def test_a_case_may_be_written_in_any_way_and_a_unit_named_by_its_alias(
    client: httpx.AsyncClient,
) -> None:
    written = TWO.replace("（", "(").replace("）", ")")
    answer = await client.get(f"/proceedings/{quote(written)}?district=xinzhou&unit={quote(TOWN)}")
    assert answer.raise_for_status().json()["unit"] == TOWN


async def test_a_withdrawn_one_is_still_told(client: httpx.AsyncClient) -> None:
    body = (await client.get(f"/proceedings/{quote(REVERSED)}?district=xinzhou")).raise_for_status().json()
    assert (body["state"], body["loss"]["stands"], body["history"][-1]["type"]) == (
        "withdrawn",
        False,
        "finding-withdrawn",
    )


@pytest.mark.parametrize(
    ("path", "status", "parameter", "expected"),
    [
        ("/proceedings?district=atlantis", 404, "district", "xinzhou (420117)"),
        (f"{LIST}&agency=天文局", 404, "agency", "alias"),
        (f"{LIST}&stage=supper", 404, "stage", "inquiry / report / review / feedback / decision"),
        (f"{LIST}&after=2026-03-21", 422, "after", "next"),
        (f"/proceedings/{quote(number(999))}?district=xinzhou", 404, "case", "GET /proceedings"),
        (f"/proceedings/{quote(CLOSED)}?district=xinzhou&unit={quote(TOWN)}", 404, "unit", HOUSING),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is_expected(
    client: httpx.AsyncClient, path: str, status: int, parameter: str, expected: str
) -> None:
    await is_not_there(client, path, status, parameter, expected)


@pytest.mark.parametrize("asked", ["state=late", "year=12", "year=soon", "limit=0", "limit=1001"])
async def test_a_wrong_word_or_number_is_a_problem(client: httpx.AsyncClient, asked: str) -> None:
    answer = await client.get(f"{LIST}&{asked}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
