"""What does a service answer when it is asked why? Its app in this process, with the notes of a log; nobody else."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from nats.aio.client import Client

from shared import problems
from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.judge import Findings, Judge, Rules
from shared.log.append import LogClient
from shared.log.notes import Notes
from tests.given import TODAY, drafted
from tests.stored import stored
from tests.words import REGISTER

DISTRICT = "xinzhou"


def told(case: str, *facts: Fact, source: str = "court/test") -> list[dict[str, Any]]:
    """Return facts of a case as they are handed in."""
    return [
        {"type": type_of(type(fact)), "case": case, "source": source, "data": encode(fact)} for fact in facts
    ]


class Explaining:
    """A service that can be asked."""

    def __init__(self, http: httpx.AsyncClient, app: FastAPI) -> None:
        self.http = http
        self.app = app

    async def why(self, facts: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
        """Ask about facts, by default with the register of `tests/words.py`."""
        organs = [encode(organ) for organ in REGISTER]
        body = {"district": DISTRICT, "organs": organs, "facts": list(facts), **more}
        answer = await self.http.post("/explain", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, body: Any) -> list[tuple[str, str, str]]:
        """Ask something that cannot be asked; return each fault: where, what was found, what was expected."""
        answer = await self.http.post("/explain", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == problems.MEDIA_TYPE
        return [(one["pointer"], one["detail"], one["expected"]) for one in answer.json()["errors"]]


@asynccontextmanager
async def explaining(
    rules: Rules, routes: Any, folder: Path, drafts: Sequence[Draft] = (), day: date = TODAY
) -> AsyncIterator[Explaining]:
    """Open a service on the notes of a log that holds these facts beside the bundled law and calendar."""
    notes = Notes(f"sqlite:///{folder}/{rules.service}.db", rules.service)
    notes.note([*enumerate(stored(drafts, day), 1)])
    nc = Client()
    judge = Judge(Findings(rules, LogClient(nc)), notes, nc)
    router: APIRouter = routes(judge)
    app = FastAPI()
    problems.install(app)
    app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as http:
        yield Explaining(http, app)
    judge.close()


def reported(case: str, *facts: Fact, district: str = DISTRICT, source: str = "court/test") -> list[Draft]:
    """Return facts of a case as they stand on the log."""
    return [drafted(fact, source, f"{case}/{number}", case, district) for number, fact in enumerate(facts, 1)]


def registered() -> list[Draft]:
    """Return the register of `tests/words.py` as it stands on the log."""
    return [drafted(organ, "bureau/test", f"organ/{organ.code}", organ.code, DISTRICT) for organ in REGISTER]
