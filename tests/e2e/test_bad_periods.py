"""Is a period that cannot be so refused or flagged, each time with what was expected?"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest

from tests.e2e.house import House
from tests.e2e.town import Town
from tests.given import packs

pytestmark = pytest.mark.timeout(300)

DISTRICT = "xinzhou"
POLICE = "新洲区公安分局"


def event(number: str, type_: str, id_: str = "", **data: Any) -> Mapping[str, Any]:
    """Return a fact of a case as a CloudEvent of the court."""
    return {
        "specversion": "1.0",
        "id": id_ or f"{number}/{type_}/{'/'.join(map(str, data.values()))}",
        "source": "court/鄂0117",
        "type": f"yingsu.{type_}.v1",
        "subject": number,
        "district": DISTRICT,
        "data": data,
    }


def docketed(town: Town) -> tuple[str, list[Mapping[str, Any]]]:
    """Return a number nobody has used, and that its case was docketed and served on 3 March 2023."""
    number = f"（2023）鄂0117行初{town.serial()}号"
    day = "2023-03-03"
    return number, [
        event(number, "case-docketed", instance="first", defendants=[POLICE], docketed_on=day),
        event(number, "notice-served", recipient=POLICE, served_on=day),
    ]


def reported(house: House, *events: Mapping[str, Any]) -> None:
    """Report facts and wait until all that follows is in the lists."""
    answer = house.report(list(events)).raise_for_status().json()
    house.wait_settled(answer["position"])


def standing(town: Town, number: str) -> dict[str, tuple[str, str]]:
    """Return of each deadline of a case how it stands and when it is due, by duty."""
    found = town.house.get("reporting", "/deadlines", district=DISTRICT, case=number)
    return {row["duty"]: (row["state"], row["due_on"]) for row in found["items"]}


def doubts(town: Town, number: str) -> list[tuple[str, str, str]]:
    """Return what waits for the bureau because of a doubtful period: the problem, what was found and expected."""
    found = town.house.get("reporting", "/worklist", district=DISTRICT, kind="doubt", limit=1000)
    return [
        (item["says"]["problem"], item["says"]["found"], item["says"]["expected"])
        for item in found["items"]
        if item["case"] == number
    ]


OUT_OF_ORDER = {
    "a hearing in the past": ("hearing-scheduled", "scheduled_on", "hearing_on"),
    "an evidence period that ends before it is set": ("evidence-period-set", "set_on", "until"),
    "an extension that ends before it is granted": ("evidence-extension-granted", "granted_on", "until"),
}


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_a_period_that_ends_before_it_begins_is_refused(town: Town, name: str) -> None:
    type_, first, then = OUT_OF_ORDER[name]
    number, told = docketed(town)
    before = town.house.get("intake", "/status")["position"]
    wrong = event(number, type_, **{first: "2023-03-20", then: "2023-03-19"})
    answer = town.house.report([*told, wrong])
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert (error["index"], error["pointer"]) == (2, f"/data/{then}")
    assert "2023-03-20 or a later day" in error["expected"]
    assert town.house.get("intake", "/status")["position"] == before


def test_a_hearing_before_the_case_began_is_flagged_with_the_day_it_began(town: Town) -> None:
    number, told = docketed(town)
    reported(town.house, *told, event(number, "hearing-scheduled", hearing_on="2023-02-20"))
    assert doubts(town, number) == [("hearing_before_case", "2023-02-20", "2023-03-03")]


def test_an_extension_asked_for_after_the_period_ended_is_missed(town: Town) -> None:
    number, told = docketed(town)
    late = event(number, "evidence-extension-requested", requested_on="2023-03-21", agency=POLICE)
    reported(town.house, *told, late)
    assert standing(town, number)["evidence_extension"] == ("missed", "2023-03-20")


def test_an_extension_that_would_shorten_the_period_is_flagged_and_moves_nothing(town: Town) -> None:
    number, told = docketed(town)
    shorter = event(number, "evidence-extension-granted", granted_on="2023-03-10", until="2023-03-15")
    reported(town.house, *told, shorter)
    assert standing(town, number)["evidence"] == ("missed", "2023-03-20")
    assert ("extension_shortens", "2023-03-15", "2023-03-20") in doubts(town, number)


def test_an_unknown_duty_is_refused_with_those_there_are(town: Town) -> None:
    url = f"{town.house.url('reporting')}/deadlines?district={DISTRICT}&duty=luncheon"
    answer = town.house.http.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert error["detail"] == "found 'luncheon'"
    assert {"forward", "defence", "archive"} <= set(error["expected"].split(" / "))


def test_a_pack_that_names_an_unknown_duty_is_refused_with_its_line(town: Town) -> None:
    said = "    upon: deadline_missed\n    duty: papers\n"
    text = packs()[DISTRICT]
    assert text.count(said) == 1
    wrong = text.replace(said, said.replace("papers", "luncheon"))
    line = wrong[: wrong.index("luncheon")].count("\n") + 1
    adopted = {
        **event("", "law-adopted", "law/luncheon", pack=DISTRICT, text=wrong),
        "source": f"bureau/{DISTRICT}",
        "subject": DISTRICT,
        "district": "_",
    }
    adopted["data"] = {**adopted["data"], "sha256": sha256(wrong.encode()).hexdigest()}
    answer = town.house.report([adopted])
    assert answer.status_code == 422
    told = answer.text
    assert "luncheon" in told
    assert f"line {line}" in told
    assert "papers" in told, "the duties there are"
