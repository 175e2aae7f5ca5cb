"""The routes for scorecards: JSON, CSV, positions, what is not there."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from services.reporting.scorecards import api
from tests.reporting.scorecards.town import BUREAU, HOUSING, POLICE, publish, record, sue, town
from tests.reporting.served import served
from tests.reporting.told import Told

ALL = "/scorecards?district=xinzhou&year=2024"
ONE = f"/scorecards/{POLICE}?district=xinzhou&year=2024"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = town(tmp_path)
    sue(told, 1)
    sue(told, 2, HOUSING, filed_on=date(2024, 4, 1))
    record(told, POLICE, "system-building", "92.5")
    publish(told)
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, api.routes) as client:
        yield client


async def test_all_agencies_are_answered_with_position_and_etag(
    client: httpx.AsyncClient, told: Told
) -> None:
    answer = await client.get(ALL)
    assert answer.headers["X-Yingsu-Position"] == str(len(told.stored))
    assert (await client.get(ALL, headers={"If-None-Match": answer.headers["ETag"]})).status_code == 304
    found = answer.json()
    assert (found["year"], found["pack"], found["published_on"]) == (2024, "xinzhou", "2025-03-14")
    assert [line["agency"] for line in found["items"]][:2] == [POLICE, HOUSING]
    assert found["items"][0]["points"]["system-building"] == "92.50"
    assert found["items"][0]["points"]["losses"] is None


async def test_one_agency_is_answered_by_any_of_its_names(client: httpx.AsyncClient) -> None:
    found = (await client.get(ONE)).json()
    assert (await client.get(ONE.replace(POLICE, "区公安分局"))).json() == found
    assert (found["agency"], found["rank"], found["ranked"], found["complete"]) == (POLICE, 1, 2, False)
    (item,) = (one for one in found["items"] if one["item"] == "own-cases")
    assert (item["points"], item["numerator"], item["denominator"]) == ("100.00", 1, 1)
    assert item["summary"]["en"].startswith("The agency's own cases")
    figure = item["figures"][0]
    assert figure["cases"].startswith("/figures/on_time_rate%3Adefence/cases?")


async def test_they_come_as_csv_when_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get(ALL, headers={"Accept": "text/csv"})
    header, first, *_ = csv.reader(io.StringIO(answer.text))
    assert header[: len(api.ABOUT)] == list(api.ABOUT)
    assert header[len(api.ABOUT) :][:2] == ["system-building", "own-cases"]
    assert (first[0], first[1], first[2], first[4], first[6]) == (POLICE, "2024", "1", "false", "false")
    download = await client.get(f"{ONE}&format=csv")
    assert download.content.startswith(b"\xef\xbb\xbfitem,article,summary")
    assert "scorecard-2024.csv" in download.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(download.content.decode("utf-8-sig"))))
    assert (rows[0]["item"], rows[0]["points"], rows[0]["office"]) == ("system-building", "92.50", BUREAU)
    assert (rows[-1]["item"], rows[-1]["points"], rows[-1]["left_out"]) == (
        "losses",
        "",
        "nothing_to_measure",
    )


async def test_what_is_not_there_is_a_problem(client: httpx.AsyncClient) -> None:
    assert (await client.get("/scorecards?district=nowhere&year=2024")).status_code == 404
    assert (await client.get("/scorecards/某局?district=xinzhou&year=2024")).status_code == 404
    for wrong in ("1999", "2101", "x", ""):
        assert (await client.get(f"/scorecards?district=xinzhou&year={wrong}")).status_code == 422
