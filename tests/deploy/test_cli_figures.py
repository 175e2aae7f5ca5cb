"""Are figures and cases printed for people and for programs, and is what is wrong said plainly?"""

import csv
import io
import json
from pathlib import Path

from deploy.local.place import State, write_state
from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Stub, lost, problem

APPEARED = {
    "period": "2023",
    "agency": "*",
    "metric": "appearance_rate",
    "by": "defendant",
    "numerator": 41,
    "denominator": 46,
    "value": "0.8913",
    "target": "1.0000",
    "compare": "at_least",
    "met": False,
    "indicative": True,
    "article": "19",
    "status": "confirmed",
}
LOST = {**APPEARED, "agency": "新洲区公安分局", "metric": "loss_rate", "numerator": 0, "denominator": 8}
LOST |= {"value": "0.0000", "target": "0.05", "compare": "at_most", "met": True, "indicative": False}
ARCHIVED = {**LOST, "metric": "on_time_rate:archive", "target": None, "met": None, "value": None}
COUNTED = {**ARCHIVED, "metric": "docketed", "numerator": 9, "denominator": None, "value": "9"}
TOOK = {**ARCHIVED, "metric": "average_days:first", "numerator": 90, "denominator": 2, "value": "45.0000"}
ROWS = [APPEARED, LOST, ARCHIVED, COUNTED, TOOK]

FIRST = {
    "case_number": "（2023）鄂01行初5号",
    "responsible": ["甲局", "乙局"],
    "rule": "taking",
    "article": "9(1)",
}
SECOND = {"case_number": "（2023）鄂01行初6号", "responsible": [], "rule": "", "article": ""}


def figures(stub: Stub, yingsu: Yingsu, *more: str, district: str = "xinzhou"):  # type: ignore[no-untyped-def]
    stub.answers["reporting", "GET /figures"] = Answer(ROWS)
    return yingsu("figures", "--district", district, "--period", "2023", "--data", stub.data, *more)


def test_json_is_the_list_of_figures_as_answered(stub: Stub, yingsu: Yingsu) -> None:
    said = figures(stub, yingsu, "--format", "json")
    assert said.code == 0
    assert json.loads(said.out) == ROWS


def test_csv_has_the_promised_columns_first(stub: Stub, yingsu: Yingsu) -> None:
    said = figures(stub, yingsu, "--format", "csv")
    header, first, *_ = csv.reader(io.StringIO(said.out))
    assert header[:9] == [
        "period",
        "agency",
        "metric",
        "numerator",
        "denominator",
        "value",
        "target",
        "met",
        "indicative",
    ]
    assert first[:9] == ["2023", "*", "appearance_rate", "41", "46", "0.8913", "1.0000", "false", "true"]


def test_the_table_names_figures_in_chinese_and_marks_what_is_met(stub: Stub, yingsu: Yingsu) -> None:
    said = figures(stub, yingsu)
    lines = [[cell.strip() for cell in line.split("│")] for line in said.out.splitlines()]
    rows = [line[1:-1] for line in lines if len(line) > 5]
    assert rows == [
        ["全区 *", "负责人出庭应诉率", "41/46", "89.13%", "≥ 100%", "(✗ 未达标)"],
        ["新洲区公安分局", "败诉率", "0/8", "0.00%", "≤ 5%", "✓ 达标"],
        ["", "立卷归档按时率", "0/8", "—", "", ""],
        ["", "立案", "9", "", "", ""],
        ["", "一审平均用时", "90/2", "45.0 天", "", ""],
    ]


def test_figures_as_known_at_a_moment_are_asked_for_and_say_so(stub: Stub, yingsu: Yingsu) -> None:
    assert "as known at 2024-03-31" in figures(stub, yingsu, "--as-of", "2024-03-31").out
    assert stub.queries("/figures")[-1]["as_of"] == "2024-03-31"
    assert "as known" not in figures(stub, yingsu).out


def test_the_period_before_stands_beside(stub: Stub, yingsu: Yingsu) -> None:
    before = {"numerator": 1, "denominator": 4, "value": "0.2500", "period": "2022"}
    stub.answers["reporting", "GET /figures"] = Answer([{**APPEARED, "before": before}])
    asked = (
        "figures",
        "--district",
        "xinzhou",
        "--period",
        "2023",
        "--data",
        stub.data,
        "--compare",
        "before",
    )
    lines = [[cell.strip() for cell in line.split("│")][1:-1] for line in yingsu(*asked).out.splitlines()]
    assert ["全区 *", "负责人出庭应诉率", "41/46", "89.13%", "25.00%", "≥ 100%", "(✗ 未达标)"] in lines
    header, row = csv.reader(io.StringIO(yingsu(*asked, "--format", "csv").out))
    assert dict(zip(header, row, strict=True))["before"] == "0.2500"


