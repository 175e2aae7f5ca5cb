"""What stands before the routes of a service: whose key does a request show, and has that role the right it needs?"""

from base64 import b64decode
from collections.abc import Awaitable, Callable
from hashlib import sha256

from fastapi import Request
from prometheus_client import Counter

from shared.access.principals import PUBLIC, Principal
from shared.access.rights import RIGHTS, Right, has
from shared.problems import Problem

COOKIE = "yingsu_session"
"""The cookie of somebody who has signed in at a page."""

_REFUSED = Counter("yingsu_access_refused_total", "What was refused for want of a right", ["right", "role"])

Resolve = Callable[[str], Awaitable[Principal | None]]
"""Returns whose a secret (a key or a token) is; None where it is nobody's, or no longer."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "same-site", "none"})


def fingerprint(secret: str) -> str:
    """Return the hash by which a key is kept and asked for. Keys are long and random, so a fast one does."""
    return sha256(secret.encode()).hexdigest()


class Guard:
    """Knows who calls. `may(right)` is a dependency of a route; `principal` asks by itself."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def may(self, right: Right) -> Callable[[Request], Awaitable[Principal]]:
        """Return the dependency that lets those through whose role has a right. Raises Problem 401 and 403."""

        async def allowed(request: Request) -> Principal:
            return await self.admitted(request, right)

        allowed.right = right  # type: ignore[attr-defined]  # read by the table of rights in the tests
        return allowed

    async def admitted(self, request: Request, right: Right) -> Principal:
        """Return who calls. Raises Problem 401 for no or an unknown key, 403 for one whose role lacks the right."""
        principal = await self.principal(request)
        if not has(principal, right):
            raise lacking(principal, right)
        return principal

    async def principal(self, request: Request) -> Principal:
        """Return who calls, PUBLIC for somebody without key. Raises Problem 401 for a key that is not known."""
        secret = secret_of(request)
        if not secret:
            return PUBLIC
        found = await self._resolve(secret)
        if found is None:
            count_unknown()
            detail = "the key or token is not known, has ended or was revoked; `yingsu keys add` makes a key"
            raise Problem(
                401, "Who is calling?", detail, headers={"WWW-Authenticate": 'Bearer realm="yingsu"'}
            )
        return found


def open_to_all(right: Right) -> Callable[[], Awaitable[None]]:
    """Return the dependency that names the right of a route which everybody has, also without key.

    A key that is shown there is not looked at: nobody asks whose it is, and an unknown one is no fault. Raises
    ValueError for a right that not everybody has.
    """
    if not has(PUBLIC, right):
        raise ValueError(f"not everybody has the right to {right}; Guard.may lets those through who have it")

    async def everybody() -> None: ...

    everybody.right = right  # type: ignore[attr-defined]  # read by the table of rights in the tests
    return everybody


def secret_of(request: Request) -> str:
    """Return the key or token a request shows; empty where it shows none.

    A session cookie counts for what changes something only when the request comes from a page of ours. Programs that
    know user and password alone, such as calendars, show the key as the password, and may only look: a browser would
    send it by itself wherever it is led.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        return secret.strip()
    if scheme.lower() == "basic" and request.method in _SAFE:
        return _password(secret)
    cookie = request.cookies.get(COOKIE, "")
    if cookie and request.method not in _SAFE and not _from_our_page(request):
        return ""
    return cookie


def lacking(principal: Principal, right: Right) -> Problem:
    """Return the refusal that says which right is missing, and count it."""
    _REFUSED.labels(right, principal.role).inc()
    roles = ", ".join(sorted(RIGHTS[right]))
    missing = {"pointer": "", "detail": f"{principal.role} lacks the right to {right}", "expected": roles}
    if principal is PUBLIC:
        detail = f"this needs the right to {right}; show a key as `Authorization: Bearer KEY`"
        headers = {"WWW-Authenticate": 'Bearer realm="yingsu"'}
        return Problem(401, "Who is calling?", detail, errors=[missing], headers=headers, right=right)
    detail = f"{principal.actor} lacks the right to {right}, which {roles} have"
    return Problem(403, "Not allowed", detail, errors=[missing], right=right, said_as="No right to it")


def not_its_district(principal: Principal, district: str) -> Problem:
    """Return the refusal of what concerns another district than the principal's own, and count it."""
    _REFUSED.labels("district", principal.role).inc()
    own = ", ".join(principal.districts) or "none"
    detail = f"{principal.actor} may not speak of {district!r}; its districts: {own}"
    missing = {"pointer": "/district", "detail": f"found {district!r}", "expected": f"one of {own}"}
    return Problem(403, "Not allowed", detail, errors=[missing], right="district", said_as="Another district")


def count_refusal(principal: Principal, right: str) -> None:
    """Count that a fact was refused for want of a right."""
    _REFUSED.labels(right, principal.role).inc()


def count_unknown() -> None:
    """Count that a key or token was shown that is nobody's."""
    _REFUSED.labels("sign in", "unknown").inc()


def _password(told: str) -> str:
    """Return the password of what Basic authentication tells (RFC 7617); empty where it tells none."""
    try:
        return b64decode(told.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _from_our_page(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OURS
    origin = request.headers.get("origin", "")
    return origin.partition("://")[2].partition(":")[0] == (request.url.hostname or "")
