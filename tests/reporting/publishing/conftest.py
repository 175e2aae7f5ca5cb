"""An office whose town has cases to report on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.reporting import recorder
from tests.reporting.publishing.office import Office, opened


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(recorder, "PAUSE", 0.01)
    monkeypatch.setattr(recorder, "SELDOM", 0)
    office = await opened(tmp_path)
    yield office
    office.close()
