"""How does a benchmark run real services, and learn what they cost?"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from deploy.local import house
from deploy.local.place import HOST, SERVICES, Place, free_block, ports_from
from deploy.local.program import Program
from deploy.local.tied import tied_to_this_process
from tests import clocked_intake
from tests.benchmarks.facts import lines, organs
from tests.callers import key_of

PATIENCE = 1800.0
"""Seconds until a benchmark gives up."""
_TICK = os.sysconf("SC_CLK_TCK")


class House:
    """The programs of a house as `yingsu up` runs them, all or some, without a supervisor."""

    def __init__(self, data: Path, clock: str = "") -> None:
        """Take a folder; with `clock`, an instant, that of intake stands until it is turned."""
        first = free_block(20_000 + random.randrange(1000) * 10)
        assert first is not None, "no free ports"
        self.data = data
        self.ports = ports_from(first)
        self._programs = {one.name: one for one in (self._nats(), *self._services())}
        if clock:
            self.turn_clock(clock)
            self._programs["intake"] = self._clocked(self._programs["intake"])
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE, headers=key_of(data))

    def _nats(self) -> Program:
        return house.nats(Place(self.data), self.ports)

    def _services(self) -> list[Program]:
        return house.services(Place(self.data), self.ports)

    def _clocked(self, intake: Program) -> Program:
        command = (sys.executable, "-m", clocked_intake.__name__)
        told = {clocked_intake.TIME: str(self._clock)}
        return replace(intake, command=command, environment={**(intake.environment or {}), **told})

    @property
    def _clock(self) -> Path:
        return self.data / "clock.txt"

    def turn_clock(self, instant: str) -> None:
        """Let it be this instant in Asia/Shanghai, or wherever the instant says."""
        clocked_intake.set_clock(self._clock, instant)

    def start(self, *names: str, ready: bool = True) -> None:
        """Start these programs and wait until each is ready, unless that is not asked for."""
        for name in names:
            program = self._programs[name]
            program.log.parent.mkdir(parents=True, exist_ok=True)
            with program.log.open("ab") as said:
                self._running[name] = subprocess.Popen(
                    program.command,
                    stdout=said,
                    stderr=said,
                    env=program.environment,
                    preexec_fn=tied_to_this_process(),
                )
        for name in names if ready else ():
            self._wait_ready(name)

    def _wait_ready(self, name: str) -> None:
        asyncio.run(self._until_ready(self._programs[name], self._running[name]))

    async def _until_ready(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + 60
        while reason := await program.ready():
            assert process.poll() is None, program.log.read_text()[-3000:]
            assert time.monotonic() < end, f"{program.name}: {reason}"
            await asyncio.sleep(0.05)

    def stop(self, *names: str) -> None:
        """Stop these programs, all when none is named."""
        named = names or tuple(self._running)
        for some in ([name for name in named if name != "nats"], [name for name in named if name == "nats"]):
            running = [self._running.pop(name) for name in some]
            for process in running:
                process.terminate()
            for process in running:
                process.wait(30)

    @property
    def key(self) -> str:
        """Return the operator's key."""
        return self.http.headers["authorization"].removeprefix("Bearer ")

    def url(self, service: str, path: str) -> str:
        """Return an address of a service."""
        return f"http://{HOST}:{self.ports[service]}{path}"

    def get(self, service: str, path: str) -> Any:
        """Return what a service answers."""
        return self.http.get(self.url(service, path)).raise_for_status().json()

    def post(self, body: bytes) -> dict[str, Any]:
        """Send facts, one a line, and return the answer once they are acknowledged."""
        return self.post_pieces(body[start : start + 65_536] for start in range(0, len(body), 65_536))

    def post_pieces(self, pieces: Iterable[bytes]) -> dict[str, Any]:
        """Send facts, one a line, in any pieces, and return the answer once they are acknowledged."""
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self.http.post(self.url("intake", "/events"), content=pieces, headers=headers)
        told: dict[str, Any] = answer.raise_for_status().json()
        assert not told["rejected"], told["results"][:3]
        assert not told["conflicts"], told["results"][:3]
        return told

    def until_it_answers(self, service: str) -> float:
        """Wait until a service answers at all; return when that was, on the clock of performance."""
        while True:
            try:
                self.http.get(self.url(service, "/health/live")).raise_for_status()
            except httpx.TransportError:
                time.sleep(0.005)
            else:
                return time.perf_counter()

    def settled(self, position: int) -> int:
        """Wait until everything that follows up to a position is in the figures; return how far that reaches."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told = self.http.get(
                self.url("reporting", "/settled"), params={"min_position": position, "timeout": 60}
            )
            if told.status_code == httpx.codes.OK:
                assert not told.json()["stalled"], told.json()["stalled"][:3]
                return int(told.json()["position"])
        raise AssertionError(f"not settled up to {position}")

    def relayed(self, position: int) -> None:
        """Wait until the stream holds the log up to a position."""
        while self.get("intake", "/status")["relayed"] < position:
            time.sleep(0.01)

    def cpu(self) -> Mapping[str, float]:
        """Return how many seconds of processor each program has used."""
        return {name: _cpu(process.pid) for name, process in self._running.items()}

    def memory(self) -> Mapping[str, float]:
        """Return the memory of each program in MB: what it has alone, and its share of the rest (PSS)."""
        return {name: pss(process.pid) for name, process in self._running.items()}

    def pids(self) -> Mapping[str, int]:
        """Return the processes."""
        return {name: process.pid for name, process in self._running.items()}


def _cpu(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / _TICK


def pss(pid: int) -> float:
    """Return the memory of a process in MB: what it has alone, and its share of the rest."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the kernel tells no PSS")


@contextmanager
def running(*services: str, clock: str = "") -> Iterator[House]:
    """Run NATS, intake and these services in a new folder, with both registers of organs on the log."""
    folder = Path(tempfile.mkdtemp(prefix="yingsu-bench-"))
    one = House(folder, clock)
    try:
        one.start("nats")
        one.start("intake", *services)
        one.post(lines(organs()))
        yield one
    finally:
        one.stop()
        one.http.close()
        shutil.rmtree(folder, ignore_errors=True)


JUDGES: Sequence[str] = SERVICES[1:]
"""All services but intake."""
