"""A district in which cases were lost, and a reader of its views."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reporting.reader import Reader
from tests.reporting.proceedings.lost import DAY, begin, register, reverse, tell
from tests.reporting.told import Told


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """Return a log with the register, on which nothing was lost yet."""
    told = Told(tmp_path, district="xinzhou")
    register(told)
    begin(told, DAY)
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Return a reader of a district with a proceeding of every kind."""
    told = Told(tmp_path_factory.mktemp("lost"), district="xinzhou")
    register(told)
    begin(told, DAY)
    tell(told)
    asyncio.run(told.settle())
    reverse(told)
    asyncio.run(told.settle())
    reader = told.reader()
    yield reader
    reader.close()
    told.close()
