"""Is a message ours to take: signed with a secret of the feed as Standard Webhooks has it, new, and not yet taken?"""

import hmac
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence

from shared.problems import Problem

WINDOW = 300
"""Seconds a message may be old, or ahead of our clock."""

_ID = re.compile(r"[\x21-\x7e]{1,200}")


def checked(secrets: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: float) -> str:
    """Return the id of a message that is signed and new. Raises Problem 401.

    `headers` are looked up in lower case; `now` is seconds since 1970.
    """
    id_, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _ID.fullmatch(id_) or not re.fullmatch(r"\d{1,12}", at, re.ASCII):
        raise _refused("the headers webhook-id and webhook-timestamp are missing or of another form")
    if abs(now - int(at)) > WINDOW:
        raise _refused(f"its timestamp is {abs(now - int(at)):.0f} s off; expected at most {WINDOW}")
    given = [_bytes(one) for one in headers.get("webhook-signature", "").split() if one.startswith("v1,")]
    # Each is compared with each, so that the time taken tells nothing.
    good = [
        hmac.compare_digest(signed(secret, id_, at, body), one) for secret in secrets for one in given[:10]
    ]
    if not any(good):
        raise _refused("its signature is not of a secret of this feed")
    return id_


def signed(secret: bytes, id_: str, at: str, body: bytes) -> bytes:
    """Return the signature of a message: HMAC-SHA256 over id, instant and body."""
    return hmac.digest(secret, f"{id_}.{at}.".encode() + body, "sha256")


def signature(secret: bytes, id_: str, at: int, body: bytes) -> str:
    """Return the header `webhook-signature` of a message."""
    return f"v1,{b64encode(signed(secret, id_, str(at), body)).decode()}"


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text.removeprefix("v1,"), validate=True)
    except (Base64Error, ValueError):
        return b""


def _refused(detail: str) -> Problem:
    expected = "webhook-id, webhook-timestamp and webhook-signature, as Standard Webhooks has them"
    wrong = {"pointer": "", "detail": detail, "expected": expected}
    return Problem(401, "The message is not signed as it must be", detail, errors=[wrong])
