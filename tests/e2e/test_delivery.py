"""Is somebody who asked for it told of a deadline, by a signed webhook and by mail, once, whatever is restarted?"""

import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

from deploy.local.control import ask
from tests.e2e.conftest import Houses
from tests.e2e.house import House, until
from tests.servers import free_port

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AGENCY, BUREAU = "新洲区住房和城乡建设局", "新洲区司法局"


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


@dataclass
class Receiver:
    port: int = 0
    status: int = 204
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield receiver
    server.shutdown()
    server.server_close()


def event(name: str, id_: str, source: str, subject: str, /, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": f"yingsu.{name}.v1",
        "subject": subject,
        "district": "xinzhou",
        "data": data,
    }


def subscription(receiver: Receiver, **fields: Any) -> dict[str, Any]:
    made = {"name": "法规科", "channel": "webhook", "address": receiver.url, "secret": SECRET}
    made |= {"duties": ["defence"], "told_of": ["near"], **fields}
    id_ = f"{made['name']}/{made.get('version', 0)}"
    return event("subscription-made", id_, "bureau/xinzhou", made["name"], **made)


def near(number: str) -> list[dict[str, Any]]:
    """Return a case whose defence is due in two days, or on the first working day after."""
    served = str(today() - timedelta(days=13))
    docketed = {"instance": "first", "defendants": [AGENCY], "docketed_on": served}
    return [
        event("case-docketed", f"{number}/d", "court/鄂0117", number, **docketed),
        event("notice-served", f"{number}/n", "court/鄂0117", number, recipient=AGENCY, served_on=served),
    ]


def report(house: House, *events: dict[str, Any]) -> int:
    answer = house.report(events)
    assert answer.status_code == 200, answer.text
    return house.wait_settled(answer.json()["position"])


def at_rest(house: House) -> dict[str, Any]:
    """Return what the status says of deliveries once everything on the log was looked at and delivered."""
    told: dict[str, Any] = {}

    def rests() -> bool:
        nonlocal told
        status = house.get("reporting", "/status")
        told = status["deliveries"]
        read = status["position"] == house.get("intake", "/status")["position"]
        return bool(read and told["settled"] and (told["waiting"] == 0 or told["failing"]))

    until(rests, "nothing left to deliver")
    return told


def delivered(house: House) -> list[dict[str, Any]]:
    lines = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).text.splitlines()
    events = map(json.loads, lines)
    return [one for one in events if one["source"] == "reporting"]


def is_signed(receiver: Receiver, number: int, secret: str) -> bool:
    """Return whether a request is signed with a secret, reckoned as Standard Webhooks says and not by us."""
    headers, body = receiver.requests[number]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    expected = b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    return headers["webhook-signature"] == f"v1,{expected}"


def secret_in(said: str) -> str:
    (found,) = re.findall(r"whsec_\S+", said)
    return str(found)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_a_webhook_gets_a_signed_cloudevent_once(houses: Houses, receiver: Receiver) -> None:
    house = houses(YINGSU_WEBHOOK_PRIVATE="true")
    number = f"（{today().year}）鄂0117行初1号"
    report(house, subscription(receiver), *near(number))
    until(lambda: receiver.requests, "a delivery")
    ((headers, body),) = receiver.requests
    assert is_signed(receiver, 0, SECRET)
    told = json.loads(body)
    assert (told["type"], told["subject"], told["id"]) == (
        "yingsu.reminder-near.v1",
        number,
        headers["webhook-id"],
    )
    assert told["data"]["duty"] == "defence"
    assert told["data"]["link"].startswith(house.url("reporting"))

    at_rest(house)
    (finding,) = delivered(house)
    assert (finding["type"], finding["data"]["delivered"]) == ("yingsu.reminder-delivered.v1", True)
    house.stop()
    house.start()
    at_rest(house)
    assert ask(house.place.control, {"ask": "rebuild", "part": "reporting"})["ok"]
    house.wait_ready()
    at_rest(house)
    assert len(receiver.requests) == 1
    report(house, *near(f"（{today().year}）鄂0117行初2号"))
    until(lambda: len(receiver.requests) == 2, "the delivery for another case")
    assert "whsec_" not in house.http.get(house.url("intake") + "/log").text


