"""How long after a fact was sent do 500 readers of a stream hear of it, and when has an open page changed?

The readers are a program of their own that speaks just enough HTTP: `python -m tests.benchmarks.streams PORT PATH
READERS`, the key in YINGSU_KEY. It takes positions from standard input, one a line, and answers with the instants at
which half and all of its readers had come so far.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic_core import to_json

from shared.envelope import Draft
from tests.benchmarks.facts import cloudevent, facts, lines
from tests.benchmarks.house import JUDGES, House, running
from tests.benchmarks.latency import percentiles

READERS = 500
DISTRICT = "huancui"
PAUSE = 0.25
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)


@dataclass
class Heard:
    """What was measured while so many readers listened."""

    half: list[float] = field(default_factory=list)
    """Milliseconds from sending a fact until half of the readers had heard of it."""
    whole: list[float] = field(default_factory=list)
    """Milliseconds until all had."""
    figures: list[float] = field(default_factory=list)
    """Milliseconds of GET /figures meanwhile."""
    alone: list[float] = field(default_factory=list)
    """The same before anybody listened."""
    memory: float = 0.0
    """MB of reporting with all readers."""
    memory_before: float = 0.0


def heard(kinds: str, readers: int = READERS, times: int = 60, before: int = 4_000) -> Heard:
    """Let so many readers listen to a district while facts come in one by one."""
    told = facts(before + 4 * times)
    found = Heard()
    with running(*JUDGES) as house:
        house.settled(house.post(lines(told[:before]))["position"])
        wanted = [draft for draft in told[before:] if draft.district == DISTRICT][:times]
        with asking_figures(house) as found.alone:
            time.sleep(5)
        found.memory_before = house.memory()["reporting"]
        path = f"/stream?district={DISTRICT}&kinds={kinds}"
        with listening(house, path, readers) as process, asking_figures(house) as found.figures:
            for draft in wanted:
                begun = time.time()
                position = _post(house, draft)
                half, whole = _told(process, position)
                found.half.append((half - begun) * 1000)
                found.whole.append((whole - begun) * 1000)
                time.sleep(PAUSE)
            found.memory = house.memory()["reporting"]
    return found


def pages(times: int = 60, before: int = 4_000) -> list[float]:
    """Return milliseconds from sending a fact until the open overview of its district has changed in Chromium."""
    from playwright.sync_api import sync_playwright

    told = facts(before + 4 * times)
    found = list[float]()
    with running(*JUDGES) as house, sync_playwright() as playwright:
        house.settled(house.post(lines(told[:before]))["position"])
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(bypass_csp=True, extra_http_headers=dict(house.http.headers)).new_page()
        page.goto(house.url("reporting", f"/districts/{DISTRICT}?period=2023"))
        page.wait_for_function("() => document.documentElement.dataset.live === 'open'")
        page.evaluate(
            "() => { window.at = {}; document.addEventListener('yingsu:swapped', (e) => "
            "{ window.at[e.detail.position] = Date.now(); }); }"
        )
        for draft in [draft for draft in told[before:] if draft.district == DISTRICT][:times]:
            begun = time.time()
            position = _post(house, draft)
            asked = (
                "(p) => { const n = Object.keys(window.at).map(Number).filter((n) => n >= p); "
                "return n.length && Math.min(...n); }"
            )
            seen = page.wait_for_function(asked, arg=position, polling=10).json_value()
            found.append(page.evaluate("(n) => window.at[n]", seen) - begun * 1000)
            time.sleep(0.6)  # a page that has just been read anew rests for a moment
        browser.close()
    return found


@contextmanager
def listening(house: House, path: str, readers: int) -> Iterator[subprocess.Popen[str]]:
    """Run the program of the readers until the body is done; all of them listen before it begins."""
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.streams",
        str(house.ports["reporting"]),
        path,
        str(readers),
    ]
    environment = {**os.environ, "YINGSU_KEY": house.key}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        _told(process, 1)
        yield process
        process.kill()


@contextmanager
def asking_figures(house: House) -> Iterator[list[float]]:
    """Ask for the figures of a district ten times a second while the body runs; yield the milliseconds of each."""
    found, over = list[float](), threading.Event()

    def ask() -> None:
        with httpx.Client(trust_env=False, timeout=60, headers=house.http.headers) as client:
            address = house.url("reporting", f"/figures?district={DISTRICT}&period=2023&agency=*")
            while not over.wait(0.1):
                begun = time.perf_counter()
                client.get(address).raise_for_status()
                found.append((time.perf_counter() - begun) * 1000)

    thread = threading.Thread(target=ask)
    thread.start()
    yield found
    over.set()
    thread.join()


def _post(house: House, draft: Draft) -> int:
    answer = house.http.post(
        house.url("intake", "/events"),
        content=to_json(cloudevent(draft)),
        headers={"Content-Type": "application/cloudevents+json"},
    )
    position: int = answer.raise_for_status().json()["position"]
    return position


def _told(process: subprocess.Popen[str], position: int) -> tuple[float, float]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{position}\n")
    process.stdin.flush()
    half, whole = json.loads(process.stdout.readline())
    return half, whole


class Reader(asyncio.Protocol):
    """One that listens, and keeps when it had come how far."""

    def __init__(self, head: bytes, came: "Came") -> None:
        self._head = head
        self._came = came
        self._rest = b""
        self.position = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        """See how far it has come."""
        said = self._rest + data
        whole, _, self._rest = said.rpartition(b"\n")
        if found := _ID.findall(whole):
            self.position = int(found[-1])
            self._came.told(self, self.position)


@dataclass
class Came:
    """How far all readers have come, and when they did."""

    readers: int
    steps: dict[Reader, list[tuple[int, float]]] = field(default_factory=dict)
    """The positions each reader named, and when."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def told(self, reader: Reader, position: int) -> None:
        """Take in that a reader has come so far."""
        self.steps.setdefault(reader, []).append((position, time.time()))
        self.news.set()

    async def all_at(self, position: int) -> tuple[float, float]:
        """Return when half and all of the readers had come to a position."""
        while True:
            self.news.clear()
            reached = [
                next((at for found, at in one if found >= position), 0.0) for one in self.steps.values()
            ]
            if len(reached) >= self.readers and all(reached):
                for one in self.steps.values():
                    del one[:-1]
                return sorted(reached)[self.readers // 2], max(reached)
            await self.news.wait()


async def _listen(port: int, path: str, readers: int) -> None:
    loop = asyncio.get_running_loop()
    head = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {os.environ['YINGSU_KEY']}\r\n\r\n".encode()
    )
    came = Came(readers)
    kept = [
        await loop.create_connection(lambda: Reader(head, came), "127.0.0.1", port) for _ in range(readers)
    ]
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await came.all_at(int(line))), flush=True)
    del kept


def shown(values: Sequence[float]) -> Any:
    """Return the 50th and 99th percentile as text."""
    return " / ".join(f"{value:.0f} ms" for value in percentiles(values))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [port, path, readers]:
            asyncio.run(_listen(int(port), path, int(readers)))
        case _:
            for kinds in ("none", "figures,cases"):
                found = heard(kinds)
                print(
                    f"{READERS} readers, kinds={kinds}: half {shown(found.half)}, all {shown(found.whole)}; "
                    f"GET /figures {shown(found.figures)}, alone {shown(found.alone)}; reporting "
                    f"{found.memory_before:.0f} → {found.memory:.0f} MB"
                )
            print(f"POST → changed page in Chromium: {shown(pages())}")
