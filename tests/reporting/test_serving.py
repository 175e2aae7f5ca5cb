"""Lists are given alike everywhere: cursors of their query, chosen fields, CSV and workbooks, ETags of each form."""

import csv
import io
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import openpyxl
import pytest

from services.reporting import api
from services.reporting.cursors import CursorError, opened, sealed
from services.reporting.serving import XLSX, accepted, has, tabled
from services.reporting.workbooks import workbook
from services.reporting.worklist import api as worklist_api
from shared.events.court import CaseDocketed, HearingHeld
from tests.reporting.served import served
from tests.reporting.told import Told

POLICE = "环翠区公安分局"
CASES, FIGURES = "/cases?district=huancui", "/figures?district=huancui&period=2023"
BEHIND = "/figures/heard/cases?district=huancui&period=2023"


def number(n: int) -> str:
    return f"（2023）鲁1002行初{n}号"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("p", POLICE)
    for n in range(1, 6):
        told.fact(
            number(n), CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=date(2023, 3, n))
        )
        told.fact(number(n), HearingHeld(held_on=date(2023, 5, n)))
    await told.settle()
    yield told
    told.close()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, api.routes, worklist_api.routes) as client:
        yield client


@pytest.mark.parametrize("path", [CASES, BEHIND])
async def test_pages_follow_one_another_by_cursors_that_say_nothing(
    client: httpx.AsyncClient, path: str
) -> None:
    whole = (await client.get(path)).json()["items"]
    found, after = [], ""
    while True:
        page = (await client.get(f"{path}&limit=2&after={after}")).json()
        found += page["items"]
        after = page["next"]
        if not after:
            break
        assert "号" not in after
    assert found == whole
    assert len(whole) >= 5


@pytest.mark.parametrize(
    "other",
    [
        "/cases?district=huancui&state=heard",
        "/cases?district=371002",
        "/figures/heard/cases?district=huancui&period=2023",
        "/worklists?district=huancui",
    ],
)
async def test_a_cursor_of_another_query_is_refused_with_what_is_expected(
    client: httpx.AsyncClient, other: str
) -> None:
    cursor = (await client.get(f"{CASES}&limit=2")).json()["next"]
    answer = await client.get(f"{other}&after={cursor}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "after"
    assert "`next`" in error["expected"]


async def test_a_cursor_stays_good_with_another_limit_form_or_choice_of_fields(
    client: httpx.AsyncClient,
) -> None:
    cursor = (await client.get(f"{CASES}&limit=2")).json()["next"]
    rest = await client.get(f"{CASES}&limit=3&fields=case_number&min_position=1&state=&after={cursor}")
    assert [one["case_number"] for one in rest.json()["items"]] == [number(n) for n in (3, 4, 5)]


@pytest.mark.parametrize("cursor", ["x", number(2), "AAAAAAAAAAAAAAAA", "=" * 20, "a" * 199])
async def test_what_is_no_cursor_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get(f"{CASES}&after={cursor}")
    assert (answer.status_code, answer.json()["title"]) == (422, "Cursor of another query")


def test_a_cursor_that_was_changed_is_refused() -> None:
    cursor = sealed("/cases", [("district", "a")], "12号")
    assert opened("/cases", [("district", "a")], cursor) == "12号"
    assert opened("/cases", [("after", "b"), ("district", "a")], cursor) == "12号"
    for changed in (cursor[:-1], f"A{cursor[1:]}", f"{cursor}AAAA"):
        with pytest.raises(CursorError):
            opened("/cases", [("district", "a")], changed)


async def test_only_the_fields_asked_for_are_given(client: httpx.AsyncClient) -> None:
    figures = (await client.get(f"{FIGURES}&agency=*&metric=heard&fields=metric,numerator")).json()
    assert figures == [{"metric": "heard", "numerator": 5}]
    page = (await client.get(f"{CASES}&limit=1&fields=state")).json()
    assert page["items"] == [{"state": "heard"}]
    assert page["next"]
    lines = (await client.get(f"{CASES}&limit=1&fields=state,case_number&format=csv")).content.decode(
        "utf-8-sig"
    )
    assert lines.split("\r\n")[:2] == ["state,case_number", f"heard,{number(1)}"]


@pytest.mark.parametrize(("form", "known"), [("json", "why_none"), ("csv", "silent"), ("xlsx", "silent")])
async def test_an_unknown_field_is_refused_with_those_there_are(
    client: httpx.AsyncClient, form: str, known: str
) -> None:
    answer = await client.get(f"{FIGURES}&fields=metric,mood&format={form}")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["detail"]) == ("fields", "found 'mood'")
    assert known in error["expected"]


