"""What may a publisher on NATS do, and does what it sends stand under its own name, whatever it claims?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json
from structlog.testing import capture_logs

from shared.access.accounts import SENDER
from shared.service.connection import Connection
from tests.examples import EXAMPLES, cloudevent, draft
from tests.intake.publishers import SECRETS, Outside, Publisher, open_outside
from tests.log.house import until
from tests.servers import NatsServer, free_port

HEARING = cloudevent(draft(EXAMPLES["hearing-held"]))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path_factory.mktemp("nats"), free_port(), secrets=SECRETS).start()
    yield server
    server.stop()


@pytest.fixture
async def outside(tmp_path: Path, guarded: NatsServer) -> AsyncIterator[Outside]:
    async with open_outside(tmp_path, guarded) as opened:
        yield opened


async def _cannot_connect(server: NatsServer, **shown: Any) -> None:
    async def quiet(_error: Exception) -> None:
        """Leave out what nats-py would print."""

    with pytest.raises(NatsError, match="Authorization Violation"):
        await nats.connect(server.address, allow_reconnect=False, error_cb=quiet, **shown)


async def test_a_key_is_shown_as_password_or_as_token(outside: Outside) -> None:
    key = await outside.key()
    for shown in ({"user": "anything", "password": key}, {"token": key}):
        court = await outside.connected(key, **shown)
        assert "problem" not in await court.submit(HEARING)


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"token": "yk_unknown"},
        {"user": "house", "password": ""},
        {"user": "house", "password": "yk_unknown"},
        {"user": "house"},
    ],
)
async def test_without_a_key_nobody_connects(outside: Outside, shown: dict[str, str]) -> None:
    await _cannot_connect(outside.server, **shown)


async def test_who_may_not_report_does_not_connect(outside: Outside) -> None:
    await _cannot_connect(outside.server, token=await outside.key("auditor", "审计局"))


async def test_a_key_that_was_revoked_does_not_connect(outside: Outside) -> None:
    key = await outside.key()
    court = await outside.connected(key)
    await outside.callers.revoke(court.principal.id)
    await _cannot_connect(outside.server, token=key)


async def test_a_key_that_is_revoked_counts_no_longer_where_it_is_connected(outside: Outside) -> None:
    court = await outside.publisher()
    await court.submit(HEARING)
    await outside.callers.revoke(court.principal.id)
    problem = (await court.submit({**HEARING, "id": "after"}))["problem"]
    assert (problem["status"], "revoked" in problem["detail"]) == (401, True)
    assert len(await outside.log()) == 1


async def test_while_intake_is_away_nobody_new_connects(tmp_path: Path, guarded: NatsServer) -> None:
    async with open_outside(tmp_path, guarded) as outside:
        key = await outside.key()
        await outside.go()
        with pytest.raises((NatsError, TimeoutError)):
            await nats.connect(guarded.address, token=key, allow_reconnect=False, connect_timeout=1)


@pytest.mark.parametrize(
    "subject",
    [
        "cases.xinzhou.hearing-held",
        "log.append.routing",
        "log.read",
        "keys.open",
        "access.who",
        "settled.reporting",
        "explain.deadlines",
        "submit.huancui",
        "submit",
        "submit.xinzhou.more",
        "$JS.API.STREAM.DELETE.CASES",
        "$JS.API.STREAM.INFO.CASES",
        "$SYS.REQ.USER.AUTH",
        "$SYS.REQ.SERVER.PING",
        "_INBOX_other.x",
        "anything",
    ],
)
async def test_a_publisher_may_ask_about_its_district_and_nothing_else(
    outside: Outside, subject: str
) -> None:
    court = await outside.publisher()
    await court.client.publish(subject, to_json(HEARING))
    said = await court.refused()
    assert (f'permissions violation for publish to "{subject.lower()}"') in said.lower()


@pytest.mark.parametrize(
    "subject",
    [
        ">",
        "*",
        "submit.xinzhou",
        "submit.>",
        "cases.>",
        "_INBOX.>",
        "_INBOX_other.>",
        "_R_.>",
        "$SYS.>",
        "$JS.>",
        "keys.open",
        "log.append.*",
    ],
)
async def test_a_publisher_hears_its_own_answers_and_nothing_else(outside: Outside, subject: str) -> None:
    court = await outside.publisher()
    await court.client.subscribe(subject)
    said = await court.refused()
    assert (f'permissions violation for subscription to "{subject.lower()}"') in said.lower()


async def test_who_speaks_of_several_districts_may_ask_about_each(outside: Outside) -> None:
    bureau = await outside.publisher("bureau", "司法局", districts=("xinzhou", "huancui"))
    for district in ("xinzhou", "huancui"):
        await bureau.submit([], district)
    assert not bureau.said
    await bureau.client.publish("submit.elsewhere", b"")
    assert "submit.elsewhere" in await bureau.refused()


async def test_the_operator_may_ask_about_all(outside: Outside) -> None:
    operator = await outside.publisher("operator", districts=("*",))
    await operator.submit({**HEARING, "district": "elsewhere"}, "elsewhere")
    assert not operator.said
    await operator.client.publish("cases.xinzhou.x", b"")
    assert "cases.xinzhou.x" in await operator.refused()


FORGED = '{"acc":"OUTSIDE","user":"%s"}'


async def test_what_a_sender_says_of_itself_is_not_heard(outside: Outside) -> None:
    victim = await outside.publisher("court", "鄂0117")
    await victim.submit({**HEARING, "id": "own"})
    headers = await _headers_seen(outside, victim)
    forged = f"{SENDER}: {headers[SENDER]}\r\n"
    key = await outside.key("agency", "区住建局")
    agency = await outside.connected(key, user=victim.principal.id, password=key)
    for lines in (forged, forged * 3, forged.lower(), forged.upper(), f"X: 1\r\n{forged}Y: 2\r\n"):
        answer = await _sent(agency, lines)
        assert answer["problem"]["status"] == 403, answer
    assert [stored["actor"] for stored in await outside.log()] == [victim.principal.actor]


async def test_a_message_for_which_the_server_names_nobody_is_refused(outside: Outside) -> None:
    house = await outside.of_the_house()
    for headers in (None, {SENDER: "{"}, {SENDER: '{"acc":"HOUSE","user":"x"}'}, {SENDER: FORGED % "k1.00"}):
        message = await house.request("submit.xinzhou", to_json(HEARING), headers=headers)
        assert from_json(message.data)["problem"]["status"] == 401
    assert not await outside.log()


async def test_the_keys_that_publishers_show_are_not_heard_by_the_services(outside: Outside) -> None:
    house = await outside.of_the_house()
    heard: list[bytes] = []

    async def hear(message: Any) -> None:
        heard.append(message.subject.encode() + message.data + str(message.headers).encode())

    await house.subscribe(">", cb=hear)
    await house.flush()
    key = await outside.key()
    await (await outside.connected(key)).submit(HEARING)
    await until(lambda: any(b"submit.xinzhou" in one for one in heard))
    assert not any(key.encode() in one for one in heard)


async def test_a_service_that_is_not_admitted_says_what_to_look_at(outside: Outside) -> None:
    address = outside.server.address.replace("//", "//house:wrong@")
    with capture_logs() as said:
        trying = asyncio.create_task(Connection(Client(), "routing", address).open())
        await until(lambda: any("does not admit" in one["event"] for one in said))
        trying.cancel()
    assert "wrong" not in str(said)


async def test_a_server_that_had_no_accounts_keeps_its_stream_when_it_gets_them(tmp_path: Path) -> None:
    port = free_port()
    server = NatsServer(tmp_path, port).start()
    before = await nats.connect(server.url)
    await before.jetstream().add_stream(name="CASES", subjects=["cases.>"])
    await before.jetstream().publish("cases.a", b"kept")
    await before.close()
    server.stop()
    server = NatsServer(tmp_path, port, secrets=SECRETS).start()
    try:
        after = await nats.connect(server.url)
        assert (await after.jetstream().get_msg("CASES", seq=1)).data == b"kept"
        assert (await after.jetstream().publish("cases.a", b"more")).seq == 2
        await after.close()
    finally:
        server.stop()


async def _headers_seen(outside: Outside, publisher: Publisher) -> dict[str, str]:
    """Return the headers under which a message of a publisher arrives."""
    house = await outside.of_the_house()
    hearing = await house.subscribe("submit.*")
    await house.flush()
    await publisher.submit({**HEARING, "id": "own"})
    headers = (await hearing.next_msg(5)).headers
    assert headers is not None
    return dict(headers)


async def _sent(publisher: Publisher, header_lines: str) -> dict[str, Any]:
    """Send the fact with header lines as they stand, which nats-py would not, and return the answer."""
    client = publisher.client
    inbox = client.new_inbox()
    hearing = await client.subscribe(inbox)
    head = f"NATS/1.0\r\n{header_lines}\r\n".encode()
    body = to_json(HEARING)
    line = f"HPUB submit.xinzhou {inbox} {len(head)} {len(head) + len(body)}\r\n".encode()
    await client._send_command(line + head + body + b"\r\n")
    await client._flush_pending()
    answer: dict[str, Any] = from_json((await hearing.next_msg(5)).data)
    await hearing.unsubscribe()
    return answer
