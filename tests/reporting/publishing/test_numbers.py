"""Is every number on the pages of reports the one programs are told, and the one that was frozen?"""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.reporting import api
from services.reporting import recorder as recording
from services.reporting.publishing.api import routes as report_routes
from tests.reporting.history.logs import revise
from tests.reporting.pages.reading_back import ReadBack, Shown
from tests.reporting.pages.test_numbers import first_number, part_of
from tests.reporting.publishing.office import Office
from tests.reporting.publishing.test_report_pages import browsed
from tests.reporting.reports.town import example
from tests.reporting.test_examples_in_memory import drafts

YEAR, QUARTER = "2023", "2023-Q2"
PUBLISHED = date(2024, 3, 14)
AFTER = 4
"""So many parts of the ledger are revised after all was published."""


@pytest.fixture(params=(pytest.param("xinzhou", marks=pytest.mark.long), "huancui"))
async def published(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """An example district whose year and second quarter were published, and something corrected after that."""
    monkeypatch.setattr(recording, "PAUSE", 0.01)
    monkeypatch.setattr(recording, "SELDOM", 0)
    office = Office(example(tmp_path, request.param), tmp_path)
    await office.told.settle()
    office.publish(YEAR, on=PUBLISHED, number="〔2024〕1号")
    office.publish(QUARTER, on=PUBLISHED)
    await office.settle()
    revise(office.told, drafts(request.param, "ledger")[60:], AFTER)
    await office.settle()
    yield office
    office.close()


async def test_every_number_of_the_pages_of_reports_is_told_and_frozen(published: Office) -> None:
    district = published.told.district
    shown = list[tuple[str, Shown]]()
    async with browsed(published, api.routes(published.reader), report_routes(published.desk)) as client:
        for address in (
            f"/districts/{district}/reports",
            f"/districts/{district}/reports?lang=en",
            f"/districts/{district}/reports/{YEAR}",
            f"/districts/{district}/reports/{QUARTER}?edition=1",
            f"/districts/{district}/reports/preview?period={YEAR}",
            f"/districts/{district}/reports/preview?period={QUARTER}&as_of=400",
            f"/public/{district}",
            f"/public/{district}/{YEAR}",
            f"/public/{district}/{QUARTER}?lang=en",
        ):
            answer = await client.get(address)
            assert answer.status_code == 200, address
            page = ReadBack(answer.text)
            assert page.unmarked == [], address
            shown += [(address, one) for one in page.shown]
        told = Told(client, published)
        wrong = [
            (address, one, wanted)
            for address, one in shown
            if (wanted := await told.wanted(one))
            != (one.text if one.part == "due" else first_number(one.text))
        ]
        html = (await client.get(f"/public/{district}/{YEAR}")).text
        true = next(one for one in ReadBack(html).shown if one.part == "numerator")
        mark = 'data-part="numerator">'
        other = ReadBack(html.replace(f"{mark}{true.text}<", f"{mark}99999<", 1))
        found = [one.text for one in other.shown if await told.wanted(one) != first_number(one.text)]
    assert wrong == []
    assert found == ["99999"]  # what was not published would be found
    parts = {(one.about.get("stand"), one.part) for _, one in shown}
    assert parts >= {
        *(("frozen", "numerator"), ("frozen", "denominator"), ("frozen", "value")),
        *(("now", "numerator"), ("now", "value"), (None, "numerator"), (None, "value"), (None, "changed")),
    }
    assert len(shown) > 300


class Told:
    """What programs are told of reports and figures, and what stands on the log."""

    def __init__(self, client: httpx.AsyncClient, office: Office) -> None:
        self._client = client
        self._district = office.told.district
        self._frozen = {
            (one["period"], row["by"], row["agency"], metric): counts
            for one in office.published
            for row in one["figures"]
            for metric, *counts in row["counts"]
        }
        self._answers: dict[str, Any] = {}

    async def wanted(self, shown: Shown) -> str:
        """Return what a page has to show."""
        about = shown.about
        match shown.part:
            case "changed":
                said = await self._ask(f"/reports/{self._district}/{about['period']}/restatement")
                return str(said["changed"])
            case "due":
                rows = (await self._ask(f"/reports?district={self._district}"))["due"]
                own = [
                    one for one in rows if (one["period"], one["duty"]) == (about["period"], about["duty"])
                ]
                return str(own[0]["due_on"])
        if (stand := about.get("stand")) is None:
            asked = f"district={self._district}&period={about['period']}&agency=*&as_of={about['as-of']}"
            rows = await self._ask(f"/figures?{asked}")
        else:
            rows = await self._report(about["period"], stand)
        row = next(
            one
            for one in rows
            if (one["metric"], one["agency"]) == (about["metric"], about["agency"])
            and (about["agency"] == "*" or one["by"] == about["by"])
        )
        if stand == "frozen":
            key = (about["period"], row["by"], row["agency"], row["metric"])
            assert self._frozen.get(key, [0, 0]) == [row["numerator"], row["denominator"]], key
        return part_of(row, shown.part, shown.text)

    async def _report(self, period: str, stand: str) -> list[Any]:
        """Return the figures of a report as frozen, or those that are otherwise as they are now."""
        said = await self._ask(f"/reports/{self._district}/{period}")
        rows = said["figures"] if stand == "frozen" else said["restatement"]["changes"]
        if stand == "now":
            now = await self._ask(f"/reports/{self._district}/{period}/restatement")
            assert now["changes"] == rows
            return list(rows)
        # What counted nothing when it was published stands among the changes alone.
        known = {(one["by"], one["agency"], one["metric"]) for one in rows}
        added = said["restatement"]["changes"] if said["restatement"] else []
        return [*rows] + [
            {
                **one,
                "numerator": one["was_numerator"],
                "denominator": one["was_denominator"],
                "value": one["was"],
            }
            for one in added
            if (one["by"], one["agency"], one["metric"]) not in known
        ]

    async def _ask(self, path: str) -> Any:
        if path not in self._answers:
            answer = await self._client.get(path)
            assert answer.status_code == 200, (path, answer.text[:300])
            self._answers[path] = answer.json()
        return self._answers[path]
