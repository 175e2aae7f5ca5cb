"""How fast are facts acknowledged that many publishers send over NATS? A program of its own, and cheap.

It takes the messages from a file, one a line: an event or a batch of events. It speaks just enough of NATS.
`python -m tests.benchmarks.publishing PORT PUBLISHERS UNDER_WAY FILE`, the operator's key in YINGSU_KEY, prints JSON.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop
from pydantic_core import from_json, to_json

from tests.benchmarks.posting import HOST, Posted

ID = "operator"
"""The id of the key; inboxes begin with it."""


@dataclass
class Work:
    """What is still to be sent, and what was answered."""

    messages: deque[tuple[str, int, bytes]]
    """The district, the number of events, and the message."""
    key: str
    done: asyncio.Event = field(default_factory=asyncio.Event)
    begun: float = 0.0
    under_way: int = 0
    milliseconds: list[float] = field(default_factory=list)
    refused: bytes = b""


class Publisher(asyncio.Protocol):
    """Sends messages on a connection of its own, so many at once: the next as soon as one is answered."""

    def __init__(self, work: Work, number: int, at_once: int) -> None:
        self._work = work
        self._inbox = f"_INBOX_{ID}.{number}"
        self._at_once = at_once
        self._arrived = b""
        self._sent = dict[bytes, tuple[float, int]]()
        """When what waits for an answer was sent, and of how many events it is; by the end of its inbox."""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say who this is."""
        self._transport = transport
        told = {"user": ID, "pass": self._work.key, "verbose": False, "headers": True, "no_responders": True}
        shown = b"CONNECT " + to_json({**told, "lang": "python", "version": "1", "protocol": 1})
        self._transport.write(shown + f"\r\nSUB {self._inbox}.* 1\r\nPING\r\n".encode())
        self._work.under_way += 1

    def _next(self, slot: bytes) -> None:
        if not self._work.messages:
            if not self._sent:
                self._transport.close()
            return
        district, events, body = self._work.messages.popleft()
        self._sent[slot] = (time.perf_counter(), events)
        head = f"PUB submit.{district} {self._inbox}.{slot.decode()} {len(body)}\r\n".encode()
        self._transport.write(head + body + b"\r\n")

    def data_received(self, data: bytes) -> None:
        """Take what the server says, line by line."""
        self._arrived += data
        while b"\r\n" in self._arrived:
            line, _, rest = self._arrived.partition(b"\r\n")
            if line.startswith((b"MSG", b"HMSG")):
                size = int(line.rsplit(b" ", 1)[1])
                if len(rest) < size + 2:
                    return
                self._answered(line.split(b" ", 2)[1].rpartition(b".")[2], rest[:size])
                rest = rest[size + 2 :]
            elif line == b"PING":
                self._transport.write(b"PONG\r\n")
            elif line == b"PONG":
                for slot in range(self._at_once):
                    self._next(b"%d" % slot)
            elif line.startswith(b"-ERR"):
                self._work.refused = line
                self._transport.close()
            self._arrived = rest

    def _answered(self, slot: bytes, body: bytes) -> None:
        begun, events = self._sent.pop(slot)
        self._work.milliseconds.append((time.perf_counter() - begun) * 1000)
        if b'"accepted":%d,' % events not in body:
            self._work.refused = body
        self._next(slot)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that this publisher has nothing more to do."""
        self._work.under_way -= 1
        if not self._work.under_way:
            self._work.done.set()


async def publish(
    port: int, key: str, publishers: int, at_once: int, messages: Sequence[bytes]
) -> dict[str, Any]:
    """Send every message and return what became of it."""
    work = Work(deque(map(_addressed, messages)), key)
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    connecting = (
        loop.create_connection(lambda number=number: Publisher(work, number, at_once), HOST, port)  # type: ignore[misc]
        for number in range(publishers)
    )
    await asyncio.gather(*connecting)
    await work.done.wait()
    return {
        "seconds": time.perf_counter() - begun,
        "milliseconds": work.milliseconds,
        "refused": work.refused.decode(errors="replace"),
    }


def _addressed(message: bytes) -> tuple[str, int, bytes]:
    told = from_json(message)
    events = told if isinstance(told, list) else [told]
    return events[0]["district"], len(events), message


def publishing(
    port: int,
    events: Sequence[bytes],
    file: Path,
    *,
    key: str,
    publishers: int = 16,
    together: int = 1,
    at_once: int = 1,
) -> Posted:
    """Let a process of its own send events, and return what it took.

    So many events of a district are in a message, and so many messages of each publisher are under way at once.

    Every one has to be acknowledged; the milliseconds are those of messages.
    """
    messages = list(events) if together == 1 else _batches(events, together)
    file.write_bytes(b"\n".join(messages))
    command = [sys.executable, "-m", __spec__.name, str(port), str(publishers), str(at_once), str(file)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "YINGSU_KEY": key}, check=True)
    told = json.loads(done.stdout)
    assert not told["refused"], told["refused"]
    assert len(told["milliseconds"]) == len(messages)
    return Posted(len(events) / told["seconds"], told["milliseconds"])


def _batches(events: Sequence[bytes], together: int) -> list[bytes]:
    by_district: dict[str, list[bytes]] = {}
    for event in events:
        by_district.setdefault(from_json(event)["district"], []).append(event)
    return [
        b"[" + b",".join(some[start : start + together]) + b"]"
        for some in by_district.values()
        for start in range(0, len(some), together)
    ]


def main() -> None:
    """Send what a file holds."""
    port, publishers, at_once, file = sys.argv[1:]
    messages = Path(file).read_bytes().split(b"\n")
    told = uvloop.run(publish(int(port), os.environ["YINGSU_KEY"], int(publishers), int(at_once), messages))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
