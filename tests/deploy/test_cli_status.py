"""Does one look tell how the house is, and does a rebuild wait until it is done?"""

import csv
import io
import json

import pytest

from deploy.cli import rebuilding
from deploy.local.place import SERVICES
from shared.settings import OFFSETS
from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Stub, lost, supervised

DISTRICTS = {"xinzhou": {"parked": 3}, "huancui": {"parked": 0}}
WELL = {name: {"pid": 7, "ready": True, "starts": 1, "waits_for": ""} for name in OFFSETS}


def all_well(stub: Stub) -> None:
    for service in SERVICES:
        told = {"service": service, "position": 90, "settled": 80, "due": 2, "stalled": [], "rules": "1"}
        stub.answers[service, "GET /status"] = Answer(told)
    stub.answers["intake", "GET /status"] = Answer(
        {"position": 100, "relayed": 100, "parked": 3, "districts": DISTRICTS}
    )


def test_status_tells_positions_lag_and_what_is_due(stub: Stub, yingsu: Yingsu) -> None:
    all_well(stub)
    with supervised(stub, WELL):
        said = yingsu("status", "--format", "json", "--data", stub.data)
        rows = list(csv.DictReader(io.StringIO(yingsu("status", "--format", "csv", "--data", stub.data).out)))
        shown = yingsu("status", "--data", stub.data)
    assert said.code == shown.code == 0
    told = json.loads(said.out)
    assert (told["position"], told["settled"], told["parked"]) == (100, 80, 3)
    routing = next(part for part in told["parts"] if part["part"] == "routing")
    assert (routing["position"], routing["lag"], routing["settled"], routing["due"]) == (90, 10, 80, 2)
    assert [row["part"] for row in rows] == list(OFFSETS)
    assert "accountability" in shown.out
    assert "Facts that wait until they can be used: xinzhou 3\n" in shown.out


def test_a_service_that_does_not_answer_is_named_and_the_others_are_still_told(
    stub: Stub, yingsu: Yingsu
) -> None:
    all_well(stub)
    stub.answers["deadlines", "GET /status"] = lost
    processes = {
        **WELL,
        "deadlines": {"pid": None, "ready": False, "starts": 4, "waits_for": "being started"},
    }
    with supervised(stub, processes):
        said = yingsu("status", "--data", stub.data)
    assert said.code == 1
    assert "being started" in said.out
    assert "deadlines does not answer at" in said.out


def test_a_stalled_case_is_named_with_its_error(stub: Stub, yingsu: Yingsu) -> None:
    all_well(stub)
    stalled = [{"case": "xinzhou|案一", "error": "KeyError: [x]"}]
    stub.answers["routing", "GET /status"] = Answer({"position": 90, "stalled": stalled})
    with supervised(stub, WELL):
        said = yingsu("status", "--data", stub.data)
    assert said.code == 1
    assert "routing cannot judge xinzhou 案一: KeyError: [x]" in said.out


def test_status_of_a_house_whose_supervisor_is_gone(stub: Stub, yingsu: Yingsu) -> None:
    said = yingsu("status", "--data", stub.data)
    assert said.code == 3
    assert said.err.startswith(f"Yingsu does not run on {stub.data}")


def test_a_rebuild_waits_until_the_service_has_read_and_judged_all(stub: Stub, yingsu: Yingsu) -> None:
    all_well(stub)
    steps = [(0, 0), (60, 9), (100, 4), (101, 0)]
    stub.answers["routing", "GET /status"] = [
        lost,
        *(Answer({"position": position, "due": due, "stalled": [{"case": "x"}]}) for position, due in steps),
    ]
    with supervised(stub, WELL) as asked:
        said = yingsu("rebuild", "routing", "--data", stub.data)
    assert said.code == 0
    assert asked == [{"ask": "rebuild", "part": "routing"}]
    assert "up to position 100" in said.out
    assert len([one for one in stub.asked if one.service == "routing"]) == 5


