"""How does NATS keep the house, its publishers and its door apart? By accounts, and by one key that admits.

The house's services share an account in which they may do everything. Publishers have another, in which each may do
only what a token says that intake signs when they connect. What they send crosses over with the server's word on who
sent it. The third account is intake's alone: the server asks there whether somebody may connect.
"""

import os
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import nkeys
from pydantic_core import to_json

from shared.settings import StartError

HOUSE = "HOUSE"
OUTSIDE = "OUTSIDE"
DOOR = "DOOR"

SUBMIT = "submit"
"""What publishers may ask: `submit.<district>`."""

FIGURES = "FIGURES"
"""The bucket in which reporting keeps figures, `<district>.<period>.<by>.<agency>.<figure>` (docs/live.md)."""

BUCKET_ASKED = (f"STREAM.INFO.KV_{FIGURES}", f"DIRECT.GET.KV_{FIGURES}.>")
"""What is asked to read the bucket: whether it is there, and what stands under a key."""

JETSTREAM, OUTSIDE_JETSTREAM = "$JS.API", "figures.api"
"""What a question begins with in the account of the house, and in that of publishers, which has no JetStream."""

BUCKET_HEARD = f"$KV.{FIGURES}.>"
"""Where is heard what is written to the bucket."""

SENDER = "Nats-Request-Info"
"""The header in which the server says who sent what crosses accounts; what a sender puts there it takes away."""


class IssuerError(StartError):
    """The key by which publishers are admitted cannot be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"YINGSU_NATS_ISSUER is no seed of an account, which begins with SA ({reason}); "
            "`python -m deploy.nats.accounts FOLDER` makes one, or unset it to take no facts over NATS"
        )


class Issuer:
    """The key that admits publishers. The server knows its public half; only intake has the key itself."""

    def __init__(self, seed: str) -> None:
        """Take the seed of an account, `SA…`. Raises IssuerError."""
        try:
            prefix, raw = nkeys.decode_seed(seed.encode())
            self._account = nkeys.from_seed(seed.encode())
        except (nkeys.NkeysError, ValueError, IndexError) as error:
            raise IssuerError(type(error).__name__) from error
        if prefix != nkeys.PREFIX_BYTE_ACCOUNT:
            raise IssuerError("it is a seed of something else")
        if (
            nkeys.encode_seed(bytes(raw), prefix).decode() != seed
        ):  # nkeys itself does not look at the checksum
            raise IssuerError("a character is wrong")
        self.door_seed: str = nkeys.encode_seed(bytes(raw), nkeys.PREFIX_BYTE_USER).decode()
        """The same key as that of a user: with it intake itself connects, to the account of the door."""

    @property
    def public(self) -> str:
        """Return the public half, for the server's configuration."""
        return str(self._account.public_key.decode())

    @property
    def door(self) -> str:
        """Return the public half of the key by which intake connects."""
        return str(nkeys.from_seed(self.door_seed.encode()).public_key.decode())

    def signed(self, claims: Mapping[str, Any]) -> str:
        """Return claims as a token that the server believes."""
        told = {**claims, "iat": int(time.time()), "iss": self.public}
        told["jti"] = sha256(to_json(told)).hexdigest()
        head = _text(to_json({"typ": "JWT", "alg": "ed25519-nkey"}))
        body = f"{head}.{_text(to_json(told))}"
        return f"{body}.{_text(self._account.sign(body.encode()))}"


def fresh_seed() -> str:
    """Return the seed of a new account."""
    return str(nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_ACCOUNT).decode())


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
