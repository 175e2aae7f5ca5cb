"""What stands in for intake? A real HTTP server that answers, or fails, in the order a test says."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

LOST = "lost"
"""The request arrived and was done; the answer never comes."""


@dataclass(frozen=True)
class Says:
    """One answer."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """Takes facts; before that, does what it was told to do."""

    url: str = ""
    next: deque[Says | str] = field(default_factory=deque)
    requests: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    log: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What was taken, by source and id."""

    def take(self, body: bytes) -> dict[str, Any]:
        counts = dict.fromkeys(("accepted", "known", "conflicts", "rejected", "refused"), 0)
        results = []
        for index, line in enumerate(body.splitlines()):
            try:
                event = json.loads(line)
                key = (event["source"], event["id"])
            except (ValueError, KeyError, TypeError):
                counts["rejected"] += 1
                errors = [{"pointer": "", "detail": "no JSON", "expected": "one CloudEvent"}]
                results.append({"index": index, "id": None, "status": "rejected", "errors": errors})
                continue
            counts["known" if key in self.log else "accepted"] += 1
            self.log.setdefault(key, event)
        return {"position": len(self.log), **counts, "results": results}


def problem(status: int, title: str, **headers: str) -> Says:
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": "why",
        "errors": [{"pointer": "/x"}],
    }
    return Says(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.requests.append((self.path, dict(self.headers), body))
            says = server.next.popleft() if server.next else None
            if says == LOST:
                server.take(body)
                self.close_connection = True
                return
            if says is None:
                is_fact = urlsplit(self.path).path == "/events"
                says = Says(200, server.take(body) if is_fact else {"position": 7})
            assert isinstance(says, Says)
            told = says.body if isinstance(says.body, bytes) else json.dumps(says.body).encode()
            self.send_response(says.status)
            self.send_header("Content-Length", str(len(told)))
            for name, value in says.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
