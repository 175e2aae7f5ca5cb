"""What does somebody meet who shows a wrong key, none, or one whose role is not enough?"""

import io
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends
from nats.errors import NoRespondersError
from prometheus_client import REGISTRY
from pydantic_core import from_json, to_json

from services.intake.callers import Callers
from services.intake.callers_api import routes as key_routes
from shared.access import Principal
from shared.access.asking import ASK_AGAIN, AWAY, MOST, REMEMBERED, asking
from shared.access.guard import COOKIE, Guard, fingerprint, open_to_all
from shared.problems import Problem
from shared.service import Service
from shared.settings import Settings
from tests.callers import OPERATOR_KEY, SHOWN

AGENCY = Principal(id="k1", role="agency", districts=("xinzhou",), names=("区住建局",))
AGENCY_KEY = "yk_the-agency-of-the-tests"


@asynccontextmanager
async def asked(guard: Guard, *more: APIRouter) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a small service that has a route for each kind of right."""
    router = APIRouter()

    @router.get("/open", dependencies=[Depends(open_to_all("look"))])
    async def open_() -> str:
        return "open"

    @router.api_route("/report", methods=["GET", "POST"])
    async def report(principal: Annotated[Principal, Depends(guard.may("report"))]) -> str:
        return principal.actor

    @router.get("/operate", dependencies=[Depends(guard.may("operate"))])
    async def operate() -> str:
        return "done"

    service = Service(name="small", settings=Settings(), routers=[router, *more])
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://small") as http:
        yield http


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    known = {AGENCY_KEY: AGENCY}

    async def resolve(secret: str) -> Principal | None:
        return known.get(secret)

    async with asked(Guard(resolve)) as client:
        yield client


def shown(secret: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def counted(right: str, role: str) -> float:
    return REGISTRY.get_sample_value("yingsu_access_refused_total", {"right": right, "role": role}) or 0.0


async def test_who_has_the_right_is_let_through_under_the_name_of_the_key(http: httpx.AsyncClient) -> None:
    assert (await http.post("/report", headers=shown(AGENCY_KEY))).json() == "agency/区住建局#k1"
    assert (
        await http.post("/report", headers={"Authorization": f"bearer  {AGENCY_KEY} "})
    ).status_code == 200


async def test_without_a_key_one_is_asked_for(http: httpx.AsyncClient) -> None:
    before = counted("report", "public")
    answer = await http.post("/report")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="yingsu"'
    told = answer.json()
    assert told["right"] == "report"
    assert told["errors"][0]["detail"] == "public lacks the right to report"
    assert counted("report", "public") == before + 1


async def test_a_role_without_the_right_is_told_which_is_missing(http: httpx.AsyncClient) -> None:
    before = counted("operate", "agency")
    answer = await http.get("/operate", headers=shown(AGENCY_KEY))
    assert answer.status_code == 403
    told = answer.json()
    assert (told["right"], told["errors"][0]["expected"]) == ("operate", "operator")
    assert "agency/区住建局#k1 lacks the right to operate" in told["detail"]
    assert counted("operate", "agency") == before + 1


@pytest.mark.parametrize("header", ["Bearer wrong-key", "Bearer " + "x" * 5000])
async def test_an_unknown_key_is_refused_and_not_repeated(
    http: httpx.AsyncClient, header: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counted("sign in", "unknown")
    text = io.StringIO()
    logging.getLogger().addHandler(handler := logging.StreamHandler(text))
    answer = await http.post("/report", headers={"Authorization": header})
    logging.getLogger().removeHandler(handler)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    said = capsys.readouterr()
    for told in (answer.text, str(answer.headers), text.getvalue(), said.out, said.err):
        assert header.removeprefix("Bearer ") not in told
    assert counted("sign in", "unknown") == before + 1


@pytest.mark.parametrize("header", ["Basic YWdlbmN5OmtleQ==", "Bearer", "Bearer  ", AGENCY_KEY])
async def test_what_is_no_bearer_is_no_key(http: httpx.AsyncClient, header: str) -> None:
    assert (await http.post("/report", headers={"Authorization": header})).status_code == 401


async def test_a_calendar_shows_its_key_as_a_password_and_may_only_look(http: httpx.AsyncClient) -> None:
    for told, status in ((f"any:{AGENCY_KEY}", 200), (f":{AGENCY_KEY}", 200), (AGENCY_KEY, 401)):
        shown_so = {"Authorization": f"Basic {b64encode(told.encode()).decode()}"}
        assert (await http.get("/report", headers=shown_so)).status_code == status
        assert (await http.post("/report", headers=shown_so)).status_code == 401
    assert (await http.get("/report", headers={"Authorization": "Basic ~~~"})).status_code == 401


async def test_where_everybody_may_look_nobody_asks_whose_a_key_is() -> None:
    async def resolve(secret: str) -> Principal | None:
        raise AssertionError(secret)

    async with asked(Guard(resolve)) as client:
        assert (await client.get("/open")).status_code == 200
        assert (await client.get("/open", headers=shown("anything"))).status_code == 200


def test_what_not_everybody_may_cannot_be_open_to_all() -> None:
    with pytest.raises(ValueError, match="read the log"):
        open_to_all("read the log")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 401),
        ({"Origin": "http://small"}, 200),
        ({"Origin": "http://small:8000"}, 200),
        ({"Origin": "http://evil.example"}, 401),
        ({"Origin": "null"}, 401),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://small"}, 401),
        ({}, 401),
    ],
)
async def test_a_page_of_somebody_else_cannot_use_a_session(
    http: httpx.AsyncClient, headers: Mapping[str, str], status: int
) -> None:
    cookie = {"Cookie": f"{COOKIE}={AGENCY_KEY}"}
    assert (await http.post("/report", headers={**cookie, **headers})).status_code == status
    assert (await http.get("/report", headers={**cookie, **headers})).status_code == 200


class Intake:
    """Answers whose keys are, as intake does over NATS."""

    def __init__(self, known: Mapping[str, Principal]) -> None:
        self.known = {fingerprint(secret): principal for secret, principal in known.items()}
        self.asked: list[bytes] = []
        self.away = False

    async def request(self, _subject: str, payload: bytes, timeout: float) -> Any:
        self.asked.append(payload)
        if self.away:
            raise NoRespondersError
        found = self.known.get(from_json(payload)["fingerprint"])

        class Reply:
            data = to_json({"principal": found.as_data() if found else None})

        return Reply


async def test_other_services_ask_intake_once_and_never_send_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("shared.access.asking.time.monotonic", lambda: now)
    intake = Intake({AGENCY_KEY: AGENCY})
    resolve = asking(intake)  # type: ignore[arg-type]  # it has of a client what is asked of it
    assert [await resolve(AGENCY_KEY) for _ in range(3)] == [AGENCY] * 3
    assert [await resolve("unknown") for _ in range(3)] == [None] * 3
    assert len(intake.asked) == 2
    assert AGENCY_KEY.encode() not in b"".join(intake.asked)
    intake.known.clear()
    assert await resolve(AGENCY_KEY) == AGENCY
    now += REMEMBERED + 1
    assert await resolve(AGENCY_KEY) is None


async def test_unknown_keys_do_not_push_out_those_that_are_known() -> None:
    intake = Intake({AGENCY_KEY: AGENCY})
    resolve = asking(intake)  # type: ignore[arg-type]
    for i in range(MOST - 1):
        await resolve(f"unknown-{i}")
    await resolve(AGENCY_KEY)
    for i in range(MOST - 1):
        await resolve(f"other-{i}")
    asked_before = len(intake.asked)
    await resolve(AGENCY_KEY)
    assert len(intake.asked) == asked_before


async def test_while_intake_is_away_nobody_new_is_recognised() -> None:
    intake = Intake({AGENCY_KEY: AGENCY})
    resolve = asking(intake)  # type: ignore[arg-type]
    intake.away = True
    with pytest.raises(Problem) as caught:
        await resolve(AGENCY_KEY)
    assert caught.value.status == 503
    intake.away = False
    assert await resolve(AGENCY_KEY) == AGENCY


async def test_who_was_known_stays_so_for_a_while_when_intake_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("shared.access.asking.time.monotonic", lambda: now)
    intake = Intake({AGENCY_KEY: AGENCY})
    resolve = asking(intake)  # type: ignore[arg-type]
    assert await resolve(AGENCY_KEY) == AGENCY
    assert await resolve("unknown") is None
    intake.away = True
    now += AWAY - 1
    assert [await resolve(AGENCY_KEY) for _ in range(3)] == [AGENCY] * 3
    assert len(intake.asked) == 3, "it is not asked for each request"
    with pytest.raises(Problem):
        await resolve("unknown")
    now += ASK_AGAIN + 1
    with pytest.raises(Problem):
        await resolve(AGENCY_KEY)
    intake.away = False
    intake.known.clear()
    assert await resolve(AGENCY_KEY) is None


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    callers = Callers(tmp_path / "access.db", OPERATOR_KEY)
    guard = Guard(callers.resolve)
    async with asked(guard, key_routes(callers, guard)) as client:
        yield client
    callers.close()


async def test_a_key_is_made_used_listed_and_revoked(keys: httpx.AsyncClient) -> None:
    wanted = {"role": "agency", "districts": ["xinzhou"], "names": ["区住建局"], "label": "应诉科", "rate": 9}
    made = await keys.post("/keys", json=wanted, headers=SHOWN)
    assert made.status_code == 201
    told = made.json()
    secret = told.pop("secret")
    assert (await keys.post("/report", headers=shown(secret))).json() == f"agency/区住建局#{told['id']}"
    listed = await keys.get("/keys", headers=SHOWN)
    assert listed.json() == [told]
    assert secret not in listed.text
    assert fingerprint(secret) not in listed.text
    assert told["made_by"] == "operator/operator#operator"
    revoked = await keys.delete(f"/keys/{told['id']}", headers=SHOWN)
    assert revoked.json()["revoked_at"]
    assert (await keys.post("/report", headers=shown(secret))).status_code == 401


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"role": "agency", "names": ["区住建局"]}, "/districts"),
        ({"role": "court", "districts": ["xinzhou"]}, "/names"),
        ({"role": "bureau", "districts": ["新洲"]}, "/districts/0"),
        ({"role": "bureau", "districts": ["xinzhou", ">"]}, "/districts/1"),
        ({"role": "agency", "districts": ["xinzhou"], "names": ["住建 局"]}, "/names/0"),
        ({"role": "public"}, "/role"),
        ({"role": "admin"}, "/role"),
        ({"role": "auditor", "until": "2020-01-01T00:00:00+08:00"}, "/until"),
        ({"role": "auditor", "until": "2030-01-01"}, "/until"),
        ({"role": "auditor", "id": "operator"}, "/id"),
        ({"role": "auditor", "rate": -1}, "/rate"),
    ],
)
async def test_a_key_that_makes_no_sense_is_not_made(
    keys: httpx.AsyncClient, wanted: Mapping[str, object], pointer: str
) -> None:
    answer = await keys.post("/keys", json=wanted, headers=SHOWN)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await keys.get("/keys", headers=SHOWN)).json() == []


async def test_only_the_operator_makes_keys(keys: httpx.AsyncClient) -> None:
    wanted = {"role": "bureau", "districts": ["*"], "names": ["司法局"]}
    made = (await keys.post("/keys", json=wanted, headers=SHOWN)).json()
    for call in (
        keys.get("/keys", headers=shown(made["secret"])),
        keys.post("/keys", json=wanted, headers=shown(made["secret"])),
        keys.delete(f"/keys/{made['id']}", headers=shown(made["secret"])),
    ):
        assert (await call).status_code == 403
    assert (await keys.delete("/keys/k404", headers=SHOWN)).status_code == 404
