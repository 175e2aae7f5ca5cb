"""What do the tests of intake share?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.intake.door import Door, open_door


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path) as door:
        yield door