def test_parts_of_counts_are_left_to_those_who_ask(stub: Stub, yingsu: Yingsu) -> None:
    parts = [{**COUNTED, "metric": f"docketed:act={act}"} for act in ("penalty", "license")]
    stub.answers["reporting", "GET /figures"] = Answer([COUNTED, *parts])
    said = yingsu("figures", "--district", "xinzhou", "--period", "2023", "--data", stub.data)
    assert "立案：" not in said.out
    assert "--metric docketed:act=license" in said.out
    stub.answers["reporting", "GET /figures"] = Answer(parts[:1])
    said = yingsu("figures", "--district", "xinzhou", "--period", "2023", "--data", stub.data)
    assert "立案：行政处罚" in said.out


def test_what_was_chosen_is_asked_for_and_a_division_code_is_a_district(stub: Stub, yingsu: Yingsu) -> None:
    figures(
        stub, yingsu, "--by", "responsible", "--agency", "甲局", "--metric", "loss_rate", district="420117"
    )
    assert stub.queries("/figures") == [
        {
            "district": "xinzhou",
            "period": "2023",
            "by": "responsible",
            "agency": "甲局",
            "metric": "loss_rate",
        }
    ]


def test_a_period_without_figures_is_said(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["reporting", "GET /figures"] = Answer([])
    said = yingsu("figures", "--district", "xinzhou", "--period", "1999", "--data", stub.data)
    assert (said.code, said.out.partition(".")[0]) == (0, "xinzhou 1999: no figures")


def test_cases_are_paged_through(stub: Stub, yingsu: Yingsu) -> None:
    pages = [
        Answer({"items": [FIRST], "next": "x", "position": 9}),
        Answer({"items": [SECOND], "next": None}),
    ]
    stub.answers["reporting", "GET /cases"] = list(pages)
    said = yingsu("cases", "--district", "xinzhou", "--format", "json", "--data", stub.data)
    assert json.loads(said.out) == [FIRST, SECOND]
    assert [query.get("after") for query in stub.queries("/cases")] == [None, "x"]


def test_cases_as_csv_and_table(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["reporting", "GET /cases"] = Answer({"items": [FIRST], "next": None})
    said = yingsu("cases", "--district", "xinzhou", "--format", "csv", "--data", stub.data)
    assert said.out == "case_number,responsible,rule,article\n（2023）鄂01行初5号,甲局、乙局,taking,9(1)\n"
    said = yingsu("cases", "--district", "xinzhou", "--data", stub.data)
    assert "甲局、乙局" in said.out


def test_an_unknown_district_is_refused_with_the_known_ones(stub: Stub, yingsu: Yingsu) -> None:
    said = figures(stub, yingsu, district="atlantis")
    assert (said.code, said.out) == (2, "")
    assert said.err == "No district is called atlantis. Known are: xinzhou (420117, 新洲区).\n"


def test_problem_details_are_printed_with_their_places(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["reporting", "GET /figures"] = problem(
        422,
        "Invalid request",
        "query/period: wrong",
        errors=[{"pointer": "/period", "detail": "no", "expected": "2023"}],
    )
    said = yingsu("figures", "--district", "xinzhou", "--period", "now", "--data", stub.data)
    assert said.code == 2
    assert said.err == "Invalid request: query/period: wrong\n  /period: no; expected 2023\n"


def test_a_service_that_is_away_for_a_moment_is_asked_again(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["reporting", "GET /figures"] = [lost, problem(503, "Away", "starting"), Answer(ROWS)]
    said = yingsu(
        "figures", "--district", "xinzhou", "--period", "2023", "--format", "json", "--data", stub.data
    )
    assert (said.code, json.loads(said.out)) == (0, ROWS)


def test_no_house_is_one_plain_sentence(tmp_path: Path, yingsu: Yingsu) -> None:
    nowhere = tmp_path / "nowhere"
    said = yingsu("figures", "--district", "xinzhou", "--period", "2023", "--data", nowhere)
    assert (said.code, said.out) == (3, "")
    assert said.err == f"Yingsu does not run on {nowhere}: start it with yingsu up --data {nowhere}.\n"


def test_a_house_that_runs_in_a_folder_below_is_named(stub: Stub, yingsu: Yingsu) -> None:
    above = stub.data.parent
    said = yingsu("cases", "--district", "xinzhou", "--data", above)
    assert f"One runs in {stub.data}: add --data {stub.data}." in said.err


def test_a_house_that_was_killed_does_not_run(tmp_path: Path, yingsu: Yingsu) -> None:
    highest = int(Path("/proc/sys/kernel/pid_max").read_text())
    state = State(data=str(tmp_path), pid=highest + 1, started_at="", ports={"reporting": 1})
    write_state(tmp_path / "local.toml", state)
    assert "does not run" in yingsu("cases", "--district", "xinzhou", "--data", tmp_path).err


def test_the_version_and_wrong_arguments(yingsu: Yingsu) -> None:
    assert yingsu("--version").out == "yingsu 0.1.0\n"
    assert yingsu("figures").code == 2
    assert yingsu("import", "ledger").code == 2
