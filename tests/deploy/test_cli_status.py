"""Does one look tell how the house is, and does a rebuild wait until it is done?"""

import csv
import io
import json

import pytest

from deploy.cli import mending
from deploy.local.place import OFFSETS, SERVICES
from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Stub, lost, supervised

WELL = {name: {"pid": 7, "ready": True, "starts": 1, "waits_for": ""} for name in OFFSETS}


def all_well(stub: Stub) -> None:
    for service in SERVICES:
        said = {"service": service, "position": 90, "settled": 80, "due": 2, "stalled": [], "rules": "1"}
        stub.answers[service, "GET /status"] = Answer(said)
    stub.answers["intake", "GET /status"] = Answer({"position": 100, "relayed": 100, "parked": 3})


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
    stalled = [{"case": "案一", "error": "KeyError: [x]"}]
    stub.answers["routing", "GET /status"] = Answer({"position": 90, "stalled": stalled})
    with supervised(stub, WELL):
        said = yingsu("status", "--data", stub.data)
    assert said.code == 1
    assert "routing cannot judge 案一: KeyError: [x]" in said.out


def test_status_of_a_house_whose_supervisor_is_gone(stub: Stub, yingsu: Yingsu) -> None:
    said = yingsu("status", "--data", stub.data)
    assert said.code == 3
    assert said.err.startswith(f"Yingsu does not run on {stub.data}")


def test_a_rebuild_waits_until_the_service_has_read_and_judged_all(stub: Stub, yingsu: Yingsu) -> None:
    all_well(stub)
    steps = [(0, 0), (60, 9), (100, 4), (101, 1)]
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
    monkeypatch.setattr(mending, "PATIENCE", 0.1)
    all_well(stub)
    with supervised(stub, WELL):
        said = yingsu("rebuild", "routing", "--data", stub.data)
    assert said.code == 3
    assert "routing has read 90 of 100 events" in said.err


def test_the_log_itself_is_never_rebuilt(stub: Stub, yingsu: Yingsu) -> None:
    said = yingsu("rebuild", "intake", "--data", stub.data)
    assert (said.code, "intake keeps the log itself" in said.err) == (2, True)
    assert yingsu("rebuild", "kitchen", "--data", stub.data).code == 2
