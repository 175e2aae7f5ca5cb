"""Is a forked service the same as a started one, and what becomes of it when the nursery dies?"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.forked import Nursery
from deploy.local.place import SERVICES
from tests.deploy import acting
from tests.deploy.fakes import RUNS, forked, program, read_pid, runs, until
from tests.deploy.test_supervisor import pauses, ready, running

TELLS = """
import json, os, sys
print(json.dumps({
    "environment": dict(os.environ),
    "arguments": sys.argv,
    "name": __name__,
    "main": sys.modules["__main__"].__spec__.name,
    "session": os.getsid(0) == os.getpid(),
    "called": open("/proc/self/comm").read().strip(),
    "input": os.readlink("/proc/self/fd/0"),
    "open": sorted(os.listdir("/proc/self/fd")),
}))
"""


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    opened = Nursery([acting.__name__])
    yield opened
    await opened.close()


async def ends(nursery: Nursery, source: str, log: Path, **environment: str) -> int:
    given = {acting.DOES: source, **environment}
    return await (await nursery.fork(acting.__name__, given, log)).wait()


async def test_what_is_forked_has_all_that_a_started_process_has_and_nothing_else(
    tmp_path: Path, nursery: Nursery
) -> None:
    log = tmp_path / "a.log"
    log.write_text("earlier\n")
    sibling = await nursery.fork(
        acting.__name__, {acting.DOES: RUNS, acting.TOLD: str(tmp_path / "pid")}, log
    )

    assert await ends(nursery, TELLS, log, YINGSU_PORT="1") == 0

    earlier, told = log.read_text().splitlines()
    is_so = json.loads(told)
    assert earlier == "earlier"
    assert is_so["environment"] == {acting.DOES: TELLS, "YINGSU_PORT": "1"}
    assert is_so["arguments"] == [str(Path(acting.__file__).with_name("__main__.py")), ""]
    assert (is_so["name"], is_so["main"]) == ("__main__", f"{acting.__name__}.__main__")
    assert is_so["session"]
    assert is_so["called"] == "acting"
    assert is_so["input"] == "/dev/null"
    assert is_so["open"] == ["0", "1", "2", "3"]  # the last is the folder that was listed
    sibling.terminate()
    assert await sibling.wait() == -signal.SIGTERM


@pytest.mark.parametrize(
    ("source", "code", "says"),
    [
        ("print('said')", 0, "said"),
        ("import sys; sys.exit(2)", 2, ""),
        ("import sys; sys.exit('no sky')", 1, "no sky"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero"),
        ("import os; os.abort()", -signal.SIGABRT, ""),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT, "KeyboardInterrupt"),
    ],
)
async def test_it_ends_as_a_started_process_ends(
    tmp_path: Path, nursery: Nursery, source: str, code: int, says: str
) -> None:
    assert await ends(nursery, source, tmp_path / "a.log") == code
    assert (tmp_path / "a.log").read_text().rpartition("\n")[0].rpartition("\n")[2] == says


async def test_who_has_gone_is_not_told_to_go(tmp_path: Path, nursery: Nursery) -> None:
    gone = await nursery.fork(acting.__name__, {acting.DOES: ""}, tmp_path / "a.log")
    await gone.wait()
    with pytest.raises(ProcessLookupError):
        gone.terminate()


async def test_services_start_again_when_the_nursery_dies(tmp_path: Path) -> None:
    services = [forked(program(name, RUNS, tmp_path)) for name in ("intake", "routing")]
    async with running(tmp_path, services) as (house, _):
        await until(lambda: ready(tmp_path))
        before = [read_pid(tmp_path / f"{name}.pid") for name in ("intake", "routing")]
        nursery = parent_of(before[0])
        assert nursery == parent_of(before[1]) != os.getpid()

        os.kill(nursery, signal.SIGKILL)

        await until(
            lambda: all(kept.ready.is_set() and kept.pid not in before for kept in house.parts.values())
        )
        assert not any(runs(pid) for pid in before)
        assert parent_of(house.parts["intake"].pid) != nursery
    assert len(pauses(tmp_path)) == 2


async def test_who_signals_every_process_of_a_house_lets_services_end_in_peace(tmp_path: Path) -> None:
    ends = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: (print('farewell'), sys.exit(0)))"
    async with running(tmp_path, [forked(program("intake", f"{ends}\n{RUNS}", tmp_path))]) as (house, task):
        await until(lambda: ready(tmp_path))
        for pid in (parent_of(house.parts["intake"].pid), os.getpid()):
            os.kill(pid, signal.SIGTERM)
        assert await task == 0
    assert (tmp_path / "intake.log").read_text() == "farewell\n"


async def test_nobody_waits_for_the_nursery_to_load_when_the_house_is_to_stop(tmp_path: Path) -> None:
    async with running(tmp_path, [forked(program("intake", RUNS, tmp_path))]) as (house, task):
        await until(lambda: "intake" in house.parts and house.parts["intake"].starts)
        house.stop()
        assert await task == 0
    assert read_pid(tmp_path / "intake.pid") is None


def test_loading_the_services_starts_no_thread_and_each_counts_only_what_is_its_own() -> None:
    metrics = "sorted({metric.name for metric in REGISTRY.collect()})"
    names = [f"services.{name}" for name in SERVICES]
    loaded = told(f"""
        from deploy.local.nursery import REGISTRY, _forget, _load
        import json, os, sys
        _load({names})
        threads = os.listdir("/proc/self/task")
        everywhere = {metrics}
        _forget(set({names}) - {{"services.routing"}})
        left = sorted(name for name in sys.modules if name.startswith(("services.", "uvicorn.loops.uv")))
        print(json.dumps([len(threads), everywhere, {metrics}, left]))
    """)
    threads, everywhere, forgotten, left = loaded
    alone = told(f"""
        import json, services.routing.app
        from prometheus_client import REGISTRY
        print(json.dumps({metrics}))
    """)
    assert threads == 1
    assert "yingsu_relay_halted" in set(everywhere) - set(alone)
    assert set(forgotten) == set(alone)
    assert "uvicorn.loops.uvloop" in left
    assert {name.split(".")[1] for name in left if name.startswith("services.")} == {"routing"}


def told(source: str) -> Any:
    lines = "\n".join(line.strip() for line in source.splitlines())
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, check=True)
    return json.loads(done.stdout)


def parent_of(pid: int | None) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
