"""How do tests hand documents in and ask for them? At intake's door, a keeper on SQLite behind it, and no NATS."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from starlette.middleware import Middleware

from services.intake.addresses import Addresses
from services.intake.attachments import Attachments
from services.intake.attachments.attached import Attached
from services.intake.attachments.routes import UPLOADS, Documents, routes
from services.intake.attachments.uploaders import Uploaders
from services.intake.districts import district_of
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.reception import Reception
from services.intake.store import Store
from services.intake.submitting import Submissions
from shared.access import Principal, Role
from shared.outbound import Outbound
from shared.service import Service
from shared.service.body_limit import BodyLimit
from shared.settings import Settings
from tests.callers import SHOWN, guard_of

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
DISTRICTS = {"huancui": "371002", "xinzhou": "420117"}
CASE = "（2023）鲁1002行初12号"


def caller(role: Role, name: str, *districts: str) -> Principal:
    return Principal(id="k1", role=role, districts=districts, names=(name,))


CALLERS: Mapping[str, Principal] = {
    "court": caller("court", "鲁1002", "huancui"),
    "other court": caller("court", "鄂0117", "huancui", "xinzhou"),
    "bureau": caller("bureau", "环翠区司法局", "huancui"),
    "other bureau": caller("bureau", "新洲区司法局", "xinzhou"),
    "agency": caller("agency", "区住建局", "huancui"),
    "other agency": caller("agency", "区公安分局", "huancui"),
    "namesake": caller("agency", "区住建局", "xinzhou"),
    "auditor": caller("auditor", "审计局"),
}


def shown(name: str) -> dict[str, str]:
    """Return the headers of somebody; of the operator for the empty name."""
    return {"Authorization": f"Bearer {name}"} if name else dict(SHOWN)


def archive(*names: str, content: bytes = b"<xml/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return made.getvalue()


@dataclass
class Desk:
    """Where documents are handed in."""

    http: httpx.AsyncClient
    app: Any
    keeper: Keeper
    attached: Attached
    store: Attachments
    submissions: Submissions

    async def upload(
        self, data: bytes, by: str = "", name: str = "判决书.pdf", **fields: str
    ) -> httpx.Response:
        files = {"file": (name, data, "application/octet-stream")}
        return await self.http.post("/attachments", files=files, data=fields, headers=shown(by))

    async def attach(self, data: bytes, by: str, kind: str, title: str, on: str, case: str = CASE) -> str:
        said = {"district": "huancui", "subject": case, "kind": kind, "title": title, "attached_on": on}
        answer = await self.upload(data, by, **said)
        assert answer.is_success, answer.text
        return str(answer.json()["sha256"])

    async def get(self, sha256: str, by: str = "") -> httpx.Response:
        return await self.http.get(f"/attachments/{sha256}", headers=shown(by))

    async def volume(self, by: str = "", district: str = "huancui", case: str = CASE) -> httpx.Response:
        return await self.http.get(f"/volumes/{district}/{case}", headers=shown(by))

    async def report(self, type_: str, data: Mapping[str, Any], by: str, source: str, id_: str) -> None:
        event = {
            "specversion": "1.0",
            "id": id_,
            "source": source,
            "type": f"yingsu.{type_}.v1",
            "subject": CASE,
            "district": "huancui",
            "data": data,
        }
        await self.submissions.submit(CALLERS[by], [event])


@asynccontextmanager
async def open_desk(folder: Path, store: Attachments) -> AsyncIterator[Desk]:
    keeper = Keeper(Store(folder / "log.db"), Index(f"sqlite:///{folder / 'index.db'}"))
    await keeper.open()
    keeping = asyncio.create_task(keeper.run())
    keys, uploaders = Keys(folder / "keys.db"), Uploaders(folder / "uploaders.db")
    reception = Reception(keys, keeper)
    reception.begun.set()
    submissions = Submissions(reception, keeper, Addresses(Outbound(private=False)))
    attached = Attached(keeper, keys)
    router = routes(
        Documents(store, attached, uploaders),
        submissions,
        guard_of(CALLERS),
        district_id=lambda said: district_of(said, DISTRICTS),
        today=lambda: date(2024, 3, 1),
    )
    middleware = [Middleware(BodyLimit, paths=(UPLOADS,))]
    service = Service(name="intake", settings=Settings(data=folder), routers=[router], middleware=middleware)
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as http:
        yield Desk(http, service.app, keeper, attached, store, submissions)
    keeping.cancel()
    await asyncio.wait([keeping])
    keeper.close()
    keys.close()
    uploaders.close()