def test_a_rebuild_that_does_not_move_is_given_up(
    stub: Stub, yingsu: Yingsu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", 0.1)
    all_well(stub)
    with supervised(stub, WELL):
        said = yingsu("rebuild", "routing", "--data", stub.data)
    assert said.code == 3
    assert "routing has read 90 of 100 events" in said.err


def test_the_log_itself_is_never_rebuilt(stub: Stub, yingsu: Yingsu) -> None:
    said = yingsu("rebuild", "intake", "--data", stub.data)
    assert (said.code, "intake keeps the log itself" in said.err) == (2, True)
    assert yingsu("rebuild", "kitchen", "--data", stub.data).code == 2


def checked(problems: list[dict[str, object]] | None = None, heard: bool = True) -> dict[str, object]:
    fine = {
        "heard": True,
        "upto": 90,
        "end": 100,
        "position": 100,
        "due": 0,
        "notes": 70,
        "stalled": [],
        "problems": [],
    }
    return {
        "ok": not problems,
        "position": 100,
        "store": {"events": 100, "problems": []},
        "stream": {"events": 99, "last": 100, "problems": problems or []},
        "followers": {"routing": fine, "reporting": fine if heard else {"heard": False, "problems": []}},
    }


WHOLE = {"ok": True, "named": 2, "missing": 0, "damaged": 0, "unnamed": 1, "problems": []}
DOCUMENTS = ("intake", "GET /attachments/verify")
REPORTS = ("reporting", "GET /reports/verify")
PUBLISHED = {"ok": True, "editions": 1, "files": 6, "problems": []}


def told_in_lines(found: dict[str, object]) -> Answer:
    """Return what intake says of documents: how far it is, and in the last line what it found."""
    lines = "".join(json.dumps(line) + "\n" for line in ({"done": 1, "of": 2}, found))
    return Answer(lines.encode(), content_type="application/x-ndjson")


def test_verify_says_that_all_is_well(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "GET /verify"] = Answer(checked())
    stub.answers[DOCUMENTS] = told_in_lines(WHOLE)
    stub.answers[REPORTS] = Answer(PUBLISHED)
    said = yingsu("verify", "--data", stub.data)
    assert (said.code, said.out.splitlines()[-1]) == (0, "All is as it should be up to position 100.")
    told = json.loads(yingsu("verify", "--format", "json", "--data", stub.data).out)
    assert told == {**checked(), "documents": WHOLE, "reports": PUBLISHED}


def test_verify_names_a_published_report_whose_file_is_damaged(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "GET /verify"] = Answer(checked())
    stub.answers[DOCUMENTS] = told_in_lines(WHOLE)
    wrong = {"district": "xinzhou", "period": "2023", "edition": 1, "file": "report.pdf", "what": "damaged"}
    stub.answers[REPORTS] = Answer({**PUBLISHED, "ok": False, "problems": [wrong]})
    said = yingsu("verify", "--data", stub.data)
    assert said.code == 1
    assert "report.pdf" in said.out


def test_verify_names_the_documents_that_are_missing_with_their_cases(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "GET /verify"] = Answer(checked())
    case = {"district": "xinzhou", "case": "（2023）鄂0117行初12号", "source": "court/鄂0117", "position": 7}
    problem = {"what": "missing", "sha256": "ab" * 32, "documents": [case]}
    stub.answers[DOCUMENTS] = told_in_lines({**WHOLE, "ok": False, "missing": 1, "problems": [problem]})
    stub.answers[REPORTS] = Answer(PUBLISHED)
    said = yingsu("verify", "--data", stub.data)
    assert said.code == 1
    assert "1 missing" in said.out
    assert "xinzhou （2023）鄂0117行初12号" in "".join(said.out.split("\n"))


def test_documents_that_cannot_be_read_now_are_no_riddle(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "GET /verify"] = Answer(checked())
    stub.answers[DOCUMENTS] = Answer({"title": "Not allowed", "detail": "no key"}, 403)
    said = yingsu("verify", "--data", stub.data)
    assert (said.code, "Not allowed: no key" in said.err) == (2, True)


def test_verify_names_what_is_damaged_and_where(stub: Stub, yingsu: Yingsu) -> None:
    problems = [
        {"what": "missing", "first": 7, "last": 9},
        {"what": "not the store's bytes", "first": 4, "last": 4},
    ]
    stub.answers["intake", "GET /verify"] = Answer(checked(problems))
    stub.answers[DOCUMENTS] = told_in_lines(WHOLE)
    stub.answers[REPORTS] = Answer(PUBLISHED)
    said = yingsu("verify", "--data", stub.data)
    assert said.code == 1
    assert "missing (positions 7 to 9)" in said.out
    assert "not the store's bytes (position 4)" in said.out


def test_a_follower_that_says_nothing_is_not_well(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "GET /verify"] = Answer(checked(heard=False))
    stub.answers[DOCUMENTS] = told_in_lines(WHOLE)
    stub.answers[REPORTS] = Answer(PUBLISHED)
    said = yingsu("verify", "--data", stub.data)
    assert (said.code, "does not say how far it is" in said.out) == (1, True)


def test_repair_says_what_it_filled_and_verifies(stub: Stub, yingsu: Yingsu) -> None:
    stub.answers["intake", "POST /repair"] = Answer({"filled": 100, **checked()})
    said = yingsu("repair", "--data", stub.data)
    assert said.code == 0
    assert "filled again with 100 events" in said.out
