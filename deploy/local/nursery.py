"""How do five services start at the price of one? They are forked by a process that has loaded them all.

`python -u -P -m deploy.local.nursery MODULE...` loads the modules, then reads a line of JSON for each process wanted
(`module`, `environment`, `log`) and forks one that does what `python -m MODULE` does. It answers `{"pid"}`, and
`{"pid", "code"}` when that process has ended. It ends when nobody can ask any more, and what it forked ends with it.
"""

import ctypes
import gc
import os
import runpy
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase
from pydantic_core import from_json, to_json

from deploy.local.tied import tied_to_this_process

_ASKED = 0
_LATER = (
    "uvicorn.loops.uvloop",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "pydantic.v1",
)
"""What a service loads only when it runs."""


def main() -> None:
    """Load the modules named on the command line; fork a process each time one is asked for."""
    modules = sys.argv[1:]
    _be_called("nursery")
    # Whoever stops the house may signal all of its processes at once: the supervisor decides who goes when.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _load(modules)
    if wanted := _forking():
        _become(wanted["module"], wanted["environment"], set(modules) - {wanted["module"]})


def _load(modules: Sequence[str]) -> None:
    gc.disable()  # what is loaded stays, and looking for garbage in it takes a sixth of the time
    for name in (*(f"{module}.app" for module in modules), *_LATER):
        if name in _LATER and name.partition(".")[0] not in sys.modules:
            continue
        # What cannot be loaded fails again in the process that needs it, and its log says why.
        with suppress(Exception):
            import_module(name)
    # Memory stays shared as long as nobody writes to it, and looking for garbage writes to every object.
    gc.collect()
    gc.freeze()
    gc.enable()


def _forking() -> dict[str, Any] | None:
    """Fork on request and tell who ended, until nobody asks (None); in each forked process return what was asked."""
    tie = tied_to_this_process()
    children: dict[int, int] = {}
    waiting = select.poll()
    waiting.register(_ASKED, select.POLLIN)
    while True:
        for ready, _ in waiting.poll():
            if ready != _ASKED:
                waiting.unregister(ready)
                os.close(ready)
                _tell({"pid": (pid := children.pop(ready)), "code": _code(pid)})
            elif not (line := sys.stdin.buffer.readline()):
                return None
            elif pid := os.fork():
                handle = os.pidfd_open(pid)
                children[handle] = pid
                waiting.register(handle, select.POLLIN)
                _tell({"pid": pid})
            else:
                if tie:
                    tie()
                for handle in children:
                    os.close(handle)
                wanted: dict[str, Any] = from_json(line)
                _move_out(wanted["log"])
                return wanted


def _tell(what: Mapping[str, int]) -> None:
    with suppress(BrokenPipeError):
        os.write(1, to_json(what) + b"\n")


def _code(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _move_out(log: str) -> None:
    """Give a forked process what a started one has: a session, a log, signals that end it."""
    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _become(module: str, environment: Mapping[str, str], others: set[str]) -> None:
    """Do what `python -m module` does. The end of this process is the end of that."""
    os.environ.clear()
    os.environ.update(environment)
    _forget(others)
    _be_called(module.rpartition(".")[2])
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _forget(others: set[str]) -> None:
    """Forget the modules of other services, and what those count: it is not for this one to tell."""
    found: set[MetricWrapperBase] = set()
    theirs = tuple(f"{other}." for other in others)
    for name in [name for name in sys.modules if f"{name}.".startswith(theirs)]:
        found.update(
            value for value in vars(sys.modules.pop(name)).values() if isinstance(value, MetricWrapperBase)
        )
    for metric in found:
        REGISTRY.unregister(metric)


def _be_called(name: str) -> None:
    """Take a name by which `ps` tells this process from the others; 15 bytes of it count."""
    set_name = 15
    ctypes.CDLL(None).prctl(set_name, name.encode())


if __name__ == "__main__":
    main()
