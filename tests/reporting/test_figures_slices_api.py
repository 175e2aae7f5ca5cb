"""Figures by kind of act, court, instance and officer, and the cases behind them, over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from services.reporting import api
from tests.reporting.served import is_not_there, served
from tests.reporting.told import Told, kept_sums, sums_of_contributions
from tests.words import POLICE, STRANGER, TOWN, act, docketed, hearing, officer

ONE, TWO, THREE = "（2023）鲁1002行初1号", "（2023）鲁1002行初2号", "（2023）鲁10行初3号"
LEADER = f"{POLICE} 张某"


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    told = Told(tmp_path)
    told.organ("d1", POLICE, aliases=("公安分局",))
    told.organ("t1", TOWN, "street")
    came = replace(officer(POLICE, "chief"), name="张某")
    told.fact(ONE, docketed(POLICE, on="2023-07-03"), act("penalty"), hearing("2023-08-01", came))
    told.fact(TWO, docketed(POLICE, on="2023-07-10"), act("licence"), hearing("2023-10-10"))
    told.fact(THREE, docketed(TOWN, on="2023-07-10"), act("penalty"), hearing("2023-10-12"))
    await told.settle()
    assert kept_sums(told.url) == sums_of_contributions(told.url)
    async with served(told, api.routes) as client:
        yield client
    told.close()


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("act", {"*": (1, 3), "penalty": (1, 2), "licence": (0, 1)}),
        ("court", {"*": (1, 3), "鲁1002": (1, 2), "鲁10": (0, 1)}),
        ("instance", {"*": (1, 3), "first": (1, 3)}),
        ("leader", {"*": (1, 3), LEADER: (1, 1)}),
    ],
)
async def test_a_figure_is_answered_by_what_a_case_is_and_listed(
    by: str, rows: dict[str, tuple[int, int]], asked: httpx.AsyncClient
) -> None:
    at = f"district=huancui&period=2023&by={by}"
    answer = await asked.get(f"/figures?{at}&metric=appearance_rate")
    found = answer.raise_for_status().json()
    assert {one["agency"]: (one["numerator"], one["denominator"]) for one in found} == rows
    for row, counts in rows.items():
        listed = (
            (await asked.get(f"/figures/appearance_rate/cases?{at}&agency={row}")).raise_for_status().json()
        )
        assert (len(listed["numerator"]), len(listed["denominator"])) == counts


@pytest.mark.parametrize("period", ["2023", "2023-H2", "2023-Q3", "2023-08"])
async def test_one_row_has_every_figure_of_every_kind_of_period(
    period: str, asked: httpx.AsyncClient
) -> None:
    answer = await asked.get(f"/figures?district=huancui&period={period}&by=act&agency=penalty")
    found = {one["metric"]: one for one in answer.raise_for_status().json()}
    one, heard = found["appearance_rate"], 2 if period in ("2023", "2023-H2") else 1
    assert (one["numerator"], one["denominator"]) == (1, heard)
    assert found["loss_rate"]["why_none"] == "none_concluded"
    assert {one["agency"] for one in found.values()} == {"penalty"}


async def test_a_kind_of_act_without_cases_has_figures_of_nothing(asked: httpx.AsyncClient) -> None:
    answer = await asked.get("/figures?district=huancui&period=2023&by=act&agency=demolition&metric=heard")
    assert [(one["agency"], one["value"]) for one in answer.raise_for_status().json()] == [
        ("demolition", "0")
    ]


async def test_officers_have_no_figures_of_single_duties(asked: httpx.AsyncClient) -> None:
    answer = await asked.get(f"/figures?district=huancui&period=2023&by=leader&agency={LEADER}")
    found = {one["metric"] for one in answer.raise_for_status().json()}
    assert "on_time_rate" in found
    assert {one for one in found if one.startswith("on_time_rate:")} == set()


@pytest.mark.parametrize(
    ("by", "row", "expected"),
    [
        ("act", "murder", "licence"),
        ("instance", "third", "retrial"),
        ("court", "京01", "鲁1002"),
        ("leader", "张某", "GET /figures?by=leader"),
        ("defendant", "penalty", "register"),
    ],
)
async def test_a_row_that_is_not_there_is_refused(
    by: str, row: str, expected: str, asked: httpx.AsyncClient
) -> None:
    path = f"/figures?district=huancui&period=2023&by={by}&agency={row}"
    await is_not_there(asked, path, 404, "agency", expected)
    assert (
        await asked.get(f"/figures?district=huancui&period=2023&by=judge&agency={row}")
    ).status_code == 422


async def test_a_case_that_counts_nowhere_is_named_with_why(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.organ("d1", POLICE)
    told.fact(ONE, docketed(POLICE, on="2023-07-03"), hearing("2023-08-01"))
    told.fact(TWO, docketed(STRANGER, on="2023-07-03"), hearing("2023-08-01"))
    told.fact(THREE, hearing("2023-08-01"))
    await told.settle()
    at = "/figures/appearance_rate/cases?district=huancui&period=2023"
    async with served(told, api.routes) as client:
        found = (await client.get(at)).json()
        of_police = (await client.get(f"{at}&agency={POLICE}")).json()
    told.close()
    assert found["denominator"] == [ONE]
    assert [(one["case"], one["reason"]["code"], one["why"]) for one in found["left_out"]] == [
        (TWO, "unknown_organs", ["unknown-organ"]),
        (THREE, "not_docketed", ["case-not-docketed"]),
    ]
    assert of_police["left_out"] == []
