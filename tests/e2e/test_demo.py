"""Does every page that the demonstration points to show something on the day it is started?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.demo import DISTRICTS, PAGES, YEAR
from deploy.opencases import open_cases
from deploy.published import publish_reports
from tests.e2e.house import House, until

pytestmark = pytest.mark.timeout(300)

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with all that the demonstration begins with."""
    house = House(tmp_path_factory.mktemp("demo") / "data").start()
    try:
        for district in DISTRICTS:
            for kind in ("organs", "ledger"):
                house.import_(kind, EXAMPLES / f"{district}-2023" / f"{kind}.csv", district)
        day = date.fromisoformat(house.get("reporting", "/worklists", district=DISTRICTS[0])["day"])
        house.report(list(open_cases(day))).raise_for_status()
        house.wait_settled()
        assert publish_reports(house.data, DISTRICTS, YEAR) == 0
        yield house
    finally:
        house.stop()


def asked(house: House, path: str, **params: object) -> Any:
    return house.get("reporting", path, **{"district": "xinzhou", **params})


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("path", PAGES.values())
def test_every_page_it_points_to_is_there(demo: House, district: str, path: str) -> None:
    answer = demo.http.get(f"{demo.url('reporting')}/districts/{district}/{path}")
    assert answer.status_code == 200
    assert "<main" in answer.text


def test_proceedings_run_wait_and_are_closed(demo: House) -> None:
    day = asked(demo, "/worklists")["day"]

    def of_open_cases(district: str) -> list[dict[str, Any]]:
        items = asked(demo, "/proceedings", district=district, limit=1000)["items"]
        return [one for one in items if one["case"].startswith(f"（{day[:4]}）")]

    assert {
        one["case"][6:]: (one["state"], one["stage"], one["how"]) for one in of_open_cases("xinzhou")
    } == {
        "鄂0117行初907号": ("open", "feedback", ""),
        "鄂0117行初908号": ("parked", "review", ""),
        "鄂0117行初909号": ("closed", "", "decided"),
        "鄂0117行初911号": ("closed", "", "transferred"),
    }
    assert sorted(one["state"] for one in of_open_cases("huancui")) == ["closed", "open"]


def test_something_waits_for_the_bureau_and_for_agencies(demo: House) -> None:
    bureau = asked(demo, "/worklists", who="bureau")["counts"]
    assert all(bureau[kind] for kind in ("review", "feedback", "stalled", "circular"))
    assert asked(demo, "/worklists", district="huancui", who="bureau")["counts"]["referral"]
    circulars = asked(demo, "/worklists", who="bureau", kind="circular")["items"]
    assert not [one for one in circulars if one["case"].endswith("911号")], "it was issued"
    assert circulars
    assert asked(demo, "/worklists", who="新洲区卫生健康局")["counts"]["answer"]
    assert asked(demo, "/worklists", district="huancui", who="环翠区住房和城乡建设局")["counts"]["report"]


def test_suggestions_and_activities_of_each_kind_are_listed(demo: House) -> None:
    assert {len(one["copied_to"]) for one in asked(demo, "/suggestions")["items"]} == {1}
    assert [kind for kind, number in asked(demo, "/activities")["counts"].items() if not number] == []


def test_what_offices_recorded_is_on_scorecards_and_those_of_a_published_year_are_frozen(demo: House) -> None:
    def is_frozen(district: str, agency: str) -> bool:
        return bool(asked(demo, f"/scorecards/{agency}", district=district, year=YEAR)["frozen"])

    until(lambda: is_frozen("huancui", "环翠区公安分局"), "the scorecards of the published year frozen")
    assert not is_frozen("xinzhou", "新洲区公安分局")
    recorded = {
        item["item"]: item["points"]
        for item in asked(demo, "/scorecards/新洲区公安分局", year=YEAR)["items"]
        if item["office"]
    }
    assert recorded == {"system-building": "92.00", "digitisation": "80.00", "organisation": "88.00"}
