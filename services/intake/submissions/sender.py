"""Who sent a message over NATS? The server says so, in words that intake chose when the sender connected."""

import re
from collections.abc import Mapping

from pydantic_core import from_json

from services.intake.callers import Callers
from shared.access import Principal
from shared.access.accounts import OUTSIDE, SENDER
from shared.problems import Problem

_NAME = re.compile(r"[^.\s]+\.([0-9a-f]{64})")


def name_of(principal: Principal, mark: str) -> str:
    """Return under which name the server knows a publisher: the key's id, and the key's fingerprint.

    From the fingerprint whose key it is can be looked up at every message, also after intake was started afresh.
    """
    return f"{principal.id}.{mark}"


def sender(headers: Mapping[str, str] | None, callers: Callers) -> Principal:
    """Return whose key the sender of a message showed when it connected. Raises Problem 401.

    What the headers say of the sender is true only where the server's accounts are those of `deploy.nats.accounts`.
    """
    try:
        told = from_json((headers or {}).get(SENDER, "null"))
        name = _NAME.fullmatch(told["user"]) if told["acc"] == OUTSIDE else None
    except (ValueError, KeyError, TypeError):
        name = None
    if name is None:
        detail = (
            "facts are taken from publishers who connect with a key; the server named none for this message"
        )
        raise Problem(401, "Who is calling?", detail)
    found = callers.known(name[1])
    if found is None:
        detail = "the key with which this connection was made has ended or was revoked; connect with another"
        raise Problem(401, "Who is calling?", detail)
    return found