def test_who_dies_before_it_is_recorded_delivers_again_under_the_same_id(
    houses: Houses, receiver: Receiver
) -> None:
    house = houses(YINGSU_WEBHOOK_PRIVATE="true")
    house.crash_at("reporting", "after-deliver")
    house.wait_ready()
    answer = house.report([subscription(receiver), *near(f"（{today().year}）鄂0117行初1号")])
    assert answer.status_code == 200
    until(lambda: len(receiver.requests) == 2, "a delivery after the death")
    house.wait_ready()
    at_rest(house)
    assert len(set(receiver.ids)) == 1
    assert len(receiver.requests) == 2
    assert len(delivered(house)) == 1


@pytest.mark.long
def test_one_who_wants_no_more_is_told_no_more_until_it_is_renewed(
    houses: Houses, receiver: Receiver
) -> None:
    house = houses(YINGSU_WEBHOOK_PRIVATE="true")
    receiver.status = 410
    add = ("subscriptions", "add", "法规科", "--webhook", receiver.url, "--duty", "defence", "--of", "near")
    first = house.yingsu(*add, "--district", "xinzhou").stdout
    report(house, *near(f"（{today().year}）鄂0117行初1号"))
    until(lambda: delivered(house), "the end of the subscription")
    (disabled,) = at_rest(house)["disabled"]
    assert (disabled["subscription"], disabled["reason"]) == ("法规科", "answered 410")
    listed = house.yingsu("subscriptions", "list", "--district", "xinzhou")
    assert listed.returncode == 1
    assert f"http://127.0.0.1:{receiver.port}/…" in listed.stdout
    assert "answered 410" in listed.stdout
    receiver.status = 204
    second = house.yingsu(*add, "--district", "xinzhou").stdout
    until(lambda: len(receiver.requests) == 2, "a delivery after the renewal")
    assert [is_signed(receiver, 1, secret_in(said)) for said in (first, second)] == [False, True]
    assert house.yingsu("subscriptions", "test", "法规科", "--district", "xinzhou").returncode == 0
    assert json.loads(receiver.requests[2][1])["type"] == "yingsu.subscription-tested.v1"
    house.yingsu("subscriptions", "remove", "法规科", "--district", "xinzhou")
    report(house, *near(f"（{today().year}）鄂0117行初2号"))
    at_rest(house)
    assert house.get("reporting", "/subscriptions")["items"] == []
    house.yingsu(*add, "--district", "xinzhou")
    until(lambda: len(receiver.requests) == 4, "a delivery after it was made anew")


@pytest.mark.long  # tests/reporting/delivery refuse it without a house
def test_without_leave_a_webhook_to_this_machine_is_refused(house: House, receiver: Receiver) -> None:
    answer = house.report([subscription(receiver)])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/data/address"


@pytest.mark.long  # tests/reporting/delivery send it without a house
def test_a_mail_arrives(houses: Houses, receiver: Receiver) -> None:
    mails: list[EmailMessage] = []

    class Postbox:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
            mails.append(message_from_bytes(envelope.content, policy=policy.default))
            return "250 OK"

    server = Controller(Postbox(), hostname="127.0.0.1", port=free_port())
    house = houses(
        YINGSU_SMTP_URL=f"smtp://127.0.0.1:{server.port}", YINGSU_SMTP_FROM="yingsu@example.gov.cn"
    )
    server.start()
    by_mail = subscription(receiver, channel="email", address="flk@example.gov.cn", secret="")
    number = f"（{today().year}）鄂0117行初1号"
    report(house, by_mail, *near(number))
    at_rest(house)
    (mail,) = mails
    assert mail["To"] == "flk@example.gov.cn"
    assert mail["Subject"].startswith(f"【期限临近】{number}")
    assert house.url("reporting") in mail.get_content()
    assert house.yingsu("subscriptions", "test", "法规科", "--district", "xinzhou").returncode == 0
    assert len(mails) == 2
    server.stop()
    tried = house.yingsu("subscriptions", "test", "法规科", "--district", "xinzhou")
    assert tried.returncode == 1
    assert "was not reached" in tried.stdout
