"""What stands in for a running house: servers that answer what a test says, found through `local.toml`."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deploy.local.control import listen
from deploy.local.place import State, write_state
from shared.settings import OFFSETS

DISTRICTS = {"items": [{"id": "xinzhou", "code": "420117", "name": "新洲区", "name_en": "Xinzhou"}]}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    service: str
    method: str
    path: str
    query: dict[str, str]
    body: bytes


class LoseConnection(Exception):  # noqa: N818 - it is an order
    """Raised by an answer that is to break off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer: JSON, or bytes as they are."""

    body: Any
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


Reply = Answer | Callable[[Asked], Answer]


@dataclass
class Stub:
    """Six ports with answers by service, method and path; a list of them is used up one after the other."""

    data: Path
    answers: dict[tuple[str, str], Reply | list[Reply]] = field(default_factory=dict)
    """(service, 'GET /path') -> what to answer."""
    asked: list[Asked] = field(default_factory=list)
    _servers: list[ThreadingHTTPServer] = field(default_factory=list)

    def start(self) -> None:
        """Listen, and write where."""
        self.answers.setdefault(("reporting", "GET /districts"), Answer(DISTRICTS))
        ports = {}
        for service in OFFSETS:
            server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(service))
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            self._servers.append(server)
            ports[service] = server.server_address[1]
        self.data.mkdir(exist_ok=True)
        state = State(data=str(self.data), pid=os.getpid(), started_at="2023-01-01T00:00:00Z", ports=ports)
        write_state(self.data / "local.toml", state)

    def stop(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def queries(self, path: str) -> list[dict[str, str]]:
        """Return what was asked of a path."""
        return [asked.query for asked in self.asked if asked.path == path]

    def _reply(self, asked: Asked) -> Answer:
        reply = self.answers.get((asked.service, f"{asked.method} {asked.path}"))
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if reply is None:
            return problem(404, "Not Found", f"there is nothing at {asked.path}")
        return reply if isinstance(reply, Answer) else reply(asked)

    def _handler(self, service: str) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def do_DELETE(self) -> None:
                self._answer()

            def _answer(self) -> None:
                url = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                asked = Asked(service, self.command, url.path, query, body)
                stub.asked.append(asked)
                try:
                    answer = stub._reply(asked)
                except LoseConnection:
                    self.close_connection = True
                    return
                raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(raw)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def lost(_asked: Asked) -> Answer:
    """Break the connection off without an answer."""
    raise LoseConnection


def problem(status: int, title: str, detail: str, **more: Any) -> Answer:
    """Return problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return Answer(body, status, "application/problem+json")


@contextmanager
def supervised(stub: Stub, processes: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Answer on the control socket as a supervisor of these processes; give the list of what is asked."""
    asked: list[dict[str, Any]] = []
    loop = asyncio.new_event_loop()

    async def answer(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return {"ok": True, "processes": processes}

    server = loop.run_until_complete(listen(stub.data / "control.sock", answer))
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asked
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
