"""Does `yingsu publish` bring a file in, go on where it was broken off, and say which lines were not taken?"""

import csv
import io
import json
from pathlib import Path

import pytest

from shared.client import fact
from tests.client.server import Server, problem, serving
from tests.deploy.conftest import Yingsu, stub, yingsu
from tests.deploy.stub import Answer, Asked, Stub, lost

__all__ = ["stub", "yingsu"]

SOURCE = {"source": "court/鄂0117", "district": "xinzhou"}
DAYS = range(1, 6)
EVENTS = [
    fact("hearing-held", "（2024）鄂0117行初1号", {"held_on": f"2024-03-0{day}"}, **SOURCE)
    for day in range(1, 6)
]


@pytest.fixture
def house(stub: Stub) -> Stub:
    server = Server()
    stub.answers["intake", "POST /events"] = lambda asked: Answer(server.take(asked.body))
    return stub


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "事实.ndjson"
    file.write_text(
        "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in EVENTS), encoding="utf-8"
    )
    return file


def test_a_file_comes_in_and_again_adds_nothing(house: Stub, yingsu: Yingsu, file: Path) -> None:
    first = yingsu("publish", file, "--data", house.data)
    assert first.code == 0, first.err
    assert "position 5" in first.out
    told = json.loads(yingsu("publish", file, "--format", "json", "--data", house.data).out)
    assert (told["sent"], told["accepted"], told["known"], told["faults"]) == (5, 0, 5, [])


def test_lines_that_are_not_taken_are_named(house: Stub, yingsu: Yingsu, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes() + b"\n{broken\n")
    said = yingsu("publish", file, "--data", house.data)
    assert said.code == 1
    assert "7" in said.out
    assert "no JSON; expected one CloudEvent" in said.out
    as_csv = yingsu("publish", file, "--format", "csv", "--data", house.data)
    (row,) = csv.DictReader(io.StringIO(as_csv.out))
    assert (row["number"], row["status"], row["why"]) == ("7", "rejected", "no JSON; expected one CloudEvent")
    told = json.loads(yingsu("publish", file, "--format", "json", "--data", house.data).out)
    assert (told["sent"], told["known"], told["rejected"]) == (6, 5, 1)


def test_standard_input_is_taken(
    house: Stub, yingsu: Yingsu, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    told = json.loads(yingsu("publish", "-", "--format", "json", "--data", house.data).out)
    assert (told["sent"], told["accepted"]) == (5, 5)


def test_a_dry_run_asks_only(house: Stub, yingsu: Yingsu, file: Path) -> None:
    said = yingsu("publish", file, "--dry-run", "--data", house.data)
    assert "nothing was recorded" in said.out
    assert house.queries("/events") == [{"mode": "validate"}]


def test_a_lost_connection_is_taken_up_again(house: Stub, yingsu: Yingsu, file: Path) -> None:
    taking = house.answers["intake", "POST /events"]
    assert callable(taking)
    house.answers["intake", "POST /events"] = [lost, taking]
    assert yingsu("publish", file, "--data", house.data).code == 0
    assert len(house.queries("/events")) == 2


def test_what_is_refused_as_a_whole_says_how_far_it_came(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    taking = house.answers["intake", "POST /events"]
    asked: list[Asked] = []

    def second(one: Asked) -> Answer:
        asked.append(one)
        assert callable(taking)
        revoked = Answer({"title": "Who is calling?", "detail": "revoked"}, 401, "application/problem+json")
        return taking(one) if len(asked) == 1 else revoked

    house.answers["intake", "POST /events"] = second
    many = tmp_path / "many.ndjson"
    many.write_text("".join(json.dumps({**EVENTS[0], "id": str(n)}) + "\n" for n in range(600)))
    said = yingsu("publish", many, "--data", house.data)
    assert said.code == 2
    assert "Who is calling?: revoked" in said.err
    assert "500 lines before that were taken in" in said.err


def test_another_house_is_reached_by_its_address_with_the_key_of_the_environment(
    yingsu: Yingsu, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGSU_KEY", "yk_of-an-agency")
    monkeypatch.setenv("NO_PROXY", "*")
    with serving() as server:
        assert yingsu("publish", file, "--url", server.url, "--data", tmp_path / "none").code == 0
        assert server.requests[0][1]["Authorization"] == "Bearer yk_of-an-agency"
        server.next.append(problem(403, "Not allowed"))
        assert yingsu("publish", file, "--url", server.url, "--data", tmp_path / "none").code == 2


@pytest.mark.parametrize("name", ["missing.ndjson", "."])
def test_a_file_that_cannot_be_read_is_refused(
    house: Stub, yingsu: Yingsu, tmp_path: Path, name: str
) -> None:
    said = yingsu("publish", tmp_path / name, "--data", house.data)
    assert said.code == 2
    assert "cannot be read" in said.err


def test_a_house_that_does_not_run_is_said(yingsu: Yingsu, file: Path, tmp_path: Path) -> None:
    said = yingsu("publish", file, "--data", tmp_path / "none")
    assert said.code == 3
    assert "does not run" in said.err
