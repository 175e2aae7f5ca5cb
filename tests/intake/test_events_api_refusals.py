"""Does intake say of everything it refuses what was wrong, where, and what is expected?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from services.intake.api import BATCH, BINARY, SINGLE
from shared.service.body_limit import MOST
from tests.callers import SHOWN
from tests.examples import COURT, EXAMPLES, cloudevent, draft
from tests.intake.door import Door

HEARING = draft(EXAMPLES["hearing-held"])
EVENT = cloudevent(HEARING)
CORRECTION = EXAMPLES["fact-corrected"]
ORGAN = draft(EXAMPLES["organ-registered"])
LAW = draft(EXAMPLES["law-adopted"])
AGENTS, AWAY, OFFICE = (
    draft(EXAMPLES[name]) for name in ("agents-authorised", "leader-unavailable", "officer-appointed")
)
TSAR = {"organ": "", "rank": "tsar"}
LINKED = {"instance": "first", "defendants": [], "earlier_case": "12"}

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"specversion": "0.3"}, "/specversion", "1.0"),
    ({"specversion": ...}, "/specversion", "1.0"),
    ({"id": ...}, "/id", "characters"),
    ({"id": ""}, "/id", "characters"),
    ({"id": 7}, "/id", "characters"),
    ({"id": "a\nb"}, "/id", "printable"),
    ({"source": ...}, "/source", "court"),
    ({"source": "hospital/1"}, "/source", "court"),
    ({"source": "court/"}, "/source", "court"),
    ({"source": "court/a b"}, "/source", "without spaces"),
    ({"source": "intake"}, "/source", "court"),
    ({"source": "routing"}, "/source", "court"),
    ({"type": ...}, "/type", "GET /schemas"),
    ({"type": "yingsu.comet-sighted.v1"}, "/type", "GET /schemas"),
    ({"type": "yingsu.hearing-held.v9"}, "/type", "GET /schemas"),
    ({"type": "hearing-held"}, "/type", "yingsu.hearing-held.v1"),
    ({"type": "yingsu.deadline-set.v1"}, "/type", "GET /schemas"),
    ({"type": "yingsu.day-began.v1"}, "/type", "GET /schemas"),
    ({"type": "yingsu.row-parked.v1"}, "/type", "GET /schemas"),
    ({"subject": ...}, "/subject", "（2023）鲁1002行初12号"),
    ({"subject": "12/2023"}, "/subject", "（2023）鲁1002行初12号"),
    ({"subject": 12}, "/subject", "characters"),
    ({"district": ...}, "/district", "xinzhou"),
    ({"district": "a.b"}, "/district", "xinzhou"),
    ({"district": "*"}, "/district", "xinzhou"),
    ({"district": "_"}, "/district", "xinzhou"),
    ({"time": "2023-04-20"}, "/time", "RFC 3339"),
    ({"time": "2023-04-20T10:00:00"}, "/time", "RFC 3339"),
    ({"time": "2023-02-30T10:00:00Z"}, "/time", "RFC 3339"),
    ({"datacontenttype": "text/xml"}, "/datacontenttype", "application/json"),
    ({"data_base64": "AA=="}, "/data_base64", "data"),
    ({"data": ...}, "/data", "JSON object"),
    ({"data": [1]}, "/data", "JSON object"),
    ({"data": {}}, "/data/held_on", "value"),
    ({"data": {"held_on": "2023/4/20"}}, "/data/held_on", "YYYY-MM-DD"),
    ({"data": {"held_on": "2023-02-30"}}, "/data/held_on", "YYYY-MM-DD"),
    ({"data": {"held_on": 86400}}, "/data/held_on", "YYYY-MM-DD"),
    ({"data": {"held_on": "86400"}}, "/data/held_on", "YYYY-MM-DD"),
    ({"data": {"held_on": "2023-04-20", "record_checked": "yes"}}, "/data/record_checked", "true or false"),
    ({"data": {"held_on": "2023-04-20", "attendees": "nobody"}}, "/data/attendees", "list"),
    ({"data": {"held_on": "2023-04-20", "attendees": [{}]}}, "/data/attendees/0/organ", "value"),
    ({"data": {"held_on": "2023-04-20", "weather": "a\0b"}}, "/data/weather", "NUL"),
    ({"data": {"held_on": "2023-04-20", "a\0b": 1}}, "/data/a\0b", "NUL"),
    ({"data": {"held_on": "2023-04-20", "weather": "x" * 500_000}}, "/data", "480,000"),
    ({"data": {"held_on": "2023-04-20", "attendees": [TSAR]}}, "/data/attendees/0/rank", "chief"),
    (cloudevent(draft(CORRECTION)) | {"data": {**draft(CORRECTION).data, "type": "x"}}, "/data/type", "hearing-held"),
    (cloudevent(draft(CORRECTION)) | {"data": {**draft(CORRECTION).data, "data": {}}}, "/data/data/held_on", "value"),
    (cloudevent(replace(LAW, district="xinzhou")), "/district", "_"),
    (cloudevent(LAW), "/data/text", "law pack"),
    (cloudevent(replace(LAW, data={**LAW.data, "sha256": "0"})), "/data/sha256", "SHA-256"),
    (cloudevent(replace(ORGAN, subject="")), "/subject", "code"),
    (cloudevent(ORGAN) | {"data": {**ORGAN.data, "code": ""}}, "/data/code", "not empty"),
    (cloudevent(ORGAN) | {"data": {**ORGAN.data, "name": ""}}, "/data/name", "not empty"),
    (cloudevent(draft(EXAMPLES["case-docketed"])) | {"data": LINKED}, "/data/earlier_case", "（2023）"),
    (cloudevent(AGENTS) | {"data": {**AGENTS.data, "staff": -1}}, "/data/staff", "0"),
    (cloudevent(AWAY) | {"data": {**AWAY.data, "until_on": "1999-12-31"}}, "/data/until_on", "or a later day"),
    (cloudevent(OFFICE) | {"data": {**OFFICE.data, "until_on": "1999-12-31"}}, "/data/until_on", "or a later day"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "pointer", "expected"), WRONG)
async def test_what_is_wrong_is_named(
    door: Door, changes: dict[str, Any], pointer: str, expected: str
) -> None:
    event = {name: value for name, value in (EVENT | changes).items() if value is not ...}
    response = await door.post(event)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert pointer in [error["pointer"] for error in problem["errors"]]
    (error,) = [error for error in problem["errors"] if error["pointer"] == pointer][:1]
    assert expected in error["expected"]
    assert error["index"] == 0
    assert problem["errors"][0]["pointer"] in problem["detail"]
    assert await door.log() == []


async def test_all_that_is_wrong_is_named_at_once(door: Door) -> None:
    response = await door.post({"data": {"held_on": 1}})
    pointers = [error["pointer"] for error in response.json()["errors"]]
    assert pointers == ["/specversion", "/source", "/id", "/district", "/type"]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1"])
async def test_an_event_is_an_object(door: Door, body: bytes) -> None:
    response = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == ""


async def test_a_batch_is_an_array(door: Door) -> None:
    assert (await door.post_batch(EVENT)).status_code == 422


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"a": NaN}', b'{"a": "\\ud800"}'])
async def test_a_body_that_is_no_json_is_said_to_be_none(door: Door, body: bytes) -> None:
    response = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
    assert (response.status_code, response.json()["title"]) == (400, "No JSON")


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/csv"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": BINARY},
        {"content-type": f"{SINGLE}; charset=gb18030"},
        {"content-type": SINGLE, "content-encoding": "gzip"},
        {},
    ],
)
async def test_other_forms_are_refused_with_those_that_are_taken(door: Door, headers: dict[str, str]) -> None:
    response = await door.http.post("/events", content=to_json(EVENT), headers=headers)
    assert response.status_code == 415
    assert SINGLE in response.json()["detail"]
    assert BATCH in response.json()["detail"]


async def test_parameters_of_the_content_type_do_not_matter(door: Door) -> None:
    headers = {"content-type": "Application/CloudEvents+JSON; charset=UTF-8"}
    assert (await door.http.post("/events", content=to_json(EVENT), headers=headers)).status_code == 200


async def test_a_body_above_32_mb_is_refused(door: Door) -> None:
    body = b" " * (MOST + 1)
    response = await door.http.post("/events", content=body, headers={"content-type": BATCH})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert "32 MB" in response.json()["detail"]


async def test_a_body_of_unknown_length_above_32_mb_is_refused(door: Door) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b" " * 1024 * 1024

    response = await door.http.post("/events", content=pieces(), headers={"content-type": BATCH})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_body_of_32_mb_is_read(door: Door) -> None:
    body = to_json(EVENT).ljust(MOST)
    response = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/events", 405),
        ("GET", "/schemas/comet", 404),
        ("GET", "/log?after=x", 422),
    ],
)
async def test_other_errors_are_problem_details_too(door: Door, method: str, path: str, status: int) -> None:
    response: httpx.Response = await door.http.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["title"]


async def test_an_error_nobody_expected_is_a_problem_without_details(door: Door) -> None:
    door.keeper.failure = RuntimeError("secret")
    transport = httpx.ASGITransport(app=door.http._transport.app, raise_app_exceptions=False)  # type: ignore[attr-defined]
    async with httpx.AsyncClient(transport=transport, base_url="http://intake", headers=SHOWN) as http:
        response = await http.post("/events", content=to_json(EVENT), headers={"content-type": SINGLE})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text


async def test_a_source_of_every_kind_may_report(door: Door) -> None:
    for number, kind in enumerate(("court", "procuratorate", "bureau", "office", "agency", "ledger")):
        response = await door.post(EVENT | {"source": f"{kind}/1", "id": str(number)})
        assert response.status_code == 200, response.text
    assert COURT.startswith("court/")
