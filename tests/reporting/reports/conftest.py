"""The reports of both example districts, made once, with what the API answers to the same questions."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from services.reporting.activities.api import routes as activity_routes
from services.reporting.api import routes as figure_routes
from services.reporting.printing.files import written
from services.reporting.printing.report import Report
from services.reporting.proceedings.api import routes as proceeding_routes
from services.reporting.reader import Reader
from services.reporting.reports import ReportData, Texts, gather
from services.reporting.reports.composing import composed
from services.reporting.suggestions.api import routes as suggestion_routes
from shared.envelope import read
from shared.events.base import Fact
from tests.reporting.reports.town import AGENCIES, beside, example, some_cases
from tests.reporting.served import served_by
from tests.reporting.told import Told

REPORTS = (("xinzhou", "2023"), ("xinzhou", "2023-Q2"), ("huancui", "2023"), ("huancui", "2023-Q3"))
TEXTS = Texts(number="〔2024〕1号", problems="个别单位材料报送不及时。\n出庭准备不足。")

F = TypeVar("F", bound=Fact)
Rows = list[dict[str, Any]]


@dataclass
class Api:
    """What reporting answers over HTTP; each question is asked once."""

    reader: Reader
    told: Told
    _known: dict[str, Any] = field(default_factory=dict)

    async def figure(self, district: str, metric: str, by: str, agency: str, period: str) -> dict[str, Any]:
        """Return a figure as it is answered; one that is not answered counts nothing."""
        asked = f"/figures?district={district}&period={period}&by={by}"
        if asked not in self._known:
            rows = await self._get(asked)
            self._known[asked] = {(row["metric"], row["agency"]): row for row in rows}
        nothing = {"numerator": 0, "denominator": None, "value": None, "target": None, "met": None}
        found: dict[str, Any] = self._known[asked].get((metric, agency), nothing)
        return found

    async def items(self, asked: str) -> Rows:
        """Return all items of a list."""
        if asked not in self._known:
            rows, after = list[dict[str, Any]](), ""
            while not rows or after:
                found = await self._get(f"{asked}&limit=1000&after={after}")
                rows, after = [*rows, *found["items"]], found["next"]
                if not after:
                    break
            self._known[asked] = rows
        kept: Rows = self._known[asked]
        return kept

    def facts(self, of: type[F]) -> list[F]:
        """Return the facts of a type that were told."""
        return [event for event in (read(body).event for body in self.told.stored) if isinstance(event, of)]

    async def _get(self, asked: str) -> Any:
        async with served_by(
            self.reader, figure_routes, activity_routes, suggestion_routes, proceeding_routes
        ) as client:
            answer: httpx.Response = await client.get(asked)
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass(frozen=True)
class Made:
    """A report with its files, and where to ask."""

    data: ReportData
    report: Report
    files: dict[str, bytes]
    """By how their names end."""
    api: Api


@pytest.fixture(scope="session")
def apis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Api]]:
    told = {}
    for district, agency in AGENCIES.items():
        told[district] = example(Path(tmp_path_factory.mktemp(district)), district)
        beside(told[district], some_cases(told[district]), agency)
        asyncio.run(told[district].settle())
    apis = {district: Api(one.reader(), one) for district, one in told.items()}
    yield apis
    for api in apis.values():
        api.reader.close()
        api.told.close()


@pytest.fixture(scope="session")
def all_made(apis: dict[str, Api]) -> dict[tuple[str, str], Made]:
    found = {}
    for district, period in REPORTS:
        data = asyncio.run(gather(apis[district].reader, district, period, texts=TEXTS))
        report = composed(data)
        files = {file.name.rpartition(".")[2]: file.content for file in written(report)}
        found[district, period] = Made(data, report, files, apis[district])
    return found


@pytest.fixture(params=REPORTS, ids=lambda one: "-".join(one))
def made(request: pytest.FixtureRequest, all_made: dict[tuple[str, str], Made]) -> Made:
    return all_made[request.param]
