"""A town whose log begins on a Monday."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reporting.feeds.town import Town, town


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Town]:
    made = town(tmp_path)
    yield made
    made.close()
