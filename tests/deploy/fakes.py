"""Which tiny programs stand in for nats-server and the services?"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from deploy.local.program import Patience, Program
from tests.deploy import acting

QUICK = Patience(first=0.02, most=0.2, stable=30.0, stop=1.0, probe=0.02, remind=30.0)

RUNS = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
while True:
    time.sleep(60)
"""
"""Writes its process id and runs until it is told to stop."""

DIES = """
import sys
print("the last words")
sys.exit(7)
"""
"""Cannot be kept alive."""

DEAF = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
while True:
    time.sleep(60)
"""
"""Does not stop when asked."""

CANNOT = """
import sys
print("no sky")
sys.exit(2)
"""
"""Says that starting again would not help."""


def program(name: str, source: str, folder: Path) -> Program:
    """Return a program that is ready once it has written its process id into `folder/<name>.pid`."""
    pid = folder / f"{name}.pid"
    return Program(
        name=name,
        command=(sys.executable, "-c", source, str(pid)),
        log=folder / f"{name}.log",
        ready=written_by_a_living_process(pid),
        environment=dict(os.environ),
    )


def forked(started: Program) -> Program:
    """Return the same, to be forked and not to be run."""
    _, _, source, pid = started.command
    environment = {**started.environment, acting.DOES: source, acting.TOLD: pid}
    return replace(started, command=("not", "run"), module=acting.__name__, environment=environment)


def written_by_a_living_process(pid: Path) -> Callable[[], Awaitable[str]]:
    """Return a probe of a program of this file."""

    async def probe() -> str:
        return "" if runs(read_pid(pid)) else "nothing written yet"

    return probe


def read_pid(pid: Path) -> int | None:
    """Return the process id a fake wrote, or None before it did."""
    try:
        return int(pid.read_text() or 0) or None
    except FileNotFoundError:
        return None


async def until(condition: Callable[[], object], within: float = 20.0) -> None:
    """Return when the condition holds; raise TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.01)


def runs(pid: int | None) -> bool:
    """Tell whether a process is there and has not ended."""
    if pid is None:
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
