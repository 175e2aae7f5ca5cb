"""Whose token is this? JSON Web Tokens of one issuer (OpenID Connect), checked with the keys that it publishes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx
import jwt
import structlog

from shared.access.guard import count_unknown, fingerprint
from shared.access.principals import ROLES, Principal, faults_of
from shared.problems import Problem
from shared.settings import Settings, StartError

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Only those where who can check cannot also sign; `none` and the HS family are none of them."""

LEEWAY = 30.0
"""Seconds the issuer's clock may be away from ours."""

FRESH = 3600.0
"""Seconds after which the keys are asked for again, so that one the issuer took back ends."""

PAUSE = 5.0
"""Seconds between two questions to the issuer, however many unknown keys are named meanwhile."""

PATIENCE = 5.0
LONGEST = 16_384
"""Characters of a token."""

REMEMBERED = 15.0
"""Seconds a token that was checked is not checked again, but never beyond its end."""

MOST = 1000

_KINDS = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LAST = 253_402_300_799
"""The last second an instant can name."""

_log = structlog.stdlib.get_logger("access")


class IssuerAwayError(Exception):
    """The issuer's keys were never read, and cannot be read now."""


class Tokens:
    """Tells principals by their tokens. `await tokens(secret)` is whose it is, None for what is no token."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        *,
        claims: str = "yingsu_",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`claims` stands before the names of our claims: role, districts, names. `clock` counts seconds."""
        self._issuer = issuer
        self._audience = audience
        self._claims = claims
        self._clock = clock
        # What the environment says of proxies and certificates counts, but for an issuer on this machine.
        self._http = httpx.AsyncClient(timeout=PATIENCE, trust_env=not _is_here(issuer))
        self._keys: list[Mapping[str, Any]] = []
        self._made: dict[tuple[str, object], jwt.PyJWK] = {}
        """The same as they are used, since reading one takes longer than checking a token by it."""
        self._known: dict[str, tuple[float, Principal]] = {}
        """Whose tokens were checked, by their fingerprints, and until when that is not checked again."""
        self._read_at: float | None = None
        self._asked_at: float | None = None
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, secret: str) -> Principal | None:
        """Return whose token it is, None for what is no token. Raises Problem 401 and 503."""
        if not _is_token(secret):
            return None
        mark = fingerprint(secret)
        known = self._known.get(mark)
        if known is not None and self._clock() < known[0]:
            return known[1]
        try:
            principal, end = await self._principal(secret)
        except IssuerAwayError as error:
            detail = "the issuer of tokens does not answer; try again, or show a key of this house"
            raise Problem(503, "No token can be checked now", detail, headers={"Retry-After": "5"}) from error
        except jwt.PyJWTError as error:
            raise _unknown(_why(error)) from error
        self._known.pop(mark, None)
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[mark] = (self._clock() + min(REMEMBERED, end + LEEWAY - time.time()), principal)
        return principal

    async def close(self) -> None:
        """Ask the issuer nothing more."""
        if self._asking is not None:
            self._asking.cancel()
        await self._http.aclose()

    async def _principal(self, token: str) -> tuple[Principal, int]:
        """Return whose token it is, and its end in seconds since 1970."""
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError
        key = await self._key(algorithm, header.get("kid"))
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=self._audience,
            issuer=self._issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud", "sub"], "enforce_minimum_key_length": True},
        )
        return self._told(claims), int(claims["exp"])

    async def _key(self, algorithm: str, name: object) -> jwt.PyJWK:
        """Return the key a token names, after asking the issuer where it is not known yet."""
        if self._read_at is None:
            await self._refreshed()
        elif self._clock() - self._read_at > FRESH:
            self._ask()  # nobody waits for that: what is known still counts
        found = self._fitting(algorithm, name)
        if found is None:
            await self._refreshed()
            found = self._fitting(algorithm, name)
        if found is None:
            if self._read_at is None:
                raise IssuerAwayError
            raise jwt.InvalidKeyError
        return found

    def _fitting(self, algorithm: str, name: object) -> jwt.PyJWK | None:
        """Return the one key of that name and kind; a token without a name needs the only key of its kind."""
        known = self._made.get((algorithm, name))
        if known is not None:
            return known
        fitting = [
            key
            for key in self._keys
            if (key.get("kty"), key.get("crv") if key.get("kty") != "RSA" else None) == _KINDS[algorithm]
            and key.get("alg", algorithm) == algorithm
            and key.get("use", "sig") == "sig"
            and (name is None or key.get("kid") == name)
        ]
        if len(fitting) != 1:
            return None
        made = self._made[algorithm, name] = jwt.PyJWK(dict(fitting[0]), algorithm=algorithm)
        return made

    async def _refreshed(self) -> None:
        asking = self._ask()
        if asking is not None:
            await asyncio.shield(asking)

    def _ask(self) -> asyncio.Task[None] | None:
        """Begin to ask the issuer for its keys, and return what ends when it has answered.

        Whoever comes meanwhile waits for the same answer; None so shortly after the last one.
        """
        if self._asking is not None and not self._asking.done():
            return self._asking
        if self._asked_at is not None and self._clock() - self._asked_at < PAUSE:
            return None
        self._asked_at = self._clock()
        self._asking = asyncio.create_task(self._read())
        return self._asking

    async def _read(self) -> None:
        """Read the issuer's keys; those known stay where it does not answer, or answers something else."""
        try:
            found = await self._json(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found["issuer"] != self._issuer:
                raise ValueError(f"it calls itself {found['issuer']!r}, expected {self._issuer!r}")
            where = str(found["jwks_uri"])
            if httpx.URL(where).scheme != "https" and not _is_here(where):
                raise ValueError(f"its keys are at {where!r}, expected an https address")
            keys = (await self._json(where))["keys"]
            self._keys = [key for key in keys if isinstance(key, dict)]
            self._made.clear()
            self._known.clear()
            self._read_at = self._clock()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            why = f"{type(error).__name__}: {error}"
            _log.warning("the issuer's keys cannot be read", issuer=self._issuer, reason=why)

    async def _json(self, url: str) -> Any:
        return (await self._http.get(url)).raise_for_status().json()

    def _told(self, claims: Mapping[str, Any]) -> Principal:
        """Return the principal that checked claims tell of. Raises Problem 401 where they tell of none."""
        role, districts, names = (claims.get(self._claims + name) for name in ("role", "districts", "names"))
        if role not in ROLES:
            expected = ", ".join(one for one in ROLES if one != "public")
            raise _unknown(f"the claim {self._claims}role is {role!r}; expected one of {expected}")
        principal = Principal(
            # A subject may be a person's name, and this stands on the log.
            id="t" + sha256(f"{self._issuer} {claims['sub']}".encode()).hexdigest()[:12],
            role=role,
            districts=tuple(_listed(districts)),
            names=tuple(_listed(names)),
            label=str(claims.get("preferred_username") or claims["sub"])[:128],
            until=datetime.fromtimestamp(min(int(claims["exp"]), _LAST), UTC).isoformat(timespec="seconds"),
        )
        for place, detail, expected in faults_of(principal):
            claim = self._claims + place.split("/")[1]
            raise _unknown(f"the claim {claim}: {detail}; expected {expected}")
        return principal


def tokens_of(settings: Settings) -> Tokens | None:
    """Return what knows the tokens of the issuer that is set, None without one. Raises StartError."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_audience:
        raise StartError(
            "YINGSU_OIDC_ISSUER is set, but not YINGSU_OIDC_AUDIENCE; set it to the audience that the issuer "
            "puts into tokens for this house, so that tokens for others are not taken here"
        )
    return Tokens(settings.oidc_issuer, settings.oidc_audience, claims=settings.oidc_claims)


def closing(tokens: Tokens | None) -> list[Callable[[], Awaitable[None]]]:
    """Return what a service does at its end, for what `tokens_of` returned."""
    return [tokens.close] if tokens else []


def _is_here(url: str) -> bool:
    """Return whether a URL leads to this machine."""
    return httpx.URL(url).host in _LOOPBACK


def _is_token(secret: str) -> bool:
    """Return whether it looks like a token: three parts, where keys of the house have no dot."""
    return secret.count(".") == 2 and secret.startswith("ey") and len(secret) <= LONGEST


def _listed(value: object) -> Iterator[str]:
    """Yield what a claim lists: an array, or one text with spaces between."""
    yield from value.split() if isinstance(value, str) else map(str, value if isinstance(value, list) else ())


_REASONS: Mapping[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it has ended",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidAudienceError: "it is for somebody else (aud)",
    jwt.InvalidIssuerError: "it is of another issuer (iss)",
    jwt.InvalidAlgorithmError: f"it is signed in another way than {', '.join(ALGORITHMS)}",
    jwt.InvalidKeyError: "the issuer knows no key of this name and kind",
    jwt.InvalidSignatureError: "its signature is wrong",
}


def _why(error: Exception) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"it lacks the claim {error.claim}"
    return _REASONS.get(type(error), "it cannot be read")


def _unknown(reason: str) -> Problem:
    """Return the refusal of a token, and count it; the token itself is not in it."""
    count_unknown()
    headers = {"WWW-Authenticate": 'Bearer realm="yingsu", error="invalid_token"'}
    return Problem(401, "Who is calling?", f"the token is not taken: {reason}", headers=headers)
