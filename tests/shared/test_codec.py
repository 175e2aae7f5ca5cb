"""Can events stored years ago still be read, word for word?

`tests/golden` holds one stored event of every type that is no draft. They are frozen: a changed one is a changed
contract. A new type gets its file from `python -m tests.shared.test_codec`, which leaves the others alone. A type may
grow by a field with a default (ADR 28): its file before that moves to `tests/golden/earlier` and is read for ever.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic_core import from_json, to_json

from shared.codec import Unknown, class_of, decode, encode, field_names, type_of
from shared.envelope import GENESIS, attributes, content, digest, read, stamp
from shared.events.catalogue import FACTS, TYPES
from tests.examples import EXAMPLES, draft

GOLDEN = Path(__file__).parent.parent / "golden"
EARLIER = sorted(GOLDEN.glob("earlier/*.json"))
FROZEN = sorted(name for name, cls in TYPES.items() if not cls.DRAFT)
RECORDED_AT = "2023-04-21T01:02:03.000004+00:00"


def golden(name: str) -> bytes:
    source = "court/鄂0117" if name in FACTS else "deadlines"
    return stamp(draft(EXAMPLES[name], source=source), 7, RECORDED_AT, GENESIS)


def test_every_type_has_an_example() -> None:
    assert EXAMPLES.keys() == TYPES.keys()


@pytest.mark.parametrize("name", sorted(TYPES))
def test_an_example_survives_being_stored(name: str) -> None:
    event = EXAMPLES[name]
    assert decode(type_of(type(event)), from_json(to_json(encode(event)))) == event


@pytest.mark.parametrize("name", FROZEN)
def test_an_event_stored_years_ago_can_still_be_read(name: str) -> None:
    stored = (GOLDEN / f"{name}.json").read_bytes()
    recorded = read(stored)
    assert recorded.event == EXAMPLES[name]
    assert encode(EXAMPLES[name]) == attributes(stored)["data"]


@pytest.mark.parametrize("name", FROZEN)
def test_the_stored_bytes_of_a_type_stay_what_they_are(name: str) -> None:
    assert golden(name) == (GOLDEN / f"{name}.json").read_bytes()


@pytest.mark.parametrize("stored", EARLIER, ids=[path.stem for path in EARLIER])
def test_an_event_stored_before_its_type_grew_says_what_it_said(stored: Path) -> None:
    recorded = read(stored.read_bytes())
    assert not isinstance(recorded.event, Unknown)
    said, says = attributes(stored.read_bytes())["data"], encode(recorded.event)
    assert {name: says[name] for name in said} == said
    assert says.keys() > said.keys()


@pytest.mark.parametrize("stored", EARLIER, ids=[path.stem for path in EARLIER])
def test_a_fact_sent_again_after_its_type_grew_is_no_conflict(stored: Path) -> None:
    before = draft(read(stored.read_bytes()).event)
    assert content(replace(before, data=attributes(stored.read_bytes())["data"])) == content(before)


def test_what_says_something_else_is_another_content() -> None:
    told = draft(EXAMPLES["inquiry-completed"])
    assert content(replace(told, data={**told.data, "by": "别的机关"})) != content(told)
    assert content(replace(told, data={**told.data, "by": ""})) != content(told)


def test_golden_files_are_there_for_all_types_but_drafts() -> None:
    assert sorted(file.stem for file in GOLDEN.glob("*.json")) == FROZEN


def test_examples_of_frozen_types_fill_every_field() -> None:
    empty = {(), "", None, 0}  # False is 0
    unfilled = {
        f"{name}.{field}"
        for name in FROZEN
        for field in field_names(TYPES[name])
        if _hashable(getattr(EXAMPLES[name], field)) in empty
    }
    # What is not yet done has no day, zero working days are the point, and False is the other value of a flag.
    assert unfilled == {
        "act-described.lead_has_duty",
        "deadline-lapsed.done_on",
        "deadline-lifted.done_on",
        "deadline-suspended.done_on",
        "deadline-moved.done_on",
        "deadline-set.done_on",
        "forward-urgent.gap_working_days",
    }


def test_an_unknown_type_is_kept_as_it_is() -> None:
    assert decode("yingsu.comet-sighted.v1", {"seen": 1}) == Unknown("yingsu.comet-sighted.v1", {"seen": 1})


def test_a_later_version_is_kept_as_it_is() -> None:
    assert decode("yingsu.hearing-held.v2", {"held": "x"}) == Unknown("yingsu.hearing-held.v2", {"held": "x"})


def test_data_that_cannot_be_read_are_kept_as_they_are() -> None:
    assert decode("yingsu.hearing-held.v1", {"held_on": "x"}) == Unknown(
        "yingsu.hearing-held.v1", {"held_on": "x"}
    )


def test_fields_of_a_later_release_are_passed_over() -> None:
    event = EXAMPLES["hearing-held"]
    assert decode(type_of(type(event)), {**encode(event), "weather": "rain"}) == event


def test_a_type_names_its_class() -> None:
    for cls in TYPES.values():
        assert class_of(type_of(cls)) is cls


def test_the_next_event_names_the_hash_of_the_one_before() -> None:
    first = golden("hearing-held")
    second = stamp(draft(EXAMPLES["archived"]), 8, RECORDED_AT, digest(first))
    assert json.loads(second)["prevhash"] == digest(first)


def _hashable(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, dict) else value


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for missing in (name for name in FROZEN if not (GOLDEN / f"{name}.json").exists()):
        (GOLDEN / f"{missing}.json").write_bytes(golden(missing))
