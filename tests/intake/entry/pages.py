"""How do tests open the pages of entry? In the process, with a real keeper behind them or with none."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI

from services.intake.attachments import open_attachments
from services.intake.callers import Callers
from services.intake.cloudevents import check
from services.intake.entry import routes
from services.intake.imports.running import Imports
from services.intake.revising.saying import Wish
from shared import problems
from shared.access import Principal
from shared.access.guard import Guard
from shared.envelope import Draft
from shared.problems import Problem
from tests.callers import OPERATOR_KEY
from tests.intake.imports.memory import MemoryLog
from tests.reporting.pages.fixture import packs

PAGE = "http://figures.example"
BUREAU = Principal(id="", role="bureau", districts=("xinzhou",), names=("新洲区司法局",), label="法规科")
AGENCY = Principal(id="", role="agency", districts=("xinzhou",), names=("新洲区住房和城乡建设局",))
COURT = Principal(id="", role="court", districts=("xinzhou",), names=("鄂0117",))
AUDITOR = Principal(id="", role="auditor", districts=("xinzhou",))


@dataclass
class Submitted:
    """Checks events as the door does, and remembers them instead of recording them."""

    drafts: list[Draft] = field(default_factory=list)

    async def submit(self, principal: Principal, events: list[Any]) -> dict[str, Any]:
        (checked,) = map(check, events)
        if checked.draft is None:
            raise Problem(422, "No fact", "no", errors=[fault._asdict() for fault in checked.faults])
        self.drafts.append(checked.draft)
        return {"results": [{"position": len(self.drafts), "status": "accepted"}]}


def laws() -> tuple[Draft, ...]:
    return tuple(
        Draft(
            source="intake/law",
            id=pack,
            type="yingsu.law-adopted.v1",
            subject="law",
            district="_",
            data={"pack": pack, "text": text, "sha256": "", "version": 0},
        )
        for pack, text in packs().items()
    )


class Brought:
    """Remembers who brought which file."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, str]] = []

    async def note(self, sha256: str, principal: Principal) -> None:
        self.noted.append((sha256, principal.name))


@dataclass
class Facts:
    """One fact as `GET /facts/{position}` answers it, and what somebody wished to be said of it."""

    chain: dict[str, Any] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    refusal: Problem | None = None

    async def seen(self, principal: Principal, position: int) -> Any:
        if self.chain.get("position") != position:
            raise Problem(404, "Not Found", f"no fact stands at position {position}")
        return SimpleNamespace(as_data=lambda: self.chain)

    async def revise(self, principal: Principal, position: int, wish: Wish) -> None:
        if self.refusal:
            raise self.refusal
        self.wishes.append(wish)


@dataclass
class Pages:
    """The pages, what was submitted by them, and the keys one may sign in with."""

    http: httpx.AsyncClient
    submitted: Submitted
    callers: Callers
    documents: Any
    facts: "Facts"
    log: MemoryLog

    async def sign_in(self, principal: Principal) -> str:
        """Sign in as somebody, as a browser does; return the key."""
        _, key = await self.callers.add(principal, "the tests")
        response = await self.http.post("/sign-in", data={"key": key}, headers=HERE)
        assert response.status_code == 303, response.text
        return key

    async def send(self, path: str, texts: Mapping[str, Sequence[str] | str], **more: Any) -> httpx.Response:
        """Send a form as a page of ours does."""
        return await self.http.post(path, data=dict(texts), headers=HERE, **more)


HERE = {"sec-fetch-site": "same-origin", "accept": "text/html"}
"""What a browser says when a page of ours asks."""


@asynccontextmanager
async def open_pages(folder: Path) -> AsyncIterator[Pages]:
    """Open the pages over nothing but the law."""
    told = laws()
    keeper: Any = SimpleNamespace(
        index=SimpleNamespace(told_of_laws=told, day=None),
        position=0,
        read=lambda first, last: asyncio.sleep(0, []),
    )
    callers = Callers(folder / "access.db", OPERATOR_KEY)
    submitted = Submitted()
    documents = SimpleNamespace(store=open_attachments("file", folder / "files"), uploaders=Brought())
    app = FastAPI()
    problems.install(app)
    log = MemoryLog()
    facts = Facts()

    async def settled(position: int) -> bool:
        return True

    app.include_router(
        routes(
            keeper,
            submitted,
            callers,
            Guard(callers.resolve),
            documents,
            Imports(log, lambda _: log, folder / "imports", settled=settled),
            facts,  # type: ignore[arg-type]
            facts,  # type: ignore[arg-type]
            page=PAGE,
            door="http://intake",
        )
    )
    transport = httpx.ASGITransport(app=app)
    headers = {"accept": "text/html"}
    async with httpx.AsyncClient(transport=transport, base_url="http://intake", headers=headers) as http:
        yield Pages(http, submitted, callers, documents, facts, log)
    callers.close()


@dataclass
class Control:
    """One control of a form."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = False


class Controls(HTMLParser):
    """The controls of the forms of a page, as a browser sees them, and the text of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Control] = []
        self.text = ""
        self._select = ""
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = told.get("name", "")
        if tag == "option" and self._select:
            self.found.append(Control(self._select, "option", told.get("value", ""), "selected" in told))
        if tag in ("input", "textarea", "button") and told.get("name"):
            kind = told.get("type", "text") if tag == "input" else tag
            self.found.append(Control(told["name"], kind, told.get("value", ""), "checked" in told))
            self._within = tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found[-1].value += data
        self.text += data

    def names(self) -> set[str]:
        return {one.name for one in self.found}

    def of(self, name: str) -> list[Control]:
        return [one for one in self.found if one.name == name]
