"""What cannot be asked: each fault with its place, what was found there and what is expected."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from shared.calendar import statutory_days
from tests.explained import Explaining, explaining, registered, told
from tests.given import packs
from tests.words import FIRST, POLICE, docketed

Body = dict[str, Any]


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Explaining]:
    async with explaining(RULES, routes, tmp_path, registered()) as service:
        yield service


def sound() -> Body:
    return {"district": "xinzhou", "facts": told(FIRST, docketed(POLICE))}


def other_district(pack: str) -> str:
    return pack.replace("district: xinzhou", "district: elsewhere")


FAULTS: dict[str, tuple[Callable[[Body], Any], str, str, str]] = {
    "no district": (
        lambda body: body.pop("district"),
        "/district",
        "Field required",
        "a value for this field",
    ),
    "district in words": (
        lambda body: body.update(district="新洲区"),
        "/district",
        "found '新洲区'",
        "such as xinzhou",
    ),
    "district without a law": (
        lambda body: body.update(district="nowhere"),
        "/district",
        "no law is adopted for 'nowhere'",
        "one of huancui, xinzhou",
    ),
    "no facts": (lambda body: body.update(facts=[]), "/facts", "at least 1 item", "at least 1 item"),
    "a day that is a number": (
        lambda body: body.update(day="86400"),
        "/day",
        "is no day, found '86400'",
        "YYYY-MM-DD",
    ),
    "a day long ago": (lambda body: body.update(day="0999-01-01"), "/day", "no period", "from 1991-01-01"),
    "a misspelt member": (lambda body: body.update(organ=[]), "/organ", "not permitted", ""),
    "no type there is": (
        lambda body: body["facts"][0].update(type="case-dockted"),
        "/facts/0/type",
        "found 'case-dockted'",
        "a fact of GET /schemas",
    ),
    "a finding": (
        lambda body: body["facts"][0].update(type="deadline-met"),
        "/facts/0/type",
        "found 'deadline-met'",
        "a fact of GET /schemas",
    ),
    "a correction": (
        lambda body: body["facts"][0].update(type="fact-corrected"),
        "/facts/0/type",
        "tell it as it is",
        "a fact of GET /schemas",
    ),
    "a day as a fact": (
        lambda body: body["facts"][0].update(type="day-began"),
        "/facts/0/type",
        "the member day",
        "a fact of GET /schemas",
    ),
    "a law as a fact": (
        lambda body: body["facts"][0].update(type="law-adopted"),
        "/facts/0/type",
        "the member pack",
        "a fact of GET /schemas",
    ),
    "no case number": (
        lambda body: body["facts"][0].update(case="12"),
        "/facts/0/case",
        "found '12'",
        "a case number such as",
    ),
    "no case": (lambda body: body["facts"][0].pop("case"), "/facts/0/case", "is missing", "a case number"),
    "a case of no case": (
        lambda body: body["facts"][0].update(
            type="organ-registered", data={"code": "x", "name": "某局", "kind": "department"}
        ),
        "/facts/0/case",
        f"found '{FIRST}'",
        "no case, as the fact is about none",
    ),
    "no kind of source": (
        lambda body: body["facts"][0].update(source="法院"),
        "/facts/0/source",
        "found '法院'",
        "the kind one of court, procuratorate",
    ),
    "a missing field": (
        lambda body: body["facts"][0]["data"].pop("defendants"),
        "/facts/0/data/defendants",
        "Field required",
        "a value for this field",
    ),
    "a word that is none": (
        lambda body: body["facts"][0]["data"].update(instance="third"),
        "/facts/0/data/instance",
        "found 'third'",
        "one of 'first'",
    ),
    "seconds as a date": (
        lambda body: body["facts"][0]["data"].update(docketed_on="86400"),
        "/facts/0/data/docketed_on",
        "found '86400'",
        "a date as YYYY-MM-DD",
    ),
    "one fact twice": (
        lambda body: body["facts"].append({**body["facts"][0], "id": "1"}),
        "/facts/1/id",
        "'1' of court/test stands twice",
        "an id of its own",
    ),
    "an organ of no kind": (
        lambda body: body.update(organs=[{"code": "x", "name": "某局", "kind": "bank"}]),
        "/organs/0/kind",
        "found 'bank'",
        "one of 'government'",
    ),
    "a year that cannot be": (
        lambda body: body["facts"].append(
            {
                "type": "calendar-published",
                "data": {
                    "year": 2027,
                    "notice": "",
                    "holidays": [*map(str, sorted(statutory_days(2027))), "2029-01-01"],
                    "make_up_days": [],
                },
            }
        ),
        "/facts/1/data/holidays/13",
        "the day 2029-01-01",
        "a day from 2026-12-01 to 2027-12-31",
    ),
    "no pack": (lambda body: body.update(pack="- 1"), "/pack", "line 1", "the text of a law pack"),
    "a pack with a fault": (
        lambda body: body.update(
            pack=packs()["xinzhou"].replace("earlier_case: known", "earlier_case: old", 1)
        ),
        "/pack",
        "earlier_case cannot be 'old'",
        "the text of a law pack",
    ),
    "a pack of another district": (
        lambda body: body.update(pack=other_district(packs()["xinzhou"])),
        "/pack",
        "it is the law of elsewhere",
        "the law of xinzhou",
    ),
    "a pack on top of none": (
        lambda body: body.update(pack=packs()["xinzhou"].replace("extends: national", "extends: other")),
        "/pack",
        "it extends 'other', which is not adopted",
        "national",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_what_cannot_be_asked_is_refused_with_place_and_expectation(
    asked: Explaining, name: str
) -> None:
    spoil, pointer, detail, expected = FAULTS[name]
    body = sound()
    spoil(body)
    (fault,) = await asked.refused(body)
    assert fault[0] == pointer
    assert detail in fault[1]
    assert expected in fault[2]


async def test_all_faults_are_named_at_once(asked: Explaining) -> None:
    body = sound()
    body["facts"][0]["data"].update(instance="third", docketed_on="yesterday")
    body["facts"].append({"type": "nonsense", "case": "12"})
    body["pack"] = "pack: x"
    pointers = [fault[0] for fault in await asked.refused(body)]
    assert pointers[:3] == ["/facts/0/data/instance", "/facts/0/data/docketed_on", "/facts/1/type"]
    assert pointers.count("/pack") > 1


async def test_a_body_that_is_no_json_is_refused(asked: Explaining) -> None:
    answer = await asked.http.post("/explain", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["title"] == "Invalid request"


async def test_what_is_asked_is_not_recorded(asked: Explaining) -> None:
    assert (await asked.http.post("/explain", json=sound())).status_code == 200
    answer = await asked.http.get("/explain", params={"district": "xinzhou", "case": FIRST})
    assert answer.status_code == 404


async def test_the_usual_reporter_is_taken_where_none_is_named(asked: Explaining) -> None:
    body = sound()
    del body["facts"][0]["source"]
    body["facts"].append({"type": "yingsu.archived.v1", "case": FIRST, "data": {"archived_on": "2023-06-01"}})
    body["facts"].append(
        {"type": "closing-document-served", "case": FIRST, "data": {"served_on": "2023-05-29"}}
    )
    duties = (await asked.http.post("/explain", json=body)).json()["cases"][0]["duties"]
    (archive,) = (one for one in duties if one["duty"] == "archive" and one["deadlines"])
    assert archive["deadlines"][0]["met_by"][0]["reported_by"] == "agency/asked 2"
