"""How does a command ask the running house for something?

One request and one answer, each a line of JSON, over a socket in the data folder that only its owner can open.
"""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

Answer = dict[str, Any]
Handler = Callable[[dict[str, Any]], Awaitable[Answer]]


class NotListening(Exception):  # noqa: N818 - it says what is so
    """Nobody listens on the control socket of this data folder."""


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """Give a name for the path that fits the 107 bytes a socket's name may have."""
    if not Path("/proc/self/fd").is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_DIRECTORY | os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


async def listen(path: Path, handler: Handler) -> asyncio.Server:
    """Answer requests on the socket until the server is closed. The caller holds the lock of the folder."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            if line := await reader.readline():
                writer.write(to_json(await handler(from_json(line))) + b"\n")
                await writer.drain()
        writer.close()

    return await asyncio.start_unix_server(answer, sock=_bound(path))


def _bound(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    with _short(path) as name:
        bound.bind(name)
    path.chmod(0o600)
    return bound


def ask(path: Path, request: dict[str, Any], timeout: float = 60.0) -> Answer:
    """Return the running house's answer to a request; raise NotListening, or TimeoutError after `timeout` seconds."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(timeout)
        try:
            with _short(path) as name:
                asking.connect(name)
            asking.sendall(to_json(request) + b"\n")
            with asking.makefile("rb") as lines:
                line = lines.readline()
        except (FileNotFoundError, ConnectionError) as error:
            raise NotListening(str(path)) from error
    if not line:
        raise NotListening(str(path))
    answer: Answer = from_json(line)
    return answer
