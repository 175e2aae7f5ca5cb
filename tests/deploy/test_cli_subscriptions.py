"""Is somebody put on the list with a secret shown once, tried, and taken off it with all that renewed it?"""

import csv
import io
import json
from typing import Any

import pytest

from shared.outbound import secret_bytes
from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Stub, problem

ROW: dict[str, Any] = {
    "district": "xinzhou",
    "name": "法规科",
    "version": 2,
    "channel": "webhook",
    "address": "https://oa.example.cn/…",
    "agency": "",
    "duties": ["defence"],
    "told_of": [],
    "state": "active",
    "reason": "",
    "origins": [
        {"source": "bureau/xinzhou", "id": "a", "replaces": "a"},
        {"source": "bureau/xinzhou", "id": "b", "replaces": "b-2"},
    ],
}
VERSIONS = [{"district": "xinzhou", "name": "法规科", "version": 2}]


@pytest.fixture
def listed(stub: Stub) -> Stub:
    stub.answers["reporting", "GET /subscriptions"] = Answer({"items": [ROW], "versions": VERSIONS})
    results = [{"index": 0, "warnings": []}]
    stub.answers["intake", "POST /events"] = Answer({"position": 9, "results": results})
    return stub


def sent(stub: Stub) -> list[dict[str, Any]]:
    (asked,) = (one for one in stub.asked if one.path == "/events")
    events: list[dict[str, Any]] = json.loads(asked.body)
    return events


def test_the_list_says_who_is_told_and_how_it_goes(listed: Stub, yingsu: Yingsu) -> None:
    said = yingsu("subscriptions", "list", "--district", "420117", "--data", listed.data)
    assert said.code == 0
    assert "法规科" in said.out
    assert "https://oa.example.cn/…" in said.out
    assert listed.queries("/subscriptions") == [{"district": "xinzhou"}]
    as_csv = yingsu(
        "subscriptions", "list", "--district", "xinzhou", "--format", "csv", "--data", listed.data
    )
    (row,) = csv.DictReader(io.StringIO(as_csv.out))
    assert (row["name"], row["duties"], row["state"]) == ("法规科", "defence", "active")


@pytest.mark.parametrize("state", ["disabled", "failing", "undeliverable"])
def test_one_who_is_not_reached_needs_a_look(listed: Stub, yingsu: Yingsu, state: str) -> None:
    row = {**ROW, "state": state, "reason": "8 tries failed"}
    listed.answers["reporting", "GET /subscriptions"] = Answer({"items": [row], "versions": VERSIONS})
    said = yingsu("subscriptions", "list", "--district", "xinzhou", "--data", listed.data)
    assert said.code == 1
    assert state in said.out
    assert "8 tries failed" in said.out


def test_a_new_webhook_gets_a_secret_that_is_shown(listed: Stub, yingsu: Yingsu) -> None:
    url = "https://oa.example.cn/hooks"
    said = yingsu(
        "subscriptions", "add", "住建局", "--district", "xinzhou", "--webhook", url, "--duty", "defence",
        "--duty", "draft", "--of", "near", "--agency", "区住建局", "--data", listed.data,
    )  # fmt: skip
    assert said.code == 0, said.err
    (event,) = sent(listed)
    data = event["data"]
    assert (event["type"], event["source"], event["subject"], event["district"]) == (
        "yingsu.subscription-made.v1",
        "bureau/xinzhou",
        "住建局",
        "xinzhou",
    )
    assert (data["version"], data["channel"], data["address"]) == (1, "webhook", url)
    assert (data["duties"], data["told_of"], data["agency"]) == (["defence", "draft"], ["near"], "区住建局")
    assert secret_bytes(data["secret"]) is not None
    assert said.out.count(data["secret"]) == 1


def test_each_secret_is_another(listed: Stub, yingsu: Yingsu) -> None:
    for name in ("甲", "乙"):
        yingsu("subscriptions", "add", name, "--district", "xinzhou", "--webhook", "https://a.cn/", "--data", listed.data)  # fmt: skip  # noqa: E501
    bodies = [json.loads(one.body)[0] for one in listed.asked if one.path == "/events"]
    assert len({one["data"]["secret"] for one in bodies}) == len({one["id"] for one in bodies}) == 2


def test_a_mail_address_gets_no_secret_and_a_name_that_is_there_a_later_version(
    listed: Stub, yingsu: Yingsu
) -> None:
    said = yingsu(
        "subscriptions", "add", "法规科", "--district", "xinzhou", "--mail", "flk@example.gov.cn",
        "--data", listed.data,
    )  # fmt: skip
    (event,) = sent(listed)
    assert (event["data"]["channel"], event["data"]["secret"], event["data"]["version"]) == ("email", "", 3)
    assert "whsec_" not in said.out


@pytest.mark.parametrize("given", [(), ("--webhook", "https://a.cn/", "--mail", "a@b.cn")])
def test_one_of_both_ways_must_be_named(listed: Stub, yingsu: Yingsu, given: tuple[str, ...]) -> None:
    said = yingsu("subscriptions", "add", "甲", "--district", "xinzhou", *given, "--data", listed.data)
    assert said.code == 2
    assert "either --webhook URL or --mail ADDRESS" in said.err


def test_what_intake_refuses_is_said_and_no_secret_is_shown(listed: Stub, yingsu: Yingsu) -> None:
    fault = {
        "index": 0,
        "pointer": "/data/address",
        "detail": "leads to 10.0.0.1",
        "expected": "a public host",
    }
    listed.answers["intake", "POST /events"] = problem(422, "Not a fact", "no", errors=[fault])
    said = yingsu(
        "subscriptions",
        "add",
        "甲",
        "--district",
        "xinzhou",
        "--webhook",
        "http://oa/",
        "--data",
        listed.data,
    )
    assert said.code == 2
    assert "leads to 10.0.0.1" in said.err
    assert "whsec_" not in said.out + said.err


def test_removing_retracts_every_fact_it_rests_on(listed: Stub, yingsu: Yingsu) -> None:
    said = yingsu("subscriptions", "remove", "法规科", "--district", "xinzhou", "--data", listed.data)
    assert said.code == 0
    events = sent(listed)
    assert [(one["data"]["target_id"], one["data"]["replaces"]) for one in events] == [
        ("a", "a"),
        ("b", "b-2"),
    ]
    assert {one["type"] for one in events} == {"yingsu.fact-retracted.v1"}
    assert len({one["id"] for one in events}) == 2


def test_one_that_is_not_there_cannot_be_removed(listed: Stub, yingsu: Yingsu) -> None:
    said = yingsu("subscriptions", "remove", "财政局", "--district", "xinzhou", "--data", listed.data)
    assert said.code == 2
    assert "法规科" in said.err


def test_a_trial_says_whether_it_arrived(listed: Stub, yingsu: Yingsu) -> None:
    key = ("reporting", "POST /subscriptions/test")
    listed.answers[key] = Answer({"delivered": True, "detail": ""})
    good = yingsu("subscriptions", "test", "法规科", "--district", "xinzhou", "--data", listed.data)
    listed.answers[key] = Answer({"delivered": False, "detail": "answered 500"})
    bad = yingsu("subscriptions", "test", "法规科", "--district", "xinzhou", "--data", listed.data)
    assert (good.code, bad.code) == (0, 1)
    assert "answered 500" in bad.out
    assert listed.queries("/subscriptions/test")[0] == {"district": "xinzhou", "name": "法规科"}
