"""Is a message posted as said: signed, to nobody but the receiver, and never waited for too long?"""

import asyncio
import hmac
import ssl
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.reporting.delivery.due import Message
from services.reporting.delivery.schedule import Outcome
from services.reporting.delivery.webhook import Webhook
from shared import outbound
from shared.outbound import Outbound
from tests.reporting.delivery.desk import DAY, NEAR, PAGE, SECRET, WEBHOOK, Clock, Receiver, answer, receiving

MESSAGE = Message(WEBHOOK, "near", "near-1@2026-12-01", NEAR, DAY, "15日内提交答辩状")


@pytest.fixture
async def hasty(names: Outbound, clock: Clock) -> AsyncIterator[Webhook]:
    made = Webhook(names, PAGE, clock, total=0.5)
    yield made
    await made.close()


async def deliver(webhook: Webhook, receiver: Receiver, url: str = "") -> Outcome:
    return await webhook(replace(WEBHOOK, address=url or receiver.url), MESSAGE)


async def test_a_message_is_a_cloudevent_with_the_deadline_in_it(webhook: Webhook) -> None:
    async with receiving() as receiver:
        assert await deliver(webhook, receiver) == Outcome(True)
        (request,) = receiver.requests
    assert (request.method, request.target) == ("POST", "/hooks?of=a")
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/cloudevents+json"
    event = request.event
    assert {key: event[key] for key in ("specversion", "id", "source", "type", "subject", "district")} == {
        "specversion": "1.0",
        "id": MESSAGE.id,
        "source": "reporting",
        "type": "yingsu.reminder-near.v1",
        "subject": NEAR.case,
        "district": "xinzhou",
    }
    data = event["data"]
    assert (data["duty"], data["due_on"], data["step"], data["agencies"]) == (
        "defence",
        "2026-12-01",
        1,
        list(NEAR.agencies),
    )
    assert (data["notice"], data["day"], data["title"]) == (
        "near-1@2026-12-01",
        "2026-11-30",
        "15日内提交答辩状",
    )
    assert data["link"].startswith(f"{PAGE}/districts/xinzhou/deadlines/")


async def test_whoever_has_the_secret_can_tell_that_it_is_ours(webhook: Webhook, clock: Clock) -> None:
    async with receiving() as receiver:
        await deliver(webhook, receiver)
        (request,) = receiver.requests
    headers = request.headers
    assert headers["webhook-id"] == request.event["id"]
    assert headers["webhook-timestamp"] == str(int(clock.at))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + request.body
    key = b64decode(SECRET.removeprefix("whsec_"))
    expected = b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize("status", [200, 201, 204, 299])
async def test_any_answer_of_2xx_is_a_delivery(webhook: Webhook, status: int) -> None:
    async with receiving(answer(status)) as receiver:
        assert (await deliver(webhook, receiver)).delivered


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500, 503])
async def test_any_other_is_none(webhook: Webhook, status: int) -> None:
    async with receiving(answer(status)) as receiver:
        outcome = await deliver(webhook, receiver)
    assert not outcome.delivered
    assert not outcome.gone
    assert f"answered {status}" in outcome.detail


async def test_410_says_never_again(webhook: Webhook) -> None:
    async with receiving(answer(410)) as receiver:
        assert (await deliver(webhook, receiver)).gone


async def test_a_redirect_is_not_followed(webhook: Webhook) -> None:
    async with receiving() as elsewhere, receiving(answer(302, Location=elsewhere.url)) as receiver:
        outcome = await deliver(webhook, receiver)
        assert elsewhere.requests == []
    assert "not followed" in outcome.detail


async def test_one_who_is_slow_is_given_up_for_now(hasty: Webhook) -> None:
    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with receiving(never) as receiver:
        outcome = await deliver(hasty, receiver)
    assert not outcome.delivered
    assert "in time" in outcome.detail


async def test_one_who_trickles_an_answer_is_not_listened_to_for_ever(hasty: Webhook) -> None:
    async def trickle(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"H" if not writer.transport.get_write_buffer_size() else b"")
            await asyncio.sleep(0.05)

    async with receiving(trickle) as receiver:
        assert not (await deliver(hasty, receiver)).delivered


async def test_a_huge_answer_is_not_read(webhook: Webhook) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()
            sent += 65536

    async with receiving(endless) as receiver:
        assert (await deliver(webhook, receiver)).delivered
    assert sent < 64 * 1024 * 1024


