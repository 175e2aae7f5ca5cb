"""Does what dies come back, and does everything end with the supervisor?"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from deploy.local.checks import AlreadyRunning, PortImpossible, PortTaken, check_ports
from deploy.local.control import NotListening, ask
from deploy.local.place import Place, free_block, is_free, ports_from, read_state
from deploy.local.program import Patience, Program
from deploy.local.supervisor import FAILED, STOPPED, Supervisor
from tests.deploy.fakes import CANNOT, DEAF, DIES, QUICK, RUNS, forked, program, read_pid, runs, until

Makes = Callable[[str, str, Path], Program]


@pytest.fixture(params=["started", "forked"])
def service(request: pytest.FixtureRequest) -> Makes:
    """Give what makes a service: one started by a command, one forked by the nursery."""
    if request.param == "started":
        return program
    return lambda name, source, folder: forked(program(name, source, folder))


def a_port() -> int:
    first = free_block(20000 + os.getpid() % 300 * 100)
    assert first is not None
    return first


@asynccontextmanager
async def running(
    folder: Path, *stages: list[Program], patience: Patience = QUICK
) -> AsyncIterator[tuple[Supervisor, asyncio.Task[int]]]:
    with (folder / "said").open("w") as said:
        house = Supervisor(
            Place(folder), ports_from(a_port()), lambda: stages, Console(file=said, width=200), patience
        )
        task = asyncio.create_task(house.run())
        try:
            yield house, task
        finally:
            house.stop()
            await task


def ready(folder: Path) -> bool:
    state = read_state(folder / "local.toml")
    return state is not None and state.ready


def pauses(folder: Path) -> list[str]:
    said = (folder / "said").read_text().splitlines()
    return [line.rpartition(" in ")[2] for line in said if "died" in line]


async def asked(folder: Path, request: dict[str, object]) -> dict[str, object]:
    return await asyncio.to_thread(ask, folder / "control.sock", request)


async def test_what_is_killed_is_started_again(tmp_path: Path, service: Makes) -> None:
    async with running(tmp_path, [program("nats", RUNS, tmp_path)], [service("intake", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path))
        for name in ("intake", "nats", "intake"):
            before = read_pid(tmp_path / f"{name}.pid")
            assert before is not None
            os.kill(before, signal.SIGKILL)
            await until(lambda: read_pid(tmp_path / f"{name}.pid") != before)  # noqa: B023
    said = (tmp_path / "said").read_text()
    assert said.count("died (SIGKILL); starting it again in") == 3


async def test_the_state_file_names_the_processes_as_they_are(tmp_path: Path) -> None:
    async with running(tmp_path, [program("intake", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path))
        before = read_pid(tmp_path / "intake.pid")
        assert before is not None
        os.kill(before, signal.SIGKILL)
        await until(lambda: read_pid(tmp_path / "intake.pid") != before)

        def named() -> int | None:
            state = read_state(tmp_path / "local.toml")
            return state.pids.get("intake") if state else None

        await until(lambda: named() == read_pid(tmp_path / "intake.pid"))
        state = read_state(tmp_path / "local.toml")
        assert state is not None
        assert state.pid == os.getpid()
        assert state.url("intake") == f"http://127.0.0.1:{state.ports['reporting'] + 1}"


async def test_pauses_grow_while_it_keeps_dying_and_start_small_after_a_stable_while(tmp_path: Path) -> None:
    patience = Patience(first=0.1, most=0.3, stable=1.0, stop=1.0, probe=0.01, remind=30.0)
    async with running(tmp_path, [program("intake", RUNS, tmp_path)], patience=patience) as (house, _):
        await until(lambda: ready(tmp_path))
        kept = house.parts["intake"]
        for deaths in (1, 2, 3, 4):
            pid = read_pid(tmp_path / "intake.pid")
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await until(lambda: kept.deaths_in_a_row == deaths)  # noqa: B023
            await until(lambda: kept.ready.is_set() and read_pid(tmp_path / "intake.pid") == kept.pid)
        assert pauses(tmp_path) == ["0.1 s", "0.2 s", "0.3 s", "0.3 s"]
        await until(lambda: kept.ran_for() > patience.stable)
        assert kept.pid is not None
        os.kill(kept.pid, signal.SIGKILL)
        await until(lambda: kept.deaths_in_a_row == 1)
    assert pauses(tmp_path)[4:] == ["0.1 s"]


async def test_a_part_that_only_dies_ends_the_start_with_its_last_words(
    tmp_path: Path, service: Makes
) -> None:
    async with running(tmp_path, [program("nats", RUNS, tmp_path)], [service("intake", DIES, tmp_path)]) as (
        _,
        task,
    ):
        assert await task == FAILED
    said = (tmp_path / "said").read_text()
    assert "exit code 7" in said
    assert "the last words" in said
    assert not runs(read_pid(tmp_path / "nats.pid"))


async def test_a_part_that_says_it_cannot_start_is_not_tried_again_at_the_start(
    tmp_path: Path, service: Makes
) -> None:
    async with running(tmp_path, [service("intake", CANNOT, tmp_path)]) as (house, task):
        assert await task == FAILED
        assert house.parts["intake"].starts == 1
    assert "died (exit code 2): no sky;" in (tmp_path / "said").read_text()


async def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    missing = Program(
        name="intake",
        command=(str(tmp_path / "nothing"),),
        log=tmp_path / "intake.log",
        ready=program("intake", RUNS, tmp_path).ready,
    )
    async with running(tmp_path, [missing]) as (_, task):
        assert await task == FAILED
    assert "could not be started" in (tmp_path / "said").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_stops_everything_and_leaves_no_trace_of_running(
    tmp_path: Path, service: Makes, number: int
) -> None:
    stages = [program("nats", RUNS, tmp_path)], [service("intake", RUNS, tmp_path)]
    async with running(tmp_path, *stages) as (_, task):
        await until(lambda: ready(tmp_path))
        os.kill(os.getpid(), number)
        assert await task == STOPPED
    assert not runs(read_pid(tmp_path / "intake.pid"))
    assert not runs(read_pid(tmp_path / "nats.pid"))
    assert not (tmp_path / "local.toml").exists()
    said = (tmp_path / "said").read_text()
    assert said.index("intake         stopped") < said.index("nats           stopped")


async def test_a_part_that_does_not_stop_is_killed(tmp_path: Path, service: Makes) -> None:
    patience = Patience(first=0.02, most=0.2, stable=30.0, stop=0.2, probe=0.02, remind=30.0)
    async with running(tmp_path, [service("intake", DEAF, tmp_path)], patience=patience):
        await until(lambda: ready(tmp_path))
    assert not runs(read_pid(tmp_path / "intake.pid"))
    assert "killed: it did not stop" in (tmp_path / "said").read_text()


async def test_it_stops_while_it_is_still_starting(tmp_path: Path, service: Makes) -> None:
    never = replace(service("intake", RUNS, tmp_path), ready=program("other", RUNS, tmp_path).ready)
    async with running(tmp_path, [never]) as (house, task):
        await until(lambda: runs(read_pid(tmp_path / "intake.pid")))
        house.stop()
        assert await task == STOPPED
    assert not runs(read_pid(tmp_path / "intake.pid"))


async def test_a_second_one_on_the_same_folder_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, [program("intake", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path))
        second = Supervisor(Place(tmp_path), ports_from(a_port()), list, Console(quiet=True))
        with pytest.raises(
            AlreadyRunning, match=f"already runs in {tmp_path} \\(process {os.getpid()}, http://"
        ):
            await second.run()
        assert ready(tmp_path)


async def test_a_rebuild_deletes_the_notes_and_nothing_else(tmp_path: Path) -> None:
    for name in ("routing/notes.db", "routing/notes.db-wal", "intake/log.db", "deadlines/notes.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("kept")
    async with running(tmp_path, [program("intake", RUNS, tmp_path), program("routing", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path))
        before = read_pid(tmp_path / "routing.pid")
        assert await asked(tmp_path, {"ask": "rebuild", "part": "routing"}) == {"ok": True}
        await until(lambda: read_pid(tmp_path / "routing.pid") != before)
        refused = await asked(tmp_path, {"ask": "rebuild", "part": "intake"})
        assert refused == {
            "ok": False,
            "detail": "Only routing, deadlines, accountability, reporting can be rebuilt from the log.",
        }
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.glob("*/*") if file.suffix != ".log"}
    assert left == {"intake/log.db", "deadlines/notes.db"}


async def test_a_restart_may_add_to_the_environment_once(tmp_path: Path, service: Makes) -> None:
    tells = (
        "import os, sys; open(sys.argv[1] + '.env', 'a').write(os.environ.get('YINGSU_CRASH_AT', '-') + ' ')"
    )
    async with running(tmp_path, [service("intake", f"{tells}\n{RUNS}", tmp_path)]):
        await until(lambda: ready(tmp_path))
        added = {"YINGSU_CRASH_AT": "after-append"}
        await asked(tmp_path, {"ask": "restart", "part": "intake", "environment": added})
        told = tmp_path / "intake.pid.env"
        await until(lambda: told.read_text() == "- after-append ")
        await asked(tmp_path, {"ask": "restart", "part": "intake"})
        await until(lambda: told.read_text() == "- after-append - ")


async def test_nonsense_asked_of_it_is_answered(tmp_path: Path) -> None:
    async with running(tmp_path, [program("intake", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path))
        nobody = await asked(tmp_path, {"ask": "restart", "part": "kitchen"})
        assert nobody == {"ok": False, "detail": "No part is called kitchen; there are intake."}
        what = await asked(tmp_path, {"ask": "sing", "part": "intake"})
        assert what == {"ok": False, "detail": "Nobody here knows how to sing."}


async def test_the_socket_works_in_a_folder_with_a_long_name(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    async with running(folder, [program("intake", RUNS, folder)]):
        await until(lambda: ready(folder))
        answer = await asked(folder, {"ask": "processes"})
        assert answer["ok"]
    with pytest.raises(NotListening):
        await asked(folder, {"ask": "processes"})


@pytest.fixture
def another_process(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    how = getattr(request, "param", "started")
    command = [sys.executable, "-m", "tests.deploy.house_of_fakes", str(tmp_path), str(a_port()), how]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("another_process", ["started", "forked"], indirect=True)
async def test_everything_ends_when_the_supervisor_is_killed(
    tmp_path: Path, another_process: subprocess.Popen[bytes]
) -> None:
    await until(lambda: ready(tmp_path))
    pids = [read_pid(tmp_path / f"{name}.pid") for name in ("nats", "intake", "routing")]
    assert all(runs(pid) for pid in pids)
    another_process.kill()
    await until(lambda: not any(runs(pid) for pid in pids))
    state = read_state(tmp_path / "local.toml")
    another_process.wait()
    assert state is not None
    assert not state.alive


async def test_it_goes_on_when_nobody_reads_what_it_says(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.deploy.house_of_fakes", str(tmp_path), str(a_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        await until(lambda: ready(tmp_path))
        before = read_pid(tmp_path / "intake.pid")
        assert before is not None
        os.kill(before, signal.SIGKILL)
        await until(lambda: read_pid(tmp_path / "intake.pid") != before)
        process.terminate()
        assert process.wait() == 0


async def test_a_new_one_starts_where_one_was_killed(
    tmp_path: Path, another_process: subprocess.Popen[bytes]
) -> None:
    await until(lambda: ready(tmp_path))
    another_process.kill()
    another_process.wait()
    async with running(tmp_path, [program("intake", RUNS, tmp_path)]):
        await until(lambda: ready(tmp_path) and runs(read_pid(tmp_path / "intake.pid")))


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    first = a_port()
    with closing(socket.create_server(("127.0.0.1", first + 1))):
        assert not is_free(first + 1)
        with pytest.raises(
            PortTaken, match=rf"Port {first + 1} \(for intake\) of 127.0.0.1 is taken .* --port \d+"
        ):
            check_ports(ports_from(first))


@pytest.mark.parametrize("first", [80, 65533])
def test_ports_that_cannot_be_are_refused(first: int) -> None:
    with pytest.raises(PortImpossible, match=f"needs the ports {first} to {first + 5}"):
        check_ports(ports_from(first))