async def test_a_workbook_holds_what_the_json_says(client: httpx.AsyncClient) -> None:
    path = f"{FIGURES}&agency=*&fields=metric,numerator,denominator,value"
    rows = (await client.get(path)).json()
    for answer in (await client.get(f"{path}&format=xlsx"), await client.get(path, headers={"Accept": XLSX})):
        assert answer.headers["Content-Type"] == XLSX
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        heading, *lines = sheet.iter_rows(values_only=True)
        assert heading == ("metric", "numerator", "denominator", "value")
        values = [{**row, "value": None if row["value"] is None else float(row["value"])} for row in rows]
        found = [dict(zip(heading, line, strict=True)) for line in lines]
        assert [{**one, "value": one["value"] and float(str(one["value"]))} for one in found] == values
    download = await client.get(f"{path}&format=xlsx")
    assert 'filename="figures-2023.xlsx"' in download.headers["Content-Disposition"]


async def test_every_list_comes_as_csv(client: httpx.AsyncClient) -> None:
    for path in (CASES, BEHIND):
        items = (await client.get(path)).json()["items"]
        answer = await client.get(path, headers={"Accept": "text/csv"})
        lines = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(lines) == len(items)
        assert set(lines[0]) <= set(items[0])


def test_in_a_workbook_no_text_is_a_formula_and_a_day_is_a_date() -> None:
    lines = tabled(("a", "b", "c"), [{"a": "=1+1", "b": date(2023, 5, 6), "c": {"x": 1}}])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(lines))).worksheets[0]
    first, second, third = (sheet.cell(2, column) for column in (1, 2, 3))
    assert (first.data_type, first.value) == ("s", "=1+1")
    assert second.value.date() == date(2023, 5, 6)  # type: ignore[union-attr]
    assert third.value == '{"x":1}'


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("text/csv", "csv"),
        ("application/json, text/csv", "json"),
        ("application/json;q=0.5, text/csv", "csv"),
        (f"{XLSX};q=0.9, text/csv;q=0.8, */*;q=0.1", "xlsx"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("text/csv;q=0", "json"),
        ("text/csv;q=much", "json"),
        ("image/png", "json"),
    ],
)
def test_the_form_is_what_is_liked_best(accept: str, form: str) -> None:
    assert accepted(accept) == form


async def test_each_form_and_each_who_has_an_etag_of_its_own(client: httpx.AsyncClient) -> None:
    asked: list[dict[str, str]] = [
        {},
        {"Accept": "text/csv"},
        {"Accept": XLSX},
        {"Authorization": "Bearer a"},
    ]
    etags = []
    for headers in asked:
        etag = (await client.get(FIGURES, headers=headers)).headers["ETag"]
        again = await client.get(FIGURES, headers={**headers, "If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content) == (304, b"")
        etags.append(etag.removeprefix("W/"))
    assert len(set(etags)) == len(asked)
    stale = await client.get(FIGURES, headers={"Accept": "text/csv", "If-None-Match": etags[0]})
    assert stale.status_code == 200


@pytest.mark.parametrize(
    ("sent", "known"),
    [('"1-a"', True), ('W/"1-a"', True), ('"2", "1-a"', True), ("*", True), ('"11-a"', False), ("", False)],
)
def test_an_etag_is_known_whether_weak_or_among_others(sent: str, known: bool) -> None:
    assert has(sent, '"1-a"') is known


async def test_an_unknown_district_metric_agency_or_period_is_a_problem_with_what_is_allowed(
    client: httpx.AsyncClient,
) -> None:
    for path, parameter, expected in (
        ("/figures?district=nowhere&period=2023", "district", "huancui"),
        ("/figures?district=huancui&period=2023-Q5", "period", "2023-Q2"),
        ("/figures?district=huancui&period=2023&metric=mood", "metric", "appearance_rate"),
        ("/figures?district=huancui&period=2023&agency=天文局", "agency", ""),
    ):
        answer = await client.get(path)
        (error,) = answer.json()["errors"]
        assert (answer.headers["Content-Type"], error["parameter"]) == ("application/problem+json", parameter)
        assert expected in error["expected"]
        assert error["expected"]


def test_what_few_answers_need_is_not_loaded_before_they_are_asked_for() -> None:
    names = "{'openpyxl', 'icalendar', 'docx', 'typst'}"

    said = subprocess.run(
        [sys.executable, "-c", f"import sys, services.reporting.app; print(*{names} & sys.modules.keys())"],
        capture_output=True,
        check=True,
    )

    assert said.stdout.split() == []
