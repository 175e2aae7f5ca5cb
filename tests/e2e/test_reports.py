"""Is a report that was published one finding with all its files, whoever is killed, corrected or built anew?"""

import json
from hashlib import sha256
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import EXAMPLES, Houses
from tests.e2e.house import House, until
from tests.e2e.test_delivery import event

FORMS = ("docx", "pdf", "xlsx", "csv", "html", "json")


def of(house: House, name: str) -> list[dict[str, Any]]:
    lines = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).text.splitlines()
    return [one for one in map(json.loads, lines) if one["type"] == f"yingsu.{name}.v1"]


def report(house: House, *events: dict[str, Any]) -> int:
    answer = house.report(events)
    assert answer.status_code == 200, answer.text
    return house.wait_settled(answer.json()["position"])


def of_huancui(name: str, id_: str, source: str, subject: str, /, **data: Any) -> dict[str, Any]:
    return {**event(name, id_, source, subject, **data), "district": "huancui"}


def bulletin(id_: str, period: str, as_known_at: int) -> dict[str, Any]:
    data = {"published_on": "2024-03-29", "period": period, "as_known_at": as_known_at}
    return of_huancui("bulletin-published", id_, "bureau/huancui", "bulletin", **data)


def files(house: House, period: str) -> dict[str, str]:
    """Return the hash of every file as it is answered, by name; check that it is the one published."""
    found = house.get("reporting", f"/reports/huancui/{period}")["report"]
    hashes = {}
    for file in found["files"]:
        content = house.http.get(house.url("reporting") + file["address"]).content
        hashes[file["name"]] = sha256(content).hexdigest()
        assert hashes[file["name"]] == file["sha256"]
    return hashes


def is_there(house: House, period: str) -> bool:
    try:
        return bool(house.get("reporting", f"/reports/huancui/{period}"))
    except httpx.HTTPError:
        return False


def restated(house: House) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = house.get("reporting", "/reports/huancui/2023/restatement")["causes"]
    except httpx.HTTPError:
        return []
    return found


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_report_is_published_once_and_stays_byte_for_byte(houses: Houses) -> None:
    house = houses()
    for kind in ("organs", "ledger"):
        house.import_(kind, EXAMPLES / "huancui-2023" / f"{kind}.csv", "huancui")
    seen = house.wait_settled()
    report(house, bulletin("year", "2023", seen))
    until(lambda: is_there(house, "2023"), "the report on the year")
    before = files(house, "2023")
    assert {name.rpartition(".")[2] for name in before} == set(FORMS)

    quarters = zip(("2023-Q1", "2023-Q2"), ("after-archive", "after-append"), strict=True)
    for period, point in quarters:
        house.crash_at("reporting", point)
        house.wait_ready()
        house.report([bulletin(period, period, seen)])
        until(lambda period=period: is_there(house, period), f"the report on {period}", within=180.0)  # type: ignore[misc]
    assert [one["data"]["period"] for one in of(house, "figures-published")] == ["2023", "2023-Q1", "2023-Q2"]

    hearing = next(
        one for one in of(house, "hearing-held") if one["district"] == "huancui" and one["data"]["attendees"]
    )
    data = {**hearing["data"], "attendees": []}
    target = {"target_source": hearing["source"], "target_id": hearing["id"], "replaces": hearing["id"]}
    correction = of_huancui(
        "fact-corrected",
        "c",
        hearing["source"],
        hearing["subject"],
        **target,
        type=hearing["type"],
        data=data,
    )
    corrected = house.report([correction]).json()["position"]
    until(lambda: restated(house), "the restatement")
    assert [one["position"] for one in restated(house)] == [corrected]
    assert files(house, "2023") == before

    house.kill("reporting")
    until(lambda: is_there(house, "2023"), "reporting answering again", within=180.0)
    assert files(house, "2023") == before
    house.yingsu("rebuild", "reporting")
    house.yingsu("rebuild", "reporting", "--switch")
    until(lambda: restated(house), "the views built anew answering", within=180.0)
    assert files(house, "2023") == before
    assert [one["position"] for one in restated(house)] == [corrected]
    assert len(of(house, "figures-published")) == 3
    assert "All is as it was published." in house.yingsu("reports", "verify").stdout
