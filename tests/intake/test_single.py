"""Is one fact reported by one plain request, to the path of its type, once?"""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from services.intake.single import paths
from shared.events.catalogue import FACTS
from tests.callers import SHOWN
from tests.examples import CASE, EXAMPLES, draft
from tests.intake.door import Door
from tests.intake.roles import guarded, shown

PATHS, SCHEMAS = paths()
NOTICE = {"recipient": "武汉市新洲区人民政府", "served_on": "2024-01-26"}
AT_CASE = f"/districts/xinzhou/cases/{quote(CASE)}"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with guarded(tmp_path) as opened:
        yield opened


async def report(
    door: Door, path: str, data: object, who: str = "operator", source: str = "", **headers: str
) -> httpx.Response:
    sent = {**shown(who), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return await door.http.post(path, json=data, headers=sent, params={"source": source} if source else {})


async def test_there_is_a_path_for_every_fact_from_outside_and_its_example_is_a_fact(door: Door) -> None:
    not_so = {"day-began", "row-parked", "fact-corrected", "fact-retracted"}
    assert {path.rpartition("/")[2] for path in PATHS} == FACTS.keys() - not_so
    for path, item in PATHS.items():
        operation = item["post"]
        content = operation["requestBody"]["content"]["application/json"]
        assert content["schema"]["$ref"].rpartition("/")[2] in SCHEMAS
        assert "operator" in operation["description"]
        at = {one["name"]: quote(one["example"]) for one in operation["parameters"] if one["in"] == "path"}
        if "example" in content:
            answer = await report(door, path.format(**at), content["example"], source="bureau/xinzhou")
            assert (path, answer.status_code) == (path, 201), answer.text
    assert door.keeper.position == len(PATHS) - 2  # a calendar and a law have none


async def test_a_fact_is_recorded_as_it_would_be_as_an_event(door: Door) -> None:
    answer = await report(door, f"{AT_CASE}/notice-served", NOTICE, "court")
    assert (answer.status_code, answer.headers["location"]) == (201, "/facts/1")
    (stored,) = await door.log()
    assert (stored["type"], stored["subject"]) == ("yingsu.notice-served.v1", CASE)
    assert (stored["source"], stored["actor"], stored["district"]) == (
        "court/鄂0117",
        "court/鄂0117#k",
        "xinzhou",
    )
    assert stored["data"] == {**stored["data"], **NOTICE}
    assert answer.json()["id"] == stored["id"]


async def test_the_same_said_twice_is_known_and_something_else_is_another_fact(door: Door) -> None:
    path = f"{AT_CASE}/notice-served"
    first = await report(door, path, NOTICE, "court")
    again = await report(door, path, dict(reversed([*NOTICE.items(), ("version", 0)])), "court")
    other = await report(door, path, {**NOTICE, "served_on": "2024-01-27"}, "court")
    assert [one.status_code for one in (first, again, other)] == [201, 200, 201]
    assert (again.json()["status"], again.json()["id"]) == ("known", first.json()["id"])


async def test_an_id_that_follows_from_a_name_does_not_give_it_away(door: Door) -> None:
    """It follows from the sealed name: the same claimant in another case gives another id."""
    told = {"instance": "first", "defendants": ["武汉市新洲区人民政府"], "claimants": ["李某某"]}
    one = await report(door, f"{AT_CASE}/case-docketed", told, "court")
    again = await report(door, f"{AT_CASE}/case-docketed", told, "court")
    other = await report(door, AT_CASE.replace(quote("初1"), quote("初2")) + "/case-docketed", told, "court")
    assert (one.status_code, again.status_code) == (201, 200)
    assert one.json()["id"] != other.json()["id"]


@pytest.mark.parametrize("key", ["8e03978e-40d5-43e8-bc93-6894a57f9324", '"quoted \\" key"', "x" * 255])
async def test_a_key_is_the_id_of_the_fact(door: Door, key: str) -> None:
    answers = [
        await report(
            door, f"{AT_CASE}/notice-served", {**NOTICE, "served_on": day}, "court", idempotency_key=key
        )
        for day in ("2024-01-26", "2024-01-26", "2024-01-27")
    ]
    assert [one.status_code for one in answers] == [201, 200, 409]
    (stored,) = await door.log()
    assert stored["id"] == key.strip('"').replace('\\"', '"')


@pytest.mark.parametrize("key", ["", " ", '""', "x" * 256, "键"])
async def test_what_is_no_key_is_refused(door: Door, key: str) -> None:
    headers = {b"idempotency-key": key.encode(), b"authorization": SHOWN["Authorization"].encode()}
    answer = await door.http.post(f"{AT_CASE}/notice-served?source=court/1", json=NOTICE, headers=headers)
    assert (answer.status_code, "1 to 255" in answer.json()["detail"]) == (422, True)
    assert await door.log() == []


WRONG: list[tuple[str, object, Mapping[str, str], int, str]] = [
    (f"{AT_CASE}/comet-sighted", {}, {}, 404, "notice-served"),
    (f"{AT_CASE}/organ-registered", {}, {}, 404, "notice-served"),
    (f"{AT_CASE}/day-began", {}, {}, 404, "notice-served"),
    ("/districts/xinzhou/cases/12/notice-served", NOTICE, {}, 422, "（2023）鲁1002行初12号"),
    ("/districts/_/cases/" + quote(CASE) + "/notice-served", NOTICE, {}, 422, "xinzhou"),
    (f"{AT_CASE}/notice-served", {"recipient": "x"}, {}, 422, "/data/served_on"),
    (f"{AT_CASE}/notice-served", [NOTICE], {}, 422, "JSON object"),
    (f"{AT_CASE}/notice-served", NOTICE, {"content_type": "text/plain"}, 415, "application/json"),
]


@pytest.mark.parametrize(("path", "data", "headers", "status", "said"), WRONG)
async def test_what_is_wrong_is_named(
    door: Door, path: str, data: object, headers: dict[str, str], status: int, said: str
) -> None:
    answer = await report(door, path, data, source="court/鄂0117", **headers)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await door.log() == []


async def test_each_reports_in_its_own_name_and_what_it_may(door: Door) -> None:
    path, defence = (
        f"{AT_CASE}/notice-served",
        {**draft(EXAMPLES["defence-filed"]).data, "agency": "武汉市新洲区人民政府"},
    )
    assert (await report(door, path, NOTICE)).json()["errors"][0]["pointer"] == "/source"
    assert (await report(door, path, NOTICE, "other court")).status_code == 403
    assert (await report(door, path, NOTICE, "bureau", source="court/鄂0117")).status_code == 403
    assert (await report(door, path, NOTICE, "auditor")).status_code == 403
    assert (await door.http.post(path, json=NOTICE, headers={"Authorization": ""})).status_code == 401
    assert (await report(door, f"{AT_CASE}/defence-filed", defence, "agency")).status_code == 201
    assert await door.keys.hand_out("xinzhou", [CASE]) == {CASE: None}


async def test_the_document_names_each_path_once_with_its_right_and_refusals(door: Door) -> None:
    document: Mapping[str, Any] = (await door.http.get("/openapi.json")).json()
    operation = document["paths"]["/districts/{district}/cases/{case_number}/hearing-held"]["post"]
    assert (operation["x-right"], operation["security"]) == ("report", [{"key": []}])
    statuses = {"200", "201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
    assert operation["responses"].keys() == statuses
    assert document["components"]["responses"]["429"]["headers"].keys() == {"Retry-After"}
    assert not any("{fact_name}" in path for path in document["paths"])
    ids = [one["operationId"] for item in document["paths"].values() for one in item.values()]
    assert len(ids) == len(set(ids))
