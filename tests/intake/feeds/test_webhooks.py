"""Which messages of a webhook are taken? Signed by a secret of the feed, new, whole."""

import pytest

from services.intake.feeds.fetching import FetchError
from services.intake.feeds.paging import records_of
from services.intake.feeds.webhooks import WINDOW, checked, signature
from shared.outbound import secret_bytes
from shared.problems import Problem

OLD, NEW, FOREIGN = b"o" * 32, b"n" * 32, b"f" * 32
NOW = 1_700_000_000.0
BODY = '{"ah": "（2023）鄂0117行初12号"}'.encode()


def headers(secret: bytes = NEW, at: int = int(NOW), id_: str = "m1", body: bytes = BODY) -> dict[str, str]:
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, id_, at, body),
    }


def test_a_signature_is_that_of_standard_webhooks() -> None:
    # The vector by which libraries of the standard are tested.
    secret = secret_bytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert secret is not None
    found = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_while_a_secret_is_replaced_both_are_good(secret: bytes) -> None:
    assert checked([OLD, NEW], headers(secret), BODY, NOW) == "m1"


def test_one_good_signature_of_several_is_enough() -> None:
    told = headers()
    told["webhook-signature"] = (
        f"{signature(FOREIGN, 'm1', int(NOW), BODY)} v2,x v1,!! {told['webhook-signature']}"
    )
    assert checked([NEW], told, BODY, NOW) == "m1"


@pytest.mark.parametrize("off", [-WINDOW, WINDOW])
def test_within_the_window_a_clock_may_be_off(off: int) -> None:
    assert checked([NEW], headers(at=int(NOW) + off), BODY, NOW) == "m1"


@pytest.mark.parametrize(
    "told",
    [
        {},
        headers(FOREIGN),
        headers(at=int(NOW) - WINDOW - 1),
        headers(at=int(NOW) + WINDOW + 1),
        headers(body=BODY + b" "),
        {**headers(), "webhook-id": "m2"},
        {**headers(), "webhook-id": ""},
        {**headers(), "webhook-timestamp": str(int(NOW) + 1)},
        {**headers(), "webhook-timestamp": "１７００００００００"},
        {**headers(), "webhook-timestamp": "nan"},
        {**headers(), "webhook-signature": ""},
        {**headers(), "webhook-signature": "v1,"},
        {**headers(), "webhook-signature": headers()["webhook-signature"].replace("v1,", "v1a,")},
    ],
)
def test_anything_else_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(Problem) as raised:
        checked([NEW], told, BODY, NOW)
    assert raised.value.status == 401


def test_without_secrets_nothing_is_taken() -> None:
    with pytest.raises(Problem):
        checked([], headers(), BODY, NOW)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b'{"ah": "1"}', 1),
        (b'[{"ah": "1"}, {"ah": "2"}]', 2),
        (b'{"ah": "1"}\n{"ah": "2"}\n', 2),
        (b"\xef\xbb\xbf[]", 0),
    ],
)
def test_a_body_is_one_record_a_list_or_lines(body: bytes, count: int) -> None:
    assert len(records_of(body)) == count


@pytest.mark.parametrize("body", [b"", b"{", "张".encode("gb18030"), b"[" * 5000, b"<x/>\n<y/>"])
def test_a_body_that_is_none_of_them_is_told_so(body: bytes) -> None:
    with pytest.raises(FetchError):
        records_of(body)
