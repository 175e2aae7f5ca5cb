"""Does POST /events take facts in every form, once, as they were meant?"""

from dataclasses import replace
from urllib.parse import quote

import pytest

from services.intake.store import StoreUnavailableError
from shared.events.base import Fact
from shared.sealing import is_sealed
from tests.examples import AGENCY, CASE, COURT, EXAMPLES, cloudevent, draft
from tests.intake.door import Door

HEARING = draft(EXAMPLES["hearing-held"])
DOCKETED = draft(EXAMPLES["case-docketed"], id_="2")
FROM_OUTSIDE = sorted(
    name
    for name, event in EXAMPLES.items()
    if name not in ("day-began", "row-parked", "law-adopted", "calendar-published")
    and isinstance(event, Fact)
)


async def test_a_fact_is_recorded_and_the_answer_says_where(door: Door) -> None:
    response = await door.post(cloudevent(HEARING))
    assert response.status_code == 200
    assert response.json() == {
        "position": 1,
        "accepted": 1,
        "known": 0,
        "conflicts": 0,
        "rejected": 0,
        "refused": 0,
        "results": [
            {
                "index": 0,
                "source": COURT,
                "id": "1",
                "status": "accepted",
                "position": 1,
                "warnings": [],
            }
        ],
    }
    (stored,) = await door.log()
    assert stored["data"] == HEARING.data
    assert stored["subject"] == CASE


@pytest.mark.parametrize("name", FROM_OUTSIDE)
async def test_every_type_of_fact_is_taken(door: Door, name: str) -> None:
    response = await door.post(cloudevent(draft(EXAMPLES[name])))
    assert response.status_code == 200, response.text


async def test_the_same_fact_again_changes_nothing(door: Door) -> None:
    await door.post(cloudevent(DOCKETED))
    again = (await door.post(cloudevent(DOCKETED))).json()
    assert (again["position"], again["accepted"], again["known"]) == (1, 0, 1)
    assert again["results"][0]["status"] == "known"
    assert len(await door.log()) == 1


async def test_the_same_id_with_other_content_is_a_conflict(door: Door) -> None:
    await door.post(cloudevent(HEARING))
    other = replace(HEARING, data={**HEARING.data, "held_on": "2023-04-21"})
    response = await door.post(cloudevent(other))
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["errors"][0]["pointer"] == "/id"
    assert "position 1" in problem["detail"]
    assert len(await door.log()) == 1


async def test_two_sources_may_use_the_same_id(door: Door) -> None:
    await door.post(cloudevent(HEARING))
    other = replace(HEARING, source="bureau/xinzhou", data={**HEARING.data, "held_on": "2023-04-21"})
    assert (await door.post(cloudevent(other))).json()["accepted"] == 1


async def test_fields_left_out_get_their_defaults(door: Door) -> None:
    await door.post(cloudevent(replace(HEARING, data={"held_on": "2023-04-20"})))
    (stored,) = await door.log()
    assert stored["data"] == {"version": 0, "held_on": "2023-04-20", "attendees": [], "record_checked": None}


async def test_defaults_spelt_out_are_the_same_fact(door: Door) -> None:
    await door.post(cloudevent(replace(HEARING, data={"held_on": "2023-04-20"})))
    spelt_out = {"held_on": "2023-04-20", "attendees": [], "version": 0}
    assert (await door.post(cloudevent(replace(HEARING, data=spelt_out)))).json()["known"] == 1


async def test_unknown_fields_are_kept_and_named(door: Door) -> None:
    attendees = [{"organ": AGENCY, "hat": "grey"}]
    data = {"held_on": "2023-04-20", "attendees": attendees, "weather": {"sky": ["blue", None]}}
    result = (await door.post(cloudevent(replace(HEARING, data=data)))).json()["results"][0]
    assert [warning.split()[0] for warning in result["warnings"]] == [
        "/data/attendees/0/hat",
        "/data/weather",
    ]
    (stored,) = await door.log()
    assert stored["data"]["weather"] == {"sky": ["blue", None]}
    assert stored["data"]["attendees"][0]["hat"] == "grey"
    assert 'yingsu_unknown_fields_total{type="hearing-held"}' in (await door.http.get("/metrics")).text


async def test_attributes_that_are_not_taken_over_are_named(door: Door) -> None:
    event = cloudevent(HEARING) | {"position": 99, "colour": "red", "dataschema": "x"}
    (result,) = (await door.post(event)).json()["results"]
    assert result["warnings"] == ["/position is set by the log itself", "/colour is not kept"]
    assert result["position"] == 1


async def test_case_numbers_are_written_one_way(door: Door) -> None:
    data = {**DOCKETED.data, "earlier_case": "(2023) 鄂0117行初12号"}
    await door.post(cloudevent(replace(DOCKETED, subject=" (２０２３)鄂01行终34号", data=data)))
    (stored,) = await door.log()
    assert stored["subject"] == "（2023）鄂01行终34号"
    assert stored["data"]["earlier_case"] == CASE


