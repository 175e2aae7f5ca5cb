"""How does a process make sure that what it starts does not outlive it?"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable


def tied_to_this_process() -> Callable[[], None] | None:
    """Return what a child does before it becomes its program, so that it dies with this process.

    Linux only (None elsewhere). The child is killed outright: every part of a house survives that, while one left
    behind would keep its port and write beside its successor.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    set_parent_death_signal = 1
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(set_parent_death_signal, int(signal.SIGKILL))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie
