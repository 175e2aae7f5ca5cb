"""What does the law say, and which cases did each entry decide, as programs ask for it?"""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from services.reporting import entries_api, law_api
from shared.events.agency import ActDescribed, AgentsAuthorised
from shared.events.court import CaseDocketed, NoticeServed
from tests.reporting.served import served
from tests.reporting.told import Told

GOVERNMENT, POLICE, TOWN = "威海市环翠区人民政府", "环翠区公安分局", "环翠区张村镇人民政府"
BUREAU = "环翠区司法局"
CASES = tuple(f"（2023）鲁1002行初{number}号" for number in range(1, 6))


def docketed(*defendants: str) -> CaseDocketed:
    return CaseDocketed(instance="first", defendants=defendants, docketed_on=date(2023, 7, 3))


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("gov", GOVERNMENT, "government")
    told.organ("bureau", BUREAU, "bureau")
    told.organ("d1", POLICE)
    told.organ("t1", TOWN, "street")
    for case in CASES[:3]:
        told.fact(case, docketed(POLICE))
    told.fact(CASES[0], NoticeServed(recipient=POLICE, served_on=date(2023, 7, 5)))
    alone = AgentsAuthorised(agency=POLICE, outside_lawyers=1, authorised_on=date(2023, 8, 1))
    told.fact(CASES[1], alone, source="agency/d1")
    for case in CASES[3:]:
        told.fact(case, docketed(GOVERNMENT), ActDescribed(kind="other"))
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, entries_api.routes, law_api.routes) as client:
        yield client


async def test_every_entry_of_the_law_is_there_with_the_number_of_cases_it_decided(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/law/entries", params={"district": "371002"})
    entries = {one["mark"]: one for one in answer.json()["items"]}
    assert answer.headers["X-Yingsu-Position"] == str(answer.json()["position"])
    own = entries["routing/own-act"]
    assert (own["article"], own["cases"], own["pack"], own["status"]) == ("8", 3, "huancui", "confirmed")
    assert own["value"]["when"] == {"defendant": "agency"}
    assert own["summary"]["zh"]
    assert entries["routing/other"]["cases"] == 2
    assert entries["duties/defence"]["cases"] == 1
    assert entries["duties/defence"]["pack"] == "national"
    assert entries["agents/one-or-two-agents"]["cases"] == 1
    assert entries["lost/revoked"]["cases"] == 0
    assert entries["parameters/codefendants"]["value"]["value"] == "any"
    assert {one["section"] for one in entries.values()} >= {"routing", "appearing", "targets", "liability"}


async def test_an_entry_leads_to_its_cases_page_by_page(client: httpx.AsyncClient) -> None:
    asked = {"district": "huancui", "limit": "2"}
    first = (await client.get("/law/entries/routing/own-act/cases", params=asked)).json()
    assert [one["case_number"] for one in first["items"]] == list(CASES[:2])
    rest = (
        await client.get("/law/entries/routing/own-act/cases", params={**asked, "after": first["next"]})
    ).json()
    assert [one["case_number"] for one in rest["items"]] == [CASES[2]]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/law/entries", {"district": "nowhere"}),
        ("/law/entries", {"district": "huancui", "pack": "nothing"}),
        ("/law/entries/routing/nothing/cases", {"district": "huancui"}),
        ("/law/entries/open/designation/cases", {"district": "huancui"}),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is(
    client: httpx.AsyncClient, path: str, asked: dict[str, str]
) -> None:
    answer = await client.get(path, params=asked)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["expected"]


async def test_the_entries_of_the_law_do_not_hide_the_packs(client: httpx.AsyncClient) -> None:
    assert (await client.get("/law/huancui")).text.startswith("#")
