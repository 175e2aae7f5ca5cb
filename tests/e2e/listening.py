"""How does a program listen to a stream for as long as it likes, whatever dies meanwhile?"""

import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.e2e.house import House, until

Row = tuple[str, str, str, str]
"""Period, by, agency and figure."""


@dataclass
class Listener:
    """One that resumes where it was cut off, and keeps what it was told."""

    house: House
    query: dict[str, str]
    events: list[dict[str, Any]] = field(default_factory=list)
    """The stored events it was told of, in that order."""
    figures: dict[Row, dict[str, Any]] = field(default_factory=dict)
    """The figures it was told of since it read all of them the last time."""
    position: int = 0
    resets: int = 0
    times_cut_off: int = 0
    refused: list[str] = field(default_factory=list)
    """What was answered when it was not let in, but for `come back later`."""
    _stopped: bool = False
    _thread: threading.Thread | None = None

    def start(self) -> "Listener":
        """Listen in the background, and return once something was heard."""
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        until(lambda: self.position > 0, "the stream is heard")
        return self

    def stop(self) -> None:
        """Listen no more; the next sign of life ends it."""
        self._stopped = True

    def _listen(self) -> None:
        while not self._stopped:
            try:
                self._listen_once()
            except (httpx.HTTPError, AssertionError):  # the house is stopped, too
                self.times_cut_off += 1
                time.sleep(0.05)

    def _listen_once(self) -> None:
        headers = {**self.house.http.headers, "Accept": "text/event-stream"}
        if self.position:
            headers["Last-Event-ID"] = str(self.position)
        address = f"{self.house.url('reporting')}/stream"
        timeout = httpx.Timeout(5.0, read=30.0)
        with httpx.stream(
            "GET", address, params=self.query, headers=headers, timeout=timeout, trust_env=False
        ) as answer:
            if answer.status_code != 200:
                if answer.status_code != 503:
                    self.refused.append(answer.read().decode())
                    self._stopped = True
                time.sleep(0.05)
                return
            block: dict[str, str] = {}
            for line in answer.iter_lines():
                if self._stopped:
                    return
                if line:
                    name, _, value = line.partition(": ")
                    block[name] = value
                    continue
                self._take(block)
                block = {}

    def _take(self, block: dict[str, str]) -> None:
        data = json.loads(block["data"]) if "data" in block else {}
        match block.get("event"):
            case "case":
                self.events.append(data)
            case "figure":
                self.figures[data["period"], data["by"], data["agency"], data["metric"]] = data
            case "reset":
                self.resets += 1
                self.figures.clear()
        if "id" in block:  # only now is all of it taken in
            self.position = int(block["id"])
