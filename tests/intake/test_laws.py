"""Is a law pack taken only when it fits the packs on the log, and they it?"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from services.intake.seed import seed
from shared.events.district import LawAdopted
from tests.examples import cloudevent, draft
from tests.given import packs
from tests.intake.door import Door


def adopting(pack: str, text: str, version: int = 1) -> Mapping[str, Any]:
    """Return the event by which a bureau adopts a pack."""
    fact = LawAdopted(pack=pack, text=text, sha256=sha256(text.encode()).hexdigest(), version=version)
    said = draft(fact, source=f"bureau/{pack}", id_=f"law/{pack}/{version}", subject=pack, district="_")
    return cloudevent(said)


async def test_a_pack_with_another_target_is_taken(door: Door) -> None:
    await seed(door.keeper)
    answer = await door.post(adopting("xinzhou", packs()["xinzhou"].replace("value: 0.80", "value: 0.85")))
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)
    assert "value: 0.85" in door.keeper.index.laws["xinzhou"]


async def test_every_fault_of_a_broken_pack_is_listed_and_nothing_recorded(door: Door) -> None:
    await seed(door.keeper)
    before = door.keeper.position
    text = packs()["xinzhou"]
    broken = text.replace("compare: at_most", "compare: about").replace("compare: at_least", "compare: about")
    answer = await door.post(adopting("xinzhou", broken))
    details = [error["detail"] for error in answer.json()["errors"]]
    assert (answer.status_code, len(details)) == (422, text.count("compare: "))
    assert all(detail.startswith("line ") for detail in details)
    assert (door.keeper.position, door.keeper.index.laws["xinzhou"]) == (before, packs()["xinzhou"])


async def test_a_district_pack_must_find_the_duties_it_names(door: Door) -> None:
    await seed(door.keeper)
    wrong = packs()["xinzhou"].replace("before: defence", "before: supper")
    answer = await door.post(adopting("xinzhou", wrong))
    assert answer.status_code == 422
    assert "no duty 'supper'" in answer.text


async def test_a_national_pack_must_keep_what_the_districts_name(door: Door) -> None:
    await seed(door.keeper)
    answer = await door.post(
        adopting("national", packs()["national"].replace("duty: defence", "duty: answer"))
    )
    assert answer.status_code == 422
    assert "the pack of huancui would not be one any more" in answer.text
    assert "no duty 'defence'" in answer.text


async def test_a_pack_must_extend_one_that_is_adopted(door: Door) -> None:
    answer = await door.post(adopting("xinzhou", packs()["xinzhou"]))
    assert answer.status_code == 422
    assert "extends 'national', which is not adopted" in answer.text


async def test_in_a_stream_of_lines_the_unfit_one_is_rejected_alone(door: Door) -> None:
    await seed(door.keeper)
    wrong = adopting("xinzhou", packs()["xinzhou"].replace("before: defence", "before: supper"))
    right = adopting("huancui", packs()["huancui"] + "\n# read again\n")
    told = await door.post_lines(to_json(wrong), to_json(right))
    assert (told["rejected"], told["accepted"]) == (1, 1)


async def test_the_heaviest_report_of_a_pack_is_the_one_others_must_fit(door: Door) -> None:
    await seed(door.keeper)
    later = packs()["xinzhou"] + "\n# second\n"
    await door.post(adopting("xinzhou", later, version=2))
    await door.post(adopting("xinzhou", packs()["xinzhou"] + "\n# first\n", version=1))
    assert door.keeper.index.laws["xinzhou"] == later
