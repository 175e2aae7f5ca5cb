"""Does docs/asyncapi.yaml say what the code says, and is everything in it that it refers to?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from nats.aio.msg import Msg

from deploy.nats.described import written
from deploy.nats.described.forms import data_of, event_of, reportable
from shared.events.catalogue import TYPES
from tests.e2e.heard import Heard

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
    assert outside == ["submit.{district}", "$KV.FIGURES.{district}.{period}.{by}.{agency}.{metric}"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("gossip.of.services", b"{}"),
        ("settled.reporting", b'{"upto": "all"}'),
        ("log.append.routing", b"[]"),
        ("cases.xinzhou.hearing-held", b'{"type": "yingsu.hearing-held.v1"}'),
        ("cases.xinzhou.unheard-of", b'{"type": "yingsu.unheard-of.v1"}'),
        ("access.who", b"no JSON"),
    ],
)
def test_what_is_not_described_is_noticed(subject: str, body: bytes) -> None:
    assert len(Heard([Msg(cast(Any, None), subject, data=body)]).undescribed()) == 1


def test_an_answer_in_no_form_of_its_channel_is_noticed() -> None:
    asked = Msg(cast(Any, None), "access.who", "_INBOX.x", b'{"fingerprint": ""}')
    answer = Msg(cast(Any, None), "_INBOX.x", data=b'{"principal": 1}')
    assert len(Heard([asked, answer]).undescribed()) == 1


def test_what_was_asked_in_no_form_counts_only_where_it_was_not_refused() -> None:
    asked = Msg(cast(Any, None), "submit.xinzhou", "_R_.x", b"1")
    problem = b'{"problem": {"type": "", "title": "", "status": 422, "detail": ""}}'
    refused = Msg(cast(Any, None), "_R_.x", data=problem)
    assert len(Heard([asked]).undescribed()) == 1
    assert Heard([asked, refused]).undescribed() == []


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
