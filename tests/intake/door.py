"""How do tests stand at intake's door? With a real keeper on SQLite behind it, and no NATS."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic_core import from_json, to_json
from starlette.middleware import Middleware

from services.intake.addresses import Addresses
from services.intake.api import BATCH, SINGLE, STREAM, routes
from services.intake.described import described
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.limits import Limits
from services.intake.reception import Reception
from services.intake.revising import Chains, Revising
from services.intake.revising import routes as revising_routes
from services.intake.shortcut import Shortcut
from services.intake.single import routes as single_routes
from services.intake.store import Store
from services.intake.submitting import Submissions
from shared.access import Principal
from shared.outbound import Outbound
from shared.service import Service
from shared.service.body_limit import BodyLimit
from shared.settings import Settings
from tests.callers import SHOWN, guard_of


@dataclass
class Door:
    """What stands at the door and behind it."""

    http: httpx.AsyncClient
    keeper: Keeper
    keys: Keys
    reception: Reception

    async def post(self, event: object) -> httpx.Response:
        return await self.http.post("/events", content=to_json(event), headers={"content-type": SINGLE})

    async def post_batch(self, events: object) -> httpx.Response:
        return await self.http.post("/events", content=to_json(events), headers={"content-type": BATCH})

    async def post_lines(self, *lines: bytes) -> Mapping[str, Any]:
        body = b"\n".join(lines)
        response = await self.http.post("/events", content=body, headers={"content-type": STREAM})
        assert response.status_code == 200, response.text
        told: Mapping[str, Any] = response.json()
        return told

    async def log(self) -> list[Mapping[str, Any]]:
        return [from_json(stored) for stored in await self.keeper.read(1, self.keeper.position)]


@asynccontextmanager
async def open_door(
    folder: Path, callers: Mapping[str, Principal] | None = None, limits: Limits | None = None
) -> AsyncIterator[Door]:
    keeper = Keeper(Store(folder / "log.db"), Index(f"sqlite:///{folder / 'index.db'}"))
    await keeper.open()
    keeping = asyncio.create_task(keeper.run())
    keys = Keys(folder / "keys.db")
    reception = Reception(keys, keeper)
    reception.begun.set()

    async def none() -> Mapping[str, Any]:
        return {}

    limits = limits or Limits()
    submissions, guard = Submissions(reception, keeper, Addresses(Outbound(private=False))), guard_of(callers)
    chains = Chains(keeper, keys)
    service = Service(
        name="intake",
        settings=Settings(data=folder),
        routers=[
            routes(submissions, keeper, guard, limits, verify=none, repair=none),
            revising_routes(chains, Revising(chains, reception, submissions), guard, limits),
            single_routes(submissions, reception, guard, limits),
        ],
        described=described,
        middleware=[
            Middleware(BodyLimit, streams=(STREAM,), memory=limits.memory),
            Middleware(Shortcut, submissions=submissions, guard=guard, limits=limits),
        ],
    )
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake", headers=SHOWN) as http:
        yield Door(http, keeper, keys, reception)
    keeping.cancel()
    await asyncio.wait([keeping])
    keeper.close()
    keys.close()
