"""Do people at the command line see what is parked and which source is silent, whole and in every form?"""

import csv
import io
import json
from typing import Any

import pytest

from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Answer, Asked, Stub, problem

ONE: dict[str, Any] = {
    "id": "（2026）鄂0117行初1号|routing/unknown-organ/某局",
    "reason": "unknown-organ",
    "case": "（2026）鄂0117行初1号",
    "source": "court/鄂0117",
    "on": "2026-09-28",
    "position": 7,
    "facts": 1,
    "about": "某局",
    "released_by": "organ-registered",
    "missing": [],
    "article": "",
    "type": "case-docketed",
    "told_on": "2026-09-18",
    "figures": ["docketed", "heard"],
    "period": "2026-09",
    "agencies": ["某局"],
    "row": None,
    "address": "http://door/enter/facts/7",
}
ROW = {"file": "ledger", "row_key": "（2026）鄂0117行初2号", "sheet": "台账", "row": 76, "column": "立案日期"}
TWO = {
    **ONE,
    "id": "*ledger/xinzhou r|row-unreadable",
    "reason": "row-unreadable",
    "source": "ledger/xinzhou",
    "position": 9,
    "released_by": "",
    "row": {
        **ROW,
        "value": "二月三十",
        "expected": "a day",
        "cells": {"原告": "宋某", "立案日期": "二月三十"},
    },
}
CHAIN = {
    "position": 7,
    "recordedat": "2026-09-28T02:00:00Z",
    "actor": "court/x#1",
    "type": "yingsu.case-docketed.v1",
    "data": {"defendants": ["某局"]},
    "revisions": [
        {
            "position": 8,
            "recordedat": "2026-09-29T02:00:00Z",
            "actor": "bureau/y#2",
            "type": "yingsu.fact-corrected.v1",
            "reason": "名称有误",
            "data": {"defendants": ["另一局"]},
            "counts": True,
        }
    ],
}


@pytest.fixture
def parked(stub: Stub) -> Stub:
    def pages(asked: Asked) -> Answer:
        if asked.query.get("position") == "99":
            return Answer({"items": [], "next": ""})
        if "position" in asked.query or "id" in asked.query:
            one = TWO if "id" in asked.query else ONE
            return Answer({"items": [one], "next": ""})
        more = "after" not in asked.query
        return Answer({"items": [ONE if more else TWO], "next": "there" if more else ""})

    stub.answers["reporting", "GET /parked"] = pages
    stub.answers["intake", "GET /facts/7"] = Answer(CHAIN)
    stub.answers["intake", "GET /facts/9"] = problem(403, "Not allowed", "read facts is missing")
    return stub


def test_the_list_has_every_page_and_says_what_releases_each(parked: Stub, yingsu: Yingsu) -> None:
    said = yingsu("parked", "list", "--district", "420117", "--data", parked.data)
    assert said.code == 0
    for word in ("某局", "organ-registered", "立案日期: 二月三十", "the row, imported again"):
        assert word in said.out
    assert [asked.get("after") for asked in parked.queries("/parked")] == [None, "there"]


def test_filters_are_passed_on(parked: Stub, yingsu: Yingsu) -> None:
    yingsu(
        "parked", "list", "--district", "xinzhou", "--reason", "unknown-organ", "--source", "court/鄂0117",
        "--case", "（2026）鄂0117行初1号", "--data", parked.data,
    )  # fmt: skip
    asked = parked.queries("/parked")[0]
    assert (asked["district"], asked["reason"], asked["source"]) == (
        "xinzhou",
        "unknown-organ",
        "court/鄂0117",
    )
    assert asked["case"] == "（2026）鄂0117行初1号"
    assert "agency" not in asked


def test_the_list_as_json_and_csv(parked: Stub, yingsu: Yingsu) -> None:
    said = yingsu("parked", "list", "--district", "xinzhou", "--format", "json", "--data", parked.data)
    assert json.loads(said.out) == [ONE, TWO]
    said = yingsu("parked", "list", "--district", "xinzhou", "--format", "csv", "--data", parked.data)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [row["position"] for row in rows] == ["7", "9"]
    assert rows[0]["figures"] == "docketed、heard"


def test_one_is_shown_by_its_position_with_the_revisions_of_its_fact(parked: Stub, yingsu: Yingsu) -> None:
    said = yingsu("parked", "show", "7", "--district", "xinzhou", "--data", parked.data)
    assert said.code == 0
    for word in ("unknown-organ", "名称有误", "bureau/y#2", "另一局"):
        assert word in said.out
    said = yingsu("parked", "show", "7", "--district", "xinzhou", "--format", "json", "--data", parked.data)
    assert json.loads(said.out) == {"parked": [ONE], "fact": CHAIN}


def test_one_is_shown_by_its_id_also_where_the_fact_may_not_be_seen(parked: Stub, yingsu: Yingsu) -> None:
    said = yingsu("parked", "show", TWO["id"], "--district", "xinzhou", "--data", parked.data)
    assert said.code == 0
    assert "宋某" in said.out
    assert "The fact" not in said.out


def test_what_is_parked_no_more_is_said_to_be_so(parked: Stub, yingsu: Yingsu) -> None:
    said = yingsu("parked", "show", "99", "--district", "xinzhou", "--data", parked.data)
    assert said.code == 2
    assert "it may be used by now" in said.err


@pytest.mark.parametrize(
    ("state", "code"), [("regular", 0), ("unregistered", 0), ("silent", 1), ("never", 1)]
)
def test_a_silent_source_needs_a_look(stub: Stub, yingsu: Yingsu, state: str, code: int) -> None:
    row = dict.fromkeys(("since", "heard_on", "late_month"), None)
    row |= dict.fromkeys(("received_today", "received_week", "received_month"), 3)
    row |= {"feed": "court/鄂0117", "title": "", "state": state, "parked": 1, "differing_days": 2}
    row |= {"missing": 1, "surplus": 0}
    stub.answers["reporting", "GET /feeds"] = Answer({"items": [row], "next": ""})
    said = yingsu("feeds", "health", "--district", "xinzhou", "--data", stub.data)
    assert said.code == code
    assert "court/鄂0117" in said.out
    assert state in said.out
    as_csv = yingsu("feeds", "health", "--district", "xinzhou", "--format", "csv", "--data", stub.data)
    (line,) = csv.DictReader(io.StringIO(as_csv.out))
    assert (line["state"], line["received_month"]) == (state, "3")
