"""A real house rebuilds its views while it is asked and told, with `yingsu rebuild reporting`."""

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import EXAMPLES
from tests.e2e.house import House, until

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with a district in it; each test goes on where the one before ended."""
    house = House(tmp_path_factory.mktemp("rebuilt") / "data").start()
    house.import_("organs", EXAMPLES / "huancui-2023" / "organs.csv", "huancui")
    house.import_("ledger", EXAMPLES / "huancui-2023" / "ledger.csv", "huancui")
    yield house
    house.stop()


def figures(house: House) -> list[dict[str, Any]]:
    return house.figures("huancui", "2023")


def asked(house: House) -> str:
    """Return the file of the version that is asked."""
    told = house.http.get(house.url("reporting") + "/rebuilding").raise_for_status().json()
    return str(told["current"])


def spoil(house: House) -> None:
    with (
        closing(sqlite3.connect(house.data / "reporting" / asked(house), timeout=30)) as connection,
        connection,
    ):
        connection.execute("UPDATE view_sums SET numerator = numerator + 1000 WHERE metric = 'docketed'")
        # Whoever writes counts on, so that no answer of before is given.
        connection.execute("UPDATE state SET value = value + 1000000 WHERE name = 'turn'")


def test_it_answers_all_the_while_and_changes_over_by_itself_when_both_say_the_same(house: House) -> None:
    before, answers, stop = figures(house), list[int](), threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answers.append(house.http.get(house.url("reporting") + "/districts").status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    done = house.yingsu("rebuild", "reporting")
    stop.set()
    asking.join()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "They say the same." in done.stdout
    assert "notes-2.db is asked now" in done.stdout
    assert set(answers) == {200}
    assert figures(house) == before


def test_what_differs_is_named_and_waits_to_be_switched_to_and_back(house: House) -> None:
    before = figures(house)
    spoil(house)
    spoilt = figures(house)
    done = house.yingsu("rebuild", "reporting", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["state"], told["current"]) == (1, "waiting", "notes-2.db")
    first = told["comparison"]["tables"][0]["first"][0]
    assert first["old"]["numerator"] == first["new"]["numerator"] + 1000
    assert json.loads(Path(told["report"]).read_text()) == told["comparison"]
    assert figures(house) == spoilt

    assert house.yingsu("rebuild", "reporting", "--switch").returncode == 0
    assert figures(house) == before
    assert house.yingsu("rebuild", "reporting", "--rollback").returncode == 0
    assert figures(house) == spoilt
    assert "was taken away" in house.yingsu("rebuild", "reporting", "--discard").stdout
    assert house.yingsu("rebuild", "reporting", "--rollback", check=False).returncode == 2


def test_killed_while_it_rebuilds_it_answers_as_before_and_rebuilds_again(house: House) -> None:
    spoilt, version = figures(house), asked(house)
    house.http.post(house.url("reporting") + "/rebuilding", params={"switch": True}).raise_for_status()
    killed = house.state.pids["reporting"]
    os.kill(killed, signal.SIGKILL)
    until(lambda: house.state.pids.get("reporting", killed) != killed, "started again")
    house.wait_ready()
    until(lambda: not (house.data / "reporting" / "filling").exists(), "cleared away")
    assert (asked(house), figures(house)) == (version, spoilt)

    assert house.yingsu("rebuild", "reporting", "--switch").returncode == 0
    assert figures(house) != spoilt
    assert house.yingsu("verify").returncode == 0


def test_from_nothing_every_version_goes_and_the_log_is_read_again(house: House) -> None:
    before = figures(house)
    assert "has read the log again" in house.yingsu("rebuild", "reporting", "--from-nothing").stdout
    house.wait_settled()
    assert (asked(house), figures(house)) == ("notes.db", before)
    assert [file.name for file in (house.data / "reporting").glob("notes*.db")] == ["notes.db"]


def test_what_cannot_be_asked_for_is_said(house: House) -> None:
    both = house.yingsu("rebuild", "reporting", "--switch", "--discard", check=False)
    assert (both.returncode, "cannot be asked for together" in both.stderr) == (2, True)
    other = house.yingsu("rebuild", "routing", "--rollback", check=False)
    assert (other.returncode, "for reporting only" in other.stderr) == (2, True)
