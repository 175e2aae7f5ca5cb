"""Do publishers report over NATS to a whole house as they are told to, and is all that is said there described?"""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from deploy.nats.accounts import Secrets
from deploy.nats.described.forms import reportable
from shared.access.asking import asking
from shared.events.catalogue import FINDINGS
from shared.explaining.over_nats import NotExplainedError, ask
from shared.log.append import AppendError, LogClient, Refused
from shared.sealing import request_keys
from tests.e2e.heard import listening
from tests.e2e.house import House
from tests.examples import CASE, DISTRICT, DRAFT, EXAMPLES, LATER_CASE, cloudevent, draft
from tests.log.house import until

PAGE = Path(__file__).parents[2] / "docs" / "nats.md"
HEARING = cloudevent(draft(EXAMPLES["hearing-held"]))


@dataclass(frozen=True, slots=True)
class Key:
    """A key as `yingsu keys add` hands it out."""

    id: str
    secret: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house for the tests of this module, which kill its intake."""
    house = House(tmp_path_factory.mktemp("nats") / "data").start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def court(house: House) -> Key:
    return key_of(house)


def key_of(house: House) -> Key:
    options = ("--role", "court", "--name", "鄂0117", "--district", DISTRICT, "--format", "json")
    told = json.loads(house.yingsu("keys", "add", *options).stdout)
    return Key(told["id"], told["secret"])


def address(house: House) -> str:
    return f"nats://127.0.0.1:{house.state.ports['nats']}"


@asynccontextmanager
async def connected(house: House, key: Key) -> AsyncIterator[Client]:
    client = await nats.connect(
        address(house),
        user=key.id,
        password=key.secret,
        inbox_prefix=f"_INBOX_{key.id}".encode(),
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.1,
        error_cb=_quiet,
    )
    try:
        yield client
    finally:
        await client.close()


async def _quiet(_error: Exception) -> None:
    """Leave out what nats-py would print while a part is down on purpose."""


def house_address(house: House) -> str:
    return Secrets.kept_in(house.data).url("127.0.0.1", house.state.ports["nats"])


async def submit(
    client: Client,
    events: object,
    district: str = DISTRICT,
    timeout: float = 10,
    headers: dict[str, str] | None = None,
) -> Mapping[str, Any]:
    body = to_json(events)
    message = await client.request(f"submit.{district}", body, timeout=timeout, headers=headers)
    answer: Mapping[str, Any] = from_json(message.data)
    return answer


def test_the_example_of_the_page_works_word_by_word(house: House, court: Key, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    program = tmp_path / "publish.py"
    program.write_text(example, encoding="utf-8")
    shown = {"NATS_URL": address(house), "YINGSU_KEY_ID": court.id, "YINGSU_KEY": court.secret}
    environment = {**os.environ, **shown}
    for status in ("accepted", "known"):
        done = subprocess.run(
            [sys.executable, program], env=environment, capture_output=True, timeout=60, check=True
        )
        answer = json.loads(done.stdout)
        assert [one["status"] for one in answer["results"]] == [status]
    house.wait_settled(answer["position"])
    page = house.http.get(f"{house.url('reporting')}/districts/{DISTRICT}/cases/{quote(CASE)}")
    assert (page.status_code, CASE in page.text) == (200, True)


async def test_all_that_is_said_on_nats_is_described(house: House, court: Key) -> None:
    taken = set(reportable()) - {"law-adopted", "calendar-published"}  # what they say must fit the law
    async with (
        listening(house_address(house)) as (ours, heard),
        connected(house, Key("operator", house.key)) as operator,
        connected(house, court) as publisher,
    ):
        for number, name in enumerate(sorted(taken)):
            fact = cloudevent(draft(EXAMPLES[name], id_=f"all/{number}"))
            answer = await submit(operator, fact, str(fact["district"]))
            assert answer.get("accepted") == 1, answer
        position = answer["position"]
        await submit(operator, [HEARING, {**HEARING, "data": {}}], headers={"Yingsu-Atomic": "each"})
        await submit(operator, HEARING, headers={"Yingsu-Mode": "validate"})
        for bad in ([HEARING, {**HEARING, "data": {}}], {**HEARING, "district": "huancui"}, 1):
            assert "problem" in await submit(publisher, bad)
        await asyncio.to_thread(house.wait_settled, position)
        await _as_services_ask(ours, court)
        await until(lambda: heard.channels() >= heard.described.channels.keys() - heard.described.unheard)
        assert heard.undescribed() == []
        assert heard.channels() == heard.described.channels.keys() - heard.described.unheard
        assert taken <= heard.types()
        assert heard.types() & FINDINGS.keys()


async def _as_services_ask(ours: Client, court: Key) -> None:
    """Ask what services ask each other, and what is answered otherwise."""
    assert await request_keys(ours, DISTRICT, [CASE, LATER_CASE])
    assert await asking(ours)(court.secret)
    assert await asking(ours)("unknown") is None
    log = LogClient(ours)
    assert len(await log.read(1, 30)) == 30
    assert await log.read(10**6, 10**6) == []
    for findings in ([], [DRAFT]):
        with pytest.raises((AppendError, Refused)):
            await log.append("routing", 0, findings)
    assert await ask(ours, "deadlines", DISTRICT, CASE, patience=10)
    with pytest.raises(NotExplainedError):
        await ask(ours, "deadlines", DISTRICT, "（2001）鄂0117行初1号", patience=10)


async def test_what_is_sent_again_after_a_crash_is_on_the_log_once(house: House, court: Key) -> None:
    batches = [[{**HEARING, "id": f"crash/{i}/{j}"} for j in range(20)] for i in range(60)]
    answered: list[int] = []

    async def publish(client: Client, numbers: range) -> None:
        for number in numbers:
            while True:
                try:
                    answer = await submit(client, batches[number], timeout=2)
                except (NatsError, TimeoutError, OSError):
                    await asyncio.sleep(0.05)
                    continue
                if "problem" not in answer:
                    break
                assert answer["problem"]["status"] in (429, 503), answer
                await asyncio.sleep(0.05)
            answered.append(number)

    async def crash() -> None:
        await until(lambda: len(answered) >= 10)
        await asyncio.to_thread(house.kill, "intake")
        await until(lambda: len(answered) >= 25)
        await asyncio.to_thread(house.kill, "nats")

    async with connected(house, court) as one, connected(house, court) as other:
        await asyncio.gather(publish(one, range(30)), publish(other, range(30, 60)), crash())
    await asyncio.to_thread(house.wait_ready)
    ids = [one["id"] for one in log_of(house) if one["id"].startswith("crash/")]
    assert sorted(ids) == sorted(str(fact["id"]) for batch in batches for fact in batch)


async def test_a_revoked_key_is_refused_where_it_is_connected_and_elsewhere(house: House) -> None:
    key = key_of(house)
    async with connected(house, key) as client:
        assert "problem" not in await submit(client, HEARING)
        house.http.delete(f"{house.url('intake')}/keys/{key.id}").raise_for_status()
        assert (await submit(client, HEARING))["problem"]["status"] == 401
    with pytest.raises(NatsError, match="Authorization Violation"):
        await nats.connect(address(house), token=key.secret, allow_reconnect=False, error_cb=_quiet)


async def test_nobody_without_the_password_of_the_house_reaches_what_its_services_say(house: House) -> None:
    for shown in ({}, {"user": "house", "password": house.key}, {"user": "house"}):
        with pytest.raises(NatsError, match="Authorization Violation"):
            await nats.connect(address(house), allow_reconnect=False, error_cb=_quiet, **shown)


def test_the_secrets_of_the_house_are_in_no_log_and_on_no_command_line(house: House) -> None:
    kept = Secrets.kept_in(house.data)
    shown = [
        *(file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline")),
        *(file.read_bytes() for file in house.data.glob("logs/*")),
        house.said.read_bytes(),
        house.place.state.read_bytes(),
    ]
    assert not [text for text in shown if kept.password.encode() in text or kept.issuer.encode() in text]
    files = (house.data / "house.key", house.data / "nats-issuer.key", house.data / "nats" / "nats.conf")
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def log_of(house: House) -> list[dict[str, Any]]:
    """Return all that is on the log."""
    lines = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).raise_for_status().content
    return [from_json(line) for line in lines.splitlines()]
