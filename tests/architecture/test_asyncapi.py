"""Does docs/asyncapi.yaml say what the code says, and is everything in it that it refers to?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.nats.described import written
from deploy.nats.described.forms import data_of, event_of, reportable
from shared.events.catalogue import TYPES

FILE = Path(__file__).parents[2] / "docs" / "asyncapi.yaml"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def test_the_document_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run `python -m deploy.nats.described`"


def test_all_that_is_referred_to_is_there(told: dict[str, Any]) -> None:
    places = set(_references(told))
    assert {place for place in places if not _at(told, place)} == set()
    forms = {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}
    assert forms <= places, "forms that no message has"


def test_every_event_type_is_on_the_stream_and_every_fact_from_outside_can_be_sent(
    told: dict[str, Any],
) -> None:
    assert set(told["channels"]["cases"]["messages"]) == {event_of(name) for name in TYPES}
    sent = {one["properties"]["data"]["$ref"] for one in told["components"]["schemas"]["fact"]["oneOf"]}
    assert sent == {f"#/components/schemas/{data_of(name)}" for name in reportable()}


def test_only_what_publishers_may_ask_is_in_their_account(told: dict[str, Any]) -> None:
    outside = [one["address"] for one in told["channels"].values() if "OUTSIDE" in one.get("x-accounts", ())]
    assert outside == ["submit.{district}"]


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _at(told: Any, place: str) -> Any:
    for step in place.removeprefix("#/").split("/"):
        told = told.get(step) if isinstance(told, dict) else None
    return told