@pytest.mark.parametrize(
    "reply", [b"", b"220 smtp.example.org\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200_000]
)
async def test_what_is_no_http_is_no_delivery(webhook: Webhook, reply: bytes) -> None:
    async with receiving(reply) as receiver:
        outcome = await deliver(webhook, receiver)
    assert not outcome.delivered
    assert outcome.detail


async def test_nobody_listening_is_no_delivery(webhook: Webhook) -> None:
    async with receiving() as receiver:
        pass
    assert not (await deliver(webhook, receiver)).delivered


@pytest.mark.parametrize("as_date", [False, True])
async def test_a_receiver_says_when_it_has_time_again(webhook: Webhook, clock: Clock, as_date: bool) -> None:
    then = datetime.fromtimestamp(int(clock.at), UTC) + timedelta(seconds=300)
    said = format_datetime(then, usegmt=True) if as_date else "300"
    async with receiving(answer(503, Retry_After=said)) as receiver:
        assert (await deliver(webhook, receiver)).wait == pytest.approx(300)


async def test_a_retry_after_that_is_nonsense_is_passed_over(webhook: Webhook) -> None:
    async with receiving(answer(503, Retry_After="sometime")) as receiver:
        assert (await deliver(webhook, receiver)).wait == 0


# Where it goes


async def test_what_is_not_public_is_not_even_connected_to(clock: Clock) -> None:
    guarded = Outbound(private=False)
    webhook = Webhook(guarded, PAGE, clock)
    async with receiving() as receiver:
        for host in ("127.0.0.1", "localhost"):
            outcome = await deliver(webhook, receiver, f"http://{host}:{receiver.port}/")
            assert "no public address" in outcome.detail
        assert receiver.requests == []
    await webhook.close()
    guarded.close()


async def test_a_name_that_changes_its_mind_leads_nowhere_else(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer of the name server is the address of this machine; nobody asks it a second time."""
    answers = [("8.8.8.8",), ("127.0.0.1",)]
    asked: list[str] = []
    connected: list[str] = []

    def look_up(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    async def connect(_self: object, host: str, *_: object) -> None:
        connected.append(host)
        raise OSError("not today")

    monkeypatch.setattr(outbound, "_look_up", look_up)
    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    guarded = Outbound(private=False)
    webhook = Webhook(guarded, PAGE, clock)
    await webhook(replace(WEBHOOK, address="http://rebinding.example.cn/"), MESSAGE)
    assert (asked, connected) == (["rebinding.example.cn"], ["8.8.8.8"])
    await webhook.close()
    guarded.close()


async def test_no_proxy_of_the_environment_is_asked(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiving() as proxy, receiving() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert (await deliver(webhook, receiver)).delivered
        assert proxy.requests == []


async def test_the_next_address_is_tried_where_the_first_does_not_answer(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "_look_up", lambda host, port: ("127.0.0.2", "127.0.0.1"))
    async with receiving() as receiver:
        assert (await deliver(webhook, receiver, f"http://oa.example.cn:{receiver.port}/")).delivered
        assert receiver.requests[0].headers["host"] == f"oa.example.cn:{receiver.port}"


# TLS


def certificate(folder: Path, *hosts: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server shows and what a client trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_named(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@pytest.mark.parametrize(("host", "good"), [("oa.example.cn", True), ("elsewhere.example.cn", False)])
async def test_a_certificate_is_that_of_the_name_not_of_the_address(
    names: Outbound, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, good: bool
) -> None:
    monkeypatch.setattr(outbound, "_look_up", lambda host, port: ("127.0.0.1",))
    server, trust = certificate(tmp_path, "oa.example.cn")
    webhook = Webhook(names, PAGE, clock, trust=trust)
    async with receiving(tls=server) as receiver:
        outcome = await deliver(webhook, receiver, f"https://{host}:{receiver.port}/")
    assert outcome.delivered == good
    assert good or "CERTIFICATE_VERIFY_FAILED" in outcome.detail
    await webhook.close()


async def test_a_certificate_nobody_vouches_for_is_refused(webhook: Webhook, tmp_path: Path) -> None:
    server, _ = certificate(tmp_path, "127.0.0.1")
    async with receiving(tls=server) as receiver:
        outcome = await deliver(webhook, receiver, f"https://127.0.0.1:{receiver.port}/")
        assert receiver.requests == []
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.detail
