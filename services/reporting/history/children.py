"""Who replays thousands of disputes? Processes beside the service: in a thread they would hold up all who ask."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from pydantic_core import from_json, to_json

from services.reporting.history.counting import Group, Texts

MOST = 2
"""Processes at the same time, where the machine has so many processors."""


GONE = (OSError, EOFError, ValueError)
"""What comes of asking a process that has ended, or whose answer was cut off."""


class ChildError(Exception):
    """A process that replays could not answer: says what it said."""


class Children:
    """Processes that are started when they are needed first, and end when they are not for some minutes."""

    def __init__(self, url: str) -> None:
        """`url` is where the notes are kept."""
        self._url = url
        self._children = [Child() for _ in range(min(MOST, os.cpu_count() or 1))]
        self._threads = ThreadPoolExecutor(len(self._children), "replaying")
        self._closed = False

    def counted_at(self, district: str, groups: Sequence[Group], position: int) -> Texts:
        """Return what the cases of some groups counted in at a position, by number. Raises ChildError."""
        if self._closed:
            raise ChildError("reporting is being stopped")
        share = -(-len(groups) // len(self._children))
        shares = [list(groups[start : start + share]) for start in range(0, len(groups), share)]
        asked = [
            self._threads.submit(child.ask, (self._url, district, some, position))
            for child, some in zip(self._children, shares, strict=False)
        ]
        return {case: (text, open_) for one in asked for case, (text, open_) in one.result().items()}

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for child in self._children:
            child.close()
        self._threads.shutdown()


class Child:
    """One process, asked for one thing at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, request: tuple[Any, ...]) -> Texts:
        """Return the answer of the process, which is started where it is not there. Raises ChildError."""
        with self._lock:
            try:
                found, answer = self._exchange(request)
            except GONE:  # it ended, or was ended, meanwhile
                self._process = None
                try:
                    found, answer = self._exchange(request)
                except GONE as error:
                    self._process = None
                    raise ChildError("the process that replays ended without an answer") from error
        if not found:
            raise ChildError(answer)
        answered: Texts = answer
        return answered

    def _exchange(self, request: tuple[Any, ...]) -> tuple[bool, Any]:
        process = self._running()
        assert process.stdin is not None, "it was started with a pipe"
        assert process.stdout is not None, "it was started with a pipe"
        process.stdin.write(to_json(request) + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer.endswith(b"\n"):
            raise EOFError
        found, said = from_json(answer)
        return found, said

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ChildError("reporting is being stopped")
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.reporting.history.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def close(self) -> None:
        """End the process, also in the midst of an answer nobody waits for any more."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
