"""What waits, and for whom, as programs ask for it: whole lists, one's own, one kind, page by page?"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from services.reporting.worklist import api
from services.reporting.worklist.kinds import KINDS
from shared.events.aftermath import ConductRecorded, SuggestionAnswered
from shared.events.agency import ActDescribed, AgentsAuthorised
from shared.events.bureau import AgencyDesignated
from shared.events.court import CaseDocketed, SuggestionIssued
from tests.reporting.deadlines.town import begin
from tests.reporting.served import served
from tests.reporting.told import Told

GOVERNMENT, BUREAU, OFFICE = "威海市环翠区人民政府", "环翠区司法局", "环翠区人民政府办公室"
POLICE, TOWN, STRANGER = "环翠区公安分局", "环翠区张村镇人民政府", "邻区水利局"
CASES = tuple(f"（2023）鲁1002行初{number}号" for number in range(1, 8))
TODAY = date(2023, 10, 20)

Answer = dict[str, Any]


def docketed(*defendants: str) -> CaseDocketed:
    return CaseDocketed(instance="first", defendants=defendants, docketed_on=date(2023, 7, 3))


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("gov", GOVERNMENT, "government")
    told.organ("bureau", BUREAU, "bureau")
    told.organ("office", OFFICE, "office")
    told.organ("d1", POLICE, aliases=("区公安分局",))
    told.organ("t1", TOWN, "street")
    for case in CASES[:3]:
        told.fact(case, docketed(POLICE))
    alone = AgentsAuthorised(agency=POLICE, outside_lawyers=1, authorised_on=date(2023, 8, 1))
    told.fact(CASES[1], alone, source="agency/d1")
    for case in CASES[3:5]:
        told.fact(case, docketed(GOVERNMENT), ActDescribed(kind="other"))
    for case, on in (
        (CASES[0], date(2023, 9, 4)),
        (CASES[2], date(2023, 8, 10)),
        (CASES[1], date(2023, 10, 9)),
    ):
        told.fact(case, SuggestionIssued(received_on=on, addressee="区公安分局"))
    told.fact(
        CASES[5], docketed(STRANGER), SuggestionIssued(received_on=date(2023, 9, 1), addressee=STRANGER)
    )
    begin(told, TODAY)
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, api.routes) as client:
        yield client


async def asked(client: httpx.AsyncClient, path: str = "/worklists", **more: Any) -> Answer:
    answer = await client.get(path, params={"district": "huancui", **more})
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    assert answer.headers["X-Yingsu-Position"] == str(found["position"])
    return found


def counted(answer: Answer) -> Mapping[str, int]:
    assert list(answer["counts"]) == list(KINDS)
    return {kind: number for kind, number in answer["counts"].items() if number}


async def test_what_waits_stands_by_kind_and_day_with_who_must_act(client: httpx.AsyncClient) -> None:
    answer = await asked(client)
    assert (answer["who"], answer["day"]) == ("", str(TODAY))
    assert counted(answer) == {"designation": 2, "parked": 1, "agents": 1, "answer": 4, "referral": 1}
    waits = [(one["kind"], one["who"], one["agencies"], one["case"], one["by"]) for one in answer["items"]]
    assert waits == [
        ("designation", "bureau", [BUREAU], CASES[3], None),
        ("designation", "bureau", [BUREAU], CASES[4], None),
        ("parked", "bureau", [BUREAU], CASES[5], None),
        ("agents", "responsible_agency", [POLICE], CASES[1], None),
        ("answer", "addressee", [POLICE], CASES[2], "2023-10-10"),
        ("answer", "addressee", [STRANGER], CASES[5], "2023-11-01"),
        ("answer", "addressee", [POLICE], CASES[0], "2023-11-06"),
        ("answer", "addressee", [POLICE], CASES[1], "2023-12-11"),
        ("referral", "bureau", [BUREAU], CASES[2], None),
    ]
    assert [one["overdue"] for one in answer["items"]].index(True) == 4
    first, agents = answer["items"][0], answer["items"][3]
    assert (first["since"], first["says"]["defendant"]) == ("2023-07-03", GOVERNMENT)
    assert agents["says"]["problems"] == ["outside_lawyer_alone"]
    assert agents["about"]["defendants"] == [POLICE]


@pytest.mark.parametrize("who", ["bureau", BUREAU, "区司法局"])
async def test_the_bureau_sees_what_it_must_do_by_whatever_name(client: httpx.AsyncClient, who: str) -> None:
    answer = await asked(client, who=who)
    assert answer["who"] == BUREAU
    assert counted(answer)["designation"] == 2
    assert {tuple(one["agencies"]) for one in answer["items"]} == {(BUREAU,)}


@pytest.mark.parametrize("who", [POLICE, "区公安分局"])
async def test_an_agency_sees_its_own_by_name_or_alias(client: httpx.AsyncClient, who: str) -> None:
    answer = await asked(client, who=who)
    assert answer["who"] == POLICE
    assert counted(answer)["answer"] == 3
    assert [one["case"] for one in answer["items"] if one["kind"] == "answer"] == [
        CASES[2],
        CASES[0],
        CASES[1],
    ]


async def test_whoever_is_not_in_the_register_is_found_when_something_waits_for_them(
    client: httpx.AsyncClient,
) -> None:
    assert counted(await asked(client, who=STRANGER)) == {"answer": 1}


async def test_nothing_waits_for_an_organ_that_has_nothing_to_do(client: httpx.AsyncClient) -> None:
    for who in ("government_office", OFFICE, TOWN):
        answer = await asked(client, who=who)
        assert (answer["items"], answer["next"], counted(answer)) == ([], None, {})


async def test_a_word_for_an_office_the_register_does_not_have_is_answered_all_the_same(
    tmp_path: Path,
) -> None:
    told = Told(tmp_path)
    told.fact(CASES[0], docketed(GOVERNMENT), ActDescribed(kind="other"))
    await told.settle()
    reader = told.reader()
    answer = await reader.worklist("huancui", who="bureau")
    assert {item.agencies for item in answer.items} == {()}
    assert answer.items
    reader.close()
    told.close()


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("who", ["", BUREAU, POLICE])
async def test_pages_show_all_of_it_once_in_order(client: httpx.AsyncClient, limit: int, who: str) -> None:
    whole = await asked(client, who=who)
    assert whole["next"] is None
    found, after = list[Any](), ""
    while True:
        page = await asked(client, who=who, limit=limit, after=after)
        assert len(page["items"]) <= limit
        assert page["counts"] == whole["counts"]
        found += page["items"]
        after = page["next"]
        if not after:
            break
    assert found == whole["items"]


async def test_one_kind_is_asked_for_by_name_and_page_by_page(client: httpx.AsyncClient) -> None:
    first = await asked(client, kind="answer", limit=2)
    rest = await asked(client, kind="answer", limit=2, after=first["next"])
    assert [one["case"] for one in first["items"] + rest["items"]] == [CASES[2], CASES[5], CASES[0], CASES[1]]
    assert rest["next"] is None
    assert [one["case"] for one in (await asked(client, kind="agents", who=POLICE))["items"]] == [CASES[1]]
    assert (await asked(client, kind="agents", who=BUREAU))["items"] == []


async def test_the_older_address_answers_the_same(client: httpx.AsyncClient) -> None:
    assert await asked(client, "/worklist", who=POLICE) == await asked(client, who=POLICE)


async def test_what_is_settled_waits_no_longer_for_anybody(told: Told, client: httpx.AsyncClient) -> None:
    designated = AgencyDesignated(defendant=GOVERNMENT, agencies=(TOWN,), designated_on=date(2023, 7, 10))
    told.fact(CASES[3], designated, source="bureau/huancui")
    answered = SuggestionAnswered(
        answered_on=date(2023, 10, 19), received_on=date(2023, 8, 10), addressee=POLICE
    )
    told.fact(CASES[2], answered, source="agency/d1")
    await told.settle()
    assert [one["case"] for one in (await asked(client, kind="designation"))["items"]] == [CASES[4]]
    left = await asked(client, who=POLICE, kind="answer")
    assert [one["case"] for one in left["items"]] == [CASES[0], CASES[1]]
    assert left["counts"]["answer"] == 2


async def test_a_fact_about_another_agency_waits_beside_the_first(
    told: Told, client: httpx.AsyncClient
) -> None:
    for agency in (POLICE, TOWN):
        recorded = ConductRecorded(recorded_on=date(2023, 9, 1), agency=agency, kind="interfered")
        told.fact(CASES[4], recorded, source="bureau/huancui")
    await told.settle()
    items = (await asked(client, kind="referral", who="bureau"))["items"]
    triggers = [one["says"]["agency"] for one in items if one["says"]["trigger"] == "interfered"]
    assert triggers == [POLICE, TOWN]


@pytest.mark.parametrize(
    ("more", "status", "parameter"),
    [
        ({"district": "nowhere"}, 404, "district"),
        ({"who": "无此单位"}, 404, "who"),
        ({"who": "*"}, 404, "who"),
        ({"after": "lunch"}, 422, "after"),
        ({"after": "lunch|2023-01-01|x|0"}, 422, "after"),
        ({"after": "answer|soon|x|0"}, 422, "after"),
    ],
)
async def test_what_is_not_there_is_a_problem_that_says_what_is_allowed(
    client: httpx.AsyncClient, more: dict[str, str], status: int, parameter: str
) -> None:
    answer = await client.get("/worklists", params={"district": "huancui", **more})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["expected"]


async def test_an_unknown_kind_is_refused_with_the_kinds_there_are(client: httpx.AsyncClient) -> None:
    answer = await client.get("/worklists", params={"district": "huancui", "kind": "lunch"})
    assert answer.status_code == 422
    assert "'designation'" in answer.json()["errors"][0]["expected"]


async def test_lists_and_counts_are_found_by_index_and_never_by_looking_through_a_table(told: Told) -> None:
    reader = told.reader()
    asking: list[tuple[str, Any]] = []

    @event.listens_for(reader._engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "view_waiting" in statement and not statement.startswith("EXPLAIN"):
            asking.append((statement, parameters))

    first = await reader.worklist("huancui", who=POLICE, limit=1)
    await reader.worklist("huancui", "answer", who="bureau", after=first.next or "")
    await reader.worklist("huancui")
    with reader._engine.connect() as connection:
        for statement, parameters in asking:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            said = [str(row[-1]) for row in plan]
            tables = [line for line in said if "view_" in line]
            assert tables
            assert all(line.startswith("SEARCH") for line in tables), said
            assert not any(
                "TEMP B-TREE" in line and "SEARCH view_waiting" not in line for line in said[:1]
            ), said
    assert len(asking) > 4
    reader.close()
