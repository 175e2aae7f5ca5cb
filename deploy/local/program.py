"""How is one program kept running: started, started again when it dies, and stopped?"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from deploy.local.forked import Forked, Nursery
from deploy.local.tied import tied_to_this_process

LOG_BYTES = 10_000_000
"""A log longer than this is set aside (one generation is kept) when its program starts."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and how to see that it is of use."""

    name: str
    command: tuple[str, ...]
    log: Path
    ready: Callable[[], Awaitable[str]]
    """Returns nothing ('') when the program can be used, else what it is waiting for."""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    """All of it."""
    address: str = ""
    module: str = ""
    """What `command` runs, if it may as well be forked by a process that has loaded it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    first: float = 0.1
    """Before the first new start; doubled with every further death."""
    most: float = 10.0
    """Before any new start, at most."""
    stable: float = 10.0
    """After running this long a program is well, and a death counts as the first again."""
    stop: float = 10.0
    """Between asking a program to stop and killing it."""
    probe: float = 0.1
    """Between two looks at whether a program is ready."""
    remind: float = 10.0
    """Between two lines about what is being waited for."""


CANNOT_START = 2
"""The exit code by which a service says that starting it again would not help (`shared.service`)."""

Report = Callable[[str, str], None]
"""Told the name of a program and what happened to it."""

Started = asyncio.subprocess.Process | Forked


class Kept:
    """A program that runs until it is stopped: when it dies it is started again."""

    def __init__(
        self, program: Program, report: Report, patience: Patience, nursery: Nursery | None = None
    ) -> None:
        self.program = program
        self._nursery = nursery if program.module else None
        self.ready = asyncio.Event()
        self.waits_for = "being started"
        self.pid: int | None = None
        self.starts = 0
        self.deaths_in_a_row = 0
        """Since it last ran for a stable while, or was first started."""
        self.hopeless = False
        """It said that it cannot start before somebody did something."""
        self._begun = monotonic()
        self._report = report
        self._patience = patience
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self, environment: Mapping[str, str] | None = None) -> None:
        """Start the program and keep it running; `environment` is added for the first start only."""
        self._stop.clear()
        self.deaths_in_a_row = 0
        self._running = asyncio.create_task(self._keep(environment or {}), name=self.program.name)

    async def stop(self) -> None:
        """Ask the program to stop, kill it when it does not, and return when it is gone."""
        self._stop.set()
        if self._running is not None:
            await self._running
            self._running = None

    def ran_for(self) -> float:
        """Return how many seconds ago it was last started."""
        return monotonic() - self._begun

    async def _keep(self, environment: Mapping[str, str]) -> None:
        while not self._stop.is_set():
            self._begun = monotonic()
            try:
                process = await self._spawn(environment)
            except OSError as error:
                how = f"could not be started: {error}"
            else:
                self._report(self.program.name, f"started (process {process.pid})")
                how = await self._attend(process)
            environment = {}
            if self._stop.is_set():
                self._report(self.program.name, how)
                return
            if self.ran_for() >= self._patience.stable:
                self.deaths_in_a_row = 0
            pause = min(self._patience.most, self._patience.first * 2**self.deaths_in_a_row)
            self.deaths_in_a_row += 1
            self.waits_for = f"{how}; starting it again in {pause:.1f} s"
            self._report(self.program.name, self.waits_for)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause)

    async def _spawn(self, added: Mapping[str, str]) -> Started:
        self.starts += 1
        self.waits_for = "being started"
        log = self.program.log
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_name(f"{log.name}.1"))
        environment = {**self.program.environment, **added}
        process: Started
        if self._nursery is not None:
            process = await self._nursery.fork(self.program.module, environment, log)
        else:
            process = await self._run(environment, log)
        self.pid = process.pid
        return process

    async def _run(self, environment: Mapping[str, str], log: Path) -> asyncio.subprocess.Process:
        with log.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                *self.program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the others in order
                preexec_fn=tied_to_this_process(),
            )

    async def _attend(self, process: Started) -> str:
        """Wait until the process is gone, ending it when that is wanted; return how it went."""
        gone = asyncio.create_task(process.wait())
        wanted = asyncio.create_task(self._stop.wait())
        probing = asyncio.create_task(self._probe())
        await asyncio.wait({gone, wanted}, return_when=asyncio.FIRST_COMPLETED)
        probing.cancel()
        wanted.cancel()
        self.ready.clear()
        killed = False
        if not gone.done():
            with suppress(ProcessLookupError):
                process.terminate()
            await asyncio.wait({gone}, timeout=self._patience.stop)
            if not gone.done():
                killed = True
                with suppress(ProcessLookupError):
                    process.kill()
        code = await gone
        self.hopeless = code == CANNOT_START
        self.pid = None
        if killed:
            return f"killed: it did not stop within {self._patience.stop:.0f} s"
        if self._stop.is_set():
            return "stopped"
        why = f": {self._last_words()}" if self.hopeless else ""
        return f"died ({manner(code)}){why}"

    def _last_words(self) -> str:
        with self.program.log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 2000))
            return log.read().decode(errors="replace").strip().rpartition("\n")[2]

    async def _probe(self) -> None:
        while reason := await self.program.ready():
            self.waits_for = reason
            await asyncio.sleep(self._patience.probe)
        self.waits_for = ""
        self.ready.set()
        self._report(self.program.name, f"ready {self.program.address}".strip())


def manner(code: int) -> str:
    """Return in words how a process ended."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
