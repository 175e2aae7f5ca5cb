"""The judging loop: what follows is on the log, once, whatever order things come in and whatever breaks."""

import asyncio
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise

import pytest

from shared.dispute import Key
from shared.envelope import attributes, read
from shared.events.court import CaseDocketed
from shared.events.findings.accountability import CircularProposed
from shared.events.findings.deadlines import DeadlineMissed, DeadlineMoved, DeadlineSet
from shared.events.intake import FactCorrected
from shared.judge import Findings, Judge
from shared.judge.crash import POINTS, dying_at
from shared.log.notes import Notes
from shared.world import world_of
from tests.log.house import Crash, House, until, wrong
from tests.log.toys import POISON, RULES, ToyRouting, case, day, fact, facts

TODAY = date(2023, 6, 1)


def world(house: House) -> object:
    return world_of("xinzhou", (read(body) for body in house.log() if attributes(body)["district"] == "_"))


async def test_what_follows_from_facts_is_found_by_three_services_in_turn(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    await house.keeper.record([day(TODAY), *facts(1, answered=False), *facts(2)])
    await house.settled()
    kinds = [attributes(body)["type"].split(".")[1] for body in house.log()]
    assert kinds.count("responsible-agency-determined") == 2
    assert kinds.count("deadline-missed") == 1
    assert kinds.count("circular-proposed") == 1
    assert wrong(house, RULES, world(house)) == []


async def test_settled_means_that_what_the_last_service_finds_is_on_the_log(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    last = house.judges["accountability"]
    for number in range(20):
        told = await house.keeper.record([day(TODAY), *facts(number * 2 + 1, answered=False)])
        await until(partial(_has_settled, last, max(outcome.position for outcome in told)))
        found = [d for d in house.disputes() if list(d.found("accountability", CircularProposed))]
        assert len(found) == number + 1


def _has_settled(judge: Judge, position: int) -> bool:
    return judge.settled >= position


async def test_facts_in_any_order_end_in_the_same_findings(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    told = [day(TODAY), *(one for n in range(60) for one in facts(n, answered=n % 3 > 0))]
    random.Random(7).shuffle(told)
    for start in range(0, len(told), 7):
        await house.keeper.record(told[start : start + 7])
    await house.settled()
    assert wrong(house, RULES, world(house)) == []


async def test_a_day_that_begins_makes_due_what_waits_for_it_and_nothing_else(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    await house.keeper.record([day(date(2023, 3, 1)), *facts(1, answered=False), *facts(2, answered=False)])
    await house.settled()
    before = house.keeper.position
    await house.keeper.record([day(date(2023, 3, 17))])
    await house.settled()
    assert house.keeper.position == before + 1
    await house.keeper.record([day(date(2023, 3, 18))])
    await house.settled()
    missed = [d.key for d in house.disputes() if list(d.found("deadlines", DeadlineMissed))]
    assert missed == [case(1)]


async def test_a_correction_moves_a_deadline_and_may_come_before_its_fact(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    docketed, served = facts(1, answered=False)
    corrected = FactCorrected(
        target_source=served.source,
        target_id=served.id,
        replaces=served.id,
        type=served.type,
        data={**served.data, "served_on": "2023-05-30"},
    )
    await house.keeper.record([day(TODAY), docketed, fact(case(1), corrected, f"{served.id}#1")])
    await house.settled()
    assert wrong(house, RULES, world(house)) == []
    await house.keeper.record([served])
    await house.settled()
    (found,) = (d for d in house.disputes() if d.key == case(1))
    ((_, deadline),) = found.found("deadlines", DeadlineSet)
    assert deadline.due_on == date(2023, 6, 14)

    again = FactCorrected(
        **{
            **_content(corrected),
            "replaces": f"{served.id}#1",
            "data": {**served.data, "served_on": "2023-05-31"},
        }
    )
    await house.keeper.record([fact(case(1), again, f"{served.id}#2")])
    await house.settled()
    (found,) = (d for d in house.disputes() if d.key == case(1))
    ((_, moved),) = found.found("deadlines", DeadlineMoved)
    assert moved.was_due_on == date(2023, 6, 14)


def _content(correction: FactCorrected) -> dict[str, object]:
    return {
        name: getattr(correction, name) for name in ("target_source", "target_id", "replaces", "type", "data")
    }


async def test_a_correction_to_another_case_makes_both_due(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    told = facts(1, answered=False)
    await house.keeper.record([day(TODAY), *told])
    await house.settled()
    moved = [
        FactCorrected(
            target_source=one.source, target_id=one.id, replaces=one.id, type=one.type, data=one.data
        )
        for one in told
    ]
    await house.keeper.record([fact(case(9), one, f"{one.target_id}#1") for one in moved])
    await house.settled()
    standing = {d.key: dict(d.standing("routing")) for d in house.disputes()}
    assert standing.get(case(1), {}) == {}
    assert Key(case(9), "responsible", "区人社局") in standing[case(9)]
    assert wrong(house, RULES, world(house)) == []


async def test_a_fact_corrected_to_another_district_is_judged_by_the_law_there(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    (docketing, *_) = told = facts(1, answered=False)
    await house.keeper.record([day(TODAY), *told])
    moved = FactCorrected(
        target_source=docketing.source,
        target_id=docketing.id,
        replaces=docketing.id,
        type=docketing.type,
        data=docketing.data,
    )
    await house.keeper.record([fact(case(1), moved, f"{docketing.id}#1", district="huancui")])
    await house.settled()
    found = {d.district: d for d in house.disputes()}
    assert found["xinzhou"].cases[0].docketed is None
    (after,) = found["huancui"].cases
    assert after.docketed is not None
    assert {key.case for key in found["huancui"].standing("routing")} == {case(1)}
    assert wrong(house, RULES, world(house)) == []


async def test_a_dispute_that_cannot_be_judged_stalls_alone_and_is_named(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    await house.keeper.record([day(TODAY), *facts(1, defendant=POISON), *facts(2), *facts(3)])
    await house.settled()
    status = await house.judges["routing"].status()
    assert [one["case"] for one in status["stalled"]] == [f"xinzhou|{case(1)}"]
    assert "does not know what to do" in status["stalled"][0]["error"]
    found = {d.key for d in house.disputes() if d.standing("routing")}
    assert found == {case(2), case(3)}
    assert house.judges["accountability"].stalled == (f"xinzhou|{case(1)}",)

    mended = FactCorrected(
        target_source="court/鄂0117",
        target_id=f"{case(1)}/0",
        replaces=f"{case(1)}/0",
        type="yingsu.case-docketed.v1",
        data={**facts(1)[0].data},
    )
    await house.keeper.record([fact(case(1), mended, f"{case(1)}/0#1")])
    await house.settled()
    assert (await house.judges["routing"].status())["stalled"] == []
    assert {d.key for d in house.disputes() if d.standing("routing")} == {case(1), case(2), case(3)}


async def test_what_stalled_is_tried_again_by_command_with_better_rules(house: House) -> None:
    house.judge(ToyRouting())
    await house.keeper.record([day(TODAY), *facts(1, defendant=POISON)])
    await house.settled()
    await house.stop_judge("routing")

    class Better(ToyRouting):
        def follows(self, dispute, world):  # type: ignore[no-untyped-def]
            return super().follows(_without_poison(dispute), world)

    judge = house.judge(Better())
    await until(lambda: judge.settled >= house.keeper.position)
    assert await judge.retry() == 1
    await until(lambda: house.keeper.position == 5)


def _without_poison(dispute):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    cases = []
    for one in dispute.cases:
        reports = dict(one.reports)
        slots = {
            s: replace(r, fact=replace(r.fact, defendants=("区人社局",)))
            for s, r in reports[CaseDocketed].items()
        }
        cases.append(replace(one, reports={**reports, CaseDocketed: slots}))
    return replace(dispute, cases=tuple(cases))


@pytest.mark.chaos
@pytest.mark.parametrize("point", POINTS)
async def test_a_crash_at_any_named_point_leaves_each_finding_once(house: House, point: str) -> None:
    crashes = 0

    def passing() -> Callable[[str], None]:
        left = 1 + crashes % 2

        def told(at: str) -> None:
            nonlocal left, crashes
            if at == point and crashes < 8:
                left -= 1
                if left == 0:
                    crashes += 1
                    raise Crash

        return told

    told = [day(TODAY), *(one for n in range(40) for one in facts(n, answered=n % 2 > 0))]
    random.Random(3).shuffle(told)

    async def feed() -> None:
        for start in range(0, len(told), 10):
            await house.keeper.record(told[start : start + 10])
            await asyncio.sleep(0)

    for rules in RULES:
        house.judge(rules, passing())
    feeding = asyncio.create_task(feed())

    async def supervise() -> None:
        while True:
            for rules in RULES:
                if house.task(rules.service).done():
                    await house.stop_judge(rules.service)
                    house.judge(rules, passing())
            await asyncio.sleep(0.01)

    house.start("supervisor", supervise)
    await feeding
    await house.settled(patience=60)
    assert crashes >= 3
    assert wrong(house, RULES, world(house)) == []
    assert _repeated(house) == []


def _repeated(house: House) -> list[str]:
    """Return findings that say what stood already."""
    standing: dict[tuple[str, str, str, str], object] = {}
    repeated = []
    for body in house.log():
        record = read(body)
        if record.source not in ("routing", "deadlines", "accountability"):
            continue
        event = record.event
        key = (record.source, record.subject, getattr(event, "TOPIC", ""), getattr(event, "slot", ""))
        if standing.get(key) == event.standing:  # type: ignore[union-attr]
            repeated.append(f"{record.position} {key}")
        standing[key] = event.standing  # type: ignore[union-attr]
    return repeated


async def test_deleted_notes_come_back_the_same_from_the_log(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    await house.keeper.record([day(TODAY), *(one for n in range(30) for one in facts(n, answered=n % 2 > 0))])
    await house.quiet()
    position = house.keeper.position
    await house.stop_judge("deadlines")
    before = _dump(house, "deadlines")
    for file in house.folder.glob("deadlines.db*"):
        file.unlink()
    house.judge(RULES[1])
    await house.quiet()
    assert _dump(house, "deadlines") == before
    assert house.keeper.position == position


def _dump(house: House, service: str) -> object:
    notes = Notes(f"sqlite:///{house.folder}/{service}.db", service)
    keys = [f"xinzhou|{case(n)}" for n in range(30)]
    loaded = [(one.keys, one.bodies) for one in notes.load(keys)]
    state = (notes.position, notes.own_last, notes.noted, notes.due_count, notes.world("xinzhou"))
    notes.close()
    return loaded, state


async def test_notes_of_own_findings_are_the_bytes_of_the_log(house: House) -> None:
    house.judge(ToyRouting())
    await house.keeper.record([day(TODAY), *facts(1), *facts(2)])
    await house.settled()
    notes = Notes(f"sqlite:///{house.folder}/routing.db", "routing")
    noted = [body for one in notes.load([f"xinzhou|{case(1)}", f"xinzhou|{case(2)}"]) for body in one.bodies]
    notes.close()
    assert set(noted) == set(house.log()[1:])


async def test_two_judges_of_one_service_do_no_harm(house: House) -> None:
    first = house.judge(ToyRouting())
    notes = Notes(f"sqlite:///{house.folder}/standby.db", "routing")
    standby = Judge(Findings(ToyRouting(), house.client), notes, house.nc)
    house.start("standby", standby.run)
    for n in range(30):
        await house.keeper.record([day(TODAY), *facts(n)])
    position = house.keeper.position
    await until(lambda: first.settled >= position and standby.settled >= position)
    await house.stop("standby")
    standby.close()
    assert wrong(house, [ToyRouting()], world(house)) == []
    assert _repeated(house) == []


def test_a_crash_point_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="after-lunch"):
        dying_at("after-lunch")


async def test_the_chain_of_hashes_has_no_gap(house: House) -> None:
    house.judge(ToyRouting())
    await house.keeper.record([one for n in range(5) for one in facts(n)])
    await house.settled()
    told = [attributes(body) for body in house.log()]
    assert [one["position"] for one in told] == list(range(1, len(told) + 1))
    assert all(a["recordedat"] <= b["recordedat"] for a, b in pairwise(told))
