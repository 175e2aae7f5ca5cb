"""Is a subscription refused that would have us send where only we can reach, or that nobody could be told by?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_json

from services.intake.api import BATCH, SINGLE, STREAM
from shared.envelope import Draft
from tests.examples import EXAMPLES, cloudevent, draft
from tests.intake.door import Door, open_door

MADE = draft(EXAMPLES["subscription-made"])
SECRET = str(MADE.data["secret"])


def made(**fields: Any) -> Draft:
    return replace(MADE, data={**MADE.data, "address": "https://8.8.8.8/hooks", **fields})


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path) as opened:
        yield opened


async def send(door: Door, event: Draft) -> Any:
    headers = {"content-type": SINGLE}
    return await door.http.post("/events", content=to_json(cloudevent(event)), headers=headers)


async def test_address_and_secret_are_sealed(door: Door) -> None:
    answer = await send(door, made())
    assert answer.status_code == 200, answer.text
    (event,) = await door.log()
    assert event["data"]["address"].startswith("sealed:v1:")
    assert event["data"]["secret"].startswith("sealed:v1:")
    assert event["data"]["name"] == MADE.data["name"]


@pytest.mark.parametrize(
    ("fields", "pointer", "expected"),
    [
        ({"address": "ftp://oa.example.cn/"}, "/data/address", "http or https"),
        ({"address": "https://u:p@oa.example.cn/"}, "/data/address", "without user"),
        ({"address": "https://127.0.0.1/"}, "/data/address", "public addresses"),
        ({"address": "http://localhost:8000/"}, "/data/address", "YINGSU_WEBHOOK_PRIVATE"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "/data/address", "public addresses"),
        ({"address": "http://169.254.169.254/latest"}, "/data/address", "public addresses"),
        ({"secret": ""}, "/data/secret", "whsec_"),
        ({"secret": "geheim"}, "/data/secret", "yingsu subscriptions add"),
        ({"channel": "email"}, "/data/address", "mail address"),
        ({"channel": "email", "address": "a@b.cn"}, "/data/secret", "no secret"),
        ({"channel": "email", "address": "a@b.cn\nBcc: c@d.cn", "secret": ""}, "/data/address", "ASCII"),
        ({"told_of": ["rumours"]}, "/data/told_of/0", "near"),
    ],
)
async def test_what_nobody_could_be_told_by_is_refused(
    door: Door, fields: dict[str, Any], pointer: str, expected: str
) -> None:
    answer = await send(door, made(**fields))
    assert answer.status_code == 422
    first = answer.json()["errors"][0]
    assert first["pointer"] == pointer
    assert expected in first["expected"]
    assert await door.log() == []


async def test_a_secret_that_is_wrong_is_not_shown(door: Door) -> None:
    answer = await send(door, made(secret="whsec_geheim"))
    assert "geheim" not in answer.text


async def test_a_correction_does_not_lead_elsewhere(door: Door) -> None:
    data = {**made().data, "address": "http://127.0.0.1:1/"}
    wrong = {"target_source": MADE.source, "target_id": MADE.id, "replaces": MADE.id, "type": MADE.type}
    correction = replace(
        MADE, id="again", type="yingsu.fact-corrected.v1", data={**wrong, "reason": "", "data": data}
    )
    answer = await send(door, correction)
    assert answer.json()["errors"][0]["pointer"] == "/data/data/address"


async def test_of_a_batch_nothing_and_of_a_stream_only_the_others_are_recorded(door: Door) -> None:
    good, bad = made(), replace(made(address="http://10.0.0.1/"), id="bad")
    events = [cloudevent(good), cloudevent(bad)]
    batch = await door.http.post("/events", content=to_json(events), headers={"content-type": BATCH})
    assert (batch.status_code, await door.log()) == (422, [])
    lines = b"\n".join(map(to_json, events))
    stream = await door.http.post("/events", content=lines, headers={"content-type": STREAM})
    assert (stream.json()["accepted"], stream.json()["rejected"]) == (1, 1)
    assert stream.json()["results"][0]["errors"][0]["pointer"] == "/data/address"


async def test_a_host_nobody_knows_yet_is_taken_and_said(door: Door) -> None:
    answer = await send(door, made(address="https://oa.invalid/hooks"))
    assert answer.status_code == 200
    assert "cannot be found now" in answer.json()["results"][0]["warnings"][0]
