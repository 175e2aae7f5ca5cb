"""Is a scorecard what the facts make it, frozen once it is published, whoever is killed or built anew?"""

import json
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import EXAMPLES, Houses
from tests.e2e.house import House, until
from tests.e2e.test_delivery import event

AGENCY, BUREAU = "新洲区公安分局", "新洲区司法局"
CASE = "（2024）鄂0117行初901号"
FROZEN = "yingsu.scorecard-published.v1"


def of_bureau(name: str, id_: str, /, **data: Any) -> dict[str, Any]:
    return event(name, id_, "bureau/xinzhou", "assessment", **data)


def sued(served_on: str, reported_on: str) -> list[dict[str, Any]]:
    """Return a case with two things that are due: that the papers are reported, and the defence."""
    docketed = {"instance": "first", "defendants": [AGENCY], "docketed_on": served_on}
    return [
        event("case-docketed", "d", "court/鄂0117", CASE, **docketed),
        event("notice-served", "n", "court/鄂0117", CASE, recipient=AGENCY, served_on=served_on),
        event("papers-reported", "p", f"agency/{AGENCY}", CASE, reported_on=reported_on),
    ]


def recorded(item: str, score: str) -> dict[str, Any]:
    data = {"recorded_on": "2025-02-20", "agency": AGENCY, "year": 2024, "item": item, "score": score}
    return of_bureau("assessment-recorded", f"r/{item}", **data, office=BUREAU, reason="查阅台账")


PUBLICATION = of_bureau("assessment-published", "published", published_on="2025-03-14", year=2024, by=BUREAU)


def report(house: House, *events: dict[str, Any]) -> int:
    answer = house.report(events)
    assert answer.status_code == 200, answer.text
    return house.wait_settled(answer.json()["position"])


def card(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.get("reporting", f"/scorecards/{AGENCY}", district="xinzhou", year=2024)
    return found


def points(house: House, item: str) -> str | None:
    (found,) = (one for one in card(house)["items"] if one["item"] == item)
    return str(found["points"]) if found["points"] is not None else None


def frozen(house: House) -> list[str]:
    """Return the agencies whose scorecards are on the log, as often as they are."""
    lines = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).text.splitlines()
    return [one["data"]["agency"] for one in map(json.loads, lines) if one["type"] == FROZEN]


def is_frozen(house: House) -> bool:
    try:
        found = house.get("reporting", "/scorecards", district="xinzhou", year=2024)
    except httpx.HTTPError:
        return False
    return bool(found["frozen"])


def register(house: House) -> None:
    house.import_("organs", EXAMPLES / "xinzhou-2023" / "organs.csv", "xinzhou")


def test_a_scorecard_follows_the_facts_until_it_is_published_and_stays_then(house: House) -> None:
    register(house)
    report(house, *sued("2024-03-08", "2024-03-15"), recorded("system-building", "92.5"))
    assert (points(house, "system-building"), points(house, "own-cases")) == ("92.50", "0.00")
    assert card(house)["total"] is not None
    fact = {"target_source": f"agency/{AGENCY}", "target_id": "p", "replaces": "p"}
    corrected = {**fact, "type": "yingsu.papers-reported.v1", "data": {"reported_on": "2024-03-11"}}
    report(house, event("fact-corrected", "p#2", f"agency/{AGENCY}", CASE, **corrected))
    assert (points(house, "own-cases"), points(house, "reporting")) == ("0.00", "100.00")

    report(house, PUBLICATION)
    until(lambda: is_frozen(house), "the scorecards frozen")
    published, agencies = card(house), frozen(house)
    assert (published["published_on"], published["frozen"], published["differs"]) == (
        "2025-03-14",
        True,
        False,
    )
    assert len(agencies) == len(set(agencies)) > 10
    assert AGENCY in agencies

    late = event("defence-filed", "f", f"agency/{AGENCY}", CASE, filed_on="2024-03-20")
    report(house, late, recorded("digitisation", "80"))
    now = card(house)
    assert (now["items"], now["total"]) == (published["items"], published["total"])
    assert now["differs"]
    assert {one["item"]: one["points"] for one in now["today"]["items"]}["own-cases"] == "100.00"

    house.yingsu("rebuild", "reporting")
    house.wait_ready()
    house.wait_settled()
    assert card(house)["items"] == published["items"]
    house.kill("reporting")
    house.wait_ready()
    report(house, recorded("organisation", "70"))
    assert is_frozen(house)
    assert sorted(frozen(house)) == sorted(agencies)


@pytest.mark.long
def test_who_dies_before_or_after_it_is_on_the_log_puts_it_there_once(houses: Houses) -> None:
    for point in ("before-append", "after-append"):
        house = houses()
        register(house)
        report(house, *sued("2024-03-08", "2024-03-11"))
        house.crash_at("reporting", point)
        house.wait_ready()
        starts = house.starts()["reporting"]
        assert house.report([PUBLICATION]).status_code == 200
        until(lambda house=house, starts=starts: house.starts()["reporting"] > starts, "reporting dead")  # type: ignore[misc]
        house.wait_ready()
        until(lambda house=house: is_frozen(house), "the scorecards frozen")  # type: ignore[misc]
        report(house, recorded("other", "60"))
        agencies = frozen(house)
        assert len(agencies) == len(set(agencies)) > 10, point
        house.stop()
