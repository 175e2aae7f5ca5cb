"""Are events recorded all or none, each for itself, or only looked at, as the sender asks?"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from services.intake.api import BATCH, SINGLE, STREAM
from services.intake.index import Index
from services.intake.keeper import Keeper, TakenError, TooMuchAtOnceError
from services.intake.store import Store, StoreUnavailableError
from shared.service.body_limit import MOST
from tests.examples import CASE, COURT, EXAMPLES, cloudevent, draft
from tests.intake.door import Door

HEARING = draft(EXAMPLES["hearing-held"])
DOCKETED = draft(EXAMPLES["case-docketed"], id_="docketed")
OTHER = {"held_on": "2023-09-09"}


def hearing(id_: str, **data: object) -> Mapping[str, Any]:
    return cloudevent(replace(HEARING, id=id_, data={**HEARING.data, **data}))


async def submit(door: Door, media: str, body: bytes, **how: str) -> httpx.Response:
    return await door.http.post("/events", content=body, params=how, headers={"content-type": media})


async def each(door: Door, *events: object, **how: str) -> Mapping[str, Any]:
    answer = await submit(door, BATCH, to_json(events), atomic="each", **how)
    assert answer.status_code == 200, answer.text
    told: Mapping[str, Any] = answer.json()
    return told


def statuses(told: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    return [(one["status"], one["position"]) for one in told["results"]]


MIXED = (hearing("1"), hearing("2"), hearing("1", **OTHER), {"id": "3"}, hearing("2"))


async def test_each_event_of_a_batch_stands_for_itself(door: Door) -> None:
    told = await each(door, *MIXED)
    found = [("accepted", 1), ("accepted", 2), ("conflict", 1), ("rejected", None), ("known", 2)]
    assert statuses(told) == found
    counted = {name: told[name] for name in ("accepted", "known", "conflicts", "rejected", "refused")}
    assert counted == {"accepted": 2, "known": 1, "conflicts": 1, "rejected": 1, "refused": 0}
    assert told["position"] == 2
    assert told["results"][3]["errors"][0]["pointer"] == "/specversion"


async def test_an_event_too_large_once_sealed_is_rejected_alone(door: Door) -> None:
    many = [f"{number:06}" + "某" * 500 for number in range(300)]  # sealed, a name takes a third more
    large = cloudevent(replace(DOCKETED, data={**DOCKETED.data, "claimants": many}))
    told = await each(door, hearing("1"), large, hearing("2"))
    assert statuses(told) == [("accepted", 1), ("rejected", None), ("accepted", 2)]
    assert (await submit(door, BATCH, to_json([hearing("3"), large]))).status_code == 413
    assert door.keeper.position == 2


async def test_lines_are_recorded_all_or_none_where_that_is_asked(door: Door) -> None:
    lines = b"\xef\xbb\xbf" + b"\n".join([to_json(hearing("1")), b"", to_json(hearing("2")), b'{"id": 3}'])
    answer = await submit(door, STREAM, lines, atomic="all")
    assert (answer.status_code, answer.json()["errors"][0]["index"]) == (422, 2)
    assert await door.log() == []
    answer = await submit(door, STREAM, lines.rpartition(b"\n")[0], atomic="all")
    assert statuses(answer.json()) == [("accepted", 1), ("accepted", 2)]


async def test_lines_that_cannot_be_had_at_once_are_too_large(door: Door) -> None:
    answer = await submit(door, STREAM, b"\n".ljust(MOST + 1), atomic="all")
    assert (answer.status_code, "atomic=each" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize("atomic", ["all", "each"])
@pytest.mark.parametrize("media", [BATCH, STREAM])
async def test_only_looking_answers_what_recording_would_and_leaves_nothing(
    door: Door, media: str, atomic: str
) -> None:
    await door.post(hearing("known"))
    events = [cloudevent(DOCKETED), hearing("known"), hearing("2"), hearing("2")]
    events += [hearing("known", **OTHER), {"id": 3}] if atomic == "each" else []
    body = to_json(events) if media == BATCH else b"\n".join(map(to_json, events))
    looked = (await submit(door, media, body, atomic=atomic, mode="validate")).json()
    assert len(await door.log()) == 1
    assert await door.keys.hand_out(DOCKETED.district, [CASE]) == {CASE: None}
    told = (await submit(door, media, body, atomic=atomic)).json()
    counts = ("accepted", "known", "conflicts", "rejected", "refused")
    assert [looked[name] for name in counts] == [told[name] for name in counts]
    assert looked["accepted"] == 2
    positions = {(one["id"], one["status"]): one["position"] for one in looked["results"]}
    assert positions["known", "known"] == 1
    assert positions["2", "accepted"] is positions["2", "known"] is None


async def test_only_looking_refuses_what_recording_would_refuse(door: Door) -> None:
    await door.post(hearing("1"))
    for events, status in (([hearing("1", **OTHER)], 409), ([{"id": 1}], 422)):
        answer = await submit(door, BATCH, to_json(events), mode="validate")
        assert answer.status_code == status
    assert len(await door.log()) == 1


@pytest.mark.parametrize("how", [{"atomic": "none"}, {"mode": "rehearse"}, {"atomic": ""}])
async def test_another_way_is_refused_with_those_there_are(door: Door, how: dict[str, str]) -> None:
    answer = await submit(door, SINGLE, to_json(hearing("1")), **how)
    ((name, _),) = how.items()
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")
    assert await door.log() == []


async def test_an_idempotency_key_beside_events_changes_nothing(door: Door) -> None:
    headers = {"content-type": SINGLE, "idempotency-key": "same"}
    for id_, accepted in (("1", 1), ("2", 1), ("1", 0)):
        answer = await door.http.post("/events", content=to_json(hearing(id_)), headers=headers)
        assert (answer.status_code, answer.json()["accepted"]) == (200, accepted)


async def test_of_two_that_race_with_one_identity_one_batch_is_recorded_whole(door: Door) -> None:
    batches = [[hearing(f"{n}-{i}") for i in range(5)] + [hearing("same", note=n)] for n in range(6)]
    answers = await asyncio.gather(*(door.post_batch(batch) for batch in batches))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    (won,) = [n for n, answer in enumerate(answers) if answer.status_code == 200]
    assert [stored["id"] for stored in await door.log()] == [*(f"{won}-{i}" for i in range(5)), "same"]
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["errors"][0]["detail"].endswith("at position 6")


class Narrow(Store):
    """A store that saves few events in one go, and may die after the first of them."""

    dies = False

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        self.most_events = 4

    def append(self, first, events, whole=()):  # type: ignore[no-untyped-def]
        parts = list(self._parts(events, dict(whole)))
        if not self.dies:
            super().append(first, events, whole)
            return
        start, part = parts[0]
        super().append(first + start, part)
        raise StoreUnavailableError("killed between two parts")


async def test_all_or_none_also_where_the_process_dies_between_two_parts(tmp_path: Path) -> None:
    store = Narrow(tmp_path / "log.db")
    keeper = Keeper(store, Index(f"sqlite:///{tmp_path}/i.db"))
    await keeper.open()
    store.dies = True
    facts = [replace(HEARING, id=str(number)) for number in range(7)]
    asked = [
        asyncio.ensure_future(keeper.record(facts[:3], atomic=True)),
        asyncio.ensure_future(keeper.record(facts[3:], atomic=True)),
    ]
    await asyncio.sleep(0)  # both wait when the keeper begins: they are one group of 7, and two parts
    running = asyncio.create_task(keeper.run())
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in results] == [StoreUnavailableError] * 2
    store.dies = False
    again = [await keeper.record(some, atomic=True) for some in (facts[:3], facts[3:])]
    assert [[one.status for one in some] for some in again] == [["known"] * 3, ["accepted"] * 4]
    running.cancel()
    await asyncio.wait([running])
    keeper.close()


async def test_more_than_one_transaction_takes_is_refused_and_named(tmp_path: Path) -> None:
    keeper = Keeper(Narrow(tmp_path / "log.db"), Index(f"sqlite:///{tmp_path}/i.db"))
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    facts = [replace(HEARING, id=str(number)) for number in range(5)]
    with pytest.raises(TooMuchAtOnceError, match="the most is 4 facts"):
        await keeper.record(facts, atomic=True)
    with pytest.raises(TooMuchAtOnceError):
        await keeper.foresee(facts)
    assert keeper.position == 0
    assert len(await keeper.record(facts)) == 5
    with pytest.raises(TakenError) as caught:
        await keeper.record([replace(HEARING, id="9"), replace(facts[2], data=OTHER)], atomic=True)
    assert {i: one.position for i, one in caught.value.conflicts.items()} == {1: 3}
    assert keeper.position == 5
    running.cancel()
    await asyncio.wait([running])
    keeper.close()


async def test_what_is_too_much_for_one_transaction_is_told_how_to_come_in(door: Door) -> None:
    door.keeper.store.most_events = 3
    events = [hearing(str(number)) for number in range(4)]
    for how in ({}, {"mode": "validate"}):
        answer = await submit(door, BATCH, to_json(events), **how)
        assert (answer.status_code, "atomic=each" in answer.json()["detail"]) == (413, True)
    assert (await each(door, *events))["accepted"] == 4
    assert COURT in {stored["source"] for stored in await door.log()}
