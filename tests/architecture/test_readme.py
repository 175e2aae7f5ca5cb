"""Does everything a new user is told to type work, word by word?"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"

SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAMPLE = re.compile(r"^```text\n\$ ([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TAKEN_FOR_GRANTED = re.compile(r"^(make .*|\. \.venv/bin/activate|yingsu up)$", re.MULTILINE)
"""What was done before a test runs, or is what runs it; a house is up all the time."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house in the `data` folder of a copy of what the commands need."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copy(
        folder / "examples/xinzhou-2023/ledger.csv", folder / "my-ledger.xlsx"
    )  # known by its content
    house = House(folder / "data").start()
    yield house
    house.stop()


def typed(house: House, commands: str) -> subprocess.CompletedProcess[str]:
    """Type commands in the folder the house stands in; a failing one ends them."""
    for number in (0, 1):
        commands = commands.replace(f":{8000 + number}/", f":{house.port + number}/")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=house.data.parent,
        env={**os.environ, "PATH": path, "YINGSU_KEY": house.key},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def squeezed(text: str) -> list[str]:
    """Return the lines of a text, however wide the columns of its tables are."""
    return [re.sub(r"([━─ ])\1+", r"\1", line).rstrip() for line in text.splitlines()]


def test_every_command_of_the_readme_works(home: House) -> None:
    blocks = [TAKEN_FOR_GRANTED.sub("", block) for block in SHELL.findall(README.read_text(encoding="utf-8"))]
    for block in filter(str.strip, blocks):
        if "my-ledger" in block:
            home.import_("organs", ROOT / "examples/xinzhou-2023/organs.csv", "xinzhou")
        done = typed(home, block)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        assert '"status":4' not in done.stdout


def test_what_the_readme_shows_is_what_is_printed(home: House) -> None:
    home.import_("organs", ROOT / "examples/huancui-2023/organs.csv", "huancui")
    home.import_("ledger", ROOT / "examples/huancui-2023/ledger.csv", "huancui")
    samples = SAMPLE.findall(README.read_text(encoding="utf-8"))
    assert samples
    for command, shown in samples:
        printed = squeezed(typed(home, command).stdout)
        rest = iter(printed)
        missing = [line for line in squeezed(shown) if line != "…" and line not in rest]
        assert missing == [], printed


def test_both_readmes_show_the_same() -> None:
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert SAMPLE.findall(chinese) == SAMPLE.findall(README.read_text(encoding="utf-8"))
