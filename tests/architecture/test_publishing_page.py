"""Do the examples of publishing run as they stand on the page, one after the other, against a real house?"""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_readme import ROOT, typed
from tests.e2e.house import House

PAGE = ROOT / "docs/publishing.md"
BLOCK = re.compile(r"^```(?P<language>sh|python)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CASE = "（2024）鄂0117行初88号"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data").start()
    yield house
    house.stop()


def test_whoever_runs_the_examples_in_their_order_has_the_facts_on_the_log(home: House) -> None:
    blocks = list(BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
    assert [block["language"] for block in blocks].count("python") == 3
    steps = []
    for number, block in enumerate(blocks):
        text = block["text"]
        for offset in (0, 1, 5):
            text = text.replace(f":{8000 + offset}", f":{home.port + offset}")
        if block["language"] == "python":
            file = home.data.parent / f"example-{number}.py"
            file.write_text(text, encoding="utf-8")
            text = f"python {shlex.quote(str(file))}\n"
        steps.append(text)
    done = typed(home, "\n".join(steps))  # one shell: what a step exports the next has
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"

    assert '"status":4' not in done.stdout
    assert "2 accepted, 0 known" in done.stdout
    assert "403 /subject" in done.stdout
    home.wait_settled()
    log = home.http.get(f"{home.url('intake')}/log", params={"limit": 100_000}).text.splitlines()
    events = [event for event in map(json.loads, log) if event["subject"] == CASE]
    events = [event for event in events if event["source"] == "court/鄂0117"]
    assert sorted(event["type"].split(".")[1] for event in events) == [
        "case-docketed",
        "document-served",
        "document-took-effect",
        "fact-corrected",
        "hearing-held",
        "hearing-scheduled",
        "notice-served",
        "procedure-applied",
        "summons-served",
        "summons-served",
    ]
    assert len({event["actor"] for event in events}) == 1
    assert events[0]["actor"].startswith("court/鄂0117#k")
    assert home.get("reporting", f"/cases/{CASE}", district="xinzhou")["timeline"]
