"""What limits answer over HTTP; and the short way of single events answers as the route it goes around."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic_core import to_json

from services.intake import limits as module
from services.intake.api import BATCH, SINGLE
from services.intake.limits import Limits
from shared.access import Principal
from shared.service.memory import Memory
from tests.callers import SHOWN
from tests.examples import COURT, EXAMPLES, cloudevent, draft
from tests.intake.door import Door, open_door

HEARING = draft(EXAMPLES["hearing-held"])
AGENCY = Principal(id="k1", role="agency", districts=("xinzhou",), names=("区住建局",), rate=5)
AS_AGENCY = {"Authorization": "Bearer yk_of-the-agency"}
THE_ROUTE = "/events?mode=commit"
"""What asks for more than the short way knows goes the long one."""


def single(body: bytes, path: str = "/events", **headers: str) -> httpx.Request:
    told = {**SHOWN, "content-type": SINGLE, **headers}
    return httpx.Request("POST", f"http://intake{path}", content=body, headers=told)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (to_json(cloudevent(HEARING)), {}),
        (to_json({**cloudevent(HEARING), "extra": 1}), {}),
        (to_json(cloudevent(replace(HEARING, source="elsewhere"))), {}),
        (to_json({**cloudevent(HEARING), "data": {"held_on": "2023-02-30"}}), {}),
        (to_json([cloudevent(HEARING)]), {}),
        (b"", {}),
        (b"{", {}),
        (b"\xff", {}),
        (b"[" * 100_000, {}),
        (to_json(cloudevent(HEARING)), {"authorization": "Bearer nobody"}),
        (to_json(cloudevent(HEARING)), {"authorization": ""}),
        (to_json(cloudevent(HEARING)), AS_AGENCY),
        (to_json(cloudevent(HEARING)), {"content-type": f"{SINGLE}; charset=utf-8"}),
        (to_json(cloudevent(HEARING)), {"content-type": f"{SINGLE}; charset=gbk"}),
        (to_json(cloudevent(HEARING)), {"content-encoding": "gzip"}),
        (b" " * (33 * 1024 * 1024), {}),
    ],
)
async def test_the_short_way_answers_as_the_route(
    tmp_path: Path, body: bytes, headers: Mapping[str, str]
) -> None:
    told = []
    for number, path in enumerate(("/events", THE_ROUTE)):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with open_door(folder, {"yk_of-the-agency": AGENCY}) as door:
            answer = await door.http.send(single(body, path, **headers))
            told.append((answer.status_code, answer.json(), answer.headers["content-type"]))
    assert told[0] == told[1]


@pytest.fixture
async def tight(tmp_path: Path) -> AsyncIterator[Door]:
    limits = Limits(memory=Memory(100_000), now=lambda: 0.0)  # no time passes, so nothing fills
    async with open_door(tmp_path, {"yk_of-the-agency": AGENCY}, limits) as door:
        yield door


@pytest.mark.parametrize("path", ["/events", THE_ROUTE])
async def test_who_sends_too_many_is_told_when_to_come_again(tight: Door, path: str) -> None:
    described = draft(EXAMPLES["act-described"])
    for number in range(5 * int(module.BURST)):
        body = to_json(cloudevent(replace(described, id=str(number))))
        answer = await tight.http.send(single(body, path, **AS_AGENCY))
        assert answer.status_code in (200, 403), answer.text
    answer = await tight.http.send(single(body, path, **AS_AGENCY))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["limit"] == "facts"
    assert (await tight.post(cloudevent(HEARING))).status_code == 200  # others are not held up


async def test_a_body_that_does_not_fit_beside_the_others_is_refused_before_it_is_read(tight: Door) -> None:
    batch = to_json([cloudevent(replace(HEARING, id=str(number))) for number in range(300)])
    assert len(batch) > 100_000
    answer = await tight.http.post("/events", content=batch, headers={"content-type": BATCH})
    assert (answer.status_code, answer.json()["limit"], answer.headers["retry-after"]) == (429, "memory", "1")
    assert await tight.log() == []


async def test_one_whose_size_is_not_told_is_refused_while_it_arrives(tight: Door) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * 10_000

    answer = await tight.http.post("/events", content=pieces(), headers={"content-type": BATCH})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    answer = await tight.post(cloudevent(HEARING))
    assert answer.status_code == 200  # what the other took was given back


async def test_a_stream_takes_no_part_in_that(tight: Door) -> None:
    lines = [to_json(cloudevent(replace(HEARING, id=str(number)))) for number in range(300)]
    told = await tight.post_lines(*lines)
    assert told["accepted"] == 300
    assert {event["source"] for event in await tight.log()} == {COURT}
