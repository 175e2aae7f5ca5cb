"""What reporting lists of the proceedings after losses: how each stands, what it waits for, how many there are."""

import random
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from services.reporting.proceedings.listing import Asked, listed
from services.reporting.proceedings.shapes import ProceedingRow, Proceedings
from services.reporting.proceedings.tables import proceedings
from services.reporting.reader import Reader
from services.reporting.tables import cases
from shared.codec import type_of
from shared.events.court import DocumentServed
from shared.events.intake import FactRetracted
from shared.events.proceeding import DecisionMade, InquiryReported, ReviewCompleted
from shared.log.database import open_database
from shared.problems import Problem
from tests.reporting.proceedings.lost import (
    BEGUN,
    BUREAU,
    CITY,
    CLOSED,
    DAY,
    GOVERNMENT,
    HOUSING,
    LABOUR,
    LAND,
    MAJOR,
    POLICE,
    REVERSED,
    SHARED,
    TOLERATED,
    TOWN,
    TWO,
    UNFOUNDED,
    WAITING,
    begin,
    inquired,
    lost,
    number,
    register,
    reported,
    step,
)
from tests.reporting.told import COURT, Told
from tests.words import day, docketed, judgment

NEWEST_FIRST = [BEGUN, WAITING, TWO, TWO, MAJOR, UNFOUNDED, SHARED, TOLERATED, CLOSED]


async def found(reader: Reader, **asked: object) -> Proceedings:
    return await reader.about(listed, "xinzhou", Asked(**asked))  # type: ignore[arg-type]


async def one(reader: Reader, case: str, unit: str = "", **asked: object) -> ProceedingRow:
    items = (await found(reader, **asked)).items
    (row,) = [row for row in items if row.case == case and unit in ("", row.unit)]
    return row


async def test_the_latest_loss_comes_first_and_what_was_withdrawn_only_when_asked_for(lost: Reader) -> None:
    assert [row.case for row in (await found(lost)).items] == NEWEST_FIRST
    withdrawn = await found(lost, state="withdrawn")
    assert [(row.case, row.state, row.stage) for row in withdrawn.items] == [(REVERSED, "withdrawn", "")]


async def test_one_that_has_only_begun_waits_for_the_inquiry_of_the_unit(lost: Reader) -> None:
    row = await one(lost, BEGUN)
    assert (row.unit, row.state, row.stage, row.lost_on) == (HOUSING, "open", "inquiry", date(2026, 9, 1))
    assert [stage.stage for stage in row.stages] == ["inquiry", "report", "review", "feedback", "decision"]
    assert [stage.on for stage in row.stages] == [None] * 5
    assert row.expected == ("inquiry-opened", "inquiry-completed")
    assert row.acting == (HOUSING,)
    assert row.outcomes == ("revoked", "redo_ordered")


async def test_what_is_due_of_the_stage_is_told_with_its_light(lost: Reader) -> None:
    due = (await one(lost, WAITING)).due
    assert due is not None
    assert (due.duty, due.due_on, due.light, due.soft) == ("inquiry_report", date(2026, 9, 29), "near", False)
    soft = (await one(lost, BEGUN)).due
    assert soft is not None
    assert (soft.duty, soft.soft) == ("inquiry", True)
    assert (await one(lost, TWO, POLICE)).due is None, "a review has no period of its own"


async def test_of_two_accountable_units_each_has_what_is_due_of_itself(lost: Reader) -> None:
    town = (await one(lost, TWO, TOWN)).due
    assert town is not None
    assert (town.duty, town.agencies) == ("inquiry", (TOWN,))


async def test_facts_that_do_not_fit_are_counted_and_nothing_is_decided_from_them(lost: Reader) -> None:
    for case, stage in ((WAITING, "report"), (UNFOUNDED, "decision"), (MAJOR, "review")):
        row = await one(lost, case)
        assert (row.state, row.stage, row.parked) == ("parked", stage, 1), case
    assert [one.conclusion for one in (await one(lost, UNFOUNDED)).subjects] == [None, None]


