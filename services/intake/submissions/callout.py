"""May somebody connect to NATS, and what may they do there? The server asks, and intake answers by its keys.

So that a key which was made a moment ago is good, and one that was revoked is not, without touching the server.
"""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import from_json

from services.intake.callers import Callers
from services.intake.submissions.sender import name_of
from shared.access import Principal
from shared.access.accounts import (
    BUCKET_ASKED,
    BUCKET_HEARD,
    FIGURES,
    OUTSIDE,
    OUTSIDE_JETSTREAM,
    SUBMIT,
    Issuer,
)
from shared.access.guard import count_refusal, fingerprint
from shared.access.principals import EVERYWHERE
from shared.access.rights import has
from shared.service.connection import Connection

ASKED = "$SYS.REQ.USER.AUTH"
"""Where the server asks, in the account of the door: a token about the client, answered by a token."""

_log = structlog.stdlib.get_logger("door")


class Callout:
    """Answers the server. It connects on its own, so that no service sees the keys that publishers show."""

    def __init__(self, seed: str, callers: Callers, addresses: str) -> None:
        """Take the seed by which the server knows that intake answers. Raises IssuerError."""
        self._issuer = issuer = Issuer(seed)
        self._callers = callers
        self.answering = asyncio.Event()
        """Set when the server is answered: who connects before waits in vain, and tries again."""
        self._connection = Connection(Client(), "intake door", addresses, issuer.door_seed)

    async def run(self) -> None:
        """Answer for ever."""
        await self._connection.open()
        await self._connection.client.subscribe(ASKED, cb=self._hear)
        await self._connection.client.flush()
        self.answering.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Stop answering: from now on nobody new is admitted."""
        await self._connection.close()

    async def _hear(self, message: Msg) -> None:
        try:
            answer = self.answer(message.data)
        except (ValueError, KeyError, TypeError) as error:
            _log.error("what the server asks cannot be read", error=f"{type(error).__name__}: {error}")
            return
        await message.respond(answer.encode())

    def answer(self, asked: bytes) -> str:
        """Return the token that admits a client to the account of publishers, or says why not.

        Raises ValueError, KeyError or TypeError for a question that is none.
        """
        question = _claims(asked)["nats"]
        shown, user = question["connect_opts"], question["user_nkey"]
        secret = str(shown.get("auth_token") or shown.get("pass") or "")
        mark = fingerprint(secret)
        principal = self._callers.known(mark) if secret else None
        said: dict[str, Any] = {"type": "authorization_response", "version": 2}
        if principal is None:
            said["error"] = "the key is not known, has ended or was revoked" if secret else "no key is shown"
        elif not has(principal, "report"):
            count_refusal(principal, "report")
            said["error"] = f"{principal.actor} lacks the right to report"
        else:
            said["jwt"] = self._issuer.signed(
                {
                    "sub": user,
                    "aud": OUTSIDE,
                    "name": name_of(principal, mark),
                    "nats": {"type": "user", "version": 2, **permissions(principal)},
                }
            )
        return self._issuer.signed({"sub": user, "aud": question["server_id"]["id"], "nats": said})


def permissions(principal: Principal) -> Mapping[str, Any]:
    """Return what a publisher may do: report on its districts, and hear its own answers.

    Whoever oversees a district may also read its figures in the bucket.
    """
    districts = ("*",) if EVERYWHERE in principal.districts else principal.districts
    asked = [f"{SUBMIT}.{district}" for district in districts]
    heard = [f"{inbox(principal)}.>"]
    if has(principal, "read a district"):
        info, get = (f"{OUTSIDE_JETSTREAM}.{one}" for one in BUCKET_ASKED)
        heard += [BUCKET_HEARD.replace(">", f"{district}.>") for district in districts]
        asked += [info, *(get.replace(">", f"$KV.{FIGURES}.{district}.>") for district in districts)]
    return {
        "pub": {"allow": asked},
        "sub": {"allow": heard},
        "subs": -1,  # as many and as much as the server allows
        "data": -1,
        "payload": -1,
    }


def inbox(principal: Principal) -> str:
    """Return what a publisher's inboxes begin with, so that no publisher hears what another is answered."""
    return f"_INBOX_{principal.id}"


def _claims(token: bytes) -> Mapping[str, Any]:
    """Return what a token says. Who signed it is not checked: in the door's account only the server asks."""
    _, body, _ = token.split(b".")
    claims: Mapping[str, Any] = from_json(urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
    return claims
