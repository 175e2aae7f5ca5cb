"""Is a fact shown, corrected and taken back by where it stands: by whom it may be, once, and with who and why?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from services.intake.api import SINGLE, STREAM
from shared.sealing import is_sealed
from tests.examples import CASE, COURT, DISTRICT, EXAMPLES, cloudevent, draft
from tests.intake.door import Door
from tests.intake.roles import CALLERS, guarded, shown

DOCKETED = draft(EXAMPLES["case-docketed"], id_="docketed")
DEFENCE = draft(EXAMPLES["defence-filed"], id_="defence", source=f"agency/{CALLERS['agency'].name}")
LEDGER = draft(EXAMPLES["hearing-held"], id_="hearing", source="ledger/xinzhou")
NEW = {"instance": "first", "defendants": ["新洲区公安分局"], "claimants": ["张某某"]}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with guarded(tmp_path) as opened:
        for fact in (DOCKETED, DEFENCE, LEDGER):
            assert (await opened.post(cloudevent(fact))).status_code == 200
        yield opened


async def fact(door: Door, position: int = 1, who: str = "operator") -> httpx.Response:
    return await door.http.get(f"/facts/{position}", headers=shown(who))


async def correct(
    door: Door,
    data: object,
    reason: object = "typing error",
    *,
    who: str = "operator",
    at: int = 1,
    **headers: str,
) -> httpx.Response:
    body = {"data": data, "reason": reason}
    sent = {**shown(who), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return await door.http.post(f"/facts/{at}/correction", json=body, headers=sent)


async def retract(
    door: Door, reason: object = "twice", *, who: str = "operator", at: int = 1
) -> httpx.Response:
    return await door.http.post(f"/facts/{at}/retraction", json={"reason": reason}, headers=shown(who))


async def test_a_correction_replaces_what_stands_and_the_chain_says_who_and_why(door: Door) -> None:
    told = (await fact(door)).json()
    assert (told["revision"], told["retracted"], told["revisions"]) == ("docketed", False, [])
    answer = await correct(door, NEW, who="court")
    assert (answer.status_code, answer.headers["location"]) == (201, "/facts/4")
    assert answer.json()["replaces"] == "docketed"
    told = (await fact(door)).json()
    (revision,) = told["revisions"]
    assert (revision["actor"], revision["reason"], revision["counts"]) == (
        "court/鄂0117#k",
        "typing error",
        True,
    )
    assert revision["recordedat"] > told["recordedat"]
    assert told["now"]["data"]["defendants"] == revision["data"]["defendants"] == NEW["defendants"]
    assert told["data"]["defendants"] == DOCKETED.data["defendants"]
    assert (await fact(door, 4)).json() == told  # by the place of a revision as by that of the fact


async def test_names_are_opened_for_who_may_see_the_fact_and_sealed_on_the_log(door: Door) -> None:
    await correct(door, NEW)
    told = (await fact(door, who="bureau")).json()
    assert told["data"]["claimants"] == DOCKETED.data["claimants"]
    assert told["now"]["data"]["claimants"] == told["revisions"][0]["data"]["claimants"] == ["张某某"]
    stored = (await door.log())[-1]
    assert all(is_sealed(name) for name in stored["data"]["data"]["claimants"])
    await door.keys.erase(DISTRICT, CASE)
    assert all(is_sealed(name) for name in (await fact(door)).json()["now"]["data"]["claimants"])


async def test_a_fact_taken_back_is_corrected_back_to_life(door: Door) -> None:
    assert (await retract(door)).status_code == 201
    told = (await fact(door)).json()
    assert (told["retracted"], told["now"], told["revisions"][0]["data"]) == (True, None, None)
    again = await retract(door, "thrice")
    assert (again.status_code, "taken back already" in again.json()["detail"]) == (409, True)
    assert (await correct(door, NEW)).status_code == 201
    assert (await fact(door)).json()["now"]["data"]["defendants"] == NEW["defendants"]


async def test_the_same_said_again_is_known(door: Door) -> None:
    for first, again in (
        (await correct(door, NEW), await correct(door, NEW)),
        (await retract(door), await retract(door)),
    ):
        assert (first.status_code, again.status_code) == (201, 200)
        assert (again.json()["status"], again.json()["id"]) == ("known", first.json()["id"])
    assert door.keeper.position == 5


async def test_a_key_names_a_revision(door: Door) -> None:
    first = await correct(door, NEW, idempotency_key='"k-1"')
    await correct(door, {**NEW, "defendants": ["区住建局"]})
    again = await correct(door, NEW, idempotency_key="k-1")
    assert (first.status_code, again.status_code, again.json()["position"]) == (201, 200, 4)
    other = await correct(door, NEW, "another reason", idempotency_key="k-1")
    assert other.status_code == 409
    assert door.keeper.position == 5


async def test_what_was_said_before_another_revision_is_said_again_only_by_who_has_seen_that(
    door: Door,
) -> None:
    await correct(door, NEW)
    await correct(door, {**NEW, "defendants": ["区住建局"]}, who="court")
    again = await correct(door, NEW)
    assert (again.status_code, "position 4" in again.json()["detail"]) == (409, True)
    seen = (await fact(door)).headers["etag"]
    assert (await correct(door, NEW, if_match=seen)).status_code == 201
    assert (await fact(door)).json()["now"]["data"]["defendants"] == NEW["defendants"]


async def test_who_has_not_seen_the_last_revision_is_told_so(door: Door) -> None:
    seen = (await fact(door)).headers["etag"]
    assert (await correct(door, NEW, if_match=seen)).status_code == 201
    late = await correct(door, {**NEW, "defendants": ["区住建局"]}, if_match=seen)
    assert (late.status_code, late.json()["revision"]) == (409, (await fact(door)).json()["revision"])
    assert (await correct(door, NEW, if_match=seen)).status_code == 200  # the same, whose answer was lost


async def test_two_at_once_replace_one_another_and_not_the_same(door: Door) -> None:
    wishes = [{**NEW, "defendants": [name]} for name in ("甲局", "乙局", "丙局")]
    answers = await asyncio.gather(*(correct(door, wish) for wish in wishes))
    assert [answer.status_code for answer in answers] == [201] * 3
    told = (await fact(door)).json()
    assert [one["rivals"] for one in told["revisions"]] == [[], [], []]
    assert [one["counts"] for one in told["revisions"]] == [True] * 3


async def test_rivals_are_shown_and_which_of_them_counts(door: Door) -> None:
    for source, id_ in ((COURT, "c#1"), ("bureau/xinzhou", "b#1")):
        data = {**draft(EXAMPLES["fact-corrected"]).data, "target_source": COURT, "target_id": "docketed"}
        data |= {"replaces": "docketed", "type": DOCKETED.type, "data": NEW}
        event = {
            **cloudevent(DOCKETED),
            "type": "yingsu.fact-corrected.v1",
            "source": source,
            "id": id_,
            "data": data,
        }
        assert (await door.post(event)).status_code == 200
    told = (await fact(door)).json()
    assert [(one["id"], one["counts"], one["rivals"]) for one in told["revisions"]] == [
        ("c#1", True, ["b#1"]),
        ("b#1", False, ["c#1"]),
    ]
    assert told["revision"] == "c#1"


async def test_a_ledgers_fact_is_corrected_in_the_bureaus_own_name(door: Door) -> None:
    answer = await correct(door, {"held_on": "2023-05-05"}, who="bureau", at=3)
    assert (answer.status_code, answer.json()["source"]) == (201, "bureau/新洲区司法局")
    current = (await door.keeper.current("ledger/xinzhou", ["hearing"]))["hearing"]
    assert current.stated == LEDGER.data  # so the next import of the ledger leaves the correction alone
    assert (current.data or {})["held_on"] == "2023-05-05"


@pytest.mark.parametrize(
    ("data", "reason", "pointer"),
    [
        (NEW, "", "/reason"),
        (NEW, "  ", "/reason"),
        (NEW, None, "/reason"),
        (NEW, "x" * 2001, "/reason"),
        (None, "why", "/data"),
        ([], "why", "/data"),
        ({"instance": "third"}, "why", "/data/data/instance"),
    ],
)
async def test_what_is_no_correction_is_refused_with_the_place(
    door: Door, data: object, reason: object, pointer: str
) -> None:
    answer = await correct(door, data, reason)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert door.keeper.position == 3


@pytest.mark.parametrize(("position", "said"), [(4, "the log ends"), (2**53, "the log ends")])
async def test_where_nothing_stands_nothing_is_found(door: Door, position: int, said: str) -> None:
    for answer in (await fact(door, position), await retract(door, at=position)):
        assert (answer.status_code, said in answer.json()["detail"]) == (404, True)


SEES: Mapping[str, tuple[int, int, int]] = {
    # the court's docketing, the agency's defence, the ledger's hearing
    "operator": (200, 200, 200),
    "auditor": (200, 200, 200),
    "bureau": (200, 200, 200),
    "office": (200, 200, 200),
    "court": (200, 200, 200),
    "agency": (403, 200, 403),
    "other agency": (403, 403, 403),
    "other court": (403, 403, 403),
    "other bureau": (403, 403, 403),
}
REVISES: Mapping[str, tuple[int, int, int]] = {
    "operator": (201, 201, 201),
    "auditor": (403, 403, 403),
    "bureau": (201, 201, 201),
    "office": (403, 403, 403),
    "court": (201, 403, 403),
    "agency": (403, 201, 403),
    "other agency": (403, 403, 403),
    "other court": (403, 403, 403),
    "other bureau": (403, 403, 403),
}


async def test_who_sees_and_who_takes_back(door: Door) -> None:
    seen, revised = {}, {}
    for who in SEES:
        facts = [replace(one, id=f"{one.id} {who}") for one in (DOCKETED, DEFENCE, LEDGER)]
        places = [(await door.post(cloudevent(one))).json()["position"] for one in facts]
        seen[who] = tuple([(await fact(door, place, who)).status_code for place in places])
        before = door.keeper.position
        revised[who] = tuple([(await retract(door, who=who, at=place)).status_code for place in places])
        assert door.keeper.position == before + REVISES[who].count(201)
    assert (seen, revised) == (SEES, REVISES)


def retraction(source: str, target: str, id_: str, **changes: Any) -> dict[str, Any]:
    """Return a retraction as an event, as who knows no positions sends it."""
    data = {
        "target_source": target,
        "target_id": id_,
        "replaces": id_,
        "type": DOCKETED.type,
        "reason": "twice",
    }
    event = {**cloudevent(DOCKETED), "type": "yingsu.fact-retracted.v1", "source": source, "id": f"{id_}#1"}
    return {**event, "data": data} | changes


NAMING = [
    ("bureau", retraction("bureau/xinzhou", COURT, "docketed"), True),
    ("bureau", retraction("bureau/xinzhou", COURT, "not yet there"), False),
    ("bureau", retraction("bureau/xinzhou", "bureau/xinzhou", "not yet there"), True),
    ("other bureau", retraction("bureau/huancui", COURT, "docketed", district="huancui"), False),
    ("court", retraction(COURT, COURT, "not yet there"), True),
]


async def test_whose_fact_it_is_that_a_revision_names_is_looked_up(door: Door) -> None:
    for who, event, may in NAMING:
        headers = {**shown(who), "content-type": STREAM}
        line = (await door.http.post("/events", content=to_json(event), headers=headers)).json()
        assert line["accepted" if may else "refused"] == 1
        headers = {**shown(who), "content-type": SINGLE}
        answer = await door.http.post("/events", content=to_json(event), headers=headers)
        assert answer.status_code == (200 if may else 403)
        assert may or answer.json()["errors"][0]["pointer"] == "/data/target_id"


async def test_a_fact_that_was_moved_is_its_new_districts(door: Door) -> None:
    data = {"target_source": COURT, "target_id": "docketed", "replaces": "docketed", "type": DOCKETED.type}
    moved = {**cloudevent(DOCKETED), "type": "yingsu.fact-corrected.v1", "id": "m", "district": "huancui"}
    assert (
        await door.post({**moved, "data": {**data, "data": NEW, "reason": "of Huancui"}})
    ).status_code == 200
    assert [(await fact(door, who=who)).status_code for who in ("bureau", "other bureau")] == [403, 200]
    assert [(await retract(door, who=who)).status_code for who in ("bureau", "other bureau")] == [403, 201]


async def test_a_finding_cannot_be_revised(door: Door) -> None:
    name, found = next((name, one) for name, one in EXAMPLES.items() if name == "fact-parked")
    finding = replace(draft(found, source="routing", id_=""), type=f"yingsu.{name}.v1")
    await door.keeper.append("routing", 0, [finding])
    answer = await fact(door, 4)
    assert (answer.status_code, "routing" in answer.json()["detail"]) == (404, True)
