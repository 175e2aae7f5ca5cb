"""Do the published schemas say of every type what the door accepts?"""

import pytest

from shared.codec import encode, field_names
from shared.events.base import Fact
from shared.events.catalogue import FACTS, FINDABLE, FINDINGS, TYPES, schema
from tests.examples import EXAMPLES


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_schema_describes_every_field_in_words(name: str) -> None:
    told = schema(name)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["$id"] == f"yingsu:schema:{name}:v1"
    assert told["description"].endswith(".")
    assert told["properties"].keys() == field_names(TYPES[name])


@pytest.mark.parametrize("name", sorted(TYPES))
def test_an_example_has_all_that_its_schema_requires(name: str) -> None:
    assert set(schema(name).get("required", ())) <= encode(EXAMPLES[name]).keys()


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_slot_and_a_deciding_date_are_fields(name: str) -> None:
    cls = TYPES[name]
    assert set(cls.SLOT) <= field_names(cls) | {"of"}
    if issubclass(cls, Fact):
        assert {cls.DECIDES} - {""} <= field_names(cls)
        assert set(cls.PERSONAL) <= field_names(cls)
        assert cls.ABOUT in ("case", "bureau", "organ", "district", "log")


def test_dates_are_iso_days_and_vocabularies_are_closed() -> None:
    told = schema("document-served")
    assert told["properties"]["decided_on"]["anyOf"][0] == {"format": "date", "type": "string"}
    assert "revoked" in told["properties"]["outcomes"]["items"]["enum"]


def test_a_type_is_a_fact_or_a_finding_and_never_both() -> None:
    assert not FACTS.keys() & FINDINGS.keys()
    assert all(schema(name)["x-kind"] == "fact" for name in FACTS)


def test_every_finding_has_a_topic_and_one_finder() -> None:
    found = [name for names in FINDABLE.values() for name in names]
    assert set(found) == FINDINGS.keys()
    shared = {name for name in found if found.count(name) > 1}
    assert shared == {"fact-parked", "finding-withdrawn"}
    assert all(cls.TOPIC for name, cls in FINDINGS.items() if name != "finding-withdrawn")


def test_an_unknown_name_has_no_schema() -> None:
    with pytest.raises(KeyError):
        schema("comet-sighted")
