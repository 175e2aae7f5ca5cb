"""What cannot be used yet: is it listed with the place of its fact, and gone when what it waits for arrives?"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from services.reporting.parked.asking import parked_page
from services.reporting.parked.listing import Asked
from services.reporting.parked.shapes import REASONS, Parked
from shared.codec import encode, type_of
from shared.events.court import CaseDocketed, HearingHeld, NoticeServed
from shared.events.findings.common import FactParked
from shared.events.intake import FactCorrected, FactRetracted
from shared.events.proceeding import ReviewCompleted
from tests.reporting.feeds.test_any_order import ROW, corrected, retracted
from tests.reporting.feeds.town import (
    FEED,
    FRIDAY,
    MONDAY,
    OTHER,
    POLICE,
    TUESDAY,
    Town,
    answer,
    number,
)
from tests.reporting.proceedings.lost import BUREAU as JUSTICE
from tests.reporting.proceedings.lost import CITY, DAY, WAITING, begin, inquired, lost, register, reported
from tests.reporting.told import Told
from tests.words import day

STRANGER = "环翠区某某局"
LEDGER = "ledger/huancui"


async def listed(told: Town, **query: Any) -> list[dict[str, Any]]:
    return list((await answer(told, "/parked", **query))["items"])


def position(told: Told, id_: str) -> int:
    """Return where a fact stands on the log."""
    return next(at for at, body in enumerate(told.stored, 1) if f'"id":"{id_}"'.encode() in body)


async def test_a_hearing_of_an_unknown_case_waits_for_its_docketing(told: Town) -> None:
    told.begin(TUESDAY).heard(1, MONDAY)
    (row,) = await listed(told)
    assert (row["reason"], row["case"], row["released_by"]) == (
        "case-not-docketed",
        number(1),
        "case-docketed",
    )
    assert (row["source"], row["on"], row["told_on"]) == (FEED, str(TUESDAY), str(MONDAY))
    assert row["position"] == position(told, "heard/1")
    assert row["address"] == f"http://door/enter/facts/{row['position']}"
    assert row["period"] == "2026-11"
    assert "appearance_rate" in row["figures"]
    told.begin(FRIDAY).docketed(1, MONDAY)
    assert await listed(told) == []


async def test_all_facts_of_an_unknown_case_are_one_entry(told: Town) -> None:
    told.begin(TUESDAY).heard(1, MONDAY)
    told.said(NoticeServed(recipient=POLICE, served_on=date(2026, 11, 2)), "notice", OTHER, about=number(1))
    (row,) = await listed(told)
    assert (row["facts"], row["source"], row["told_on"]) == (2, OTHER, "2026-11-02")


async def test_an_unknown_organ_waits_for_its_registration(told: Town) -> None:
    told.begin(MONDAY)
    fact = CaseDocketed(instance="first", defendants=(STRANGER,), docketed_on=MONDAY)
    told.said(fact, "docketed", about=number(1))
    (row,) = await listed(told)
    assert (row["reason"], row["about"], row["released_by"]) == (
        "unknown-organ",
        STRANGER,
        "organ-registered",
    )
    assert (row["type"], row["agencies"]) == ("case-docketed", [STRANGER])
    assert row["position"] == position(told, "docketed")
    told.organ("s", STRANGER)
    assert await listed(told) == []


async def test_an_impossible_day_waits_for_its_correction(told: Town) -> None:
    told.begin(MONDAY).docketed(1, MONDAY)
    told.said(NoticeServed(recipient=POLICE, served_on=date(2926, 11, 2)), "notice", about=number(1))
    (row,) = await listed(told)
    assert (row["reason"], row["about"], row["released_by"]) == (
        "unusable-date",
        "2926-11-02",
        "fact-corrected",
    )
    assert (row["type"], row["period"], row["position"]) == (
        "notice-served",
        "",
        position(told, "notice"),
    )
    told.said(
        corrected("notice", NoticeServed(recipient=POLICE, served_on=MONDAY), FEED), "n#2", about=number(1)
    )
    assert await listed(told) == []


async def test_two_corrections_of_one_fact_wait_for_somebody_who_has_looked(told: Town) -> None:
    told.begin(MONDAY).docketed(1, MONDAY).heard(1, MONDAY)
    told.said(corrected("heard/1", HearingHeld(held_on=TUESDAY), FEED), "heard/1#2", about=number(1))
    told.said(corrected("heard/1", HearingHeld(held_on=FRIDAY), FEED), "heard/1#3", about=number(1))
    (row,) = await listed(told)
    assert (row["reason"], row["position"], row["released_by"]) == (
        "contradiction",
        position(told, "heard/1"),
        "fact-corrected",
    )
    looked = FactRetracted(
        target_source=FEED, target_id="heard/1", replaces="heard/1#2", type=type_of(HearingHeld)
    )
    told.said(looked, "heard/1#4", about=number(1))
    assert await listed(told) == []


async def test_a_step_out_of_order_waits_for_the_one_before_it(tmp_path: Path) -> None:
    told = Told(tmp_path, district="xinzhou")
    register(told)
    begin(told, DAY)
    lost(told, WAITING, CITY, on="2026-08-03", kind="coercion")
    told.fact(WAITING, *inquired(CITY, "2026-08-10", "2026-09-21"), source="agency/xinzhou")
    early = ReviewCompleted(completed_on=day("2026-09-24"), agency=CITY, by=JUSTICE)
    told.fact(WAITING, early, source="bureau/xinzhou", id_="review")
    (row,) = await of(told)
    assert (row.reason, row.type, row.released_by) == (
        "stage-out-of-order",
        "review-completed",
        "inquiry-reported",
    )
    assert (row.source, row.position, CITY in row.agencies) == (
        "bureau/xinzhou",
        position(told, "review"),
        True,
    )
    assert row.article
    assert row.figures  # a review fed back may meet a deadline
    told.fact(WAITING, reported(CITY, "2026-09-23"), source="agency/xinzhou")
    assert await of(told) == []
    told.close()


async def of(told: Told) -> list[Parked]:
    await told.settle()
    reader = told.reader()
    found = await parked_page(reader, told.district, Asked())
    reader.close()
    return list(found.items)


async def test_what_waits_for_a_case_to_come_is_corrected_to_another_and_gone(told: Town) -> None:
    told.begin(MONDAY).docketed(2, MONDAY).heard(1, MONDAY)
    assert [row["case"] for row in await listed(told)] == [number(1)]
    told.said(corrected("heard/1", HearingHeld(held_on=MONDAY), FEED), "heard/1#2", about=number(2))
    assert await listed(told) == []


async def test_of_a_fact_of_which_only_the_correction_has_come_no_place_is_said_until_it_comes(
    told: Town,
) -> None:
    told.begin(MONDAY)
    correction = FactCorrected(
        target_source=FEED,
        target_id="heard/1",
        replaces="heard/1",
        type=type_of(HearingHeld),
        data=encode(HearingHeld(held_on=MONDAY)),
    )
    told.said(correction, "heard/1#2", about=number(1))
    (row,) = await listed(told)
    assert (row["position"], row["address"], row["on"]) == (None, "", str(MONDAY))
    told.begin(TUESDAY).heard(1, FRIDAY)
    (row,) = await listed(told)
    assert (row["position"], row["on"], row["told_on"]) == (
        position(told, "heard/1"),
        str(TUESDAY),
        str(MONDAY),
    )


async def test_a_row_that_could_not_be_read_is_listed_with_its_cells_opened(told: Town) -> None:
    told.begin(MONDAY)
    told.said(replace(ROW, cells={**ROW.cells, "原告": "张某"}), "row", LEDGER, about=number(3))
    (row,) = await listed(told)
    assert (row["reason"], row["case"], row["source"]) == ("row-unreadable", number(3), LEDGER)
    assert (row["position"], row["type"]) == (position(told, "row"), "row-parked")
    assert (row["row"]["column"], row["row"]["value"]) == ("立案日期", "二月三十")
    assert row["row"]["cells"]["原告"] == "张某"
    assert "张某".encode() not in told.stored[row["position"] - 1]
    del told.keys[number(3)]
    (row,) = await listed(told)
    assert row["row"]["cells"]["原告"] == "***"


async def test_a_row_is_released_when_it_is_taken_back(told: Town) -> None:
    told.begin(MONDAY).said(ROW, "row", LEDGER, about=number(3))
    told.said(corrected("row", replace(ROW, row=9), LEDGER), "row#2", LEDGER, about=number(3))
    (row,) = await listed(told)
    assert row["row"]["row"] == 9
    told.docketed(3, MONDAY)  # what is judged of the case leaves its row alone
    assert len(await listed(told)) == 1
    again = replace(retracted("row", type(ROW), LEDGER), replaces="row#2")
    told.said(again, "row#3", LEDGER, about=number(3))
    assert await listed(told) == []


def test_every_reason_a_finding_has_is_one_of_the_list() -> None:
    found = FactParked.__annotations__["reason"]
    assert {*found.__args__, "row-unreadable"} == set(REASONS)
