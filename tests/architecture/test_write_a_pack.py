"""Does the guide lead a new user from an empty file to a district with figures, word by word?"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_readme import ROOT, squeezed, typed
from tests.e2e.house import House

GUIDE = ROOT / "docs/write-a-pack.md"
FINISHED = ROOT / "examples/qingshui"

STEP = re.compile(
    r"^<!-- (?P<file>qingshui/\S+) -->\n```yaml\n(?P<text>.*?)^```$"
    r"|^```sh\n(?P<typed>.*?)^```$"
    r"|^```text\n\$ (?P<asked>[^\n]+)\n(?P<shown>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Give a house in the `data` folder of a place where the examples lie."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    house = House(tmp_path / "data").start()
    yield house
    house.stop()


def steps(guide: Path) -> list[re.Match[str]]:
    return list(STEP.finditer(guide.read_text(encoding="utf-8")))


def test_whoever_follows_the_guide_ends_with_a_district_with_figures(home: House) -> None:
    folder = home.data.parent
    for step in steps(GUIDE):
        if step["file"]:
            path = folder / step["file"]
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(f"{before}\n{step['text']}".lstrip("\n"), encoding="utf-8")
        elif step["typed"]:
            done = typed(home, step["typed"])
            assert done.returncode == 0, f"{step['typed']}\n{done.stdout}{done.stderr}"
        else:
            done = typed(home, f"{step['asked']} || true")
            printed = squeezed(done.stdout + done.stderr)
            rest = iter(printed)
            missing = [line for line in squeezed(step["shown"]) if line != "…" and line not in rest]
            assert missing == [], printed
    for name in ("pack.yaml", "scenarios.yaml"):
        written = (folder / "qingshui" / name).read_text(encoding="utf-8")
        assert written == (FINISHED / name).read_text(encoding="utf-8")


def test_the_guide_has_steps_of_every_kind() -> None:
    found = steps(GUIDE)
    assert [sum(1 for step in found if step[kind]) for kind in ("file", "typed", "asked")] == [11, 3, 4]


def test_both_languages_lead_the_same_way() -> None:
    chinese = steps(ROOT / "docs/write-a-pack.zh-CN.md")
    assert [step.group() for step in chinese] == [step.group() for step in steps(GUIDE)]
