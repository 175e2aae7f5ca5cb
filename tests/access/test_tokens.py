"""Is a token of the issuer taken for what it says, and no other?"""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.access.principals import Principal
from shared.access.tokens import FRESH, LEEWAY, PAUSE, Tokens, tokens_of
from shared.problems import Problem
from shared.settings import Settings, SettingsError, StartError, read_settings
from tests.access.issuer import AUDIENCE, Issuer, issuing, jwk, public_pem


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


class Fixed:
    """A clock on the wall that stands."""

    def __init__(self, now: float) -> None:
        self._now = now

    def now(self, tz: tzinfo) -> datetime:
        return datetime.fromtimestamp(self._now, tz)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def tokens(issuer: Issuer, clock: Clock) -> AsyncIterator[Tokens]:
    made = Tokens(issuer.url, AUDIENCE, clock=clock)
    yield made
    await made.close()


async def refused(tokens: Tokens, token: str, status: int = 401) -> str:
    with pytest.raises(Problem) as caught:
        await tokens(token)
    assert caught.value.status == status
    assert token not in json.dumps(caught.value.body)
    if status == 401:
        assert caught.value.headers is not None
        assert caught.value.headers["WWW-Authenticate"].startswith("Bearer ")
    return str(caught.value.body["detail"])


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [("RS256/a", "RS256"), ("RS256/a", "PS256"), ("ES256/a", "ES256"), ("EdDSA/a", "EdDSA")],
)
async def test_a_token_tells_who_calls(issuer: Issuer, tokens: Tokens, key: str, algorithm: str) -> None:
    issuer.keys = [jwk("RS256/other"), jwk("ES256/other"), jwk("EdDSA/other"), jwk(key)]
    found = await tokens(issuer.token(key, algorithm))
    assert found is not None
    assert (found.role, found.districts, found.names) == ("agency", ("xinzhou",), ("区住建局",))
    assert found.label == "应诉科"
    assert found.actor.startswith("agency/区住建局#t")
    assert "u-17" not in found.actor


async def test_claims_may_be_texts_with_spaces_and_have_another_beginning(issuer: Issuer) -> None:
    tokens = Tokens(issuer.url, AUDIENCE, claims="https://yingsu.example/")
    claims = {"https://yingsu.example/role": "court", "https://yingsu.example/names": "鄂0117 鄂01"}
    found = await tokens(issuer.token(**claims, **{"https://yingsu.example/districts": "xinzhou"}))
    await tokens.close()
    assert isinstance(found, Principal)
    assert (found.role, found.names, found.districts) == ("court", ("鄂0117", "鄂01"), ("xinzhou",))


@pytest.mark.parametrize(
    "secret", ["yk_abc", "a.b.c", "", "eyJhbGciOiJSUzI1NiJ9", "ey" + "a" * 20_000 + ".a.b"]
)
async def test_what_is_no_token_is_left_to_the_keys(issuer: Issuer, tokens: Tokens, secret: str) -> None:
    assert await tokens(secret) is None
    assert issuer.asked == []


NOW = time.time()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": NOW - 60}, "ended"),
        ({"nbf": NOW + 7200}, "not valid yet"),
        ({"aud": "somebody-else"}, "for somebody else"),
        ({"iss": "https://login.example.com"}, "another issuer"),
        ({"exp": None}, "lacks the claim exp"),
        ({"aud": None}, "lacks the claim aud"),
        ({"iss": None}, "lacks the claim iss"),
        ({"sub": None}, "lacks the claim sub"),
        ({"yingsu_role": None}, "the claim yingsu_role is None; expected one of court, "),
        ({"yingsu_role": "admin"}, "the claim yingsu_role is 'admin'"),
        ({"yingsu_role": ["operator"]}, "the claim yingsu_role is ['operator']"),
        ({"yingsu_role": "public"}, "the claim yingsu_role: found 'public'"),
        ({"yingsu_districts": None}, "the claim yingsu_districts: none is named"),
        ({"yingsu_districts": ["../etc"]}, "the claim yingsu_districts: found '../etc'"),
        ({"yingsu_names": []}, "the claim yingsu_names: none is named"),
        ({"yingsu_names": {"a": 1}}, "the claim yingsu_names: none is named"),
    ],
)
async def test_what_a_token_must_say(
    issuer: Issuer, tokens: Tokens, claims: dict[str, Any], why: str
) -> None:
    assert why in await refused(tokens, issuer.token(**claims))


