"""Does each role report the facts that the table names, and no other; also when it corrects or takes back?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_json

from services.intake.api import STREAM
from shared.access.speaking import refusal
from tests.access.speakers import FACT_TYPES, KEYS, SPEAKERS, revised, shown, spoken
from tests.access.table import MAY, MAY_REPORT, ROLES
from tests.examples import cloudevent
from tests.intake.door import open_door

REVISING = ("fact-corrected", "fact-retracted")
APART = frozenset(name for name, roles in MAY_REPORT.items() if roles == {"operator"}) | {"row-parked"}
"""Facts that only the operator reports, and rows, which come by imports alone: a bureau may take them back."""
NEEDING_MORE = APART | {"subscription-made"}
"""Facts of which the door asks more than their form before it asks who reports them."""


def test_the_table_knows_every_type_of_fact() -> None:
    assert MAY_REPORT.keys() == set(FACT_TYPES) - set(REVISING)


@pytest.mark.parametrize("role", sorted(MAY["report"]))
async def test_a_role_reports_what_the_table_says_over_http(tmp_path: Path, role: str) -> None:
    callers = {KEYS[one]: SPEAKERS[one] for one in ROLES if one != "public"}
    facts = {name: spoken(name, role) for name in MAY_REPORT}
    revisions = [
        revised(facts[name], kind, role) for name in facts for kind in REVISING if role in MAY_REPORT[name]
    ]
    async with open_door(tmp_path, callers) as door:

        async def said_of(drafts: list[Any]) -> Mapping[str, Mapping[str, Any]]:
            body = b"\n".join(to_json(cloudevent(draft)) for draft in drafts)
            headers = {"content-type": STREAM, **shown(role)}
            answer = (await door.http.post("/events", content=body, headers=headers)).json()
            assert answer["unlisted"] == 0
            return {one["id"]: one for one in answer["results"]}

        said = await said_of(list(facts.values()))
        status = {name: said.get(draft.id, {}).get("status", "accepted") for name, draft in facts.items()}
        lacking = {name for name, roles in MAY_REPORT.items() if role not in roles}
        assert {name for name in status if status[name] == "refused"} | APART == lacking | APART
        assert {name for name in status if status[name] == "accepted"} | NEEDING_MORE == (
            MAY_REPORT.keys() - lacking | NEEDING_MORE
        )
        for name in lacking - APART:
            (error,) = said[facts[name].id]["errors"]
            assert error["pointer"] == "/type"
            assert error["detail"] == f"{role} may not report yingsu.{name}.v1"
        assert {event["actor"] for event in await door.log()} <= {SPEAKERS[role].actor}
        after = await said_of(revisions)
        assert [told for told in after.values() if told["status"] == "refused"] == []


@pytest.mark.parametrize("role", sorted(set(ROLES) - MAY["report"]))
async def test_who_reports_nothing_is_turned_away_whole(tmp_path: Path, role: str) -> None:
    callers = {KEYS[one]: SPEAKERS[one] for one in ROLES if one != "public"}
    async with open_door(tmp_path, callers) as door:
        del door.http.headers["authorization"]
        for name in ("hearing-held", "papers-reported"):
            body = to_json(cloudevent(spoken(name, role)))
            answer = await door.http.post(
                "/events",
                content=body,
                headers={"content-type": "application/cloudevents+json", **shown(role)},
            )
            assert answer.status_code == (401 if role == "public" else 403)
            assert answer.json()["right"] == "report"
        assert door.keeper.position == 0


@pytest.mark.parametrize("kind", ["reported", *REVISING])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_report_a_fact_may_not_revise_it_either(role: str, kind: str) -> None:
    may = set()
    for name in MAY_REPORT:
        fact = spoken(name, role)
        draft = fact if kind == "reported" else revised(fact, kind, role)
        if refusal(SPEAKERS[role], draft) is None:
            may.add(name)
    assert may == {name for name, roles in MAY_REPORT.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_no_fact_is_the_operators_to_be_told_of(role: str) -> None:
    for type_ in ("yingsu.deadline-set.v1", "yingsu.no-such.v1", "com.example.thing"):
        draft = spoken("hearing-held", role)
        said = refusal(SPEAKERS[role], type(draft)(**{**vars_of(draft), "type": type_}))
        assert (said is None) == (role == "operator")


def vars_of(draft: Any) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}
