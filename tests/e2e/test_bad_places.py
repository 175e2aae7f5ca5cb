"""Is it said plainly, with what to do, when a house cannot start or go on where it is?"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.place import read_state
from tests.e2e.conftest import Houses
from tests.e2e.house import House, until
from tests.e2e.town import Town, sums_of_rows
from tests.ledgers import as_csv, case

pytestmark = pytest.mark.timeout(300)


@contextmanager
def squatting(port: int) -> Iterator[None]:
    """Listen where somebody else should, as soon as it is possible."""
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

        def listens() -> bool:
            try:
                squatter.bind(("127.0.0.1", port))
                squatter.listen()
            except OSError:
                return False
            return True

        until(listens, f"listening on {port}")
        yield


def test_a_house_whose_nats_is_gone_takes_facts_says_so_and_catches_up(houses: Houses) -> None:
    house = houses()
    town = Town(house).open()
    before = town.sums("xinzhou")
    rows = [case(n) for n in range(1, 6)]
    house.kill("nats")
    with squatting(house.state.ports["nats"]):
        until(lambda: house.starts()["nats"] > 2, "NATS tried again")
        answer = house.upload("ledger", as_csv(rows), "xinzhou")
        assert (answer.status_code, answer.json()["accepted"]) == (200, 30)
        again = house.upload("ledger", as_csv(rows), "xinzhou").json()
        assert (again["accepted"], again["known"]) == (0, 30)
        status = house.yingsu("status")
        assert status.returncode == 1
        assert "nats is not ready; its log says why" in status.stdout
        assert "in use" in (house.data / "logs" / "nats.log").read_text()
        ready = house.http.get(house.url("intake") + "/health/ready")
        assert (ready.status_code, ready.json()["missing"]) == (503, ["NATS is not connected"])
        repaired = house.http.post(house.url("intake") + "/repair")
        assert (repaired.status_code, "NATS does not answer" in repaired.text) == (503, True)
        assert town.sums("xinzhou") == before  # what is known can still be read
    house.wait_ready()
    house.wait_settled()
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", rows)


@pytest.mark.parametrize("below", ["a file", "nowhere to write"])
def test_a_folder_that_cannot_be_written_to_is_named_with_what_to_do(tmp_path: Path, below: str) -> None:
    if below == "a file":
        (tmp_path / "taken").write_text("a file")
        folder = tmp_path / "taken" / "data"
    else:
        folder = Path("/proc/yingsu")
    done = House(folder).yingsu("up", "--port", 18000, check=False)
    assert done.returncode == 2
    assert f"The data folder {folder} cannot be written to" in done.stderr
    assert "--data DIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("part", ["reporting", "intake", "nats"])
def test_a_port_that_is_taken_is_named_with_another_to_take(tmp_path: Path, part: str) -> None:
    offset = {"reporting": 0, "intake": 1, "nats": 5}[part]
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = House(tmp_path / "data").yingsu("up", "--port", port - offset, check=False)
    assert done.returncode == 2
    assert f"{port} (for {part})" in done.stderr
    assert "taken by another program" in done.stderr
    assert "yingsu up --port" in done.stderr
    assert read_state(House(tmp_path / "data").place.state) is None


def test_commands_without_a_house_say_how_to_start_one(tmp_path: Path) -> None:
    for command in (
        ("status",),
        ("verify",),
        ("repair",),
        ("rebuild", "routing"),
        ("cases", "--district", "xinzhou"),
    ):
        done = House(tmp_path).yingsu(*command, check=False)
        assert (done.returncode, f"start it with yingsu up --data {tmp_path}" in done.stderr) == (3, True)
