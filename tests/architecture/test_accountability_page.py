"""Does the walk from a loss to its closure that the page shows go as it says, word by word?"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_readme import ROOT, squeezed, typed
from tests.e2e.house import House

PAGE = ROOT / "docs/accountability.md"
STEP = re.compile(
    r"^```sh\n(?P<typed>.*?)^```$|^```text\n\$ (?P<asked>[^\n]+)\n(?P<shown>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Give a house with the organs of Xinzhou."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    house = House(tmp_path / "data").start()
    house.import_("organs", ROOT / "examples/xinzhou-2023/organs.csv", "xinzhou")
    yield house
    house.stop()


def test_whoever_types_what_the_page_shows_sees_what_it_shows(home: House) -> None:
    steps = list(STEP.finditer(PAGE.read_text(encoding="utf-8")))
    assert sum(1 for step in steps if step["asked"]) >= 2
    for step in steps:
        done = typed(home, step["typed"] or step["asked"])
        assert done.returncode == 0, f"{step[0]}\n{done.stdout}{done.stderr}"
        assert '"status":4' not in done.stdout, f"{step[0]}\n{done.stdout}"
        home.wait_settled()
        if step["asked"]:
            printed = squeezed(done.stdout)
            rest = iter(printed)
            missing = [line for line in squeezed(step["shown"]) if line != "…" and line not in rest]
            assert missing == [], printed
