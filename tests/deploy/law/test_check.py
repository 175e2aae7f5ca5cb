"""Does `yingsu law check` say how a pack stands, without any house?"""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.deploy.conftest import Yingsu
from tests.deploy.law.example import PACK, SCENARIOS
from tests.given import packs


@pytest.fixture
def written(tmp_path: Path) -> Path:
    (tmp_path / "example.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "example.scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    return tmp_path / "example.yaml"


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_pack_whose_scenarios_hold_and_cover_it_is_fine(written: Path, yingsu: Yingsu) -> None:
    said = yingsu("law", "check", written)
    assert (said.code, said.err) == (0, "")
    assert "example: every scenario holds, every entry is covered." in said.out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.out.splitlines() if "│" in line]
    assert rows == [
        ["1(1)", "自行应诉", "1", "1", "ok"],
        ["1(2)", "区司法局指定", "1", "1", "ok"],
        ["2", "2个工作日内报备", "1", "1", "ok"],
        ["3", "指标 loss_rate", "1", "1", "ok"],
        ["4(1)-(2)", "败诉结果 revoked、duty_ordered、varied", "3", "3", "ok"],
        ["9", "施行日期", "0", "2", "ok"],
    ]


def test_a_scenario_that_fails_is_said_with_its_line(written: Path, yingsu: Yingsu) -> None:
    rewrite(written, "due: {working_days: 2}", "due: {working_days: 4}")
    said = yingsu("law", "check", written)
    assert said.code == 1
    place = f"{written.with_name('example.scenarios.yaml')}:30: 2 报备"
    assert said.out[said.out.index(place) :].splitlines()[1:3] == [
        "  expected deadline-set {duty: papers, due_on: 2023-03-14}",
        "  found deadline-set {duty: papers, article: 2, obligor: responsible_agency, starts_on: 2023-03-10, "
        "due_on: 2023-03-16}",
    ]
    assert "fails 不通过" in said.out


def test_an_entry_without_a_scenario_is_listed(written: Path, yingsu: Yingsu) -> None:
    rewrite(written.with_name("example.scenarios.yaml"), "article: 1(1)", "article: 1(2)")
    said = yingsu("law", "check", written)
    assert said.code == 1
    assert "example: no scenario notices when\n  routing/own-act (1(1)) is left out" in said.out
    assert "uncovered 未覆盖" in said.out


def test_a_pack_without_scenarios_is_uncovered(written: Path, yingsu: Yingsu) -> None:
    written.with_name("example.scenarios.yaml").unlink()
    said = yingsu("law", "check", written)
    assert said.code == 1
    assert "has no scenarios: expected" in said.err
    assert "example.scenarios.yaml" in said.err


def test_beside_a_file_called_pack_the_scenarios_are_called_scenarios(written: Path, yingsu: Yingsu) -> None:
    written.rename(written.with_name("pack.yaml"))
    written.with_name("example.scenarios.yaml").rename(written.with_name("scenarios.yaml"))
    assert yingsu("law", "check", written.with_name("pack.yaml")).code == 0


def test_what_is_wrong_with_a_pack_is_listed_with_its_lines(written: Path, yingsu: Yingsu) -> None:
    rewrite(written, "defendant: agency", "defendent: agency")
    said = yingsu("law", "check", written)
    assert (said.code, said.out) == (2, "")
    assert f"{written}:12: routing.0.when: unknown attribute 'defendent'" in said.err


def test_what_is_wrong_with_scenarios_is_listed_with_its_lines(written: Path, yingsu: Yingsu) -> None:
    scenarios = written.with_name("example.scenarios.yaml")
    rewrite(scenarios, "article: 1(1)", "article: 77")
    rewrite(scenarios, "- notice-served", "- notice-severed")
    said = yingsu("law", "check", written)
    assert (said.code, said.out) == (2, "")
    assert "2 faults in scenarios." in said.err
    assert f"{scenarios}:10: scenarios.0.article: no entry cites '77'" in said.err
    assert "such as notice-served" in said.err


def test_scenarios_of_another_pack_are_refused(written: Path, yingsu: Yingsu) -> None:
    rewrite(written.with_name("example.scenarios.yaml"), "scenarios-of: example", "scenarios-of: national")
    rewrite(written.with_name("example.scenarios.yaml"), "day:", "judged-as: example\nday:")
    said = yingsu("law", "check", written)
    assert said.code == 2
    assert "scenarios of 'national'; expected scenarios-of: example" in said.err


@pytest.mark.parametrize(
    ("asked", "said_"),
    [("nowhere", "No pack is called nowhere, and no file"), ("nowhere.yaml", "nowhere.yaml cannot be read")],
)
def test_a_pack_that_is_not_there_is_refused(asked: str, said_: str, yingsu: Yingsu) -> None:
    said = yingsu("law", "check", asked)
    assert said.code == 2
    assert said_ in said.err


def test_another_national_pack_can_be_stood_on(written: Path, yingsu: Yingsu) -> None:
    national = written.with_name("national.yaml")
    national.write_text(packs()["national"], encoding="utf-8")
    assert yingsu("law", "check", written, "--national", national).code == 0
    rewrite(national, "pack: national", "pack: [national")
    said = yingsu("law", "check", written, "--national", national)
    assert said.code == 2
    assert f"{national}:" in said.err


def test_json_tells_articles_failures_and_what_is_uncovered(written: Path, yingsu: Yingsu) -> None:
    rewrite(written.with_name("example.scenarios.yaml"), "article: 1(1)", "article: 1(2)")
    said = yingsu("law", "check", written, "--format", "json")
    (answer,) = json.loads(said.out)
    assert said.code == 1
    assert (answer["pack"], answer["scenarios"], answer["failures"]) == ("example", 9, [])
    assert answer["articles"][0] == {
        "article": "1(1)",
        "summary": "自行应诉",
        "entries": 1,
        "scenarios": 0,
        "result": "uncovered",
    }
    assert {one["mark"] for one in answer["uncovered"]} == {"routing/own-act"}


def test_csv_has_a_row_an_article(written: Path, yingsu: Yingsu) -> None:
    said = yingsu("law", "check", written, "--format", "csv")
    header, first, *_ = csv.reader(io.StringIO(said.out))
    assert header == ["pack", "article", "summary", "entries", "scenarios", "result"]
    assert first == ["example", "1(1)", "自行应诉", "1", "1", "ok"]


def test_bundled_packs_are_checked_by_name(yingsu: Yingsu) -> None:
    (answer,) = json.loads(yingsu("law", "check", "national", "--format", "json").out)
    assert (answer["pack"], answer["failures"]) == ("national", [])


def test_all_bundled_packs_are_checked_where_none_is_named_and_every_entry_has_a_scenario(
    yingsu: Yingsu,
) -> None:
    answers = json.loads(yingsu("law", "check", "--format", "json").out)
    assert [answer["pack"] for answer in answers] == sorted(packs())
    assert [(answer["failures"], answer["uncovered"]) for answer in answers] == [([], [])] * len(answers)
