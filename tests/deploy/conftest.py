"""What do the tests of the command line share? A stub house and a way to give a command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.cli import main
from tests.deploy.stub import Stub


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


Yingsu = Callable[..., Said]


@pytest.fixture
def yingsu(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Yingsu:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Said:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        said = capsysbinary.readouterr()
        return Said(code, said.out.decode(), said.err.decode())

    return run


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    made = Stub(tmp_path / "data")
    made.start()
    yield made
    made.stop()
