"""The index: what a reporter's facts say now, and which facts the law cannot use yet."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from services.intake.clock import SHANGHAI, Clock
from services.intake.index import Current
from services.intake.keeper import Keeper
from shared.codec import encode, type_of
from shared.envelope import Draft, attributes
from shared.events.findings.common import FactParked, FindingWithdrawn
from shared.events.intake import FactCorrected, FactRetracted
from tests.intake.test_keeper import opened
from tests.log.toys import DISTRICT, case, fact, facts


@pytest.fixture
async def keeper(tmp_path: Path) -> AsyncIterator[Keeper]:
    async with opened(tmp_path / "log.db", tmp_path) as keeper:
        yield keeper


def corrected(target: Draft, number: int, replaces: str, data: dict[str, object]) -> Draft:
    event = FactCorrected(
        target_source=target.source,
        target_id=target.id,
        replaces=replaces,
        type=target.type,
        data={**target.data, **data},
    )
    return fact(target.subject, event, f"{target.id}#{number}", source=target.source)


def retracted(target: Draft, number: int, replaces: str) -> Draft:
    event = FactRetracted(
        target_source=target.source, target_id=target.id, replaces=replaces, type=target.type
    )
    return fact(target.subject, event, f"{target.id}#{number}", source=target.source)


async def test_a_fact_says_what_it_said_first_until_it_is_corrected(keeper: Keeper) -> None:
    docketed, served, _ = facts(1)
    await keeper.record([docketed, served, corrected(served, 1, served.id, {"served_on": "2023-04-01"})])
    now = await keeper.current(docketed.source, [docketed.id, served.id, "unknown"])
    assert now[docketed.id] == Current(
        docketed.type, case(1), DISTRICT, docketed.data, docketed.id, docketed.data, 0
    )
    changed = {**served.data, "served_on": "2023-04-01"}
    assert now[served.id] == Current(served.type, case(1), DISTRICT, changed, f"{served.id}#1", changed, 1)
    assert "unknown" not in now


async def test_what_a_reporter_stated_stays_apart_from_what_others_corrected(keeper: Keeper) -> None:
    _, served, _ = facts(1)
    event = FactCorrected(
        target_source=served.source, target_id=served.id, replaces=served.id, type=served.type,
        data={**served.data, "served_on": "2023-04-01"},
    )  # fmt: skip
    await keeper.record([served, fact(case(1), event, "1", source="bureau/xinzhou")])
    now = (await keeper.current(served.source, [served.id]))[served.id]
    assert now.data == {**served.data, "served_on": "2023-04-01"}
    assert (now.stated, now.revisions, now.revision) == (served.data, 0, "1")


async def test_the_last_of_a_chain_of_revisions_counts_whatever_order_they_came_in(keeper: Keeper) -> None:
    _, served, _ = facts(1)
    await keeper.record(
        [
            corrected(served, 3, f"{served.id}#2", {"served_on": "2023-04-03"}),
            corrected(served, 1, served.id, {"served_on": "2023-04-01"}),
            served,
            retracted(served, 2, f"{served.id}#1"),
        ]
    )
    now = await keeper.current(served.source, [served.id])
    assert now[served.id].revision == f"{served.id}#3"
    assert now[served.id].data == {**served.data, "served_on": "2023-04-03"}


async def test_a_retracted_fact_says_nothing(keeper: Keeper) -> None:
    _, served, _ = facts(1)
    await keeper.record([served, retracted(served, 1, served.id)])
    now = await keeper.current(served.source, [served.id])
    assert now[served.id].data is None
    assert now[served.id].revision == f"{served.id}#1"


async def test_many_facts_spread_over_the_log_are_found(keeper: Keeper) -> None:
    told = [one for n in range(1000) for one in facts(n)]
    await keeper.record(told)
    wanted = told[::7] + told[1500:1600]
    now = await keeper.current(told[0].source, [one.id for one in wanted])
    assert {id_: one.data for id_, one in now.items()} == {one.id: one.data for one in wanted}


def parked(subject: str, about: str) -> Draft:
    event = FactParked(reason="unknown-organ", about=about, released_by="登记该机关", fact="x y")
    return Draft(
        source="routing",
        id="",
        type=type_of(FactParked),
        subject=subject,
        district=DISTRICT,
        data=encode(event),
    )


async def test_parked_facts_are_listed_until_the_finding_is_withdrawn(keeper: Keeper) -> None:
    reply = await keeper.append("routing", 0, [parked(case(1), "某局"), parked(case(2), "某办")])
    (first, second) = await keeper.parked(DISTRICT)
    assert (first.case, first.about, first.reason) == (case(1), "某局", "unknown-organ")
    assert [one.case for one in await keeper.parked(DISTRICT, [case(2)])] == [case(2)]
    assert second.position == 2

    gone = FindingWithdrawn(topic="parked", of_slot="unknown-organ/某局")
    withdrawn = Draft(
        source="routing",
        id="",
        type=type_of(FindingWithdrawn),
        subject=case(1),
        district=DISTRICT,
        data=encode(gone),
    )
    await keeper.append("routing", reply.last, [withdrawn])
    assert [one.case for one in await keeper.parked(DISTRICT)] == [case(2)]
    assert await keeper.parked("huancui") == []


async def test_the_clock_records_each_day_once_and_in_order_after_downtime(keeper: Keeper) -> None:
    from datetime import datetime

    now = datetime(2026, 2, 27, 23, 59, tzinfo=SHANGHAI)
    clock = Clock(keeper, lambda: now)
    await clock.catch_up()
    await clock.catch_up()
    now = datetime(2026, 3, 2, 0, 0, 1, tzinfo=SHANGHAI)
    await clock.catch_up()
    days = [attributes(body)["data"]["day"] for body in await keeper.read(1, 10)]
    assert days == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
    assert keeper.index.day == date(2026, 3, 2)
