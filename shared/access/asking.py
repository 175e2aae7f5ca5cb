"""How does a service other than intake learn whose a key is? It asks intake over NATS, and remembers for a moment."""

import time

from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from shared.access.guard import Resolve, fingerprint
from shared.access.principals import Principal
from shared.problems import Problem

WHO = "access.who"
"""Where intake says whose a key is: `{"fingerprint"}` -> `{"principal"}`; the key itself is not sent."""

PATIENCE = 3.0
REMEMBERED = 15.0
"""Seconds an answer is used again: so long a revoked key may still be shown to a service that is not intake."""

AWAY = 600.0
"""Seconds for which whoever was known stays known while intake, by which alone keys are revoked, does not answer.

Whoever reads goes on reading while intake is started anew.
"""

ASK_AGAIN = 2.0
"""Seconds between two tries to ask intake for the same key while it is away."""

MOST = 1000


def asking(nats: Client, tokens: Resolve | None = None) -> Resolve:
    """Return what finds principals by asking intake; `tokens` knows the tokens of an issuer, where there is one.

    Raises Problem 503 where intake does not answer.
    """
    known: dict[str, tuple[float, float, Principal | None]] = {}
    """By fingerprint: when to ask again, when it was last answered, and what."""

    async def resolve(secret: str) -> Principal | None:
        if tokens is not None and (found := await tokens(secret)) is not None:
            return found
        mark, now = fingerprint(secret), time.monotonic()
        said = known.get(mark)
        if said is None or said[0] < now:
            try:
                reply = await nats.request(WHO, to_json({"fingerprint": mark}), timeout=PATIENCE)
            except NatsError as error:
                if said is not None and said[2] is not None and now - said[1] < AWAY:
                    known[mark] = (now + ASK_AGAIN, *said[1:])
                    return said[2]
                detail = "intake, which knows the keys, does not answer; try again"
                raise Problem(503, "Nobody can be recognised now", detail) from error
            data = from_json(reply.data)["principal"]
            known.pop(mark, None)
            if (
                len(known) >= MOST
            ):  # what was asked first goes first, so that unknown keys push out no more than one
                del known[next(iter(known))]
            said = known[mark] = (now + REMEMBERED, now, Principal.of(data) if data else None)
        return said[2]

    return resolve
