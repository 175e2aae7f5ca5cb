"""Is damage noticed, said, and mended: of the stream, and of every database but the log?"""

import random
import shutil
import sqlite3
from ast import literal_eval
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from deploy.local.place import FOLLOWERS
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.district import LawAdopted
from tests import ledgers
from tests.e2e.house import House, until
from tests.e2e.town import DISTRICTS, Town
from tests.examples import cloudevent
from tests.given import packs
from tests.ledgers import as_csv, case

pytestmark = pytest.mark.timeout(600)

SEED = 20230619


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a house with much in it, which every test leaves as well as it found it."""
    house = House(tmp_path_factory.mktemp("damaged") / "data").start()
    try:
        town = Town(house).open()
        for district in DISTRICTS:
            town.hand_in(district, ledgers.example_bytes(district))
        yield town
    finally:
        house.stop()


def blocks(house: House) -> list[Path]:
    """Return the files in which NATS keeps the stream, the oldest first."""
    return sorted(house.data.glob("nats/**/*.blk"), key=lambda file: int(file.stem))


def flip_a_bit(house: House) -> None:
    """Flip one bit of an event in the middle of the stream."""
    files = blocks(house)
    file = files[len(files) // 2]
    content = bytearray(file.read_bytes())
    at = content.index(b'"data":', len(content) // 2) + 20  # inside an event, not in what frames it
    content[at] ^= 1 << random.Random(SEED).randrange(8)
    file.write_bytes(content)


def flip_many_bits(house: House) -> None:
    """Flip a bit in every file, wherever it hits."""
    chance = random.Random(SEED)
    for file in blocks(house):
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)


def cut_off(house: House) -> None:
    """Cut a quarter off the last file."""
    file = blocks(house)[-1]
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 3 // 4])


def delete_a_file(house: House) -> None:
    """Delete a file in the middle."""
    files = blocks(house)
    files[len(files) // 2].unlink()


def delete_all(house: House) -> None:
    """Delete the stream."""
    shutil.rmtree(house.data / "nats" / "jetstream")


Harm = Callable[[House], None]
LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("harm", "end"),
    [
        (flip_a_bit, "stop"),
        pytest.param(cut_off, "crash", marks=LONG),
        pytest.param(flip_a_bit, "crash", marks=LONG),
        pytest.param(flip_many_bits, "stop", marks=LONG),
        pytest.param(flip_many_bits, "crash", marks=LONG),
        pytest.param(cut_off, "stop", marks=LONG),
        pytest.param(delete_a_file, "stop", marks=LONG),
        pytest.param(delete_a_file, "crash", marks=LONG),
        pytest.param(delete_all, "stop", marks=LONG),
        pytest.param(delete_all, "crash", marks=LONG),
    ],
)
def test_a_damaged_stream_is_noticed_read_around_and_filled_again(town: Town, harm: Harm, end: str) -> None:
    house = town.house
    house.wait_settled()
    figures, notes = town.sums("xinzhou"), everything_noted(house)
    if end == "stop":
        house.stop()
    else:  # what intake and NATS forget together, dying in the same seconds, is published again without a word
        until(lambda: remembered(house) == house.get("intake", "/status")["position"], "the end remembered")
        house.crash()
    harm(house)
    house.start(ready=False)
    until(lambda: "Something is not as it should be" in house.yingsu("verify").stdout, "damage noticed")

    if (
        harm is flip_a_bit and end == "stop"
    ):  # after a crash NATS forgets, and the relay publishes, all behind it
        # Who reads it all again meets the hole, counts it, and gets the event from the store.
        house.yingsu("rebuild", "routing")
        until(lambda: house.metric("routing", "yingsu_log_holes_total") > 0, "a hole counted")
        house.wait_settled()
        assert differing(everything_noted(house), notes) == []

    done = house.yingsu("repair")
    assert "The stream was filled again" in done.stdout
    house.wait_ready()
    until(lambda: house.yingsu("verify").returncode == 0, "well again")
    house.wait_settled()
    assert town.sums("xinzhou") == figures
    assert differing(everything_noted(house), notes) == []
    rows = town.another(ledgers.example("xinzhou")[:5])
    assert town.hand_in("xinzhou", as_csv(rows))["accepted"] > 0


def remembered(house: House) -> int:
    """Return how far the stream has acknowledged, as intake would remember after a crash."""
    rows = contents(house.data / "intake" / "index.db", "state")["state"]
    return next((int(value) for name, value in map(literal_eval, rows) if name == "relayed"), 0)


Noted = dict[str, dict[str, list[str]]]
"""Rows as texts, by table and service."""


def differing(one: Noted, other: Noted) -> list[tuple[str, str, str]]:
    """Return the rows that are in one of both only, with their service and table."""
    return [
        (service, table, row)
        for service in one
        for table in one[service]
        for row in {*one[service][table]} ^ {*other[service][table]}
    ]


def everything_noted(house: House) -> Noted:
    """Return all that the followers keep, views included."""
    noted = {service: contents(house.data / service / "notes.db") for service in FOLLOWERS}
    for tables in noted.values():
        del tables["state"]  # a position at which there was nothing to note is saved with the next note
    return noted


def contents(file: Path, *tables: str) -> dict[str, list[str]]:
    """Return the rows of a database by table; of all tables unless some are named."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        every = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(map(repr, database.execute(f"SELECT * FROM {table}"))) for table in tables or every
        }
    finally:
        database.close()


