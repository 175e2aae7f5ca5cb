"""Is a law pack taken only when it fits the packs on the log, and they it?"""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from services.intake.index import Index
from services.intake.laws import texts_of
from services.intake.seed import seed
from shared.codec import encode, type_of
from shared.events.district import LawAdopted
from shared.events.intake import FactCorrected, FactRetracted
from shared.law.loader import laws_of
from tests.examples import cloudevent, draft
from tests.given import packs
from tests.intake.door import Door


def adopting(pack: str, text: str, version: int = 1) -> Mapping[str, Any]:
    """Return the event by which a bureau adopts a pack."""
    fact = LawAdopted(pack=pack, text=text, sha256=sha256(text.encode()).hexdigest(), version=version)
    said = draft(fact, source=f"bureau/{pack}", id_=f"law/{pack}/{version}", subject=pack, district="_")
    return cloudevent(said)


def revising(text: str) -> Mapping[str, Any]:
    """Return the event by which a bureau corrects its first adoption of the pack of Xinzhou."""
    fact = FactCorrected(
        target_source="bureau/xinzhou",
        target_id="law/xinzhou/1",
        replaces="law/xinzhou/1",
        type=type_of(LawAdopted),
        data=encode(
            LawAdopted(pack="xinzhou", text=text, sha256=sha256(text.encode()).hexdigest(), version=1)
        ),
    )
    return cloudevent(
        draft(fact, source="bureau/xinzhou", id_="law/xinzhou/1#1", subject="xinzhou", district="_")
    )


def retracting(pack: str) -> Mapping[str, Any]:
    """Return the event by which a bureau takes back its first adoption of a pack."""
    fact = FactRetracted(
        target_source=f"bureau/{pack}",
        target_id=f"law/{pack}/1",
        replaces=f"law/{pack}/1",
        type=type_of(LawAdopted),
    )
    return cloudevent(draft(fact, source=f"bureau/{pack}", id_=f"law/{pack}/1#1", subject=pack, district="_"))


async def test_a_pack_with_another_target_is_taken(door: Door) -> None:
    await seed(door.keeper)
    answer = await door.post(adopting("xinzhou", packs()["xinzhou"].replace("value: 0.80", "value: 0.85")))
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)
    assert "value: 0.85" in texts_of(door.keeper.index.told_of_laws)["xinzhou"]


async def test_every_fault_of_a_broken_pack_is_listed_and_nothing_recorded(door: Door) -> None:
    await seed(door.keeper)
    before = door.keeper.position
    text = packs()["xinzhou"]
    broken = text.replace("compare: at_most", "compare: about").replace("compare: at_least", "compare: about")
    answer = await door.post(adopting("xinzhou", broken))
    details = [error["detail"] for error in answer.json()["errors"]]
    assert (answer.status_code, len(details)) == (422, text.count("compare: "))
    assert all(detail.startswith("line ") for detail in details)
    assert (door.keeper.position, texts_of(door.keeper.index.told_of_laws)["xinzhou"]) == (
        before,
        packs()["xinzhou"],
    )


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


async def test_a_pack_may_not_become_that_of_another_district(door: Door) -> None:
    await seed(door.keeper)
    other = packs()["huancui"].replace("pack: huancui", "pack: xinzhou")
    answer = await door.post(adopting("xinzhou", other))
    assert answer.status_code == 422
    assert "the pack 'xinzhou' is that of xinzhou" in answer.text
    assert texts_of(door.keeper.index.told_of_laws)["xinzhou"] == packs()["xinzhou"]


