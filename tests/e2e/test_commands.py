"""Do the commands say what is so of a real house, and mend it?"""

import csv
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.place import FOLLOWERS
from tests.e2e.conftest import EXAMPLES
from tests.e2e.house import House, until

pytestmark = pytest.mark.timeout(300)

ORGANS = EXAMPLES / "huancui-2023" / "organs.csv"
LEDGER = EXAMPLES / "huancui-2023" / "ledger.csv"


def figures(house: House) -> list[dict[str, Any]]:
    return house.figures("huancui", "2023")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with a district in it, which every test leaves as well as it found it."""
    house = House(tmp_path_factory.mktemp("full") / "data").start()
    house.import_("organs", ORGANS, "huancui")
    house.import_("ledger", LEDGER, "huancui")
    yield house
    house.stop()


@pytest.mark.long  # test_damage damages the stream in the short run
def test_a_deleted_stream_is_noticed_and_filled_again(full: House) -> None:
    before = figures(full)
    assert full.yingsu("verify").returncode == 0
    assert full.stop() == 0
    assert not (full.data / "local.toml").exists()
    shutil.rmtree(full.data / "nats")
    full.start(ready=False)
    until(
        lambda: "the relay has halted" in full.yingsu("verify", check=False).stdout, "noticed"
    )  # still starting
    done = full.yingsu("verify")
    assert (done.returncode, "Something is not as it should be" in done.stdout) == (1, True)
    assert "The stream was filled again" in full.yingsu("repair").stdout
    full.wait_ready()
    until(
        lambda: full.yingsu("verify").returncode == 0, "well again"
    )  # on a busy machine a judge may be slow to speak
    full.wait_settled()
    assert figures(full) == before


@pytest.mark.long  # test_damage deletes every database in the short run
def test_every_follower_comes_back_the_same(full: House) -> None:
    before, cases = figures(full), full.cases("huancui")
    for service in FOLLOWERS:
        full.yingsu("rebuild", service)
    full.wait_settled()
    assert (figures(full), full.cases("huancui")) == (before, cases)
    full.wait_ready()
    assert full.yingsu("status").returncode == 0
    until(lambda: full.yingsu("verify").returncode == 0, "all of it verified")


@pytest.mark.long  # test_chaos kills each of them in the short run
def test_an_import_survives_the_death_of_every_part(house: House, example_house: House) -> None:
    house.import_("organs", ORGANS, "huancui")
    done: list[dict[str, Any]] = []
    importing = threading.Thread(target=lambda: done.append(house.import_("ledger", LEDGER, "huancui")))
    importing.start()
    for part in ("intake", "nats", "routing", "reporting", "intake"):
        starts = house.starts()[part]
        house.kill(part)
        until(lambda: house.starts()[part] > starts, f"{part} started again")  # noqa: B023
    importing.join()
    assert done
    assert done[0]["accepted"] + done[0]["known"] == 716
    house.wait_settled()
    assert figures(house) == figures(example_house)
    house.wait_ready()
    until(lambda: house.yingsu("verify").returncode == 0, "all of it verified")


def test_what_cannot_be_read_comes_back_beside_the_file_and_goes_in_once_mended(
    full: House, tmp_path: Path
) -> None:
    rows = list(csv.reader(LEDGER.open(encoding="utf-8-sig")))
    wrong = list(rows[3])
    wrong[rows[0].index("立案日期")] = "昨天"
    file = tmp_path / "台账.csv"
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([*rows[:3], wrong, *rows[4:]])
    done = full.yingsu("import", "ledger", file, "--district", "371002")
    assert done.returncode == 1
    assert "立案日期" in done.stdout
    assert "昨天" in done.stdout
    assert "昨天" in (tmp_path / "台账.错误.csv").read_bytes().decode("gb18030")
    again = full.import_("ledger", LEDGER, "huancui")
    assert (again["accepted"], again["parked_rows"]) == (0, [])


def test_importing_twice_adds_nothing_and_a_dry_run_records_nothing(full: House, tmp_path: Path) -> None:
    file = tmp_path / "organs.csv"
    file.write_text("代码,名称,类别\nx-1,新洲区甲局,工作部门\nx-2,新洲区乙局,工作部门\n", encoding="utf-8")
    dry = full.import_("organs", file, "xinzhou", "--dry-run")
    assert (dry["accepted"], dry["dry_run"]) == (2, True)
    assert full.import_("organs", file, "xinzhou")["accepted"] == 2
    again = full.import_("organs", file, "xinzhou")
    assert (again["accepted"], again["known"]) == (0, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "missing"),
        (b"\x89PNG\r\n\x1a\n0000", "not a table"),
        (b"x" * 50_000_000, "32 MB"),
    ],
    ids=["empty", "no ledger", "a picture", "50 MB"],
)
def test_what_is_no_ledger_is_refused_plainly(
    example_house: House, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "ledger.csv"
    file.write_bytes(content)
    done = example_house.yingsu("import", "ledger", file, "--district", "huancui", check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_house_on_the_folder_or_the_ports_is_refused(example_house: House, tmp_path: Path) -> None:
    same = House(example_house.data).yingsu("up", "--port", example_house.port + 3000, check=False)
    assert (same.returncode, "already runs in" in same.stderr) == (2, True)
    taken = House(tmp_path / "other").yingsu("up", "--port", example_house.port - 2, check=False)
    assert (taken.returncode, "taken by another program" in taken.stderr) == (2, True)


def test_a_killed_supervisor_leaves_nothing_behind_and_can_start_again(full: House) -> None:
    before = figures(full)
    full.crash()
    assert "does not run" in full.yingsu("status", check=False).stderr
    full.start()
    assert figures(full) == before


@pytest.mark.long
def test_a_named_crash_point_is_passed_once(full: House) -> None:
    before = figures(full)
    full.crash_at("routing", "after-note")
    starts = full.starts()["routing"]
    full.import_("organs", EXAMPLES / "xinzhou-2023" / "organs.csv", "xinzhou")
    until(lambda: full.starts()["routing"] > starts, "routing killed itself and was started again")
    full.wait_settled()
    assert figures(full) == before
