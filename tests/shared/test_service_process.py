"""Does a service start, say plainly why it cannot, and stop when it is told to?"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import free_port, nats_server

Start = Callable[..., "Running"]


class Running:
    def __init__(self, folder: Path, what: str, **environment: str) -> None:
        self.port = environment["YINGSU_PORT"]
        self.said = folder / "said"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.shared.small_service", what],
                env={**os.environ, **environment},
                cwd=Path(__file__).parents[2],
                stderr=said,
            )

    def ready(self) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}/health/ready")

    def until_it_answers(self) -> None:
        self.until(self._answers)

    def until(self, condition: Callable[[], bool], within: float = 20.0) -> None:
        end = time.monotonic() + within
        while not condition():
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.02)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.said.read_text()
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health/live").status_code == 200
        except httpx.TransportError:
            return False

    def ended(self) -> tuple[int, str]:
        code = self.process.wait(20)
        return code, self.said.read_text()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Running] = []

    def start(what: str = "", **environment: str) -> Running:
        defaults = {
            "YINGSU_DATA": str(tmp_path / "data"),
            "YINGSU_PORT": str(free_port()),
            "YINGSU_NATS": f"nats://127.0.0.1:{free_port()}",
        }
        running.append(Running(tmp_path, what, **(defaults | environment)))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.wait()


def test_it_stops_when_told_to_within_five_seconds(start: Start) -> None:
    service = start()
    service.until_it_answers()
    began = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    assert service.ended()[0] == 0
    assert time.monotonic() - began < 5


def test_a_request_that_is_cut_off_learns_why(start: Start) -> None:
    service = start()
    service.until_it_answers()
    with socket.create_connection(("127.0.0.1", int(service.port))) as client:
        client.sendall(b"GET /wait HTTP/1.1\r\nhost: x\r\n\r\n")
        # The answer to a second request on another connection says that the first was heard.
        service.ready()
        service.process.send_signal(signal.SIGTERM)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert b" 503 " in answer.splitlines()[0]
    assert b"application/problem+json" in answer
    assert service.ended()[0] == 0


def test_its_log_is_json_that_names_the_service(start: Start) -> None:
    service = start()
    service.until_it_answers()
    service.process.send_signal(signal.SIGTERM)
    lines = [json.loads(line) for line in service.ended()[1].splitlines()]
    assert lines
    assert all(line["service"] == "routing" and line["timestamp"] and line["level"] for line in lines)


def test_without_nats_it_says_so_goes_on_and_finds_it_later(start: Start, tmp_path: Path) -> None:
    with nats_server(tmp_path / "nats") as server:
        server.stop()
        service = start(YINGSU_NATS=server.url)
        service.until_it_answers()
        service.until(lambda: "NATS is gone" in service.said.read_text())
        assert service.ready().status_code == 503
        assert service.ready().json()["missing"] == ["NATS is not connected"]
        server.start()
        service.until(lambda: service.ready().status_code == 200)
        said = service.said.read_text()
    (gone,) = [json.loads(line)["event"] for line in said.splitlines() if "NATS is gone" in line]
    assert server.url in gone
    assert "yingsu up" in gone
    assert "YINGSU_NATS" in gone


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"YINGSU_PORT": "many"}, ["YINGSU_PORT", "'many'"]),
        ({"YINGSU_PORT": "70000"}, ["YINGSU_PORT"]),
        ({"YINGSU_NATS": "localhost"}, ["YINGSU_NATS", "'localhost'"]),
        ({"YINGSU_STORE": "rubbish"}, ["YINGSU_STORE", "'rubbish'"]),
        ({"YINGSU_NOTES": "mysql://x"}, ["YINGSU_NOTES", "'mysql://x'"]),
        ({"YINGSU_LOG": "loud"}, ["YINGSU_LOG", "'debug'"]),
        ({"YINGSU_DATA": "/dev/null/data"}, ["/dev/null/data", "not writable", "--data", "YINGSU_DATA"]),
        ({"YINGSU_HOST": "203.0.113.1"}, ["203.0.113.1", "YINGSU_HOST"]),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(
    start: Start, environment: dict[str, str], words: list[str]
) -> None:
    code, said = start(**environment).ended()
    assert code == 2
    assert len(said.splitlines()) == 1
    assert all(word in said for word in words), said


def test_a_port_that_is_taken_is_named_with_what_to_do(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = start(YINGSU_PORT=str(port)).ended()
    assert code == 2
    assert said.count("\n") == 1
    assert f"port {port}" in said
    assert "--port" in said


def test_what_cannot_be_opened_is_said_last_and_plainly(start: Start) -> None:
    code, said = start("cannot-open").ended()
    assert code == 2
    assert (
        said.splitlines()[-1] == "yingsu cannot start: the small service cannot start; tell it something else"
    )


@pytest.mark.parametrize("what", ["crash", "breaks-open"])
def test_what_breaks_ends_the_process_so_that_it_is_started_afresh(start: Start, what: str) -> None:
    code, said = start(what).ended()
    assert code == 1
    assert "broke" in said
    assert "Traceback" in said


def test_a_task_that_halts_does_not_end_the_service(start: Start) -> None:
    service = start("halt")
    service.until_it_answers()
    service.until(lambda: "task has halted" in service.ready().json()["missing"])
    assert service.process.poll() is None
