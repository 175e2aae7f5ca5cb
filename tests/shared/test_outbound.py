"""Is nothing sent where only we can reach, however the address is written?"""

from collections.abc import Iterator
from typing import Any

import pytest

from shared import outbound
from shared.outbound import ForbiddenAddressError, Outbound, UnknownHostError

PUBLIC = ("8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1")
NOT_PUBLIC = (
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "fe80::1%eth0",
    "fec0::1",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "2001:0:1::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::1",
    "2002:a00:1::1",
)


@pytest.fixture
def guarded() -> Iterator[Outbound]:
    made = Outbound(private=False)
    yield made
    made.close()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_sent_to(address: str) -> None:
    assert outbound.is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_our_own_may_not(address: str) -> None:
    assert not outbound.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "::1"])
async def test_whatever_the_resolver_makes_of_a_host_is_looked_at(guarded: Outbound, host: str) -> None:
    with pytest.raises(ForbiddenAddressError, match="YINGSU_WEBHOOK_PRIVATE"):
        await guarded.addresses(host, 80)


async def test_one_address_that_is_not_public_is_enough(
    guarded: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "_look_up", lambda host, port: ("8.8.8.8", "10.0.0.1"))
    with pytest.raises(ForbiddenAddressError) as refused:
        await guarded.addresses("example.org", 443)
    assert refused.value.address == "10.0.0.1"


async def test_where_it_is_allowed_any_address_will_do() -> None:
    allowing = Outbound(private=True)
    assert await allowing.addresses("127.0.0.1", 80) == ("127.0.0.1",)
    allowing.close()


async def test_a_host_nobody_knows_is_said_to_be_unknown(
    guarded: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: Any) -> tuple[str, ...]:
        raise OSError("Name or service not known")

    monkeypatch.setattr(outbound, "_look_up", nobody)
    with pytest.raises(UnknownHostError, match=r"example\.org"):
        await guarded.addresses("example.org", 443)


def test_a_url_is_taken_apart() -> None:
    url = outbound.url_of("https://oa.example.cn:8443/hooks/a?b=c")
    assert url is not None
    assert (url.origin, url.reached_at, url.target) == ("https://oa.example.cn:8443", 8443, "/hooks/a?b=c")
    assert [outbound.url_of(text) is not None for text in ("http://[::1]:8/", "http://h", "HTTPS://H/")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oa.example.cn",
        "ftp://oa.example.cn/",
        "file:///etc/passwd",
        "https://user:pass@oa.example.cn/",
        "https://@oa.example.cn/",
        "https://oa.example.cn/#part",
        "https://oa.example.cn:99999/",
        "https://oa.example.cn:0/",
        "https://oa..example.cn/",
        "https://区政府.cn/",
        "https://oa.example.cn/a b",
        "https://oa.example.cn/a\nHost: b",
        "https://oa.example.cn\\@b/",
        "https://[fe80::1%25eth0]/",
        "https://[oa.example.cn]/",
        "https:///path",
        "https://oa.example.cn/" + "a" * 2000,
        "https://" + "a" * 1900 + "!/",
    ],
)
def test_what_cannot_be_sent_to_is_no_url(text: str) -> None:
    assert outbound.url_of(text) is None


@pytest.mark.parametrize(
    "text", ["a@b.cn", "flk+期限@b.cn", "a@b.cn\nBcc: c@d.cn", "a@b.cn,c@d.cn", "<a@b.cn>", "a@", "a b@c.cn"]
)
def test_a_mailbox_is_one_plain_address(text: str) -> None:
    assert outbound.is_mailbox(text) == (text == "a@b.cn")


def test_a_secret_is_as_standard_webhooks_writes_it() -> None:
    assert outbound.secret_bytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") is not None
    for text in ("", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_*", "whsec_" + "A" * 100):
        assert outbound.secret_bytes(text) is None
