"""Is every number on every page the one that programs are told? Read back from both examples' pages."""

import re
from collections.abc import AsyncIterator, Iterable
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter

from services.reporting import api, pages
from services.reporting.deadlines.api import routes as deadline_routes
from services.reporting.outlook.api import routes as outlook_routes
from services.reporting.pages import links
from services.reporting.pages.agencies import COLUMNS
from services.reporting.reader import Reader
from tests.reporting.history.logs import example
from tests.reporting.pages.reading_back import ReadBack, Shown
from tests.reporting.served import served

DISTRICTS = ("xinzhou", "huancui")
MOST = {"figures": 32, "agencies": 3, "cases": 4, "events": 6}
"""So many pages of a kind are read of each district, beside those it starts with."""


@pytest.fixture(params=DISTRICTS)
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    told = await example(tmp_path, request.param)
    async with served(told, api.routes, _deadlines, outlook_routes, pages.routes) as client:
        client.headers["X-District"] = request.param
        yield client
    told.close()


def _deadlines(reader: Reader) -> APIRouter:
    return deadline_routes(reader, "http://pages")


async def test_every_number_on_every_page_is_the_one_programs_are_told(client: httpx.AsyncClient) -> None:
    told, read, kinds = Told(client), 0, set[str]()
    async for address, html in walked(client):
        page = ReadBack(html)
        assert page.unmarked == [], address
        wrong = [(one, wanted) for one in page.shown if (wanted := await told.differs(one)) is not None]
        assert wrong == [], address
        read += len(page.shown)
        kinds |= {one.part for one in page.shown}
    assert read > 2000
    assert kinds >= {"numerator", "denominator", "value", "target", "away", "rest", "missed", "on", "counted"}


@pytest.mark.parametrize("client", ["huancui"], indirect=True)
async def test_a_number_that_is_not_told_is_found(client: httpx.AsyncClient) -> None:
    district = client.headers["X-District"]
    html = (await client.get(links.district(district, period="2023"))).text
    docketed = re.search(r'data-metric="docketed".*?data-part="numerator">(\d+)<', html, re.DOTALL)
    assert docketed
    other = html[: docketed.start(1)] + "999" + html[docketed.end(1) :]
    told = Told(client)
    wrong = [one for one in ReadBack(other).shown if await told.differs(one) is not None]
    assert [one.about["metric"] for one in wrong] == ["docketed"]
    bare = (
        html[: docketed.start(1)]
        + f'{docketed[1]}</b><span class="value">12.5%</span><b>'
        + html[docketed.end(1) :]
    )
    assert ReadBack(bare).unmarked == ["12.5%"]


async def walked(client: httpx.AsyncClient) -> AsyncIterator[tuple[str, str]]:
    """Yield the pages from the overview down to events, as one who follows the links comes to them."""
    district = client.headers["X-District"]
    start = [
        "/",
        links.district(district, period="2023"),
        links.district(district, period="2023-Q2", by="responsible", step="month"),
        links.district(district, period="2023-05", lang="en"),
        links.district(district, period="2023", by="accountable"),
        links.district(district, period="2023", by="act"),
        links.district(district, period="2023", as_of="2024-03-15"),
        links.district(district, period="2023", as_of="400"),
        links.figure(district, "appearance_rate", period="2023", by="court", as_of="2024-04-01"),
        links.history(district, "appearance_rate", period="2023"),
        links.history(district, "docketed", period="2023"),
        links.changes(district, period="2023", since="2024-05-01"),
        links.outlook(district, period="2024"),
        links.outlook(district, period="2023"),
        links.screen(district, period="2023"),
        *(
            links.figure(district, metric, period="2023", by=by)
            for by in ("act", "court", "instance", "leader")
            for metric in ("chief_appearance_rate", "heard")
        ),
    ]
    seen, left = set(start), dict(MOST)
    while start:
        address = start.pop(0)
        answer = await client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text[:300])
        yield address, answer.text
        for found in re.findall(rf'href="(/districts/{district}/(\w+)/[^"#]+)', answer.text):
            link, kind = unescape(found[0]), found[1]
            if left.get(kind) and link not in seen and "/history" not in link:
                seen.add(link)
                left[kind] -= 1
                start.append(link)


