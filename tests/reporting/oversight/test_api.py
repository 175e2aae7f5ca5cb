"""Activities and suggestions over HTTP: JSON, CSV, pages, and what is wrong with a question."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.reporting.activities.shapes import KINDS
from services.reporting.suggestions.shapes import STATES
from tests.reporting.deadlines.town import GOVERNMENT, HOUSING, POLICE
from tests.reporting.oversight.years import APPEAL, APPEALED, LOST, TOWN, issued, years
from tests.reporting.served import is_not_there
from tests.reporting.told import Told

ACTIVITIES, SUGGESTIONS = "/activities?district=xinzhou", "/suggestions?district=xinzhou"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = years(tmp_path)
    await told.settle()
    yield told
    told.close()


async def test_activities_come_with_counts_sums_years_and_position(
    client: httpx.AsyncClient, told: Told
) -> None:
    answer = await client.get(f"{ACTIVITIES}&year=2024&kind=observed")
    assert answer.headers["X-Yingsu-Position"] == str(len(told.stored))
    body = answer.json()
    assert body["counts"] == dict(zip(KINDS, (2, 2, 2, 3, 0, 2), strict=True))
    assert body["sums"]["observed"] == {"people": 70, "leaders": 3, "expert_comments": 2}
    assert list(body["years"]) == ["2025", "2024", "2023"]
    assert body["next"] == ""
    assert body["items"][2] == {
        "kind": "observed",
        "on": "2024-05-22",
        "year": 2024,
        "case": LOST,
        "category": "litigation",
        "organ": POLICE,
        "title": "",
        "person": "",
        "by": "",
        "present": [],
        "people": 24,
        "leaders": 2,
        "expert_comment": True,
    }


async def test_suggestions_come_with_counts_day_and_position(client: httpx.AsyncClient, told: Told) -> None:
    answer = await client.get(f"{SUGGESTIONS}&lost=true&year=2025")
    assert answer.headers["X-Yingsu-Position"] == str(len(told.stored))
    body = answer.json()
    assert (body["day"], body["received"], body["signed"], body["copied"], body["lost"]) == (
        "2025-03-20",
        1,
        0,
        0,
        1,
    )
    assert body["counts"] == dict.fromkeys(STATES, 0) | {"open": 1}
    assert body["items"] == [
        {
            "case": APPEALED,
            "category": "litigation",
            "kind": "judicial",
            "agencies": [HOUSING],
            "received_on": "2025-01-20",
            "state": "open",
            "light": "today",
            "due_on": "2025-03-20",
            "article": "23",
            "answered_on": None,
            "signed": None,
            "urgent": False,
            "provisional": False,
            "copied_to": [],
            "copied": False,
            "loss": {"case": APPEAL, "took_effect_on": "2024-11-12", "accountable": [HOUSING]},
            "of": "judicial//2025-01-20",
        }
    ]


@pytest.mark.parametrize("where", [ACTIVITIES, SUGGESTIONS])
async def test_a_page_names_the_next(client: httpx.AsyncClient, where: str) -> None:
    whole = (await client.get(where)).json()
    seen, after = [], ""
    while True:
        page = (await client.get(where, params={"district": "xinzhou", "limit": 4, "after": after})).json()
        assert len(page["items"]) <= 4
        seen += page["items"]
        after = page["next"]
        if not after:
            break
    assert seen == whole["items"]


async def test_activities_come_as_csv_when_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{ACTIVITIES}&year=2024", headers={"Accept": "text/csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 11
    met = next(row for row in rows if row["kind"] == "meeting")
    assert met["present"].split("、")[1:] == [GOVERNMENT, POLICE, HOUSING]
    assert {row["expert_comment"] for row in rows} == {"true", "false"}
    download = await client.get(f"{ACTIVITIES}&year=2024&format=csv")
    assert download.content.startswith(b"\xef\xbb\xbfkind,on,year,case")
    assert 'filename="activities-2024.csv"' in download.headers["Content-Disposition"]


async def test_suggestions_come_as_csv_when_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get(SUGGESTIONS, headers={"Accept": "text/csv"})
    rows = {row["case"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert len(rows) == 6
    lost, appealed = rows[LOST], rows[APPEALED]
    assert (lost["state"], lost["signed"], lost["copied"]) == ("in_time", "true", "true")
    assert lost["copied_to"] == f"{GOVERNMENT}、{TOWN}"
    assert (appealed["loss"], appealed["loss_took_effect_on"], appealed["accountable"]) == (
        APPEAL,
        "2024-11-12",
        HOUSING,
    )
    download = await client.get(f"{SUGGESTIONS}&format=csv")
    assert download.content.startswith(b"\xef\xbb\xbfcase,category,kind")
    assert 'filename="suggestions-2025-03-20.csv"' in download.headers["Content-Disposition"]
    assert (await client.get(f"{SUGGESTIONS}&format=json", headers={"Accept": "text/csv"})).json()


@pytest.mark.parametrize("where", [ACTIVITIES, SUGGESTIONS])
async def test_an_answer_that_is_settled_carries_its_position_as_etag(
    client: httpx.AsyncClient, told: Told, where: str
) -> None:
    etag = (await client.get(where)).headers["ETag"]
    assert (await client.get(where, headers={"If-None-Match": etag})).status_code == 304
    told.fact(LOST, *issued("2025-03-19"))
    await told.settle()
    assert (await client.get(where, headers={"If-None-Match": etag})).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "parameter", "expected"),
    [
        ("/activities?district=atlantis", 404, "district", "xinzhou (420117)"),
        (f"{ACTIVITIES}&agency=天文局", 404, "agency", "alias"),
        (f"{ACTIVITIES}&after=nowhere", 422, "after", "next"),
        ("/suggestions?district=atlantis", 404, "district", "xinzhou (420117)"),
        (f"{SUGGESTIONS}&agency=天文局", 404, "agency", "alias"),
        (f"{SUGGESTIONS}&after=2025-01-01|x", 422, "after", "next"),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is_expected(
    client: httpx.AsyncClient, path: str, status: int, parameter: str, expected: str
) -> None:
    await is_not_there(client, path, status, parameter, expected)


@pytest.mark.parametrize(
    "path",
    [
        f"{ACTIVITIES}&kind=party",
        f"{ACTIVITIES}&year=24",
        f"{ACTIVITIES}&limit=0",
        f"{SUGGESTIONS}&state=purple",
        f"{SUGGESTIONS}&kind=party",
        f"{SUGGESTIONS}&lost=maybe",
        f"{SUGGESTIONS}&limit=1001",
    ],
)
async def test_a_wrong_word_or_number_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