async def test_clocks_may_differ_by_some_seconds(issuer: Issuer, tokens: Tokens) -> None:
    assert await tokens(issuer.token(exp=time.time() - 10, nbf=time.time() + 10))


def part(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).rstrip(b"=").decode()


def test_the_parts_of_a_token_made_by_hand_are_as_they_should_be(issuer: Issuer) -> None:
    header, _, _ = issuer.token().split(".")
    assert header == part({"alg": "RS256", "kid": "RS256/a", "typ": "JWT"})


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS384", "ES256K", ""])
async def test_other_algorithms_are_refused(issuer: Issuer, tokens: Tokens, algorithm: str) -> None:
    _, claims, _ = issuer.token().split(".")
    head = part({"alg": algorithm, "kid": "RS256/a", "typ": "JWT"})
    # The public key is known to everybody: were it taken for a secret, anybody could sign.
    signed = hmac.digest(public_pem("RS256/a"), f"{head}.{claims}".encode(), sha256)
    signature = "" if algorithm.lower() == "none" else base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
    assert "another way" in await refused(tokens, f"{head}.{claims}.{signature}")


async def test_a_shared_secret_among_the_issuers_keys_checks_nothing(issuer: Issuer, tokens: Tokens) -> None:
    issuer.keys = [{"kty": "oct", "kid": "RS256/a", "k": base64.urlsafe_b64encode(b"secret" * 8).decode()}]
    assert "no key of this name and kind" in await refused(tokens, issuer.token())


@pytest.mark.parametrize(
    "published",
    [
        jwk("RS256/a", use="enc"),
        jwk("RS256/a", alg="PS256"),
        {"kty": "RSA", "kid": "RS256/a"},
        {**jwk("ES256/a"), "kid": "RS256/a"},
    ],
)
async def test_a_key_for_something_else_checks_nothing(
    issuer: Issuer, tokens: Tokens, published: dict[str, Any]
) -> None:
    issuer.keys = [published]
    await refused(tokens, issuer.token())


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_a_key_that_is_too_short_checks_nothing(issuer: Issuer, tokens: Tokens) -> None:
    issuer.keys = [jwk("weak/a")]
    await refused(tokens, issuer.token("weak/a", "RS256"))


async def test_who_signs_with_another_key_of_the_same_name_is_refused(issuer: Issuer, tokens: Tokens) -> None:
    assert "signature" in await refused(tokens, issuer.token("RS256/b", kid="RS256/a"))


async def test_a_changed_claim_is_noticed(issuer: Issuer, tokens: Tokens) -> None:
    head, _, signature = issuer.token().split(".")
    _, claims, _ = issuer.token(yingsu_role="operator").split(".")
    assert "signature" in await refused(tokens, f"{head}.{claims}.{signature}")


async def test_a_token_may_name_no_key_where_there_is_one_only(issuer: Issuer, tokens: Tokens) -> None:
    assert await tokens(issuer.token(kid=None))
    two = Issuer(url=issuer.url)
    issuer.keys = [jwk("RS256/a"), jwk("RS256/b")]
    other = Tokens(issuer.url, AUDIENCE)
    await refused(other, two.token(kid=None))
    await other.close()


async def test_the_issuer_is_asked_once_for_many(issuer: Issuer, tokens: Tokens) -> None:
    found = await asyncio.gather(*(tokens(issuer.token(sub=f"u{i}")) for i in range(20)))
    assert len({one.id for one in found if one}) == 20
    assert issuer.asked == ["/.well-known/openid-configuration", "/keys"]


