"""Does what is posted to intake reach the stream, and does intake do without NATS where it can?"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import nats
import pytest
from pydantic import SecretStr
from pydantic_core import to_json

from services.intake.api import SINGLE, STREAM
from services.intake.app import create
from shared.envelope import attributes, digest
from shared.sealing import KeysUnavailableError, open_all, request_keys
from shared.settings import Settings
from tests.callers import OPERATOR_KEY, SHOWN
from tests.examples import CASE, DISTRICT, EXAMPLES, cloudevent, draft
from tests.servers import NatsServer

DOCKETED = draft(EXAMPLES["case-docketed"])


@asynccontextmanager
async def intake(folder: Path, server: NatsServer) -> AsyncIterator[httpx.AsyncClient]:
    service = create(Settings(data=folder / "data", nats=server.url, operator_key=SecretStr(OPERATOR_KEY)))
    transport = httpx.ASGITransport(app=service.app)
    async with (
        service.running(),
        httpx.AsyncClient(transport=transport, base_url="http://intake", headers=SHOWN) as http,
    ):
        yield http


async def until(
    http: httpx.AsyncClient, path: str, holds: Callable[[httpx.Response], bool]
) -> httpx.Response:
    async with asyncio.timeout(30):
        while not holds(response := await http.get(path)):  # noqa: ASYNC110  # over HTTP there is only asking
            await asyncio.sleep(0.01)
    return response


async def post(http: httpx.AsyncClient, number: int = 1) -> httpx.Response:
    event = cloudevent(DOCKETED) | {"id": str(number)}
    return await http.post("/events", content=to_json(event), headers={"content-type": SINGLE})


async def ready(http: httpx.AsyncClient) -> None:
    await until(http, "/health/ready", lambda response: response.status_code == 200)


async def relayed(http: httpx.AsyncClient, position: int) -> None:
    await until(http, "/status", lambda response: response.json()["relayed"] >= position)


async def test_a_new_log_begins_with_laws_calendars_and_the_day(tmp_path: Path, server: NatsServer) -> None:
    async with intake(tmp_path, server) as http:
        await ready(http)
        log = [attributes(line) for line in (await http.get("/log")).content.splitlines()]
        kinds = [one["type"].split(".")[1] for one in log]
        assert kinds == sorted(kinds, key=["law-adopted", "calendar-published", "day-began"].index)
        assert {one["subject"] for one in log} >= {"national", "xinzhou", "huancui", "2023"}
        assert kinds.count("day-began") == 1
        assert {one["district"] for one in log} == {"_"}
        assert (await http.get("/status")).json()["districts"].keys() == {"huancui", "xinzhou"}


async def test_a_fact_reaches_the_stream_as_it_is_stored(tmp_path: Path, server: NatsServer) -> None:
    async with intake(tmp_path, server) as http:
        await ready(http)
        position = (await post(http)).json()["position"]
        await relayed(http, position)
        stored = (await http.get(f"/log?after={position - 1}")).content.splitlines()
        before = (await http.get(f"/log?after={position - 2}&limit=1")).content.strip()
        client = await nats.connect(server.url)
        message = await client.jetstream().get_msg("CASES", seq=position)
        assert message.subject == "cases.xinzhou.case-docketed"
        assert [message.data] == stored
        assert attributes(stored[0])["prevhash"] == digest(before)
        seals = await request_keys(client, DISTRICT, [CASE, "（2023）鄂0117行初99号"])
        assert seals.keys() == {CASE}
        assert open_all(attributes(stored[0])["data"], seals[CASE]) == DOCKETED.data
        await client.close()


async def test_a_stream_of_lines_reaches_the_stream(tmp_path: Path, server: NatsServer) -> None:
    lines = [to_json(cloudevent(DOCKETED) | {"id": str(number)}) for number in range(2000)]
    async with intake(tmp_path, server) as http:
        await ready(http)
        body = b"\n".join(lines)
        told = (await http.post("/events", content=body, headers={"content-type": STREAM})).json()
        assert told["accepted"] == 2000
        await relayed(http, told["position"])
        verified = (await http.get("/verify", timeout=60)).json()
        assert verified["ok"], verified
        assert verified["stream"]["events"] == told["position"]


async def test_without_nats_a_new_log_waits_and_says_so(tmp_path: Path, server: NatsServer) -> None:
    server.stop()
    async with intake(tmp_path, server) as http:
        assert (await post(http)).status_code == 503
        missing = (await http.get("/health/ready")).json()["missing"]
        assert missing == ["NATS is not connected", "the log has not begun"]
        server.start()
        await ready(http)
        assert (await post(http)).status_code == 200


async def test_without_nats_a_log_that_has_begun_takes_facts(tmp_path: Path, server: NatsServer) -> None:
    async with intake(tmp_path, server) as http:
        await ready(http)
        begun = (await http.get("/status")).json()["position"]
    server.stop()
    async with intake(tmp_path, server) as http:
        missing = ["NATS is not connected"]
        await until(http, "/health/ready", lambda response: response.json()["missing"] == missing)
        response = await post(http)
        assert response.json()["position"] == begun + 1, "and it has begun only once"
        server.start()
        await relayed(http, begun + 1)


async def test_keys_that_nobody_hands_out_are_said_to_be_unavailable(server: NatsServer) -> None:
    client = await nats.connect(server.url)
    with pytest.raises(KeysUnavailableError):
        await request_keys(client, DISTRICT, [CASE], timeout=0.2)
    await client.close()
