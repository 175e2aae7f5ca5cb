"""What do the tests of the whole share? Houses, started for a test or for all of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House
from tests.e2e.town import Town

EXAMPLES = Path(__file__).parents[2] / "examples"
DISTRICTS = ("xinzhou", "huancui")

Houses = Callable[..., House]


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Houses]:
    """Give a function that starts another house for this test."""
    started: list[House] = []

    def start(**environment: str) -> House:
        house = House(tmp_path / f"house-{len(started)}", environment)
        started.append(house)
        return house.start()

    yield start
    for house in started:
        house.stop()


@pytest.fixture
def house(houses: Houses) -> House:
    """Give a house of this test alone."""
    return houses()


@pytest.fixture(scope="session")
def example_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with both example districts in it, for tests that only read."""
    house = House(tmp_path_factory.mktemp("examples") / "data").start()
    try:
        for district in DISTRICTS:
            for kind in ("organs", "ledger"):
                house.import_(kind, EXAMPLES / f"{district}-2023" / f"{kind}.csv", district)
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a house to which tests add cases of their own; nobody stops or damages it."""
    house = House(tmp_path_factory.mktemp("town") / "data").start()
    try:
        yield Town(house).open()
    finally:
        house.stop()
