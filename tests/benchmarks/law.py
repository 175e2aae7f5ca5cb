"""How long do loading the packs, deciding one case and trying another pack take, beside their least parts?"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from deploy.law.judging import JUDGES
from deploy.law.replay import Replay, folded, world_told
from deploy.local.place import State, write_state
from services.reporting import api, law_api
from services.reporting.tables import metadata
from shared.dispute import Dispute
from shared.index import Index
from shared.log.notes import Notes
from shared.settings import OFFSETS
from shared.world import World
from tests.benchmarks.facts import facts, organs
from tests.benchmarks.figures import reader
from tests.servers import free_port
from tests.stored import edited, named, stored

DISTRICT = "xinzhou"
FACTS_A_CASE = 21
"""Facts of both districts for each case of this one."""
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, and its least part, in seconds."""

    what: float
    raw: float


LOADING = """
import time, yaml
from deploy.cli.law.packs import bundled
from shared.law.loader import laws_of, load
texts = bundled()
began = time.perf_counter()
for text in texts.values():
    laws_of(load(text).district, texts)
print(time.perf_counter() - began)
began = time.perf_counter()
for text in texts.values():
    yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
print(time.perf_counter() - began)
"""


def loading(times: int = 7) -> Took:
    """Load all packs of this release in a new process; beside it, only read their YAML with libyaml."""
    command = [sys.executable, "-c", LOADING]
    said = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(times)]
    taken, raw = zip(*(map(float, one.split()) for one in said), strict=True)
    return Took(median(taken), median(raw))


def deciding(cases: int = 2_000) -> tuple[Took, Took]:
    """Ask routing and deadlines about one case after another, then accountability too; beside it, only fold the case.

    Returns what the first two take, and what all three do.
    """
    log = _log(cases)
    replay = Replay(DISTRICT)
    replay.take(log)
    groups = list(replay.groups())
    disputes, folding = list[Dispute](), list[float]()
    for group in groups:
        began = time.perf_counter()
        (one,) = folded([group], DISTRICT)
        folding.append((time.perf_counter() - began) / len(one.cases))
        disputes.append(one)
    world = _knowing(world_told(DISTRICT, replay.about_all), disputes)
    two, three = list[float](), list[float]()
    for dispute in disputes:
        began = time.perf_counter()
        routed = JUDGES[0].follows(dispute, world).findings
        due = JUDGES[1].follows(replace(dispute, findings={"routing": routed}), world).findings
        two.append((time.perf_counter() - began) / len(dispute.cases))
        JUDGES[2].follows(replace(dispute, findings={"routing": routed, "deadlines": due}), world)
        three.append((time.perf_counter() - began) / len(dispute.cases))
    return Took(median(two), median(folding)), Took(median(three), median(folding))


def trying(cases: int = 10_000) -> tuple[Took, int]:
    """Give `yingsu law try` with a pack that moves a deadline; beside it, only fold the disputes in one process.

    Returns also how many cases there were.
    """
    log = _log(cases)
    with tempfile.TemporaryDirectory() as folder, _reporting(Path(folder), log) as data:
        draft = Path(folder) / "draft.yaml"
        draft.write_text(edited(DISTRICT, _shorter), encoding="utf-8")
        command = [sys.executable, "-m", "deploy.cli", "law", "try", str(draft), "--district", DISTRICT]
        command += ["--period", "2023", "--format", "csv", "--data", str(data)]
        began = time.perf_counter()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        whole = time.perf_counter() - began
    assert said.count("\ncase,") > 1000, said[:1000]
    replay = Replay(DISTRICT)
    replay.take(log)
    began = time.perf_counter()
    folded(replay.groups(), DISTRICT)
    return Took(whole, time.perf_counter() - began), replay.cases


def _shorter(pack: dict[str, Any]) -> None:
    named(pack["duties"], "papers")["due"]["working_days"] = 1


@cache
def _log(cases: int) -> Sequence[bytes]:
    return stored([*organs(), *facts(cases * FACTS_A_CASE)])


def _knowing(world: World, disputes: Sequence[Dispute]) -> World:
    entries = (entry for rules in JUDGES for one in disputes for entry in rules.entries(one, world))
    return replace(world, index=Index.of(entries))


@contextmanager
def _reporting(folder: Path, log: Sequence[bytes]) -> Iterator[Path]:
    """Serve a log as reporting does; give the data folder by which commands find it."""
    url = f"sqlite:///{folder / 'notes.db'}"
    with closing(Notes(url, "reporting", [metadata])) as notes:
        for start in range(0, len(log), BATCH):
            notes.note(list(enumerate(log[start : start + BATCH], start + 1)))
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.law", url, str(port)])
    try:
        _wait_until_it_answers(port, server)
        ports = dict.fromkeys(OFFSETS, port)
        write_state(
            folder / "local.toml", State(data=str(folder), pid=os.getpid(), started_at="", ports=ports)
        )
        yield folder
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/settled", trust_env=False).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server has ended")


def serve(url: str, port: int) -> None:
    """Answer for the law and the log as reporting does."""
    app, asked = FastAPI(), reader(url)
    app.include_router(api.routes(asked))
    app.include_router(law_api.routes(asked))
    uvicorn.run(app, port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
