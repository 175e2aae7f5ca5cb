"""Servers, a keeper, and a door with a keeper behind it, for the tests of intake."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.intake.door import Door, open_door
from tests.log.house import House, open_house
from tests.servers import NatsServer, nats_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(tmp_path / "nats") as running:
        yield running


@pytest.fixture
async def house(tmp_path: Path, server: NatsServer) -> AsyncIterator[House]:
    async with open_house(tmp_path, server) as opened:
        yield opened


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path) as opened:
        yield opened
