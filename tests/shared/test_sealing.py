"""Are names of private persons kept so that only the key of their case opens them?"""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.intake.keys import Keys
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.intake import FactCorrected
from shared.sealing import ERASED, PREFIX, Seal, SealError, is_sealed, mentions_persons, new_key, open_all
from tests.examples import CASE, DISTRICT, EXAMPLES, LATER_CASE, draft

DOCKETED = draft(EXAMPLES["case-docketed"])


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    keys = Keys(tmp_path / "keys.db")
    yield keys
    keys.close()


async def seal_of(keys: Keys, case: str = CASE) -> Seal:
    key = (await keys.hand_out(DISTRICT, [case]))[case]
    assert key is not None
    return Seal(urlsafe_b64decode(key))


def test_a_sealed_name_opens_with_its_key_and_no_other() -> None:
    seal = Seal(new_key())
    sealed = seal.close("张某")
    assert sealed.startswith(PREFIX)
    assert seal.open(sealed) == "张某"
    with pytest.raises(SealError):
        Seal(new_key()).open(sealed)


@pytest.mark.parametrize("damaged", [PREFIX, PREFIX + "AAAA", PREFIX + "!", PREFIX + "张"])
def test_a_damaged_seal_is_said_to_be_damaged(damaged: str) -> None:
    with pytest.raises(SealError):
        Seal(new_key()).open(damaged)


def test_sealing_again_changes_nothing() -> None:
    seal = Seal(new_key())
    assert seal.close(seal.close("张某")) == seal.close("张某")


def test_an_empty_name_hides_nobody() -> None:
    assert Seal(new_key()).close("") == ""


async def test_names_on_the_log_are_sealed_and_nothing_else_is(keys: Keys) -> None:
    (sealed,) = await keys.seal([DOCKETED])
    assert all(is_sealed(name) for name in sealed.data["claimants"])
    assert {**sealed.data, "claimants": 0} == {**DOCKETED.data, "claimants": 0}
    assert open_all(sealed.data, await seal_of(keys)) == DOCKETED.data


async def test_repetition_in_a_case_is_seen_and_across_cases_is_not(keys: Keys) -> None:
    first, again, other = await keys.seal([DOCKETED, DOCKETED, replace(DOCKETED, subject=LATER_CASE)])
    assert first == again
    assert set(first.data["claimants"]).isdisjoint(other.data["claimants"])


async def test_the_same_case_number_in_another_district_is_another_case(keys: Keys) -> None:
    here, there = await keys.seal([DOCKETED, replace(DOCKETED, district="huancui")])
    assert set(here.data["claimants"]).isdisjoint(there.data["claimants"])


async def test_a_correction_seals_the_names_in_it(keys: Keys) -> None:
    correction = FactCorrected(
        target_source="court/鄂0117", target_id="1", replaces="1", type=DOCKETED.type, data=DOCKETED.data
    )
    sealed, fact = await keys.seal([draft(correction), DOCKETED])
    assert sealed.data["data"] == fact.data


async def test_keys_survive_a_restart(tmp_path: Path) -> None:
    before = Keys(tmp_path / "keys.db")
    sealed = await before.seal([DOCKETED])
    before.close()
    after = Keys(tmp_path / "keys.db")
    assert await after.seal([DOCKETED]) == sealed
    after.close()


async def test_two_at_once_make_one_key(keys: Keys) -> None:
    one, two = await asyncio.gather(keys.seal([DOCKETED]), keys.seal([DOCKETED]))
    assert one == two


async def test_an_erased_key_opens_nothing_and_no_name_comes_back(keys: Keys) -> None:
    before = await keys.seal([DOCKETED])
    await keys.erase(DISTRICT, CASE)
    assert await keys.hand_out(DISTRICT, [CASE]) == {CASE: None}
    (after,) = await keys.seal([DOCKETED])
    assert after.data["claimants"] == [ERASED, ERASED]
    assert await keys.seal(before) == before, "what is sealed stays sealed"


async def test_an_erased_key_is_gone_from_the_disk(keys: Keys, tmp_path: Path) -> None:
    await keys.seal([DOCKETED])
    key = (await keys.hand_out(DISTRICT, [CASE]))[CASE]
    assert key is not None
    key_bytes = urlsafe_b64decode(key)
    assert key_bytes in (tmp_path / "keys.db").read_bytes()
    await keys.erase(DISTRICT, CASE)
    assert all(key_bytes not in file.read_bytes() for file in tmp_path.iterdir())


async def test_a_dry_run_makes_no_key(keys: Keys) -> None:
    (sealed,) = await keys.seal([DOCKETED], keep=False)
    assert all(is_sealed(name) for name in sealed.data["claimants"])
    assert await keys.hand_out(DISTRICT, [CASE]) == {CASE: None}


async def test_a_dry_run_sees_names_as_they_were_sealed(keys: Keys) -> None:
    sealed = await keys.seal([DOCKETED])
    assert await keys.seal([DOCKETED], keep=False) == sealed


async def test_more_cases_than_one_query_holds(keys: Keys) -> None:
    drafts = [replace(DOCKETED, subject=f"{n}") for n in range(1200)]
    sealed = await keys.seal(drafts)
    assert len({name for one in sealed for name in one.data["claimants"]}) == 2400


@pytest.mark.parametrize("name", sorted(FACTS))
def test_exactly_the_types_with_personal_fields_are_sealed(name: str) -> None:
    event = EXAMPLES[name]
    assert isinstance(event, Fact)
    assert mentions_persons(draft(event)) == bool(event.PERSONAL)


def test_a_type_of_a_later_release_is_left_alone() -> None:
    unknown: Draft = replace(DOCKETED, type="yingsu.comet-sighted.v1")
    assert not mentions_persons(unknown)
