"""How fast are single facts acknowledged that many clients post at once? A program of its own, cheap enough to say.

It takes the bodies from a file, one a line, and speaks just enough HTTP: the processors are shared with what is
measured. `python -m tests.benchmarks.posting PORT PATH CLIENTS FILE`, the key in YINGSU_KEY, prints one JSON object.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop

HOST = "127.0.0.1"


@dataclass
class Work:
    """What is still to be posted, and what was answered."""

    bodies: deque[bytes]
    head: bytes
    done: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    refused: bytes = b""


class Client(asyncio.Protocol):
    """Posts one body after the other on one connection, the next as soon as the last is answered."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._arrived = b""
        self._begun = 0.0
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport
        self._work.under_way += 1
        self._next()

    def _next(self) -> None:
        work = self._work
        if not work.bodies:
            self._transport.close()
            return
        body = work.bodies.popleft()
        self._begun = time.perf_counter()
        self._transport.write(work.head + b"%d\r\n\r\n" % len(body) + body)

    def data_received(self, data: bytes) -> None:
        """Count an answer once all of it is there."""
        self._arrived += data
        head, found, body = self._arrived.partition(b"\r\n\r\n")
        if not found:
            return
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) < size:
            return
        work = self._work
        work.milliseconds.append((time.perf_counter() - self._begun) * 1000)
        status = head[9:12].decode()
        work.statuses[status] += 1
        if status != "200":
            work.refused = body
        self._arrived = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that this client has nothing more to do."""
        self._work.under_way -= 1
        if not self._work.under_way:
            self._work.done.set()


async def post(port: int, path: str, key: str, clients: int, bodies: Sequence[bytes]) -> dict[str, Any]:
    """Post every body and return what became of it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/cloudevents+json\r\nContent-Length: "
    )
    work = Work(deque(bodies), head.encode())
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    await asyncio.gather(
        *(loop.create_connection(lambda: Client(work), HOST, port) for _ in range(min(clients, len(bodies))))
    )
    await work.done.wait()
    return {
        "seconds": time.perf_counter() - begun,
        "milliseconds": work.milliseconds,
        "statuses": work.statuses,
        "refused": work.refused.decode(errors="replace"),
    }


@dataclass(frozen=True, slots=True)
class Posted:
    """What posting took."""

    per_second: float
    milliseconds: Sequence[float]


def posting(port: int, bodies: Sequence[bytes], file: Path, *, key: str, clients: int = 64) -> Posted:
    """Let a process of its own post bodies to `/events`, and return what it took; each has to be acknowledged."""
    file.write_bytes(b"\n".join(bodies))
    command = [sys.executable, "-m", __spec__.name, str(port), "/events", str(clients), str(file)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "YINGSU_KEY": key}, check=True)
    told = json.loads(done.stdout)
    assert told["statuses"] == {"200": len(bodies)}, (told["statuses"], told["refused"])
    return Posted(len(bodies) / told["seconds"], told["milliseconds"])


def main() -> None:
    """Post what a file holds."""
    port, path, clients, file = sys.argv[1:]
    bodies = Path(file).read_bytes().split(b"\n")
    told = uvloop.run(post(int(port), path, os.environ["YINGSU_KEY"], int(clients), bodies))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
