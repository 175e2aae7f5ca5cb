"""Are keys made, listed and revoked at the command line, and is a secret shown once only?"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from deploy.local.house import operator_key
from tests.deploy.conftest import Yingsu, stub, yingsu
from tests.deploy.stub import Answer, Stub, lost, problem

__all__ = ["stub", "yingsu"]

ROW: dict[str, Any] = {
    "id": "k12ab34cd",
    "role": "agency",
    "districts": ["xinzhou"],
    "names": ["区住建局"],
    "label": "应诉科",
    "rate": 0,
    "made_at": "2024-03-01T08:00:00+00:00",
    "made_by": "operator/operator#operator",
    "until": "",
    "revoked_at": "",
}
SECRET = "yk_shown-once"


@pytest.fixture
def house(stub: Stub) -> Stub:
    stub.answers["intake", "POST /keys"] = Answer({**ROW, "secret": SECRET}, 201)
    stub.answers["intake", "GET /keys"] = Answer([ROW, {**ROW, "id": "k2", "revoked_at": "2024-03-02"}])
    stub.answers["intake", "DELETE /keys/k2"] = Answer({**ROW, "id": "k2", "revoked_at": "2024-03-02"})
    return stub


def wanted(stub: Stub) -> dict[str, Any]:
    (asked,) = (one for one in stub.asked if one.method == "POST")
    told: dict[str, Any] = json.loads(asked.body)
    return told


def test_a_key_is_made_and_its_secret_shown_once(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu(
        "keys", "add", "--role", "agency", "--district", "420117", "--name", "区住建局", "--name", "区建设局",
        "--label", "应诉科", "--rate", "50", "--until", "2024-12-31", "--data", house.data,
    )  # fmt: skip
    assert said.code == 0, said.err
    assert wanted(house) == {
        "role": "agency",
        "districts": ["xinzhou"],
        "names": ["区住建局", "区建设局"],
        "label": "应诉科",
        "rate": 50,
        "until": "2025-01-01T00:00:00+08:00",
    }
    assert said.out.count(SECRET) == 1
    assert "k12ab34cd speaks as agency 区住建局" in said.out


def test_programs_get_the_key_as_json(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu("keys", "add", "--role", "auditor", "--format", "json", "--data", house.data)
    assert json.loads(said.out)["secret"] == SECRET
    assert wanted(house)["until"] is None


def test_a_key_may_be_for_every_district(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu(
        "keys", "add", "--role", "bureau", "--district", "*", "--name", "市司法局", "--data", house.data
    )
    assert said.code == 0, said.err
    assert wanted(house)["districts"] == ["*"]


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [("--until", "31.12.2024", "YYYY-MM-DD"), ("--district", "jiangan", "No district is called jiangan")],
)
def test_what_makes_no_sense_is_refused_before_a_key_is_made(
    house: Stub, yingsu: Yingsu, option: str, value: str, why: str
) -> None:
    said = yingsu("keys", "add", "--role", "auditor", option, value, "--data", house.data)
    assert said.code == 2
    assert why in said.err
    assert [one for one in house.asked if one.method == "POST"] == []


def test_what_intake_refuses_is_said(house: Stub, yingsu: Yingsu) -> None:
    fault = {"pointer": "/role", "detail": "found 'admin'", "expected": "a role"}
    house.answers["intake", "POST /keys"] = problem(422, "No key can be made for this", "no", errors=[fault])
    said = yingsu("keys", "add", "--role", "admin", "--data", house.data)
    assert said.code == 2
    assert "found 'admin'" in said.err


def test_a_key_whose_answer_was_lost_is_not_made_twice(house: Stub, yingsu: Yingsu) -> None:
    house.answers["intake", "POST /keys"] = lost
    said = yingsu("keys", "add", "--role", "auditor", "--data", house.data)
    assert said.code == 3
    assert len([one for one in house.asked if one.method == "POST"]) == 1


def test_the_list_says_whose_keys_there_are(house: Stub, yingsu: Yingsu) -> None:
    as_table = yingsu("keys", "list", "--data", house.data)
    assert as_table.code == 0
    assert "区住建局" in as_table.out
    as_csv = yingsu("keys", "list", "--format", "csv", "--data", house.data)
    rows = list(csv.DictReader(io.StringIO(as_csv.out)))
    assert [(row["id"], row["revoked_at"]) for row in rows] == [("k12ab34cd", ""), ("k2", "2024-03-02")]
    as_json = yingsu("keys", "list", "--format", "json", "--data", house.data)
    assert json.loads(as_json.out)[0] == ROW
    house.answers["intake", "GET /keys"] = Answer([])
    assert "No key was made" in yingsu("keys", "list", "--data", house.data).out


def test_a_key_is_revoked(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu("keys", "revoke", "k2", "--data", house.data)
    assert said.code == 0, said.err
    assert "k2 (agency 区住建局 (xinzhou)) is revoked" in said.out
    house.answers["intake", "DELETE /keys/k3"] = problem(404, "No such key", "there is no key 'k3'")
    wrong = yingsu("keys", "revoke", "k3", "--data", house.data)
    assert (wrong.code, "there is no key 'k3'" in wrong.err) == (2, True)


def test_the_operators_key_is_made_once_and_is_its_users_alone(tmp_path: Path) -> None:
    file = tmp_path / "operator.key"
    made = operator_key(file)
    assert made.startswith("yk_")
    assert len(made) > 40
    assert file.stat().st_mode & 0o777 == 0o600
    assert operator_key(file) == made == file.read_text().strip()
    assert [one.name for one in tmp_path.iterdir()] == ["operator.key"]


def test_an_empty_operators_key_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "operator.key"
    file.write_text("\n")
    made = operator_key(file)
    assert made.startswith("yk_")
    assert file.read_text().strip() == made


def test_a_death_while_the_operators_key_is_written_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "operator.key"

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("deploy.local.house.os.fsync", die)
        with pytest.raises(KeyboardInterrupt):
            operator_key(file)
    assert not file.exists()
    assert operator_key(file) == file.read_text().strip() != ""
