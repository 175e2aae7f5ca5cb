"""A court's system, as tests need it: pages of records with ETags over a real socket, and all that can go wrong."""

import gzip
import json
import ssl
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Odd:
    """An answer out of the ordinary."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    """So many bytes fewer are sent than promised."""
    pause: float = 0.0
    """Seconds before it answers."""


@dataclass
class Court:
    """What it would answer, and what it was asked."""

    pages: list[list[Any]] = field(default_factory=list)
    odd: deque[Odd | None] = field(default_factory=deque)
    """Answers given before any other, one a request; None for the ordinary one."""
    asked: list[tuple[str, Mapping[str, str], int]] = field(default_factory=list)
    """Path and query, headers, and the status answered."""
    way: str = "link"
    """How the next page is named: link, header, page or cursor."""
    port: int = 0
    scheme: str = "http"

    @property
    def url(self) -> str:
        host = "localhost" if self.scheme == "https" else "127.0.0.1"
        return f"{self.scheme}://{host}:{self.port}/cases"

    def statuses(self) -> list[int]:
        return [status for _, _, status in self.asked]

    def queries(self) -> list[Mapping[str, list[str]]]:
        return [parse_qs(urlsplit(path).query) for path, _, _ in self.asked]

    def answer(self, path: str, headers: Mapping[str, str]) -> Odd:
        """Return what is answered."""
        odd = self.odd.popleft() if self.odd else None
        if odd is not None:
            return odd
        query = parse_qs(urlsplit(path).query)
        number = int((query.get("page") or query.get("cursor") or ["1"])[0])
        records = self.pages[number - 1] if number <= len(self.pages) else []
        last = number >= len(self.pages)
        body: dict[str, Any] = {"data": {"list": records}}
        more = {"Content-Type": "application/json; charset=utf-8"}
        if not last and self.way == "link":
            body["data"]["next"] = f"/cases?page={number + 1}"
        if not last and self.way == "cursor":
            body["data"]["cursor"] = str(number + 1)
        if not last and self.way == "header":
            more["Link"] = f'</cases?page={number + 1}>; rel="next"'
        encoded = json.dumps(body, ensure_ascii=False).encode()
        more["ETag"] = f'"{sha256(encoded).hexdigest()[:16]}"'
        if headers.get("if-none-match") == more["ETag"]:
            return Odd(304, headers=more)
        if "gzip" in headers.get("accept-encoding", ""):
            encoded = gzip.compress(encoded)
            more["Content-Encoding"] = "gzip"
        return Odd(200, encoded, more)


@contextmanager
def open_court(pages: Sequence[Sequence[Any]] = (), tls: ssl.SSLContext | None = None) -> Iterator[Court]:
    """Give a court that listens; with `tls` it is reached by the name localhost."""
    court = Court([list(page) for page in pages], scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = court.answer(self.path, headers)
            court.asked.append((self.path, headers, told.status))
            sleep(told.pause)
            try:
                self.send_response(told.status)
                for name, value in told.headers.items():
                    self.send_header(name, value)
                if told.status != 304:
                    self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                if told.status != 304:
                    self.wfile.write(told.body[: len(told.body) - told.cut])
            except OSError:
                pass  # whoever asked has gone
            self.close_connection = bool(told.cut)

        def log_message(self, *_said: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_where: object) -> None:
            """Say nothing of those who go in the middle of an answer."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    court.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield court
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
