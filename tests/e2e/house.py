"""How does a test run a whole house, speak to it as a user would, and break it?"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from pydantic_core import to_json

from deploy.local.control import ask
from deploy.local.place import Place, State, free_block, read_state
from deploy.local.tied import tied_to_this_process
from tests.callers import key_of

YINGSU = (sys.executable, "-m", "deploy.cli")


class HouseError(AssertionError):
    """The house did not do what a test takes for granted; the message holds what it said."""


def until(condition: Callable[[], object], what: str, within: float = 60.0) -> None:
    """Return when the condition holds; raise HouseError after `within` seconds."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            raise HouseError(f"after {within:.0f} s still not: {what}")
        time.sleep(0.02)


class House:
    """A real `yingsu up` on a data folder and a free block of ports."""

    def __init__(self, data: Path, environment: Mapping[str, str] | None = None) -> None:
        """Take a folder; `environment` is added to that of `yingsu up` (and by it given to the services)."""
        self.data = data
        self.place = Place(data)
        self.port = 0
        self.http = httpx.Client(trust_env=False, timeout=60.0)
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._killed: set[int] = set()

    def start(self, *, ready: bool = True) -> "House":
        """Start it and wait until all of it is ready, or only until intake answers other commands."""
        self.data.mkdir(parents=True, exist_ok=True)
        # The same ports again after a crash, so that a client that was cut off finds it.
        first = free_block(self.port or 20000 + random.randrange(1000) * 10)
        if first is None:
            raise HouseError("no free ports")
        self.port = first
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                [*YINGSU, "up", "--data", str(self.data), "--port", str(self.port)],
                stdout=said,
                stderr=said,
                env=self._environment,
                preexec_fn=tied_to_this_process(),
            )
        try:
            until(lambda: self._is_found(self._process, ready=ready), "started")
        except HouseError as error:
            raise HouseError(f"{error}\n{self.tail()}") from error
        return self

    def _is_found(self, process: subprocess.Popen[bytes] | None, *, ready: bool) -> bool:
        if process is None or process.poll() is not None:
            raise HouseError("yingsu up ended")
        state = read_state(self.place.state)
        self.http.headers.update(key_of(self.data))
        if state is None or state.pid != process.pid:
            return False
        return state.ready if ready else self._intake_answers(state)

    def _intake_answers(self, state: State) -> bool:
        """Return whether commands can ask intake, which takes seconds to load on a busy machine."""
        try:
            return self.http.get(f"{state.url('intake')}/health/live").is_success
        except httpx.TransportError:
            return False

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        code = self._process.wait(60)
        self._process = None
        return code

    def crash(self) -> None:
        """Kill the supervisor with -9, and with it everything."""
        assert self._process is not None
        pids = self.state.pids
        self._process.kill()
        self._process.wait()
        self._process = None
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids.values()), "all of it gone")

    @property
    def said(self) -> Path:
        """Return the file that holds what `yingsu up` printed."""
        return self.data / "up.txt"

    def tail(self, lines: int = 20) -> str:
        """Return the last lines of what `yingsu up` and each part said."""
        files = [self.said, *sorted(self.data.glob("logs/*.log"))]
        texts = [
            (file.name, file.read_text(errors="replace").splitlines()[-lines:])
            for file in files
            if file.exists()
        ]
        return "\n".join(f"--- {name}\n" + "\n".join(said) for name, said in texts)

    @property
    def state(self) -> State:
        """Return what `local.toml` says now."""
        state = read_state(self.place.state)
        assert state is not None, "it does not run"
        return state

    @property
    def key(self) -> str:
        """Return the operator's key."""
        return self.place.operator_key.read_text(encoding="ascii").strip()

    def url(self, service: str) -> str:
        """Return the address of a service."""
        return self.state.url(service)

    def yingsu(self, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Give a command as a user does; raise HouseError when it ends with 2 or more, unless `check` is false."""
        command = [*YINGSU, *(str(argument) for argument in arguments), "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if check and done.returncode > 1:
            raise HouseError(
                f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}\n{self.tail()}"
            )
        return done

    def import_(self, kind: str, file: Path, district: str, *more: str) -> dict[str, Any]:
        """Import a file (`organs` or `ledger`), wait until the figures include it, and return the answer."""
        done = self.yingsu("import", kind, file, "--district", district, "--json", *more)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def figures(self, district: str, period: str, *more: str) -> list[dict[str, Any]]:
        """Return the figures of a period."""
        done = self.yingsu("figures", "--district", district, "--period", period, "--format", "json", *more)
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def cases(self, district: str) -> list[dict[str, Any]]:
        """Return all cases of a district."""
        done = self.yingsu("cases", "--district", district, "--format", "json")
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def status(self) -> dict[str, Any]:
        """Return what `yingsu status` says."""
        told: dict[str, Any] = json.loads(self.yingsu("status", "--format", "json").stdout)
        return told

    def kill(self, part: str) -> int:
        """Kill a service or `nats` with -9, at once, and return the process id it had."""
        pid = self.state.pids[part]
        os.kill(pid, signal.SIGKILL)
        self._killed.add(pid)
        return pid

    def crash_at(self, service: str, point: str) -> None:
        """Start a service afresh so that it kills itself at a named crash point (`after-append:3`), once."""
        answer = ask(
            self.place.control,
            {"ask": "restart", "part": service, "environment": {"YINGSU_CRASH_AT": point}},
        )
        assert answer["ok"], answer

    def starts(self) -> dict[str, int]:
        """Return how often each part was started."""
        processes = ask(self.place.control, {"ask": "processes"})["processes"]
        return {name: process["starts"] for name, process in processes.items()}

    def wait_ready(self) -> None:
        """Return when every part is ready, and none of them is one that was killed and is not known to be dead."""

        def all_ready() -> bool:
            processes = ask(self.place.control, {"ask": "processes"})["processes"]
            return all(
                process["ready"] and process["pid"] not in self._killed for process in processes.values()
            )

        until(all_ready, "every part ready")
        self._killed.clear()

    def wait_settled(self, position: int | None = None) -> int:
        """Return the settled position once the figures include all up to `position` (default: the log's end)."""
        if position is None:
            position = int(self.get("intake", "/status")["position"])
        settled = 0

        def reached() -> bool:
            nonlocal settled
            try:
                settled = self.get("reporting", "/settled")["settled"]
            except httpx.HTTPError:
                return False
            return bool(settled >= position)

        until(reached, f"settled up to {position}", within=120.0)
        return settled

    def get(self, service: str, path: str, **params: object) -> Any:
        """Return the JSON a service answers; raise httpx.HTTPError when it is away or refuses."""
        return self.http.get(self.url(service) + path, params=_texts(params)).raise_for_status().json()

    def upload(
        self, kind: str, content: bytes, district: str, name: str = "台账.csv", **form: object
    ) -> httpx.Response:
        """Import a file over HTTP and return the answer, good or bad; nobody waits for the figures unless asked."""
        told = {"district": district, "wait": "none", **_texts(form)}
        return self.http.post(
            f"{self.url('intake')}/imports/{kind}", data=told, files={"file": (name, content)}
        )

    def report(self, events: Sequence[Mapping[str, Any]]) -> httpx.Response:
        """Publish a batch of CloudEvents and return the answer, good or bad."""
        headers = {"content-type": "application/cloudevents-batch+json"}
        return self.http.post(f"{self.url('intake')}/events", content=to_json(events), headers=headers)

    def metric(self, service: str, name: str) -> float:
        """Return the sum of a service's metric over its labels."""
        lines = self.http.get(self.url(service) + "/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if re.match(rf"{name}[ {{]", line))


def _texts(parameters: Mapping[str, object]) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in parameters.items()
    }
