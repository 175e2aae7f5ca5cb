"""How is asked why a case does not count: over HTTP, on the page, a page at a time, and by an agency?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from services.reporting import api, pages
from services.reporting.pages import links
from services.reporting.periods import Period
from services.reporting.reader.listing import uncounted_cases
from services.reporting.seeing import Seen, Viewer
from services.reporting.seeing.refused import NotShownError
from services.reporting.seeing.viewer import look_as
from services.reporting.tables import cases
from shared.access import Principal
from shared.log.database import open_database
from tests.reporting.served import served
from tests.reporting.told import Told
from tests.words import docketed, hearing, judgment, officer

POLICE, HOUSING = "环翠区公安分局", "环翠区住房和城乡建设局"
HEARD, UNHEARD, LATER = (f"（2023）鲁1002行初{number}号" for number in (1, 2, 3))
APPEAL = "（2023）鲁10行终4号"
DISTRICT = "huancui"
CASES = f"/figures/appearance_rate/cases?district={DISTRICT}&period=2023"
UNCOUNTED = f"/figures/appearance_rate/uncounted?district={DISTRICT}&period=2023"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    told = Told(tmp_path)
    told.organ("01", POLICE)
    told.organ("02", HOUSING)
    told.fact(HEARD, docketed(POLICE, on="2023-07-03"), hearing("2023-08-01"))
    told.fact(UNHEARD, docketed(POLICE, on="2023-07-03"))
    told.fact(LATER, docketed(HOUSING, on="2023-11-03"), hearing("2024-01-09", officer(HOUSING)))
    await told.settle()
    yield told
    told.close()


async def test_a_figure_names_why_each_case_does_not_count(told: Told) -> None:
    async with served(told, api.routes) as client:
        found = (await client.get(CASES)).raise_for_status().json()
    (item,) = found["items"]
    assert (item["case"], item["why"]["code"]) == (HEARD, "nobody")
    assert item["why"]["says"] == {"zh": "无人出庭", "en": "nobody came"}
    said = {one["case"]: one["reason"] for one in found["left_out"]}
    assert {case: one["code"] for case, one in said.items()} == {
        UNHEARD: "not_heard_yet",
        LATER: "other_period",
    }
    assert said[LATER]["params"] == {"by": "heard", "on": ["2024-01-09"], "periods": ["2024"]}
    assert said[LATER]["says"]["en"] == "first heard on 2024-01-09: it counts in 2024"
    assert found["more_left_out"] is False


async def test_what_is_left_out_comes_a_page_at_a_time(told: Told) -> None:
    async with served(told, api.routes) as client:
        whole = (await client.get(UNCOUNTED)).raise_for_status().json()
        one = (await client.get(f"{UNCOUNTED}&limit=1")).json()
        two = (await client.get(f"{UNCOUNTED}&limit=1&after={one['next']}")).json()
        table = (await client.get(f"{UNCOUNTED}&format=csv")).text
        refused = await client.get(f"{UNCOUNTED}&after=2023")
    assert [*one["items"], *two["items"]] == whole["items"]
    assert (two["next"], whole["next"]) == (None, None)
    assert UNHEARD in table
    assert refused.status_code == 422


async def test_the_page_of_a_figure_shows_what_counts_and_what_does_not(told: Told) -> None:
    async with served(told, api.routes, pages.routes) as client:
        whole, none, english = [
            (await client.get(links.figure(DISTRICT, "appearance_rate", period="2023", **query))).text
            for query in ({}, {"show": "none"}, {"show": "none", "lang": "en"})
        ]
    assert "无人出庭" in whole
    for html in (whole, none):
        assert "尚未开庭" in html
        assert links.case(DISTRICT, LATER) in html.replace("&amp;", "&")
        assert "2024-01-09首次开庭，计入2024年" in html
    assert "no hearing was held yet" in english


async def test_an_agency_sees_only_its_own_and_no_case_of_others_named(told: Told) -> None:
    told.fact(UNHEARD, judgment("revoked", served="2023-09-01", to=POLICE))
    told.fact(APPEAL, docketed(HOUSING, on="2023-09-20", instance="second", earlier=UNHEARD))
    told.fact(APPEAL, judgment("appeal_rejected", served="2023-10-20", to=HOUSING))
    await told.settle()
    views = open_database(told.url)
    with views.begin() as connection:  # who answered at first is responsible there, too; here it shall not be
        connection.execute(
            update(cases).where(cases.c.case_number == APPEAL).values(responsible="[]", accountable="[]")
        )
    views.dispose()

    async def keys(_district: str, _subjects: object) -> dict[str, object]:
        return {}

    reader = Seen(told.url, told.announced, keys)  # type: ignore[arg-type]
    asked = "loss_rate", Period.parse("2023"), "defendant", POLICE, "", 100
    try:
        every = await reader.about(uncounted_cases, DISTRICT, *asked)
        look_as(Viewer(Principal(id="k", role="agency", districts=(DISTRICT,), names=(POLICE,))))
        own = await reader.about(uncounted_cases, DISTRICT, *asked)
        first = await reader.figure_cases(DISTRICT, "loss_rate", "2023", agency=POLICE, left_out=True)
        with pytest.raises(NotShownError):
            await reader.about(uncounted_cases, DISTRICT, *asked[:3], HOUSING, "", 100)
        with pytest.raises(NotShownError):
            await reader.about(uncounted_cases, DISTRICT, *asked[:2], "court", "鲁1002", "", 100)
    finally:
        look_as(None)
        reader.close()
    named = next(one.reason for one in every.items if one.case == UNHEARD)
    assert (named.code, named.params["case"]) == ("counts_at", APPEAL)
    assert {one.case for one in own.items} == {HEARD, UNHEARD}
    assert first.left_out == own.items
    for one in own.items:
        assert APPEAL not in str(one)
