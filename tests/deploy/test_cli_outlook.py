"""Is printed for people and for programs what a year will end at?"""

import json

from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Stub

COUNTS = {"numerator": 3, "denominator": 4, "value": "0.7500"}
SPOKE = {
    "agency": "*",
    "metric": "voiced_appearance_rate",
    "target": "0.8000",
    "compare": "at_least",
    "article": "16",
    "indicative": True,
    "numerator": 2,
    "denominator": 3,
    "value": "0.6667",
    "entering": 2,
    "changing": 1,
    "worst": {"numerator": 1, "denominator": 5, "value": "0.2000"},
    "best": {"numerator": 5, "denominator": 5, "value": "1.0000"},
    "standing": "open",
    "needed": 2,
    "allowed": None,
}
LOST = {**SPOKE, "agency": "新洲区公安分局", "metric": "loss_rate", "compare": "at_most", "target": "0.0500"}
LOST |= {"standing": "out_of_reach", "needed": None, "worst": COUNTS, "best": COUNTS}
HEARING = {
    "case": "（2026）鄂0117行初5号",
    "on": "2026-12-01",
    "agencies": ["新洲区公安分局"],
    "summoned": True,
    "noticed": False,
    "proposed": "",
    "on_record": True,
    "metrics": ["voiced_appearance_rate"],
}
ANSWER = {
    "position": 9,
    "district": "xinzhou",
    "period": "2026",
    "day": "2026-11-20",
    "until": "2026-12-21",
    "items": [SPOKE, LOST],
    "hearings": [HEARING],
}


def outlook(stub: Stub, yingsu: Yingsu, answer: dict[str, object], *more: str):  # type: ignore[no-untyped-def]
    stub.answers["reporting", "GET /outlook"] = Answer(answer)
    return yingsu("outlook", "--district", "xinzhou", "--period", "2026", "--data", stub.data, *more)


def test_the_table_says_what_is_needed_and_which_hearings_decide(stub: Stub, yingsu: Yingsu) -> None:
    said = outlook(stub, yingsu, ANSWER)
    lines = [[cell.strip() for cell in line.split("│")][1:-1] for line in said.out.splitlines()]
    rows = [line for line in lines if len(line) > 3]
    assert rows == [
        ["全区 *", "负责人出庭出声率", "2/3", "≥ 80%", "20.00%", "100.00%", "3", "2", "未定 open"],
        ["新洲区公安分局", "败诉率", "2/3", "≤ 5%", "75.00%", "75.00%", "3", "—", "已无法达标 out of reach"],
        ["2026-12-01", HEARING["case"], "新洲区公安分局", "未发 not sent", "已报备 on record"],
    ]


def test_programs_get_the_answer_as_it_is_or_its_rows(stub: Stub, yingsu: Yingsu) -> None:
    assert json.loads(outlook(stub, yingsu, ANSWER, "--format", "json").out) == ANSWER
    header, first, *_ = outlook(stub, yingsu, ANSWER, "--format", "csv").out.splitlines()
    assert header.startswith(
        "agency,metric,target,compare,numerator,denominator,value,entering,changing,worst,best"
    )
    assert first.startswith("*,voiced_appearance_rate,0.8000,at_least,2,3,0.6667,2,1,0.2000,1.0000,open,2")


def test_where_the_law_sets_no_target_it_says_so(stub: Stub, yingsu: Yingsu) -> None:
    said = outlook(stub, yingsu, {**ANSWER, "items": [], "hearings": []})
    assert "no target" in said.out
