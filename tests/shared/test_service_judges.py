"""Do the three judges, wired as they are run, look alike and add what follows to the log?"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from pydantic_core import to_json

from services.accountability.app import create as accountability
from services.deadlines.app import create as deadlines
from services.intake.api import BATCH
from services.intake.app import create as intake
from services.routing.app import create as routing
from shared.envelope import attributes
from shared.settings import Settings
from tests.callers import OPERATOR_KEY, SHOWN
from tests.examples import EXAMPLES, cloudevent, draft
from tests.servers import nats_server

FACTS = ("act-described", "notice-served", "document-served", "document-took-effect")


async def told(http: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await http.get("/status")).json()
    return answer


async def retried(http: httpx.AsyncClient) -> Any:
    """Return what `POST /retry` answers once intake, which knows the keys and is busy, can be asked."""
    async with asyncio.timeout(60):
        while (response := await http.post("/retry")).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return response.json()


async def test_what_follows_from_a_fact_is_on_the_log(tmp_path: Path) -> None:
    events = [cloudevent(draft(EXAMPLES[name], id_=name)) for name in FACTS]
    docketed = cloudevent(draft(EXAMPLES["case-docketed"], id_="case-docketed"))
    docketed["data"] = {"instance": "first", "defendants": [EXAMPLES["notice-served"].recipient]}  # type: ignore[attr-defined]
    async with AsyncExitStack() as stack:
        server = stack.enter_context(nats_server(tmp_path / "nats"))
        settings = Settings(data=tmp_path / "data", nats=server.url, operator_key=SecretStr(OPERATOR_KEY))
        services: dict[str, httpx.AsyncClient] = {}
        for create in (intake, routing, deadlines, accountability):
            service = create(settings)
            await stack.enter_async_context(service.running())
            transport = httpx.ASGITransport(app=service.app)
            client = httpx.AsyncClient(transport=transport, base_url=f"http://{service.name}", headers=SHOWN)
            services[service.name] = await stack.enter_async_context(client)
        door = services.pop("intake")
        async with asyncio.timeout(60):
            while (await door.get("/health/ready")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            response = await door.post(
                "/events", content=to_json([docketed, *events]), headers={"content-type": BATCH}
            )
            position = response.json()["position"]
            while (await told(services["accountability"]))["settled"] < position:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        log = (await door.get("/log")).content.splitlines()
        found = {attributes(line)["source"] for line in log[position:]}
        assert {"routing", "deadlines"} <= found
        for name, http in services.items():
            status = await told(http)
            assert status["service"] == name
            assert {"position", "settled", "due", "stalled", "rules"} <= status.keys()
            assert (status["due"], status["stalled"]) == (0, [])
            assert await retried(http) == {"retried": 0}
            assert (await http.get("/health/ready")).status_code == 200
