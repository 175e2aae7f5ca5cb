"""Does a whole house say what is due, and do calendars that people subscribe to follow when it moves?"""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from shared.dispute import disputes
from shared.envelope import read
from shared.events.findings.deadlines import Deadline
from tests.e2e.house import House
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(300)

DISTRICT, POLICE = "xinzhou", "新洲区公安分局"
COURT = "court/鄂0117"


def event(case: str, id_: str, kind: str, **data: Any) -> dict[str, Any]:
    """Return a fact as the court's system sends it."""
    return {
        "specversion": "1.0",
        "source": COURT,
        "id": f"{case}/{id_}",
        "type": f"yingsu.{kind}.v1",
        "subject": case,
        "district": DISTRICT,
        "data": data,
    }


def corrected(case: str, id_: str, kind: str, revision: int, **data: Any) -> dict[str, Any]:
    """Return the correction of a fact."""
    target = f"{case}/{id_}"
    return event(
        case,
        f"{id_}#{revision}",
        "fact-corrected",
        target_source=COURT,
        target_id=target,
        replaces=target if revision == 2 else f"{target}#{revision - 1}",
        type=f"yingsu.{kind}.v1",
        data=data,
    )


def report(house: House, *events: dict[str, Any]) -> None:
    """Report facts and wait until all that follows can be read."""
    position = house.report(events).raise_for_status().json()["position"]
    house.wait_settled(position)


def shown(house: House, case: str, **of: str) -> dict[str, Event]:
    """Return what a calendar shows of a case, by duty."""
    answer = house.http.get(
        f"{house.url('reporting')}/calendars/{DISTRICT}.ics", params=of
    ).raise_for_status()
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).events
    return {str(one["url"]).rpartition("/")[2]: one for one in events if case in str(one["summary"])}


def test_a_deadline_is_listed_and_in_the_calendar_and_moves_with_its_start(town: Town) -> None:
    house, case = town.house, f"（2026）鄂0117行初{town.serial()}号"
    day = date.fromisoformat(house.get("reporting", "/deadlines", district=DISTRICT)["day"])
    served = {"recipient": POLICE, "served_on": str(day)}
    docketed = {"instance": "first", "defendants": [POLICE], "docketed_on": str(day - timedelta(days=3))}
    report(
        house,
        event(case, "docketed", "case-docketed", **docketed, claimants=["李某某"]),
        event(case, "notice", "notice-served", **served),
    )
    listed = house.get("reporting", "/deadlines", district=DISTRICT, case=case, agency=POLICE)
    due = {item["duty"]: item for item in listed["items"]}
    assert due["defence"]["agencies"] == [POLICE]
    assert due["defence"]["starts_on"] == str(day)
    assert due["defence"]["state"] == "open"
    assert sum(listed["counts"].values()) == len(listed["items"])
    before = shown(house, case, agency=POLICE)
    assert {duty: str(one["dtstart"].dt) for duty, one in before.items()} == {
        duty: item["due_on"] for duty, item in due.items()
    }

    earlier = {**served, "served_on": str(day - timedelta(days=1))}
    report(house, corrected(case, "notice", "notice-served", 2, **earlier))
    after = shown(house, case)["defence"]
    now = house.get("reporting", "/deadlines", district=DISTRICT, case=case, duty="defence")["items"][0]
    assert str(after["dtstart"].dt) == now["due_on"]
    assert now["starts_on"] == earlier["served_on"]
    assert after["uid"] == before["defence"]["uid"]
    assert after["sequence"] > before["defence"]["sequence"]

    report(house, event(case, "ended", "case-ended", ended_on=str(day)))
    lifted = shown(house, case)["defence"]
    assert lifted["status"] == "CANCELLED"
    assert lifted["sequence"] > after["sequence"]
    assert "李某某" not in "".join(str(one["summary"]) + str(one["description"]) for one in before.values())


def test_what_is_listed_is_what_stands_on_the_log(example_house: House) -> None:
    for district in ("xinzhou", "huancui"):
        address = f"{example_house.url('reporting')}/log"
        asked = {"district": district, "limit": "50000"}
        lines = example_house.http.get(address, params=asked).raise_for_status().content.splitlines()
        standing = [
            (key.case, finding.duty, finding.of, str(finding.due_on))
            for dispute in disputes(map(read, lines))
            for key, finding in dispute.standing("deadlines").items()
            if isinstance(finding, Deadline) and dispute.district == district
        ]
        found, after = list[tuple[str, ...]](), ""
        while True:
            page = example_house.get("reporting", "/deadlines", district=district, limit=200, after=after)
            found += [(one["case"], one["duty"], one["of"], one["due_on"]) for one in page["items"]]
            after = page["next"]
            if not after:
                break
        assert len(found) > 100
        assert sorted(found) == sorted(standing)
        assert sum(page["counts"].values()) == len(found)