async def test_a_token_that_was_checked_still_ends(
    issuer: Issuer, tokens: Tokens, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = issuer.token(exp=time.time() + 5)
    assert await tokens(token) == await tokens(token)
    clock.now += 5 + LEEWAY
    later = time.time() + 5 + LEEWAY
    with monkeypatch.context() as patched:
        patched.setattr("jwt.api_jwt.datetime", Fixed(later))
        assert "ended" in await refused(tokens, token)


async def test_keys_turn(issuer: Issuer, tokens: Tokens, clock: Clock) -> None:
    assert await tokens(issuer.token("RS256/a"))
    issuer.keys = [jwk("RS256/b")]
    clock.now += PAUSE
    assert await tokens(issuer.token("RS256/b"))
    assert "no key" in await refused(tokens, issuer.token("RS256/a"))


async def test_a_flood_of_unknown_keys_does_not_reach_the_issuer(
    issuer: Issuer, tokens: Tokens, clock: Clock
) -> None:
    assert await tokens(issuer.token())
    asked = len(issuer.asked)
    clock.now += PAUSE
    for i in range(50):
        await refused(tokens, issuer.token(kid=f"no-{i}"))
    assert len(issuer.asked) == asked + 2
    assert await tokens(issuer.token())


async def test_while_the_issuer_is_away_its_known_keys_count(
    issuer: Issuer, tokens: Tokens, clock: Clock
) -> None:
    token = issuer.token()
    assert await tokens(token)
    issuer.status = 500
    clock.now += 2 * FRESH
    assert await tokens(token)
    await asyncio.wait([task for task in asyncio.all_tasks() if task is not asyncio.current_task()])
    assert issuer.asked[-1] == "/.well-known/openid-configuration"
    assert await tokens(token)
    assert "no key" in await refused(tokens, issuer.token("RS256/b"))


async def test_a_key_taken_back_ends_within_the_hour(issuer: Issuer, tokens: Tokens, clock: Clock) -> None:
    token = issuer.token("RS256/a")
    assert await tokens(token)
    issuer.keys = [jwk("RS256/b")]
    clock.now += FRESH + 1
    await tokens(token)
    await asyncio.wait([task for task in asyncio.all_tasks() if task is not asyncio.current_task()])
    assert "no key" in await refused(tokens, token)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (500, {}),
        (200, {"issuer": "https://login.example.com"}),
        (200, {"jwks_uri": "http://10.0.0.1/keys"}),
        (200, {"jwks_uri": "http://127.0.0.1.example.com/keys"}),
        (200, {"jwks_uri": "file:///etc/passwd"}),
        (200, {"jwks_uri": None}),
        (302, {}),
    ],
)
async def test_an_issuer_that_never_answered_well_is_away(
    issuer: Issuer, tokens: Tokens, clock: Clock, status: int, says: dict[str, Any]
) -> None:
    issuer.status, issuer.says = status, says
    assert "does not answer" in await refused(tokens, issuer.token(), 503)
    issuer.status, issuer.says = 200, {}
    clock.now += PAUSE
    assert await tokens(issuer.token())


@pytest.mark.parametrize(
    "issuer", ["http://login.example.com", "http://127.0.0.1.example.com", "ftp://a", "https://u:p@a"]
)
def test_an_issuer_that_could_be_overheard_is_no_setting(
    monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    monkeypatch.setenv("YINGSU_OIDC_ISSUER", issuer)
    with pytest.raises(SettingsError, match="YINGSU_OIDC_ISSUER"):
        read_settings()


def test_an_issuer_needs_an_audience(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="YINGSU_OIDC_AUDIENCE"):
        tokens_of(Settings(data=tmp_path, oidc_issuer="https://login.example.com"))
    assert tokens_of(Settings(data=tmp_path)) is None


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("intake", "/repair"),
        ("routing", "/retry"),
        ("deadlines", "/retry"),
        ("accountability", "/retry"),
        ("reporting", "/retry"),
    ],
)
async def test_every_service_knows_the_tokens_of_the_issuer(
    issuer: Issuer, tmp_path: Path, name: str, order: str
) -> None:
    settings = Settings(data=tmp_path, oidc_issuer=issuer.url, oidc_audience=AUDIENCE)
    app = import_module(f"services.{name}.app").create(settings).app
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://any") as http:

        async def said(token: str) -> tuple[int, str]:
            answer = await http.post(order, headers={"Authorization": f"Bearer {token}"})
            assert token not in answer.text
            return answer.status_code, answer.json()["detail"]

        status, detail = await said(issuer.token(yingsu_role="auditor", yingsu_names=["区审计局"]))
        assert status == 403
        assert detail.startswith("auditor/区审计局#t")
        status, detail = await said(issuer.token(aud="somebody-else"))
        assert (status, "for somebody else" in detail) == (401, True)
