"""How does the supervisor have a service forked, tell it to end, and learn how it ended?"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic_core import from_json, to_json

from deploy.local.tied import tied_to_this_process


def can_fork() -> bool:
    """Tell whether services can be forked here: on Linux, since 5.3 with a handle of each process."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


class Forked:
    """A process the nursery forked, to be used like an `asyncio.subprocess.Process`."""

    def __init__(self, pid: int) -> None:
        """Take the number the nursery told, before it tells that the process has ended."""
        self.pid = pid
        self._code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        # A handle is of this process for good; its number is soon another's.
        try:
            self._handle = os.pidfd_open(pid)
        except ProcessLookupError:  # ended at once; its code is about to be told
            self._handle = -1

    async def wait(self) -> int:
        """Return its exit code when it is gone; negative: the signal that killed it."""
        return await asyncio.shield(self._code)

    def terminate(self) -> None:
        """Ask it to end. Raises ProcessLookupError when it is gone."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it. Raises ProcessLookupError when it is gone."""
        self._signal(signal.SIGKILL)

    def ended(self, code: int) -> None:
        """Note that it is gone."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        self._code.set_result(code)

    async def orphaned(self) -> None:
        """Wait until it has died of the death of the nursery, and note that."""
        if self._handle >= 0:
            loop, gone = asyncio.get_running_loop(), asyncio.Event()
            loop.add_reader(self._handle, gone.set)
            await gone.wait()
            loop.remove_reader(self._handle)
        self.ended(-signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._handle < 0:
            raise ProcessLookupError
        signal.pidfd_send_signal(self._handle, number)


class Nursery:
    """The process that has loaded the services and forks them (`deploy.local.nursery`); started anew if it dies."""

    def __init__(self, modules: Sequence[str]) -> None:
        """Take what may be asked for."""
        self._modules = modules
        self._asking = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._born: asyncio.Future[Forked] | None = None
        self._closed = False

    @property
    def loaded(self) -> bool:
        """Tell whether it ever answered."""
        return self._born is not None and self._born.done()

    async def open(self) -> None:
        """Let it begin to load, which takes seconds. Nothing is to be done if it runs."""
        if self._listening is not None and not self._listening.done():
            return
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-u", "-P", "-m", "deploy.local.nursery", *self._modules),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=tied_to_this_process(),
        )
        self._listening = asyncio.create_task(self._listen(self._process), name="nursery")

    async def fork(self, module: str, environment: Mapping[str, str], log: Path) -> Forked:
        """Return a new process that does what `python -m module` does; raise OSError if there will be none."""
        wanted = to_json({"module": module, "environment": environment, "log": str(log)}) + b"\n"
        async with self._asking:
            if self._closed:
                raise OSError("the house is being stopped")
            await self.open()
            assert self._process is not None
            assert self._process.stdin is not None
            self._born = asyncio.get_running_loop().create_future()
            self._process.stdin.write(wanted)  # it reads when it has loaded
            return await self._born

    async def close(self) -> None:
        """End it, and with it what it forked; refuse whoever waits for a process and has none yet."""
        self._closed = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._listening is not None:
            await self._listening

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Take what it tells until it ends; what it has forked ends with it."""
        children: dict[int, Forked] = {}
        assert process.stdout is not None
        while line := await process.stdout.readline():
            told = from_json(line)
            if "code" in told:
                children.pop(told["pid"]).ended(told["code"])
            else:
                child = children[told["pid"]] = Forked(told["pid"])
                if self._born is not None:
                    self._born.set_result(child)
        await process.wait()
        for child in children.values():
            await child.orphaned()
        if self._born is not None and not self._born.done():
            self._born.set_exception(OSError("what starts the services has ended"))
