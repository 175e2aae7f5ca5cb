"""How is a whole house kept running, and how does it stop?"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from deploy.local.checks import check_ports, lock, prepare_folder
from deploy.local.control import Answer, listen
from deploy.local.forked import Nursery, can_fork
from deploy.local.place import FOLLOWERS, Place, State, write_state
from deploy.local.program import Kept, Patience, Program

STOPPED, FAILED = 0, 3
"""Exit codes: stopped because somebody asked; a part could not be started at all."""

HOPELESS = 5
"""A part that dies this often in a row before it was ever ready ends the start of the house."""


class Screen(Console):
    """A console that falls silent when nobody reads it any more, where Rich would end the process."""

    def on_broken_pipe(self) -> None:
        """Print nothing from now on."""
        self.quiet = True


class Supervisor:
    """The one process that starts the others, keeps them running and stops them."""

    def __init__(
        self,
        place: Place,
        ports: Mapping[str, int],
        programs: Callable[[], Sequence[Sequence[Program]]],
        console: Console,
        patience: Patience | None = None,
        greeting: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        """Take what returns the programs, in stages: one is ready before the next starts, and stops after it.

        It is asked when the folder is this supervisor's alone. `greeting` returns a link by which one signs in once.
        """
        self._greeting = greeting
        self._place = place
        self._console = console
        self._patience = patience or Patience()
        self._programs = programs
        self._stages: list[list[Kept]] = []
        self._nursery: Nursery | None = None
        self.parts: dict[str, Kept] = {}
        self._stop = asyncio.Event()
        self._asked = asyncio.Lock()
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        self._state = State(
            data=str(place.data.resolve()), pid=os.getpid(), started_at=now, ports=dict(ports)
        )

    def stop(self) -> None:
        """Let the house stop; `run` returns when it has."""
        self._stop.set()

    async def run(self) -> int:
        """Run the house until SIGINT, SIGTERM or SIGHUP; return an exit code. Raise CannotStart."""
        prepare_folder(self._place)
        with lock(self._place):
            check_ports(self._state.ports)
            stages = self._programs()
            modules = [program.module for stage in stages for program in stage if program.module]
            self._nursery = Nursery(modules) if modules and can_fork() else None
            for stage in stages:
                self._stages.append(
                    [Kept(program, self._report, self._patience, self._nursery) for program in stage]
                )
            self.parts = {kept.program.name: kept for stage in self._stages for kept in stage}
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                # nohup ignores SIGHUP so that the house outlives the terminal.
                if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                    loop.add_signal_handler(number, self.stop)
            control = await listen(self._place.control, self._answer)
            try:
                self._write_state()
                if self._nursery is not None:
                    await self._nursery.open()  # it loads while nats-server starts
                if not await self._start():
                    return FAILED
                await self._stop.wait()
            finally:
                control.close()
                await self._stop_all()
                self._place.control.unlink(missing_ok=True)
                self._place.state.unlink(missing_ok=True)
        return STOPPED

    async def _start(self) -> bool:
        for stage in self._stages:
            for kept in stage:
                kept.start()
            if not await self._until_ready(stage):
                return self._stop.is_set()
        self._state = replace(self._state, ready=True)
        self._write_state()
        self._console.print(Text(f"Yingsu is ready: {self._state.url('reporting')}/", style="bold green"))
        for kept in self.parts.values():
            self._console.print(Text(f"  {kept.program.name:<15}{kept.program.address}"), soft_wrap=True)
        if self._greeting and (link := await self._greeting()):
            self._console.print(Text(f"  {'sign in once':<15}{link}"), soft_wrap=True)
        if self._place.operator_key.exists():
            self._console.print(Text(f"  {'your key':<15}{self._place.operator_key}"), soft_wrap=True)
        self._console.print(Text("Ctrl-C stops it.", style="dim"))
        return True

    async def _until_ready(self, stage: Sequence[Kept]) -> bool:
        """Wait until all of a stage are ready; False when the house is to stop, or one of them is hopeless."""
        all_ready: asyncio.Future[Any] = asyncio.gather(*(kept.ready.wait() for kept in stage))
        stop: asyncio.Future[Any] = asyncio.create_task(self._stop.wait())
        remind_at = asyncio.get_running_loop().time() + self._patience.remind
        try:
            while not all_ready.done():
                await asyncio.wait(
                    [all_ready, stop], timeout=self._patience.probe, return_when=asyncio.FIRST_COMPLETED
                )
                if stop.done():
                    return False
                for kept in stage:
                    if kept.hopeless or (kept.deaths_in_a_row >= HOPELESS and not kept.ready.is_set()):
                        self._explain(kept)
                        return False
                if asyncio.get_running_loop().time() >= remind_at:
                    remind_at += self._patience.remind
                    for kept in stage:
                        if not kept.ready.is_set():
                            self._report(kept.program.name, f"not ready yet: {kept.waits_for}")
            return True
        finally:
            stop.cancel()
            all_ready.cancel()
            with suppress(asyncio.CancelledError):
                await all_ready

    def _explain(self, kept: Kept) -> None:
        log = kept.program.log
        self._console.print(
            Text(
                f"{kept.program.name} does not start, so everything is stopped. Its last words, from {log}:",
                style="bold red",
            ),
            soft_wrap=True,
        )
        words = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        for line in words.splitlines()[-10:]:
            self._console.print(Text(f"  {line}"), soft_wrap=True)

    async def _stop_all(self) -> None:
        if self._nursery is not None and not self._nursery.loaded:
            await self._nursery.close()  # nobody need wait for what is not wanted any more
        for stage in reversed(self._stages):
            await asyncio.gather(*(kept.stop() for kept in stage))
        if self._nursery is not None:
            await self._nursery.close()

    async def _answer(self, request: dict[str, Any]) -> Answer:
        """Answer a request: `processes`, `restart` or `rebuild` a part."""
        ask, name = request.get("ask"), request.get("part")
        if ask == "processes":
            return {"ok": True, "processes": self._processes()}
        kept = self.parts.get(str(name))
        if kept is None:
            return {"ok": False, "detail": f"No part is called {name}; there are {', '.join(self.parts)}."}
        if ask == "rebuild" and name not in FOLLOWERS:
            return {"ok": False, "detail": f"Only {', '.join(FOLLOWERS)} can be rebuilt from the log."}
        if ask not in ("restart", "rebuild"):
            return {"ok": False, "detail": f"Nobody here knows how to {ask}."}
        if kept.starts == 0:
            return {"ok": False, "detail": f"{name} has not been started yet; the house is still starting."}
        async with self._asked:
            await kept.stop()
            if self._stop.is_set():
                return {"ok": False, "detail": "The house is being stopped."}
            if ask == "rebuild":
                for file in self._place.notes(kept.program.name):
                    file.unlink(missing_ok=True)
                self._report(kept.program.name, "notes deleted; they are filled again from the log")
            kept.start(request.get("environment"))
        return {"ok": True}

    def _processes(self) -> dict[str, dict[str, Any]]:
        return {
            name: {
                "pid": kept.pid,
                "ready": kept.ready.is_set(),
                "starts": kept.starts,
                "waits_for": kept.waits_for,
            }
            for name, kept in self.parts.items()
        }

    def _report(self, name: str, what: str) -> None:
        style = "yellow" if what.startswith(("died", "killed", "could not")) else ""
        line = Text.assemble(
            (f"{datetime.now().astimezone():%H:%M:%S} ", "dim"), (f"{name:<15}", "cyan"), (what, style)
        )
        self._console.print(line, soft_wrap=True)
        with suppress(OSError):  # a full disk is no reason to stop
            self._write_state()

    def _write_state(self) -> None:
        pids = {name: kept.pid for name, kept in self.parts.items() if kept.pid is not None}
        self._state = replace(self._state, pids=pids)
        write_state(self._place.state, self._state)
