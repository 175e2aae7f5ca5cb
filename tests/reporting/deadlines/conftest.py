"""A town of which cases can be told, and a reader of its views, for the tests of what is due."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reporting.reader import Reader
from tests.reporting.deadlines.town import town
from tests.reporting.told import Told


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    told = town(tmp_path)
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()
