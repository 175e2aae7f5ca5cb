"""Where does a house on one machine keep its things, and where does it listen?

Everything lies in one data folder. `local.toml` in it says where a running house listens and which processes it
consists of, so that every other command needs to be told the folder only.
"""

import json
import os
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from shared.settings import OFFSETS

HOST = "127.0.0.1"

SERVICES = ("intake", "routing", "deadlines", "accountability", "reporting")
"""In the order in which a fact passes them."""

FOLLOWERS = SERVICES[1:]
"""The services whose databases can be deleted: all they hold follows from the log."""

BLOCK = len(OFFSETS)
"""How many consecutive ports a house needs."""

VERSION = version("yingsu")


def ports_from(first: int) -> dict[str, int]:
    """Return the port of every part of a house whose reporting listens on `first`."""
    return {name: first + offset for name, offset in OFFSETS.items()}


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of the local machine now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_block(start: int) -> int | None:
    """Return the first port at or above `start`, in steps of ten, that begins a free block; None without one."""
    for first in range(start, 65536 - BLOCK, 10):
        if all(is_free(port) for port in ports_from(first).values()):
            return first
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """The data folder of a house and the paths in it."""

    data: Path

    @property
    def lock(self) -> Path:
        """Return the file whose lock the running house holds."""
        return self.data / "local.lock"

    @property
    def state(self) -> Path:
        """Return the file that says where the running house listens."""
        return self.data / "local.toml"

    @property
    def control(self) -> Path:
        """Return the socket by which commands ask the running house for something."""
        return self.data / "control.sock"

    @property
    def operator_key(self) -> Path:
        """Return the file with the key of who runs the house."""
        return self.data / "operator.key"

    def log(self, name: str) -> Path:
        """Return the file into which a part writes what it has to say."""
        return self.data / "logs" / f"{name}.log"

    def notes(self, service: str) -> tuple[Path, ...]:
        """Return every file of a follower's database: of each version there is, and the link to the one asked."""
        database = self.data / service / "notes.db"
        return (
            database.with_name(f"{database.name}.current"),
            *(database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")),
            *sorted(database.parent.glob("notes-*.db*")),
        )


@dataclass(frozen=True, slots=True)
class State:
    """What `local.toml` says about a running house."""

    data: str
    pid: int
    started_at: str
    ports: Mapping[str, int]
    pids: Mapping[str, int] = field(default_factory=dict)
    ready: bool = False
    version: str = VERSION
    host: str = HOST

    def url(self, service: str) -> str:
        """Return the address of a service, without a slash at its end."""
        return f"http://{self.host}:{self.ports[service]}"

    @property
    def alive(self) -> bool:
        """Tell whether the process that wrote this still runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def write_state(path: Path, state: State) -> None:
    """Replace the state file in one step: whoever reads it sees the old one or the new one."""
    lines = [
        "# Written by `yingsu up`; where this house listens. Removed when it stops.",
        f"version = {json.dumps(state.version)}",
        f"data = {json.dumps(state.data)}",
        f"pid = {state.pid}",
        f"started_at = {json.dumps(state.started_at)}",
        f"host = {json.dumps(state.host)}",
        f"ready = {json.dumps(state.ready)}",
        "",
        "[ports]",
        *(f"{name} = {port}" for name, port in state.ports.items()),
        "",
        "[pids]",
        *(f"{name} = {pid}" for name, pid in state.pids.items()),
    ]
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(path)


def read_state(path: Path) -> State | None:
    """Return what the state file says, or None when there is none."""
    try:
        return State(**tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
