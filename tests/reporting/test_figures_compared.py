"""Figures beside those of the period before, of a year before, and of other districts; and why some have no value."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.reporting import api
from services.reporting.figures import AVERAGES, COUNTS, FIGURES, figure
from services.reporting.figures.comparing import compared_with
from services.reporting.figures.figure import why_none
from services.reporting.periods import Period
from tests.reporting.served import is_not_there, served
from tests.reporting.told import Told
from tests.words import POLICE, TOWN, docketed, hearing, officer

SPRING, SUMMER = "（2023）鲁1002行初1号", "（2023）鲁1002行初2号"


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    told = Told(tmp_path)
    told.organ("d1", POLICE)
    told.organ("t1", TOWN, "street")
    told.fact(SPRING, docketed(POLICE, on="2023-07-03"), hearing("2023-08-01", officer()))
    told.fact(SUMMER, docketed(POLICE, on="2023-07-10"), hearing("2023-10-10"))
    await told.settle()
    async with served(told, api.routes) as client:
        yield client
    told.close()


async def figures(client: httpx.AsyncClient, query: str) -> dict[str, dict[str, object]]:
    answer = await client.get(f"/figures?district=huancui&{query}")
    return {one["agency"]: one for one in answer.raise_for_status().json()}


async def test_a_figure_stands_beside_that_of_the_period_before(asked: httpx.AsyncClient) -> None:
    found = await figures(asked, "period=2023-Q4&metric=appearance_rate&compare=before")
    assert found["*"]["value"] == "0.0000"
    assert found["*"]["before"] == {
        "numerator": 1,
        "denominator": 1,
        "value": "1.0000",
        "period": "2023-Q3",
    }
    assert found[POLICE]["before"] == found["*"]["before"]


async def test_where_nothing_counted_before_there_is_no_value_and_no_zero(asked: httpx.AsyncClient) -> None:
    found = await figures(asked, "period=2023&metric=appearance_rate&compare=year")
    assert found["*"]["before"] == {"numerator": 0, "denominator": 0, "value": None, "period": "2022"}
    found = await figures(asked, "period=2023&metric=heard&compare=year")
    assert found["*"]["before"] == {"numerator": 0, "denominator": None, "value": "0", "period": "2022"}


async def test_unasked_nothing_is_compared(asked: httpx.AsyncClient) -> None:
    found = await figures(asked, "period=2023-Q4&metric=appearance_rate")
    assert found["*"]["before"] is None


async def test_a_figure_of_all_districts(asked: httpx.AsyncClient) -> None:
    answer = await asked.get("/comparison?metric=appearance_rate&period=2023&compare=before")
    items = {one["district"]: one for one in answer.raise_for_status().json()["items"]}
    assert {"huancui", "xinzhou"} <= items.keys()
    assert items["huancui"]["name_en"]
    assert (items["huancui"]["figure"]["numerator"], items["huancui"]["figure"]["denominator"]) == (1, 2)
    assert items["xinzhou"]["figure"]["why_none"] == "no_hearings"
    assert items["xinzhou"]["figure"]["before"]["period"] == "2022"


async def test_what_cannot_be_compared_is_refused(asked: httpx.AsyncClient) -> None:
    await is_not_there(asked, "/comparison?metric=fame&period=2023", 404, "metric", "appearance_rate")
    await is_not_there(asked, "/comparison?metric=heard&period=soon", 422, "period", "2023-Q2")
    at = "/figures?district=huancui&compare=before"
    await is_not_there(asked, f"{at}&period=0001", 422, "period", "2023-Q2")
    assert (await asked.get("/figures?district=huancui&period=2023&compare=best")).status_code == 422


@pytest.mark.parametrize(
    ("period", "before", "year"),
    [
        ("2023", "2022", "2022"),
        ("2023-H1", "2022-H2", "2022-H1"),
        ("2023-Q1", "2022-Q4", "2022-Q1"),
        ("2023-03", "2023-02", "2022-03"),
    ],
)
def test_which_period_is_compared_with(period: str, before: str, year: str) -> None:
    assert compared_with(Period.parse(period), "before").label == before
    assert compared_with(Period.parse(period), "year").label == year


@pytest.mark.parametrize("metric", [*FIGURES, *AVERAGES])
def test_a_figure_of_nothing_has_no_value_and_says_why(metric: str) -> None:
    found = figure(metric, 0, 0, Period.parse("2023"), "defendant", "*", None)
    assert found.value is None
    assert found.why_none == why_none(metric) != "none_counted"
    assert figure(metric, 0, 1, Period.parse("2023"), "defendant", "*", None).why_none is None


@pytest.mark.parametrize("metric", COUNTS)
def test_a_plain_count_of_nothing_is_none_at_all(metric: str) -> None:
    found = figure(metric, 0, 0, Period.parse("2023"), "defendant", "*", None)
    assert (found.value, found.why_none) == ("0", None)
