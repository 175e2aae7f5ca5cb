"""Does an adopted pack change what it says and nothing else, and does the log tell what was before?"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from deploy.law.judging import counts, figures, judged
from deploy.law.replay import Replay, folded, world_told
from tests.e2e.conftest import DISTRICTS, EXAMPLES
from tests.e2e.house import House
from tests.given import packs
from tests.stored import edited, named

pytestmark = pytest.mark.timeout(300)

DISTRICT, METRIC = "xinzhou", "voiced_appearance_rate"

Said = Mapping[tuple[str, str], tuple[Any, ...]]
"""Of each figure by agency and metric its counts, its target and whether that is met."""


@pytest.fixture(scope="module")
def law_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with both example districts, whose law may be changed."""
    house = House(tmp_path_factory.mktemp("law") / "data").start()
    try:
        for district in DISTRICTS:
            for kind in ("organs", "ledger"):
                house.import_(kind, EXAMPLES / f"{district}-2023" / f"{kind}.csv", district)
        yield house
    finally:
        house.stop()


def position(house: House) -> int:
    """Return where the log ends."""
    return int(house.get("intake", "/status")["position"])


def said(house: House, district: str, period: str) -> Said:
    """Return the figures as reporting gives them, but for those that count nothing."""
    rows = house.get("reporting", "/figures", district=district, period=period)
    return {
        (row["agency"], row["metric"]): _figure(row) for row in rows if row["numerator"] or row["denominator"]
    }


def _figure(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("numerator", "denominator", "value", "target", "met"))


def log_of(house: House, district: str) -> list[bytes]:
    """Return a district's part of the log, read in small pages."""
    lines, after = list[bytes](), 0
    while True:
        asked = {"district": district, "after": str(after), "limit": "700"}
        answer = house.http.get(house.url("reporting") + "/log", params=asked).raise_for_status()
        if not answer.content:
            return lines
        lines += answer.content.splitlines()
        after = int(answer.headers["X-Yingsu-Last"])


def replayed(lines: list[bytes], district: str, period: str) -> Said:
    """Return the figures that judging the facts of these lines in memory gives."""
    replay = Replay(district)
    replay.take(lines)
    world = world_told(district, replay.about_all)
    found = figures(
        counts(judged(folded(replay.groups(), district), world), world), period, "defendant", world
    )
    names = ("numerator", "denominator", "value", "target", "met")
    return {
        key: tuple(getattr(one, name) for name in names)
        for key, one in found.items()
        if one.numerator or one.denominator
    }


def test_adopting_another_target_changes_that_figure_and_nothing_else(
    law_house: House, tmp_path: Path
) -> None:
    def a_half(pack: dict[str, Any]) -> None:
        named(pack["targets"], METRIC)["values"][0]["value"] = 0.5

    draft = tmp_path / "draft.yaml"
    draft.write_text(edited(DISTRICT, a_half), encoding="utf-8")
    before = {(d, p): said(law_house, d, p) for d in DISTRICTS for p in ("2022", "2023", "2023-Q2")}
    end = law_house.wait_settled()

    adopted = law_house.yingsu("law", "adopt", draft)

    assert "No finding changed." in adopted.stdout
    assert position(law_house) == end + 1
    after = {(d, p): said(law_house, d, p) for d, p in before}
    changed = {
        (district, metric)
        for (district, period), figures_ in before.items()
        for (agency, metric), figure in figures_.items()
        if after[district, period][agency, metric] != figure
    }
    assert changed == {(DISTRICT, METRIC)}
    assert {key: each.keys() for key, each in after.items()} == {
        key: each.keys() for key, each in before.items()
    }
    was, now = (each[DISTRICT, "2023"]["*", METRIC] for each in (before, after))
    assert was[:3] == now[:3]
    assert (was[3:], now[3:]) == (("0.8000", False), ("0.5000", True))

    lines = log_of(law_house, DISTRICT)
    until_then = [line for line in lines if from_json(line)["position"] <= end]
    assert len(until_then) == len(lines) - 1
    assert replayed(until_then, DISTRICT, "2023") == before[DISTRICT, "2023"]
    assert replayed(lines, DISTRICT, "2023") == after[DISTRICT, "2023"]

    again = law_house.yingsu("law", "adopt", draft)
    assert "word for word already (revision 1" in again.stdout
    assert position(law_house) == end + 1


def test_a_broken_pack_is_refused_with_every_fault_and_the_one_in_force_stays(
    law_house: House, tmp_path: Path
) -> None:
    def broken(pack: dict[str, Any]) -> None:
        named(pack["duties"], "forward")["due"] = {"working_days": 2, "months": 1}
        named(pack["duties"], "archive")["met_by"] = "nothing"

    draft = tmp_path / "draft.yaml"
    draft.write_text(edited("huancui", broken), encoding="utf-8")
    end = law_house.wait_settled()

    refused = law_house.yingsu("law", "adopt", draft, check=False)
    text = draft.read_text(encoding="utf-8")
    event = {
        "specversion": "1.0",
        "id": "law/huancui/1",
        "source": "bureau/huancui",
        "type": "yingsu.law-adopted.v1",
        "subject": "huancui",
        "district": "_",
        "data": {"pack": "huancui", "version": 1, "text": text, "sha256": sha256(text.encode()).hexdigest()},
    }
    at_the_door = law_house.report([event])

    assert refused.returncode == 2
    assert "2 faults" in refused.stderr
    assert at_the_door.status_code == 422
    assert len(at_the_door.json()["errors"]) == 2
    assert position(law_house) == end
    (row,) = (row for row in law_house.get("reporting", "/law") if row["pack"] == "huancui")
    assert (row["revision"], row["source"], row["faults"]) == (0, "intake", [])


def test_trying_a_pack_lists_what_would_change_and_records_nothing(law_house: House, tmp_path: Path) -> None:
    def ten_days_less(pack: dict[str, Any]) -> None:
        named(pack["duties"], "archive")["due"]["calendar_days"] = 20

    draft = tmp_path / "draft.yaml"
    draft.write_text(edited("huancui", ten_days_less), encoding="utf-8")
    end, before = law_house.wait_settled(), said(law_house, "huancui", "2023")

    asked = ("--district", "huancui", "--period", "2023", "--format", "json")
    told = json.loads(law_house.yingsu("law", "try", draft, *asked).stdout)
    same = json.loads(law_house.yingsu("law", "try", "huancui", *asked).stdout)

    assert {(one["what"], one["of"]) for one in told["changes"]} == {("deadline", "archive")}
    rows = {
        (one["old"]["agency"], one["old"]["metric"]): one
        for one in told["figures"]
        if one["old"]["by"] == "*"
    }
    moved = ("archive_rate", "on_time_rate", "on_time_rate:archive", "on_time_rate:for=government")
    assert rows.keys() == {("*", metric) for metric in moved}
    assert {key: _figure(one["old"]) for key, one in rows.items()} == {key: before[key] for key in rows}
    assert (same["changes"], same["figures"]) == ([], [])
    assert position(law_house) == end
    assert said(law_house, "huancui", "2023") == before


def test_the_law_in_force_is_listed_and_shown(law_house: House) -> None:
    rows = json.loads(law_house.yingsu("law", "list", "--format", "json").stdout)
    assert {row["pack"] for row in rows} == set(packs())
    assert law_house.yingsu("law", "show", "national", "--format", "yaml").stdout == packs()["national"]