async def test_a_review_falls_to_the_bureau_and_a_decision_on_a_unit_to_its_superior(lost: Reader) -> None:
    joint = await one(lost, MAJOR)
    assert (joint.acting, joint.joint) == ((BUREAU,), True)
    assert (await one(lost, UNFOUNDED)).acting == (GOVERNMENT, LABOUR)


async def test_a_closed_one_says_how_and_what_was_concluded(lost: Reader) -> None:
    row = await one(lost, CLOSED)
    assert (row.state, row.stage, row.how, row.closed_on) == ("closed", "", "decided", date(2026, 4, 16))
    assert {(one.person, one.conclusion) for one in row.subjects} == {
        ("", "held_accountable"),
        ("曹某", "held_accountable"),
        ("方某", "not_held_accountable"),
    }
    tolerated = await one(lost, TOLERATED)
    assert [(one.conclusion, one.grounds) for one in tolerated.subjects] == [
        ("tolerated", ("risk-registered-or-rule",))
    ]


async def test_what_was_handed_over_is_closed_here(lost: Reader) -> None:
    row = await one(lost, SHARED)
    assert (row.state, row.how) == ("closed", "transferred")
    assert [(one.unit, one.conclusion, one.referred_to) for one in row.subjects] == [
        (HOUSING, "held_accountable", ""),
        (GOVERNMENT, None, "武汉市人民政府"),
    ]


async def test_they_are_counted_by_state_and_stage_whichever_is_asked_for(lost: Reader) -> None:
    whole = await found(lost)
    assert whole.counts == {"open": 6, "parked": 3, "closed": 3, "withdrawn": 1}
    assert whole.stages == {"inquiry": 2, "report": 1, "review": 2, "feedback": 0, "decision": 1}
    assert whole.years == (2026, 2025)
    for asked in ({"state": "closed"}, {"state": "open", "stage": "review"}):
        assert (await found(lost, **asked)).counts == whole.counts
    assert (await found(lost, state="open", stage="review")).stages == whole.stages


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "open"}, [BEGUN, WAITING, TWO, TWO, MAJOR, UNFOUNDED]),
        ({"state": "parked"}, [WAITING, MAJOR, UNFOUNDED]),
        ({"state": "closed"}, [SHARED, TOLERATED, CLOSED]),
        ({"stage": "review"}, [TWO, MAJOR]),
        ({"stage": "review", "state": "parked"}, [MAJOR]),
        ({"stage": "review", "state": "closed"}, []),
        ({"agency": TOWN}, [TWO]),
        ({"agency": "区政府"}, [SHARED]),
        ({"agency": HOUSING}, [BEGUN, SHARED, CLOSED]),
        ({"year": 2025, "state": "withdrawn"}, [REVERSED]),
        ({"year": 2025}, []),
    ],
)
async def test_filters(lost: Reader, asked: dict[str, object], expected: list[str]) -> None:
    assert [row.case for row in (await found(lost, **asked)).items] == expected


async def test_pages_together_are_the_whole(lost: Reader) -> None:
    whole, items, after = (await found(lost)).items, list[ProceedingRow](), ""
    for _ in range(5):
        page = await found(lost, limit=2, after=after)
        items += page.items
        after = page.next
    assert tuple(items) == whole
    assert after == ""


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"state": "late"}, 422),
        ({"stage": "supper"}, 404),
        ({"agency": "天文局"}, 404),
        ({"after": "yesterday|a|b"}, 422),
        ({"after": "2026-01-01"}, 422),
    ],
)
async def test_what_is_not_there_is_a_problem(lost: Reader, asked: dict[str, object], status: int) -> None:
    with pytest.raises(Problem) as problem:
        await found(lost, **asked)
    assert problem.value.body["status"] == status


async def test_a_district_without_stages_of_its_own_has_the_one_of_its_law(tmp_path: Path) -> None:
    told = Told(tmp_path, district="huancui")
    agency, case = "环翠区自然资源局", "（2026）鲁1002行初66号"
    told.organ("d1", agency)
    begin(told, DAY)
    told.fact(case, docketed(agency, on="2026-03-02"), judgment("revoked", served="2026-08-03", to=agency))
    await told.settle()
    reader = told.reader()
    (row,) = (await reader.about(listed, "huancui", Asked())).items
    assert [stage.stage for stage in row.stages] == ["report"]
    assert (row.stage, row.acting, row.expected) == ("report", (agency,), ("loss-analysed",))
    assert row.due is not None
    assert row.due.duty == "loss_analysis"
    reader.close()
    told.close()