class Told:
    """What programs are told, asked once for each row."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._district = client.headers["X-District"]
        self._answers: dict[tuple[tuple[str, str], ...], Any] = {}

    async def differs(self, shown: Shown) -> str | None:
        """Return what programs are told where a page shows something else; None where it is the same."""
        wanted = await self._wanted(shown)
        if callable(wanted):
            return None if wanted(shown.text) else f"{wanted}"
        said = (
            first_number(shown.text)
            if shown.mark != "part" or shown.part not in ("on", "counted")
            else shown.text
        )
        return None if said == wanted else wanted

    async def _wanted(self, shown: Shown) -> Any:
        about = {"district": self._district, **shown.about}
        match shown.mark:
            case "light":
                whose: dict[str, str] = {
                    name: about[name] for name in about if name in ("district", "agency")
                }
                said = await self._ask("/deadlines", {**whose, "limit": "1"})
                return str(said["counts"].get(shown.part, 0))
            case "targets":
                rows = await self._rows(about)
                return str(_met(rows.values(), met=shown.part == "met"))
            case "ahead":
                asked = {"district": about["district"], "period": about["period"]}
                said = await self._ask("/outlook", asked)
                own = [
                    one
                    for one in said["items"]
                    if (one["agency"], one["metric"]) == (about["agency"], about["metric"])
                ]
                return _expected(own[0], shown.part, shown.text)
            case "count" | "days":
                return lambda text: bool(re.search(r"\d", text))
        if shown.part in ("on", "counted"):
            return await self._of_case(about, shown.part)
        rows = await self._rows(about)
        if shown.part == "missed":
            return str(sum(rows[metric]["met"] is False for metric in COLUMNS if metric in rows))
        return part_of(rows[about["metric"]], shown.part, shown.text)

    async def _of_case(self, about: dict[str, str], part: str) -> Any:
        if "as-of" in about:
            asked = {"district": about["district"], "period": about["period"], "as_of": about["as-of"]}
            behind = await self._ask(f"/figures/{about['metric']}/cases", {**asked, "limit": "1000"})
            then = [one for one in behind["items"] if one["case"] == about["case"]]
            if part == "on":
                return lambda text: text in [one["on"] for one in then]
            return lambda text: (text in ("计入", "Counted")) in [one["counted"] for one in then]
        case = await self._ask(f"/cases/{about['case']}", {"district": about["district"]})
        own = [one for one in case["figures"] if one["metric"] == about["metric"] and one["agency"] == "*"]
        if part == "on":
            return lambda text: text in [one["on"] for one in own]
        return lambda text: (text in ("计入", "Counted")) in [one["counted"] > 0 for one in own]

    async def _rows(self, about: dict[str, str]) -> dict[str, Any]:
        asked = {name: about[name] for name in about if name in ("district", "period", "by", "agency")}
        if "as-of" in about:
            asked["as_of"] = about["as-of"]
        items = await self._ask("/figures", asked)
        return {one["metric"]: one for one in items}

    async def _ask(self, path: str, asked: dict[str, str]) -> Any:
        key = (("path", path), *sorted(asked.items()))
        if key not in self._answers:
            answer = await self._client.get(path, params=asked)
            assert answer.status_code == 200, (path, asked, answer.text[:300])
            self._answers[key] = answer.json()
        return self._answers[key]


def _met(rows: Iterable[Any], *, met: bool) -> int:
    return sum(one["met"] is met for one in rows if one["target"] is not None)


def first_number(text: str) -> str:
    """Return the number in a text, without the signs and words around it."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return str(found[0]).replace(",", "") if len(found) == 1 else text


def _expected(row: Any, part: str, text: str) -> str:
    if part in ("worst", "best"):
        return _percent(row[part]["value"], 1)
    return str(row[part]) if part in ("entering", "needed", "allowed") else part_of(row, part, text)


def part_of(row: Any, part: str, text: str) -> str:
    """Return what a page has to show of a part of a figure, with as many places as the text has."""
    places = len(first_number(text).partition(".")[2])
    numerator, denominator = row["numerator"], row["denominator"]
    match part:
        case "numerator" | "denominator" | "parked":
            return str(row[part])
        case "rest":
            return str(denominator - numerator)
        case "value":
            return _percent(row["value"], places) if row["value"] is not None else "—"
        case "low" | "high":
            return _percent(row[part]["value"], places)
        case "low-denominator" | "high-denominator":
            return str(row[part.partition("-")[0]]["denominator"])
        case "low-days":
            return _rounded(Decimal(row["low"]["value"]), 1)
        case "low-numerator" | "high-numerator":
            return str(row[part.partition("-")[0]]["numerator"])
        case "days":
            return _rounded(Decimal(row["value"]), 1)
        case "target":
            return f"{(Decimal(row['target']) * 100).normalize():f}"
        case "away":
            return str(_away(numerator, denominator, Decimal(row["target"]), row["compare"]))
    raise AssertionError(f"nobody knows what {part} is")


def _percent(value: str, places: int) -> str:
    return _rounded(Decimal(value) * 100, places)


def _rounded(value: Decimal, places: int) -> str:
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _away(numerator: int, denominator: int, target: Decimal, compare: str) -> int:
    """Return how many cases more, or fewer, would have met a target, found by trying."""
    step = -1 if compare == "at_most" else 1
    for more in range(denominator + 1):
        rate = Decimal(numerator + step * more) / denominator
        if rate <= target if compare == "at_most" else rate >= target:
            return more
    raise AssertionError("no number of cases meets the target")


@pytest.mark.parametrize("client", ["xinzhou"], indirect=True)
async def test_an_event_or_moment_that_is_not_there_is_refused_with_what_is(
    client: httpx.AsyncClient,
) -> None:
    district = client.headers["X-District"]
    for address, status, said in (
        (links.event(district, 999_999), 404, "999999"),
        (links.event(district, "x"), 422, "日志位置"),
        (links.district(district, as_of="2999-01-01"), 422, "2999-01-01"),
        (links.figure(district, "appearance_rate", as_of="sometime"), 422, "sometime"),
        (links.history(district, "no_such_rate"), 404, "no_such_rate"),
        (links.changes(district, since="2999-01-01"), 422, "2999-01-01"),
        (links.outlook(district, agency="无此单位"), 404, "无此单位"),
    ):
        answer = await client.get(address)
        assert answer.status_code == status, address
        assert answer.headers["Content-Type"].startswith("text/html")
        assert said in unescape(answer.text), address


@pytest.mark.parametrize("client", ["xinzhou"], indirect=True)
async def test_links_of_the_past_lead_to_the_past_and_back(client: httpx.AsyncClient) -> None:
    district = client.headers["X-District"]
    html = (await client.get(links.district(district, period="2023", as_of="2024-03-15"))).text
    figures = [unescape(one) for one in re.findall(rf'href="(/districts/{district}/figures/[^"]+)"', html)]
    assert figures
    assert all("as_of=2024-03-15" in one for one in figures)
    note = html[html.index("past-note") : html.index("past-note") + 900]
    assert unescape(re.findall(r'href="([^"]+)"', note)[0]) == links.district(district, period="2023")
