"""Does the page of a case or an event, as known at a moment, show what was known then and nothing later?"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from services.reporting.pages import links, routes
from services.reporting.pages.choice import district_of
from services.reporting.pages.past import SeenCase, case_seen
from services.reporting.reader import Reader
from services.reporting.seeing import Seen, Viewer
from services.reporting.seeing.refused import NotShownError
from services.reporting.seeing.viewer import look_as
from shared.access import Principal
from shared.codec import type_of
from shared.events.agency import DefenceFiled
from shared.events.court import CaseDocketed
from shared.events.intake import DayBegan, FactRetracted
from tests.reporting.scorecards.town import HOUSING, decide, file_in_time, number, sue, town
from tests.reporting.served import served_by
from tests.reporting.told import COURT, Told

CASE, APPEAL = number(1), "（2024）鄂01行终9号"
LATE, RIGHT = date(2024, 4, 29), date(2024, 3, 19)


def appeal(told: Told) -> None:
    """Let the court above docket an appeal."""
    docketed = CaseDocketed(instance="second", defendants=(), docketed_on=date(2024, 7, 1), earlier_case=CASE)
    told.fact(APPEAL, docketed)


def take_back(told: Told) -> None:
    """Let the court take back when the defence was filed."""
    gone = FactRetracted(
        target_source=COURT, target_id="defence/1", replaces="defence/1#2", type=type_of(DefenceFiled)
    )
    told.fact(CASE, gone, id_="defence/1#3")


STEPS: tuple[Callable[[Told], None], ...] = (
    lambda told: sue(told, 1, filed_on=LATE),
    lambda told: sue(told, 2, HOUSING),
    lambda told: file_in_time(told, 1, RIGHT),
    lambda told: decide(told, 1, "revoked"),
    appeal,
    take_back,
    lambda told: told.log(DayBegan(day=date(2025, 6, 1)), id_="day/2025-06-01"),
)


@dataclass
class Lived:
    """A town as it went on, and what the case was each time all was judged."""

    told: Told
    reader: Reader
    then: dict[int, SeenCase]


@pytest.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Lived]:
    told = town(tmp_path)
    reader, then = told.reader(), dict[int, SeenCase]()
    for step in STEPS:
        step(told)
        position = await told.settle()
        then[position] = await case_seen(reader, await district_of(reader, "xinzhou"), CASE)
    yield Lived(told, reader, then)
    reader.close()
    told.close()


async def test_at_each_position_a_case_is_seen_as_it_was_seen_then(lived: Lived) -> None:
    where = await district_of(lived.reader, "xinzhou")
    assert len({repr(one.detail.timeline) for one in lived.then.values()}) == 5
    for position, then in lived.then.items():
        seen = await case_seen(lived.reader, where, CASE, str(position))
        assert seen.past is not None
        assert seen.past.position == position
        assert replace(seen.detail, position=0) == replace(then.detail, position=0)
        assert seen.deadlines.items == then.deadlines.items
        assert seen.deadlines.day == then.deadlines.day
        assert seen.instances == then.instances
        assert seen.law == then.law


@pytest.fixture
async def client(lived: Lived) -> AsyncIterator[httpx.AsyncClient]:
    async with served_by(lived.reader, lambda reader: routes(reader)) as client:
        yield client


async def test_the_page_says_that_it_is_the_past_and_keeps_it_in_its_links(
    lived: Lived, client: httpx.AsyncClient
) -> None:
    first = str(next(iter(lived.then)))
    html = (await client.get(links.case("xinzhou", CASE, as_of=first))).text
    assert "您看到的是过去" in html
    assert "逾期" in html  # the defence came late, as was known then
    assert str(RIGHT) not in html
    assert APPEAL not in html
    assert "data-stream" not in html
    assert "下一步" not in html
    events = [unescape(one) for one in re.findall(r'href="(/districts/xinzhou/events/[^"]+)"', html)]
    assert events
    assert all(one.endswith(f"?as_of={first}") for one in events)
    for event in events[:3]:
        answer = await client.get(event)
        assert answer.status_code == 200
        assert "您看到的是过去" in answer.text
        assert links.case("xinzhou", CASE, as_of=first) in unescape(answer.text)
    now = (await client.get(links.case("xinzhou", CASE))).text
    assert "您看到的是过去" not in now
    assert APPEAL in now


async def test_what_was_replaced_since_still_stood_then(lived: Lived, client: httpx.AsyncClient) -> None:
    first, *_ = lived.then
    filed = next(one for one in lived.then[first].detail.timeline if one.type == "defence-filed").position
    then = (await client.get(links.event("xinzhou", filed, as_of=str(first)))).text
    now = (await client.get(links.event("xinzhou", filed))).text
    assert "已被取代" not in then
    assert "已被取代" in now


async def test_what_was_not_known_yet_is_refused_with_a_way_to_now(
    lived: Lived, client: httpx.AsyncClient
) -> None:
    first, *_, last = lived.then
    for address in (
        links.case("xinzhou", CASE, as_of="5"),
        links.case("xinzhou", number(2), as_of=str(first)),
        links.event("xinzhou", last, as_of=str(first)),
    ):
        answer = await client.get(address)
        assert answer.status_code == 404, address
        assert "还不知道" in answer.text
        assert f'href="{unquote(address.partition("?")[0])}"' in unquote(answer.text)
    assert (await client.get(links.case("xinzhou", CASE, as_of="2999-01-01"))).status_code == 422


async def test_the_past_of_a_case_is_shown_to_whom_the_case_is_shown(lived: Lived) -> None:
    async def no_names(_district: str, _subjects: object) -> dict[str, object]:
        return {}

    reader = Seen(lived.told.url, lived.told.announced, no_names)  # type: ignore[arg-type]
    where, first = await district_of(lived.reader, "xinzhou"), str(next(iter(lived.then)))
    look_as(Viewer(Principal(id="k", role="agency", districts=("xinzhou",), names=(HOUSING,))))
    with pytest.raises(NotShownError):
        await case_seen(reader, where, CASE, first)
    look_as(Viewer(Principal(id="k", role="court", districts=("xinzhou",), names=("鄂0117",))))
    last = str(list(lived.then)[-1])
    assert (await case_seen(reader, where, CASE, last)).detail.chain == (CASE,)
    look_as(None)
    reader.close()
