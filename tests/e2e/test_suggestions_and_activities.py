"""Does a whole house list suggestions and activities, and does a service that dies lose none of them?"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.conftest import EXAMPLES
from tests.e2e.house import House

pytestmark = pytest.mark.timeout(300)

DISTRICT, POLICE, GOVERNMENT = "xinzhou", "新洲区公安分局", "武汉市新洲区人民政府"
CASE = "（2024）鄂0117行初31号"


def event(source: str, id_: str, kind: str, /, subject: str = CASE, **data: Any) -> dict[str, Any]:
    """Return a fact as a reporter's system sends it."""
    return {
        "specversion": "1.0",
        "source": source,
        "id": id_,
        "type": f"yingsu.{kind}.v1",
        "subject": subject,
        "district": DISTRICT,
        "data": data,
    }


def report(house: House, *events: dict[str, Any]) -> int:
    """Report facts; return the position of the last."""
    position: int = house.report(events).raise_for_status().json()["position"]
    return position


def ask(house: House, path: str, position: int, **asked: object) -> Any:
    """Ask once everything up to a position is settled."""
    return house.get("reporting", path, district=DISTRICT, min_position=position, timeout=60, **asked)


def test_suggestions_and_activities_follow_the_facts_through_a_death_of_reporting(house: House) -> None:
    house.import_("organs", EXAMPLES / "xinzhou-2023" / "organs.csv", DISTRICT)
    today = date.fromisoformat(house.get("reporting", "/deadlines", district=DISTRICT)["day"])
    court, bureau, agency = "court/鄂0117", "bureau/xinzhou", "agency/police"
    received = str(today - timedelta(days=10))
    position = report(
        house,
        event(
            court,
            "docketed",
            "case-docketed",
            instance="first",
            defendants=[POLICE],
            docketed_on="2024-01-10",
        ),
        event(
            court,
            "suggestion",
            "suggestion-issued",
            addressee="区公安分局",
            received_on=received,
            copied_to=["区政府"],
        ),
        event(
            bureau,
            "typical",
            "typical-case-published",
            published_on="2025-01-15",
            year=2024,
            title="处罚程序案",
        ),
        event(
            bureau, "met", "meeting-held", subject="bureau", held_on="2024-12-10", attended=["区政府", POLICE]
        ),
        event(
            agency,
            "observed",
            "hearing-observed",
            organ=POLICE,
            hearing_on="2024-03-01",
            observers=9,
            leaders=2,
            expert_comment=True,
        ),
    )
    found = ask(house, "/suggestions", position)
    (one,) = found["items"]
    assert (one["state"], one["agencies"], one["copied_to"]) == ("open", [POLICE], [GOVERNMENT])
    assert (one["copied"], one["loss"], found["counts"]["open"]) == (True, None, 1)
    done = ask(house, "/activities", position, year=2024)
    assert {kind: number for kind, number in done["counts"].items() if number} == {
        "typical_case": 1,
        "meeting": 1,
        "observed": 1,
    }

    house.kill("reporting")
    position = report(
        house,
        event(
            court,
            "judgment",
            "document-served",
            recipient=POLICE,
            decided_on="2024-04-08",
            served_on="2024-04-10",
            outcomes=["revoked"],
        ),
        event(
            agency,
            "answer",
            "suggestion-answered",
            addressee=POLICE,
            answered_on=str(today - timedelta(days=2)),
            officer_signed=True,
        ),
        event(
            bureau,
            "met#2",
            "fact-corrected",
            subject="bureau",
            target_source=bureau,
            target_id="met",
            replaces="met",
            type="yingsu.meeting-held.v1",
            data={"held_on": "2023-12-10", "attended": ["区政府"]},
        ),
        event(
            bureau,
            "typical#2",
            "fact-retracted",
            target_source=bureau,
            target_id="typical",
            replaces="typical",
            type="yingsu.typical-case-published.v1",
        ),
    )
    house.wait_settled(position)
    found = ask(house, "/suggestions", position, lost=True)
    (one,) = found["items"]
    assert (one["state"], one["signed"], one["loss"]["case"]) == ("in_time", True, CASE)
    assert one["loss"]["accountable"] == [POLICE]
    done = ask(house, "/activities", position)
    assert {(one["kind"], one["on"]) for one in done["items"]} == {
        ("meeting", "2023-12-10"),
        ("observed", "2024-03-01"),
    }
    for path in ("suggestions", "activities"):
        page = house.http.get(f"{house.url('reporting')}/districts/{DISTRICT}/{path}")
        assert page.status_code == 200
        assert POLICE in page.text
