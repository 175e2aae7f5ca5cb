"""The law on the log and the log itself over HTTP: which pack counts, its text, and a district's stored events."""

from collections.abc import AsyncIterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from pydantic_core import from_json

from services.reporting import law_api
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.district import LawAdopted
from shared.events.intake import DayBegan, FactCorrected
from shared.law.loader import load
from shared.law.model import entries_of
from tests.given import packs
from tests.reporting.served import served
from tests.reporting.told import COURT, Told

CASE, POLICE = "（2023）鲁1002行初1号", "环翠区公安分局"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("p", POLICE)
    told.log(DayBegan(day=date(2024, 6, 1)), id_="day/2024-06-01")
    docketed = CaseDocketed(
        instance="first", defendants=(POLICE,), docketed_on=date(2023, 3, 1), claimants=("张某",)
    )
    told.fact(CASE, docketed)
    told.fact(CASE, HearingHeld(held_on=date(2023, 5, 6)))
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, law_api.routes) as client:
        yield client


def adopt(told: Told, text: str, pack: str = "huancui", version: int = 1) -> None:
    adopted = LawAdopted(pack=pack, text=text, sha256="", version=version)
    told._append(adopted, f"bureau/{pack}", f"law/{pack}/{version}", "", NO_DISTRICT)
    told.note()


async def test_the_packs_that_count_are_listed_with_their_days_and_place(client: httpx.AsyncClient) -> None:
    rows = {row["pack"]: row for row in (await client.get("/law")).json()}
    assert set(rows) == set(packs())
    row, text = rows["huancui"], packs()["huancui"]
    assert (row["district"], row["division"], row["name"]["zh"]) == ("huancui", "371002", "威海市环翠区")
    assert (row["since"], row["until"], row["revision"], row["source"]) == ("2023-06-19", None, 0, "intake")
    assert (row["position"], row["adopted_at"][:10]) == (1, "2024-01-01")
    assert row["sha256"] == sha256(text.encode()).hexdigest()
    assert row["entries"] == len(list(entries_of(load(text))))
    assert rows["national"]["district"] == ""
    assert [row["faults"] for row in rows.values()] == [[]] * len(rows)


async def test_an_adopted_pack_counts_before_the_bundled_one_and_is_another_version(
    client: httpx.AsyncClient, told: Told
) -> None:
    (before,) = (row for row in (await client.get("/law")).json() if row["pack"] == "huancui")
    adopt(told, packs()["huancui"] + "# looked through\n")
    (row,) = (row for row in (await client.get("/law")).json() if row["pack"] == "huancui")
    assert (row["revision"], row["source"], row["position"]) == (1, "bureau/huancui", len(told.stored))
    assert row["version"] != before["version"]
    assert (await client.get("/law/huancui")).text == packs()["huancui"] + "# looked through\n"


async def test_a_pack_this_release_cannot_read_says_why(client: httpx.AsyncClient, told: Told) -> None:
    adopt(told, packs()["huancui"].replace("  - rule: own-act", "  - rool: own-act"))
    (row,) = (row for row in (await client.get("/law")).json() if row["pack"] == "huancui")
    assert (row["district"], row["since"]) == ("huancui", None)
    assert any(fault["where"].endswith(".rool") for fault in row["faults"])
    assert all(fault["line"] > 0 for fault in row["faults"])
    refused = await client.get("/law/huancui?format=json")
    assert refused.status_code == 409
    assert len(refused.json()["errors"]) == len(row["faults"])
    assert "rool" in (await client.get("/law/huancui")).text


async def test_a_pack_is_had_as_text_and_as_what_it_says(client: httpx.AsyncClient) -> None:
    answer = await client.get("/law/national")
    assert answer.headers["Content-Type"].startswith("text/yaml")
    assert answer.text == packs()["national"]
    said = (await client.get("/law/national?format=json")).json()
    assert said["pack"] == "national"
    assert {duty["duty"] for duty in said["duties"]} == {duty.duty for duty in load(answer.text).duties}


async def test_an_unknown_pack_is_refused_with_the_known_ones(client: httpx.AsyncClient) -> None:
    answer = await client.get("/law/atlantis")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["expected"] == " / ".join(sorted(packs()))


async def test_the_log_of_a_district_is_the_stored_bytes_by_position(
    client: httpx.AsyncClient, told: Told
) -> None:
    answer = await client.get("/log?district=371002")
    assert answer.content.splitlines() == told.stored
    assert answer.headers["X-Yingsu-Position"] == answer.headers["X-Yingsu-Last"] == str(len(told.stored))
    assert "张某" not in answer.text


async def test_the_log_is_read_page_by_page_until_nothing_is_left(
    client: httpx.AsyncClient, told: Told
) -> None:
    read, after = list[bytes](), 0
    while lines := (answer := await client.get(f"/log?district=huancui&after={after}&limit=3")).content:
        read += lines.splitlines()
        after = int(answer.headers["X-Yingsu-Last"])
    assert read == told.stored
    assert answer.headers["X-Yingsu-Last"] == str(after)


async def test_what_is_of_another_district_is_not_in_it(client: httpx.AsyncClient, told: Told) -> None:
    docketed = CaseDocketed(instance="first", defendants=("新洲区公安分局",), docketed_on=date(2023, 3, 1))
    told._append(docketed, COURT, "elsewhere", "（2023）鄂0117行初1号", "xinzhou")
    told.note()
    read = (await client.get("/log?district=huancui")).content.splitlines()
    assert read == told.stored[:-1]
    theirs = [from_json(line) for line in (await client.get("/log?district=xinzhou")).content.splitlines()]
    assert {one["district"] for one in theirs} == {NO_DISTRICT, "xinzhou"}


async def test_what_concerns_every_district_can_be_had_alone(client: httpx.AsyncClient, told: Told) -> None:
    read = (await client.get(f"/log?district={NO_DISTRICT}")).content.splitlines()
    assert read == [body for body in told.stored if from_json(body)["district"] == NO_DISTRICT]
    assert 0 < len(read) < len(told.stored)


async def test_a_correction_that_moves_a_fact_away_belongs_to_the_log_of_both_districts(
    client: httpx.AsyncClient, told: Told
) -> None:
    docketed = CaseDocketed(instance="first", defendants=("新洲区公安分局",), docketed_on=date(2023, 3, 1))
    number, there = "（2023）鄂0117行初1号", "（2023）鄂0117行初2号"
    told._append(docketed, COURT, "moved", number, "huancui")
    correction = FactCorrected(
        target_source=COURT,
        target_id="moved",
        replaces="moved",
        type=type_of(CaseDocketed),
        data=encode(docketed),
    )
    told._append(correction, COURT, "moved#1", there, "xinzhou")
    told.note()
    for district in ("huancui", "xinzhou"):
        read = (await client.get(f"/log?district={district}")).content.splitlines()
        assert read[-2:] == told.stored[-2:]


async def test_facts_can_be_had_without_what_the_services_found(
    client: httpx.AsyncClient, told: Told
) -> None:
    read = (await client.get("/log?district=huancui&facts_only=true")).content.splitlines()
    assert read == [body for body in told.stored if "/" in from_json(body)["source"] or b'"intake"' in body]
    assert len(read) < len(told.stored)


async def test_a_district_nobody_knows_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/log?district=atlantis")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["parameter"] == "district"
