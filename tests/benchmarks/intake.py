"""How fast does intake take facts one by one, how much memory do a million take, and how long does a large ledger?"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
from pydantic_core import to_json

from deploy.local.place import HOST, free_block
from tests.benchmarks import bare
from tests.benchmarks.facts import cloudevent, endless, facts, lines
from tests.benchmarks.house import House, pss, running
from tests.benchmarks.posting import Posted, posting
from tests.benchmarks.publishing import publishing
from tests.e2e.deaths import in_background
from tests.e2e.house import House as WholeHouse
from tests.ledgers import EXAMPLES, as_csv, case

WARM = 500
"""Facts sent before anything is measured."""

AT_ONCE = 1_000
"""Facts of one piece of a stream."""


def singles(count: int) -> tuple[Posted, Posted, float]:
    """Post facts one by one from 64 clients; return that, the same to a bare app, and processor seconds of intake."""
    told = [to_json(cloudevent(draft)) for draft in facts(count + WARM)]
    with tempfile.TemporaryDirectory() as folder, running() as house:
        file, port = Path(folder) / "facts.ndjson", house.ports["intake"]
        posting(port, told[:WARM], file, key=house.key)
        before = sum(house.cpu().values())
        posted = posting(port, told[WARM:], file, key=house.key)
        used = sum(house.cpu().values()) - before
        with _bare_app() as port:
            least = posting(port, told[WARM:], file, key="none")
    return posted, least, used


@contextmanager
def _bare_app() -> Iterator[int]:
    port = free_block(19_000)
    assert port is not None, "no free ports"
    process = subprocess.Popen([sys.executable, "-m", bare.__name__, str(port)])
    try:
        while True:
            try:
                httpx.post(f"http://{HOST}:{port}/events", content=b"{}", trust_env=False)
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                break
        yield port
    finally:
        process.terminate()
        process.wait(10)


def over_nats(count: int, together: int, at_once: int) -> Posted:
    """Send facts over NATS from 16 publishers, so many in a message, so many messages of each under way at once."""
    told = [to_json(cloudevent(draft)) for draft in facts(count + WARM)]
    with tempfile.TemporaryDirectory() as folder, running() as house:
        file, port = Path(folder) / "facts.ndjson", house.ports["nats"]
        publishing(port, told[:WARM], file, key=house.key)
        return publishing(port, told[WARM:], file, key=house.key, together=together, at_once=at_once)


def memory(marks: Sequence[int]) -> tuple[Mapping[int, float], float]:
    """Send so many facts as a stream; return the memory of intake in MB at each mark, and the facts a second."""
    told, found = endless(), dict[int, float]()
    seconds, sent = 0.0, 0
    with running() as house:
        for mark in marks:
            began = time.perf_counter()
            position = _stream(house, told, mark - sent)
            seconds += time.perf_counter() - began
            sent = mark
            house.relayed(position)
            found[mark] = house.memory()["intake"]
    return found, sent / seconds


def _stream(house: House, told: Iterator[object], count: int) -> int:
    def pieces() -> Iterator[bytes]:
        left = count
        while left:
            some = list(islice(told, min(left, AT_ONCE)))
            left -= len(some)
            yield lines(some)

    return int(house.post_pieces(pieces())["position"])


@dataclass(frozen=True, slots=True)
class Ledger:
    """What importing a large ledger took."""

    on_the_log: float
    """Seconds from the command until all that the file says is on the log."""
    settled: float
    """Seconds of the whole command: until the figures include it."""
    facts: int
    seen: int
    """How many different counts of cases that are done intake told meanwhile."""
    memory: float
    """MB of intake afterwards."""


def ledger(rows: int) -> Ledger:
    """Give `yingsu import ledger` a file of so many rows, in a whole house."""
    with tempfile.TemporaryDirectory(prefix="yingsu-bench-") as folder:
        house = WholeHouse(Path(folder) / "data").start()
        try:
            house.import_("organs", EXAMPLES / "xinzhou-2023" / "organs.csv", "xinzhou")
            file = Path(folder) / "ledger.csv"
            file.write_bytes(as_csv([case(number) for number in range(1, rows + 1)]))
            on_the_log, settled, seen = [0.0], [0.0], set[int]()
            began = time.perf_counter()

            def give() -> dict[str, object]:
                try:
                    return house.import_("ledger", file, "xinzhou")
                finally:
                    settled[0] = time.perf_counter() - began

            with in_background(give) as done:
                while not settled[0]:
                    running = house.get("intake", "/imports/running")
                    seen |= {one["done"] for one in running}
                    if seen and not running and not on_the_log[0]:
                        on_the_log[0] = time.perf_counter() - began
                    time.sleep(0.1)
            return Ledger(
                on_the_log[0],
                settled[0],
                int(done[0]["accepted"]),
                len(seen),
                pss(house.state.pids["intake"]),
            )
        finally:
            house.stop()