def test_every_database_but_the_log_and_its_keys_comes_back_the_same(town: Town) -> None:
    house = town.house
    adopt(house, "jiangxia", "420115")
    assert house.upload("organs", ledgers.example_bytes("xinzhou", "organs"), "jiangxia").is_success
    waiting = case(f"（2023）鄂0117行初{town.serial()}号", 被告="新洲区河道堤防管理总段")
    spoke = case(f"（2023）鄂0117行初{town.serial()}号")
    assert town.hand_in("xinzhou", as_csv([waiting]))["parked_facts"]
    town.hand_in("xinzhou", as_csv([spoke]))
    silent = {**spoke, "是否发声": "否"}
    assert town.hand_in("xinzhou", as_csv([silent]))["corrected"] == 1
    figures = {district: town.sums(district) for district in DISTRICTS}
    parked = house.get("intake", "/status")["districts"]
    until(lambda: house.yingsu("verify").returncode == 0, "all of it verified")
    notes = everything_noted(house)

    house.stop()
    for service in FOLLOWERS:
        shutil.rmtree(house.data / service)
    for file in house.data.glob("intake/index.db*"):
        file.unlink()
    house.start()
    house.wait_settled()
    assert {district: town.sums(district) for district in DISTRICTS} == figures
    assert differing(everything_noted(house), notes) == []
    until(lambda: house.yingsu("verify").returncode == 0, "all of it verified")

    assert house.get("intake", "/status")["districts"] == parked
    for district in DISTRICTS:
        again = house.upload("ledger", ledgers.example_bytes(district), district).raise_for_status().json()
        assert [again[step] for step in ("accepted", "corrected", "retracted")] == [0, 0, 0]
    again = house.upload("ledger", as_csv([silent]), "xinzhou").raise_for_status().json()
    assert (again["accepted"], again["corrected"]) == (0, 0)
    assert town.hand_in("xinzhou", as_csv([spoke]))["corrected"] == 1
    assert house.upload("ledger", as_csv([case()]), "jiangxia").is_success


def adopt(house: House, district: str, division: str) -> None:
    """Adopt the law of Xinzhou for another district."""
    text = packs()["xinzhou"].replace("pack: xinzhou", f"pack: {district}").replace("420117", division)
    text = text.replace("district: xinzhou", f"district: {district}")
    law = LawAdopted(pack=district, text=text, sha256=sha256(text.encode()).hexdigest())
    draft = Draft(
        source="bureau/tests",
        id=f"law/{district}",
        type=type_of(LawAdopted),
        subject=district,
        district=NO_DISTRICT,
        data=encode(law),
    )
    house.report([cloudevent(draft)]).raise_for_status()