async def test_a_dispute_without_a_loss_puts_nothing_there(told: Told, reader: Reader) -> None:
    told.fact(number(1), docketed(POLICE, on="2026-03-02"), judgment("claims_rejected", served="2026-05-06"))
    await told.settle()
    whole = await found(reader)
    assert (whole.items, whole.counts["open"], whole.years) == ((), 0, ())


async def test_a_loss_corrected_away_takes_its_proceeding_with_it(told: Told, reader: Reader) -> None:
    case = number(1)
    told.fact(case, docketed(POLICE, on="2026-03-02"))
    told.fact(case, judgment("revoked", served="2026-05-06", to=POLICE), id_="judgment")
    await told.settle()
    assert (await one(reader, case)).state == "open"
    gone = FactRetracted(
        target_source=COURT, target_id="judgment", replaces="judgment", type=type_of(DocumentServed)
    )
    told.fact(case, gone, id_="judgment#2")
    await told.settle()
    assert (await found(reader)).items == ()
    assert (await one(reader, case, state="withdrawn")).state == "withdrawn"


async def test_what_is_told_in_another_case_of_the_dispute_is_looked_after_too(
    told: Told, reader: Reader
) -> None:
    first, second = number(1), "（2026）鄂01行终7号"
    told.fact(first, docketed(POLICE, on="2026-01-05"), judgment("revoked", served="2026-03-02", to=POLICE))
    told.fact(second, docketed(POLICE, on="2026-04-01", instance="second", earlier=first))
    told.fact(second, judgment("appeal_rejected", served="2026-06-01", to=POLICE))
    early = ReviewCompleted(completed_on=day("2026-06-20"), agency=POLICE, by=BUREAU)
    step(told, first, *inquired(POLICE, "2026-06-08", "2026-06-15"), early)
    await told.settle()
    (row,) = (await found(reader)).items
    assert (row.stage, row.state, row.parked) == ("report", "parked", 1)


async def test_any_order_of_arrival_ends_in_the_same_rows(tmp_path: Path) -> None:
    """The rows that are kept, changed fact by fact, are those of a log that is read at once."""
    facts = [
        docketed(CITY, on="2026-01-05"),
        judgment("revoked", served="2026-03-02", to=CITY),
        *inquired(CITY, "2026-04-08", "2026-04-15", "韩某"),
        reported(CITY, "2026-04-17"),
        ReviewCompleted(completed_on=day("2026-04-24"), agency=CITY, by=BUREAU),
        DecisionMade(decided_on=day("2026-05-06"), unit=CITY, conclusion="tolerated"),
    ]
    kept = set[frozenset[tuple[object, ...]]]()
    for seed in range(4):
        folder = tmp_path / str(seed)
        folder.mkdir()
        told = Told(folder, district="xinzhou")
        register(told)
        begin(told, DAY)
        order = list(facts)
        random.Random(seed).shuffle(order)
        for fact in order:
            step(told, number(1), fact)
            if seed or fact is order[-1]:
                await told.settle()
        kept.add(frozenset(rows(told)))
        told.close()
    assert len(kept) == 1


def rows(told: Told) -> list[tuple[object, ...]]:
    engine = open_database(told.url)
    with engine.connect() as connection:
        listed = [tuple(row) for row in connection.execute(select(proceedings)).all()]
        assert connection.execute(select(cases)).all()
    engine.dispose()
    return listed


async def test_of_a_report_without_what_it_must_hold_the_stage_stays(told: Told, reader: Reader) -> None:
    lost(told, number(1), LAND, on="2026-02-02")
    step(told, number(1), *inquired(LAND, "2026-02-09", "2026-03-02"))
    step(told, number(1), InquiryReported(reported_on=day("2026-03-05"), agency=LAND, causes="程序违法"))
    await told.settle()
    row = await one(reader, number(1))
    assert (row.stage, row.state, row.parked) == ("report", "parked", 1)
