"""Does an import say what became of every row, and does it survive a lost connection?"""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import importing
from tests.deploy.conftest import Said, Yingsu
from tests.deploy.stub import Answer, Reply, Stub, lost, problem

FINE: dict[str, Any] = {
    "import": "7",
    "position": 40,
    "settled": False,
    "rows": 12,
    "accepted": 30,
    "known": 2,
    "corrected": 1,
    "retracted": 0,
    "parked_rows": [],
    "parked_facts": [],
    "unknown_columns": [],
    "copy": None,
    "dry_run": False,
}
ROW = {
    "sheet": "台账",
    "row": 3,
    "column": "立案日期",
    "value": "[red]昨天",
    "expected": "a date such as 2023-05-06",
}
FACT = {
    "case": "（2023）鄂01行初5号",
    "reason": "unknown organ",
    "about": "某局",
    "released_by": "organ",
    "sheet": "台账",
    "row": 5,
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    file = tmp_path / "台账.csv"
    file.write_text("案号\n", encoding="gb18030")
    return file


def send(stub: Stub, yingsu: Yingsu, file: Path, *more: str, **answer: Any) -> Said:
    told = {**FINE, **answer}
    stub.answers.setdefault(("intake", "POST /imports/ledger"), Answer({**told, "parked_facts": []}))
    stub.answers["intake", "GET /imports/7"] = Answer(told)
    stub.answers["intake", "GET /imports/7/copy"] = Answer("案号,错误\n".encode(), content_type="text/csv")
    settled: list[dict[str, Any]] = [{"settled": n, "position": 50, "stalled": []} for n in (10, 39, 41)]
    stub.answers.setdefault(("reporting", "GET /settled"), [Answer(told) for told in settled])
    return yingsu("import", "ledger", file, "--district", "420117", "--data", stub.data, *more)


def test_a_fine_import_waits_until_the_figures_include_it(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    said = send(stub, yingsu, ledger)
    assert said.code == 0
    assert said.out.splitlines()[0] == "台账.csv → xinzhou: position 40"
    counts = [cell.strip() for cell in said.out.splitlines()[4].strip("│").split("│")]
    assert counts == ["12", "30", "2", "1", "0", "0", "0"]
    assert len(stub.queries("/settled")) == 3
    sent = next(asked.body for asked in stub.asked if asked.method == "POST")
    for part in (
        b'name="district"\r\n\r\nxinzhou\r\n',
        b'name="dry_run"\r\n\r\nfalse',
        b'name="wait"\r\n\r\nnone',
    ):
        assert part in sent
    assert "案号\n".encode("gb18030") in sent


def test_what_parked_is_named_with_its_place_and_the_copy_lies_beside_the_file(
    stub: Stub, yingsu: Yingsu, ledger: Path
) -> None:
    said = send(stub, yingsu, ledger, parked_rows=[ROW], parked_facts=[FACT], copy="/imports/7/copy")
    assert said.code == 1
    lines = [[cell.strip() for cell in line.strip("│").split("│")] for line in said.out.splitlines()]
    assert [str(value) for value in ROW.values()] in lines
    assert ["台账", "5", "（2023）鄂01行初5号", "某局", "unknown organ", "organ"] in lines
    copy = ledger.with_name("台账.错误.csv")
    assert copy.read_text() == "案号,错误\n"
    assert str(copy) in said.out


def test_a_remark_is_shown_and_is_no_failure(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    said = send(stub, yingsu, ledger, remarks=[ROW], copy="/imports/7/copy")
    lines = [[cell.strip() for cell in line.strip("│").split("│")] for line in said.out.splitlines()]
    assert (said.code, [str(value) for value in ROW.values()] in lines) == (0, True)
    assert "Values that mean another organ" in said.out


def test_columns_kept_aside_are_named(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    said = send(stub, yingsu, ledger, unknown_columns=["备注", "电话"])
    assert (said.code, "Columns kept aside, for nothing reads them: 备注、电话" in said.out) == (0, True)


def test_a_dry_run_waits_for_nothing(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    stub.answers["intake", "POST /imports/ledger"] = Answer({**FINE, "dry_run": True, "parked_rows": [ROW]})
    said = send(stub, yingsu, ledger, "--dry-run")
    assert said.code == 1
    assert "dry run, nothing was recorded" in said.out
    assert stub.queries("/settled") == []


def test_json_is_the_answer_with_where_the_copy_is(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    said = send(stub, yingsu, ledger, "--json", parked_rows=[ROW], copy="/imports/7/copy")
    told = json.loads(said.out)
    assert (told["accepted"], told["parked_rows"]) == (30, [ROW])
    assert told["copy_file"] == str(ledger.with_name("台账.错误.csv"))


def test_a_lost_connection_sends_the_whole_file_again(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    posts: list[Reply] = [lost, problem(503, "NATS is gone", "it is tried again"), lost, Answer(FINE)]
    stub.answers["intake", "POST /imports/ledger"] = posts
    said = send(stub, yingsu, ledger)
    assert said.code == 0
    assert said.err.count("sending again") == 3
    sent = [asked.body for asked in stub.asked if asked.method == "POST"]
    assert [body.count("案号\n".encode("gb18030")) for body in sent] == [1, 1, 1, 1]


def test_intake_that_stays_away_is_given_up_after_a_while(
    stub: Stub, yingsu: Yingsu, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0.3)
    stub.answers["intake", "POST /imports/ledger"] = lost
    said = send(stub, yingsu, ledger)
    assert said.code == 3
    assert "intake does not answer at http://127.0.0.1:" in said.err


def test_figures_that_do_not_move_are_said_with_how_far_they_are(
    stub: Stub, yingsu: Yingsu, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0.2)
    stub.answers["reporting", "GET /settled"] = Answer({"settled": 39, "position": 50, "stalled": []})
    said = send(stub, yingsu, ledger)
    assert said.code == 3
    assert "The file is on the log (position 40)" in said.err


def test_cases_that_cannot_be_judged_need_a_look(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    stub.answers["reporting", "GET /settled"] = Answer({"settled": 40, "position": 40, "stalled": ["案一"]})
    said = send(stub, yingsu, ledger)
    assert said.code == 1
    assert "Cases that could not be judged: 案一" in said.out


def test_a_refusal_is_printed_with_every_place(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    errors = [{"column": "被告", "detail": "the column is missing", "expected": "a column 被告"}]
    stub.answers["intake", "POST /imports/ledger"] = problem(422, "Not a ledger", "one column", errors=errors)
    said = send(stub, yingsu, ledger)
    assert said.code == 2
    assert said.err.endswith(
        "Not a ledger: one column\n  column 被告: the column is missing; expected a column 被告\n"
    )


def test_a_file_that_is_too_big_is_refused_by_intake_and_sent_once(
    stub: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    stub.answers["intake", "POST /imports/ledger"] = problem(413, "The body is too large", "at most 32 MB")
    said = send(stub, yingsu, big)
    assert said.code == 2
    assert said.err.endswith("The body is too large: at most 32 MB\n")
    assert len([asked for asked in stub.asked if asked.method == "POST"]) == 1


def test_a_file_that_cannot_be_read_is_named(stub: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    said = send(stub, yingsu, tmp_path / "none.csv")
    assert (said.code, said.err) == (
        2,
        f"The file {tmp_path}/none.csv cannot be read: No such file or directory.\n",
    )


def test_an_organ_register_goes_to_its_own_door(stub: Stub, yingsu: Yingsu, ledger: Path) -> None:
    stub.answers["intake", "POST /imports/organs"] = Answer({**FINE, "dry_run": True})
    said = yingsu("import", "organs", ledger, "--district", "xinzhou", "--dry-run", "--data", stub.data)
    assert said.code == 0
