"""Do the services explain what they put on the log, and nothing else?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from pydantic_core import to_json

from services.deadlines.app import create as deadlines
from services.intake.api import BATCH
from services.intake.app import create as intake
from services.routing.app import create as routing
from shared.envelope import attributes
from shared.settings import Settings
from tests.callers import OPERATOR_KEY, SHOWN
from tests.examples import cloudevent
from tests.explained import DISTRICT, registered, reported
from tests.servers import nats_server
from tests.words import FIRST, GOVERNMENT, POLICE, act, docketed, forwarded, hearing, notice

LATER = "（2023）示0101行初2号"
FACTS = [
    *registered(),
    *reported(
        FIRST,
        docketed(GOVERNMENT, POLICE),
        act(acting=POLICE, reconsideration="upheld"),
        notice("2023-05-12", to=GOVERNMENT),
        forwarded("2023-05-16"),
        hearing("2023-06-20"),
    ),
    *reported(LATER, docketed(POLICE), hearing("2023-06-21")),
]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Mapping[str, httpx.AsyncClient]]:
    """Open intake, routing and deadlines, wired as they are run, with all that follows from the facts on the log."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(nats_server(tmp_path / "nats"))
        settings = Settings(data=tmp_path / "data", nats=server.url, operator_key=SecretStr(OPERATOR_KEY))
        services: dict[str, httpx.AsyncClient] = {}
        for create in (intake, routing, deadlines):
            service = create(settings)
            await stack.enter_async_context(service.running())
            transport = httpx.ASGITransport(app=service.app)
            client = httpx.AsyncClient(transport=transport, base_url=f"http://{service.name}", headers=SHOWN)
            services[service.name] = await stack.enter_async_context(client)
        async with asyncio.timeout(60):
            while (await services["intake"].get("/health/ready")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            events = to_json([cloudevent(fact) for fact in FACTS])
            answer = await services["intake"].post("/events", content=events, headers={"content-type": BATCH})
            position = answer.json()["position"]
            while (await services["deadlines"].get("/status")).json()["settled"] < position:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        yield services


async def explained(house: Mapping[str, httpx.AsyncClient], service: str, case: str) -> dict[str, Any]:
    answer = await house[service].get("/explain", params={"district": DISTRICT, "case": case})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_what_is_explained_is_what_stands_on_the_log(house: Mapping[str, httpx.AsyncClient]) -> None:
    log = [attributes(line) for line in (await house["intake"].get("/log")).content.splitlines()]
    for service in ("routing", "deadlines"):
        for case in (FIRST, LATER):
            stands = {
                (one["type"], to_json(one["data"]))
                for one in log
                if one["source"] == service and one["subject"] == case
            }
            found = await explained(house, service, case)
            assert {(one["type"], to_json(one["data"])) for one in found["findings"]} == stands
            reports = [one["position"] for one in log if "/" in one["source"] and one["subject"] == case]
            assert found["position"] >= max(reports)


async def test_what_other_cases_decide_is_known(house: Mapping[str, httpx.AsyncClient]) -> None:
    for case, first in ((FIRST, True), (LATER, False)):
        found = await explained(house, "routing", case)
        police = next(one for one in found["cases"][0]["defendants"] if one["defendant"] == POLICE)
        ground = next(one for one in police["appearing"] if one["mark"] == "appearing/first-of-year-agency")
        assert (police["attributes"]["first_heard_of_year"], ground["applies"]) == (first, first)