async def test_packs_of_one_batch_must_fit_each_other(door: Door) -> None:
    await seed(door.keeper)
    national = packs()["national"].replace("duty: damages_claim", "duty: damages_asked")
    naming = packs()["xinzhou"].replace("duty: forward", "duty: forward\n    # none", 1)
    fits = await door.post_batch([adopting("national", national), adopting("xinzhou", naming)])
    assert (fits.status_code, fits.json()["accepted"]) == (200, 2)

    wants = packs()["xinzhou"].replace("before: defence", "before: damages_claim")
    answer = await door.post_batch(
        [adopting("huancui", packs()["huancui"] + "#"), adopting("xinzhou", wants, 2)]
    )
    assert (answer.status_code, [one["index"] for one in answer.json()["errors"]]) == (422, [1])


async def test_of_two_packs_sent_at_once_that_do_not_fit_each_other_one_is_refused(door: Door) -> None:
    await seed(door.keeper)
    national = packs()["national"].replace("duty: damages_claim", "duty: damages_asked")
    wants = packs()["xinzhou"].replace("before: defence", "before: damages_claim")
    answers = await asyncio.gather(
        door.post(adopting("national", national)), door.post(adopting("xinzhou", wants))
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    laws_of("xinzhou", texts_of(door.keeper.index.told_of_laws))


async def test_a_district_and_the_pack_it_extends_may_come_in_one_batch_or_stream(door: Door) -> None:
    both = [adopting(name, packs()[name]) for name in ("national", "xinzhou")]
    told = await door.post_lines(*map(to_json, both))
    assert (told["accepted"], told["rejected"]) == (2, 0)
    answer = await door.post_batch([*both, adopting("huancui", packs()["huancui"])])
    assert answer.json()["accepted"] == 1


async def test_a_corrected_adoption_is_what_others_must_fit(door: Door) -> None:
    await seed(door.keeper)
    await door.post(adopting("xinzhou", packs()["xinzhou"]))
    broken = revising(packs()["xinzhou"].replace("before: defence", "before: supper"))
    refused = await door.post(broken)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/data/data/text"
    corrected = packs()["xinzhou"].replace("value: 0.80", "value: 0.85")
    await door.post(revising(corrected))
    assert texts_of(door.keeper.index.told_of_laws)["xinzhou"] == corrected


async def test_a_retraction_may_not_leave_a_district_without_what_its_pack_extends(door: Door) -> None:
    for name in ("national", "xinzhou"):
        await door.post(adopting(name, packs()[name]))
    answer = await door.post(retracting("national"))
    assert answer.status_code == 422
    assert "'xinzhou' extends 'national', which is not adopted" in answer.text
    assert (await door.post(retracting("xinzhou"))).status_code == 200
    assert texts_of(door.keeper.index.told_of_laws).keys() == {"national"}
    assert (await door.post(retracting("national"))).status_code == 200
    assert texts_of(door.keeper.index.told_of_laws) == {}


async def test_of_two_reports_with_other_subjects_the_higher_version_counts(door: Door) -> None:
    await seed(door.keeper)
    first, second = ("# z\n" + packs()["xinzhou"], "# a\n" + packs()["xinzhou"])
    await door.post(adopting("xinzhou", first))
    await door.post({**adopting("xinzhou", second, version=2), "subject": ""})
    assert texts_of(door.keeper.index.told_of_laws)["xinzhou"] == second


async def test_what_is_told_of_the_law_is_known_after_a_restart(door: Door) -> None:
    await seed(door.keeper)
    later = packs()["xinzhou"].replace("value: 0.80", "value: 0.85")
    await door.post(adopting("xinzhou", later))
    again = Index(str(door.keeper.index._engine.url))
    assert texts_of(again.told_of_laws) == {**packs(), "xinzhou": later}
    again.close()


async def test_the_heaviest_report_of_a_pack_is_the_one_others_must_fit(door: Door) -> None:
    await seed(door.keeper)
    later = packs()["xinzhou"] + "\n# second\n"
    await door.post(adopting("xinzhou", later, version=2))
    await door.post(adopting("xinzhou", packs()["xinzhou"] + "\n# first\n", version=1))
    assert texts_of(door.keeper.index.told_of_laws)["xinzhou"] == later