async def test_names_of_claimants_are_sealed(door: Door) -> None:
    await door.post(cloudevent(DOCKETED))
    (stored,) = await door.log()
    assert all(is_sealed(name) for name in stored["data"]["claimants"])


async def test_the_reporters_own_instant_is_kept(door: Door) -> None:
    await door.post(cloudevent(HEARING) | {"time": "2023-04-20T17:30:00+08:00"})
    (stored,) = await door.log()
    assert stored["time"] == "2023-04-20T17:30:00+08:00"
    assert stored["recordedat"] != stored["time"]


def binary_headers(**changes: str) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-source": quote(COURT),
        "ce-type": HEARING.type,
        "ce-subject": quote(CASE),
        "ce-district": "xinzhou",
        **changes,
    }


async def test_binary_mode_has_the_attributes_in_headers(door: Door) -> None:
    body = b'{"held_on": "2023-04-20"}'
    response = await door.http.post("/events", content=body, headers=binary_headers())
    assert response.status_code == 200, response.text
    (stored,) = await door.log()
    assert (stored["source"], stored["subject"]) == (COURT, CASE)


async def test_binary_and_structured_mode_say_the_same(door: Door) -> None:
    await door.post(cloudevent(replace(HEARING, data={"held_on": "2023-04-20"})))
    body = b'{"held_on": "2023-04-20"}'
    response = await door.http.post("/events", content=body, headers=binary_headers())
    assert response.json()["known"] == 1


async def test_binary_headers_may_be_quoted_or_raw_utf_8(door: Door) -> None:
    headers = [(name.encode(), value.encode()) for name, value in binary_headers().items()]
    headers += [(b"ce-time", b'"2023-04-20T17:30:00Z"')]
    headers = [(name, CASE.encode() if name == b"ce-subject" else value) for name, value in headers]
    response = await door.http.post("/events", content=b'{"held_on": "2023-04-20"}', headers=headers)
    assert response.status_code == 200, response.text
    (stored,) = await door.log()
    assert (stored["subject"], stored["time"]) == (CASE, "2023-04-20T17:30:00Z")


async def test_a_batch_is_recorded_in_its_order(door: Door) -> None:
    told = (await door.post_batch([cloudevent(HEARING), cloudevent(DOCKETED)])).json()
    assert (told["position"], told["accepted"]) == (2, 2)
    assert [result["position"] for result in told["results"]] == [1, 2]


async def test_a_batch_is_recorded_whole_or_not_at_all(door: Door) -> None:
    bad = replace(HEARING, id="3", data={"held_on": "yesterday"})
    worse = replace(HEARING, id="4", subject="12")
    response = await door.post_batch([cloudevent(DOCKETED), cloudevent(bad), cloudevent(worse)])
    assert response.status_code == 422
    errors = response.json()["errors"]
    assert [(error["index"], error["pointer"]) for error in errors] == [(1, "/data/held_on"), (2, "/subject")]
    assert "Nothing was recorded" in response.json()["detail"]
    assert await door.log() == []


async def test_a_conflict_in_a_batch_keeps_all_of_it_out(door: Door) -> None:
    await door.post(cloudevent(HEARING))
    other = replace(HEARING, data={"held_on": "2023-04-21"})
    response = await door.post_batch([cloudevent(DOCKETED), cloudevent(other)])
    assert response.status_code == 409
    assert [error["index"] for error in response.json()["errors"]] == [1]
    assert len(await door.log()) == 1


async def test_a_batch_may_not_contradict_itself(door: Door) -> None:
    other = replace(HEARING, data={"held_on": "2023-04-21"})
    response = await door.post_batch([cloudevent(HEARING), cloudevent(other)])
    assert response.status_code == 409
    assert "earlier in the same batch" in response.json()["errors"][0]["detail"]
    assert await door.log() == []


async def test_a_batch_may_repeat_itself(door: Door) -> None:
    told = (await door.post_batch([cloudevent(HEARING), cloudevent(HEARING)])).json()
    assert (told["accepted"], told["known"]) == (1, 1)


async def test_an_empty_batch_is_a_batch(door: Door) -> None:
    await door.post(cloudevent(HEARING))
    told = (await door.post_batch([])).json()
    assert (told["position"], told["accepted"], told["known"], told["results"]) == (1, 0, 0, [])


async def test_a_log_that_has_not_begun_asks_to_wait(door: Door) -> None:
    door.reception.begun.clear()
    response = await door.post(cloudevent(HEARING))
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


async def test_a_log_that_cannot_be_written_asks_to_send_again(door: Door) -> None:
    door.keeper.failure = StoreUnavailableError("the disk is full")
    response = await door.post(cloudevent(HEARING))
    assert response.status_code == 503
    assert "the disk is full" in response.json()["detail"]
    assert "send the same again" in response.json()["detail"]
