"""The routes for programs: JSON, CSV, problem details, waiting, positions."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.reporting import api
from shared.events.court import Attendee, CaseDocketed, HearingHeld
from shared.log.settled import Announcement
from tests.reporting.served import served
from tests.reporting.told import Told

CASE, POLICE = "（2023）鲁1002行初1号", "环翠区公安分局"
FIGURES = "/figures?district=huancui&period=2023"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("p", POLICE)
    told.fact(CASE, CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=date(2023, 3, 1)))
    officer = Attendee(organ=POLICE, name="李某", rank="chief", spoke=True)
    told.fact(CASE, HearingHeld(held_on=date(2023, 5, 6), attendees=(officer,)))
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, api.routes) as client:
        yield client


async def test_figures_are_a_list_of_objects_with_their_position(
    client: httpx.AsyncClient, told: Told
) -> None:
    answer = await client.get(FIGURES)
    assert answer.headers["X-Yingsu-Position"] == str(len(told.stored))
    (figure,) = (f for f in answer.json() if (f["metric"], f["agency"]) == ("appearance_rate", "*"))
    expected: dict[str, Any] = {
        "period": "2023",
        "agency": "*",
        "metric": "appearance_rate",
        "by": "defendant",
        "numerator": 1,
        "denominator": 1,
        "value": "1.0000",
        "target": "1.0000",
        "met": True,
        "article": "19",
    }
    assert {name: figure[name] for name in expected} == expected


async def test_figures_come_as_csv_when_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{FIGURES}&agency={POLICE}", headers={"Accept": "text/csv"})
    header, first, *_ = answer.text.split("\r\n")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert header == ",".join(api.COLUMNS)
    assert first.startswith(f"2023,{POLICE},appearance_rate,defendant,1,1,1.0000,1.0000,true,false,19")
    download = await client.get(f"{FIGURES}&format=csv")
    assert download.content.startswith(b"\xef\xbb\xbfperiod")
    assert "figures-2023.csv" in download.headers["Content-Disposition"]


async def test_a_figure_names_its_cases(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/figures/appearance_rate/cases?district=huancui&period=2023-Q2")).json()
    assert (answer["numerator"], answer["denominator"], answer["next"]) == ([CASE], [CASE], None)
    assert answer["items"] == [
        {"case": CASE, "on": "2023-05-06", "counted": True, "amount": 1, "agencies": [POLICE], "why": None}
    ]


async def test_a_case_is_found_by_its_number_however_it_is_written(client: httpx.AsyncClient) -> None:
    for written in (CASE, "(2023)鲁1002行初1号", "(2023) 鲁1002行初 1号"):
        answer = await client.get(f"/cases/{written}?district=371002")
        assert answer.json()["case_number"] == CASE
    told = answer.json()
    assert (told["responsible"], told["chain"]) == ([POLICE], [CASE])
    assert told["timeline"][0]["type"] == "case-docketed"
    assert told["timeline"][0]["recorded_at"].startswith("2024-01-01T00:00:")
    assert {
        entry["article"] for entry in told["timeline"] if entry["type"] == "responsible-agency-determined"
    }


async def test_cases_are_listed(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/cases?district=huancui")).json()
    assert [(row["case_number"], row["responsible"]) for row in answer["items"]] == [(CASE, [POLICE])]
    assert answer["next"] is None


async def test_an_answer_that_is_settled_carries_its_position_as_etag(
    client: httpx.AsyncClient, told: Told
) -> None:
    etag = (await client.get(FIGURES)).headers["ETag"]
    assert etag.startswith(f'"{len(told.stored)}-')
    assert (await client.get(FIGURES, headers={"If-None-Match": etag})).status_code == 304
    told.fact(CASE, HearingHeld(held_on=date(2023, 6, 6)))
    told.note()
    unsettled = await client.get(FIGURES, headers={"If-None-Match": etag})
    assert unsettled.status_code == 200
    assert "ETag" not in unsettled.headers


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/figures?district=atlantis&period=2023", 404, "district"),
        ("/figures?district=huancui&period=2023-13", 422, "period"),
        ("/figures?district=huancui&period=2023&metric=los_rate", 404, "metric"),
        ("/figures?district=huancui&period=2023&agency=天文局", 404, "agency"),
        ("/figures/los_rate/cases?district=huancui&period=2023", 404, "metric"),
        ("/cases/（2023）鲁1002行初9号?district=huancui", 404, "case"),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is_expected(
    client: httpx.AsyncClient, path: str, status: int, parameter: str
) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["expected"]


@pytest.mark.parametrize("path", [f"{FIGURES}&by=claimant", "/figures?district=huancui", "/cases?limit=0"])
async def test_a_wrong_parameter_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_request_may_wait_until_a_position_is_settled(client: httpx.AsyncClient, told: Told) -> None:
    position = len(told.stored) + 1
    waiting = asyncio.create_task(client.get(f"/cases?district=huancui&min_position={position}"))
    told.fact(CASE.replace("1号", "2号"), CaseDocketed(instance="first", defendants=(POLICE,)))
    await told.settle()
    assert len((await waiting).json()["items"]) == 2


async def test_who_waits_too_long_is_told_how_far_it_is(client: httpx.AsyncClient, told: Told) -> None:
    upto = len(told.stored)
    answer = await client.get(f"{FIGURES}&min_position={upto + 1}&timeout=0.05")
    assert answer.status_code == 503
    assert (answer.json()["settled"], answer.headers["Retry-After"]) == (upto, "1")


async def test_settled_says_how_far_everything_is_and_what_could_not_be_judged(
    client: httpx.AsyncClient, told: Told
) -> None:
    upto = len(told.stored)
    told.announced.take(Announcement(upto, upto, stalled=("huancui|x",)))
    assert (await client.get("/settled")).json() == {
        "settled": upto,
        "position": upto,
        "stalled": ["huancui|x"],
    }


async def test_districts_are_named_with_their_codes(client: httpx.AsyncClient) -> None:
    found = {one["id"]: (one["code"], one["first"]) for one in (await client.get("/districts")).json()}
    assert found == {"huancui": ("371002", "2023-03-01"), "xinzhou": ("420117", None)}
