"""What stands in for an issuer of tokens? A real HTTP server with keys that turn, and answers that fail."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

AUDIENCE = "yingsu-xinzhou"
AGENCY = {"yingsu_role": "agency", "yingsu_districts": ["xinzhou"], "yingsu_names": ["区住建局"]}


@cache
def private_key(name: str) -> Any:
    """Return a private key, always the same for a name such as `RS256/a`."""
    match name.partition("/")[0]:
        case "ES256":
            return ec.generate_private_key(ec.SECP256R1())
        case "EdDSA":
            return ed25519.Ed25519PrivateKey.generate()
        case "weak":
            return rsa.generate_private_key(65537, 1024)
        case _:
            return rsa.generate_private_key(65537, 2048)


def public_pem(name: str) -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    pem: bytes = private_key(name).public_key().public_bytes(encoding, form)
    return pem


def jwk(name: str, **more: str) -> dict[str, Any]:
    kind = {"ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}.get(name.partition("/")[0], RSAAlgorithm)
    told: dict[str, Any] = json.loads(kind.to_jwk(private_key(name).public_key()))  # type: ignore[attr-defined]
    return {**{k: v for k, v in told.items() if k != "key_ops"}, "kid": name, "use": "sig", **more}


@dataclass
class Issuer:
    """The issuer: what it publishes, what it was asked."""

    keys: list[dict[str, Any]] = field(default_factory=lambda: [jwk("RS256/a")])
    status: int = 200
    says: dict[str, Any] = field(default_factory=dict)
    """What its discovery says otherwise than it should."""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def token(self, key: str = "RS256/a", algorithm: str = "", *, kid: str | None = "", **claims: Any) -> str:
        """Return a token signed with a key; a claim of None is left out."""
        now = int(time.time())
        told = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "u-17",
            "preferred_username": "应诉科",
            "iat": now,
            "exp": now + 300,
            **AGENCY,
            **claims,
        }
        headers = {} if kid is None else {"kid": kid or key}
        return jwt.encode(
            {name: value for name, value in told.items() if value is not None},
            private_key(key),
            algorithm or key.partition("/")[0],
            headers=headers,
        )


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Run an issuer on a free port."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            discovery = {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys", **issuer.says}
            told = discovery if self.path.startswith("/.well-known/") else {"keys": issuer.keys}
            body = json.dumps(told).encode()
            self.send_response(issuer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    issuer.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
