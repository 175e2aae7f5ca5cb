"""Xinzhou art. 28-32: do the same facts end in the same proceeding, in any order, revised, and judged bit by bit?"""

import asyncio
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.law.judging import JUDGES, judged
from shared.dispute import Case, Dispute, Report
from shared.envelope import Draft, fact_key
from shared.events.findings.accountability import Proceeding, ProceedingClosed, ProceedingOpened
from shared.events.findings.common import FactParked
from shared.world import World
from tests.accountability.afterwards import DISTRICT, Told, disputes_lost, world
from tests.deadlines.keeping_up import Keeping, Log, on_record, told_by

CALM = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
TODAY = "2024-06-03"
POINTS = ("", "", "", "before-append", "after-append")
"""Where a service dies when it judges; most often nowhere."""

Found = Mapping[tuple[str, object], object]


def ended(facts: Sequence[Draft]) -> list[Dispute]:
    """Return the disputes with all that follows when everything is told and then judged."""
    log = Log()
    log.record(*world(TODAY), *facts)
    return judged(*told_by(log.bodies, DISTRICT))


def found(disputes: Sequence[Dispute]) -> Found:
    """Return what stands, by service and key."""
    return {
        (service, key): finding.standing
        for dispute in disputes
        for service, findings in dispute.findings.items()
        for key, finding in findings.items()
    }


@CALM
@given(told=disputes_lost(), seed=st.integers(0, 2**32))
def test_in_any_order_and_repeated_the_proceeding_stands_the_same(told: Told, seed: int) -> None:
    chance = random.Random(seed)
    twice = [*told.facts, *chance.sample(told.facts, len(told.facts) // 3)]
    chance.shuffle(twice)
    assert found(ended(twice)) == found(ended(told.facts))


@CALM
@given(told=disputes_lost())
def test_what_is_parked_is_as_if_it_had_not_been_told(told: Told) -> None:
    """Nothing else is decided from it, and no deadline runs from it or is met by it."""
    log = Log()
    log.record(*world(TODAY), *told.facts)
    disputes, known = told_by(log.bodies, DISTRICT)
    ended = judged(disputes, known)
    parked = {one.fact for dispute in ended for _, one in dispute.found("accountability", FactParked)}
    left = [_without(dispute, parked, known) for dispute in disputes]
    assert _decided(judged(left, known)) == _decided(ended)


@CALM
@given(told=disputes_lost())
def test_a_proceeding_is_closed_once_every_subject_has_its_end_and_not_before(told: Told) -> None:
    for dispute in ended(told.facts):
        lost = {case for case, _ in dispute.found("accountability", Proceeding)}
        assert len(lost) <= 1, "a dispute of one kind of proceeding is lost in one case"
        for _, one in dispute.found("accountability", ProceedingClosed):
            assert all(subject.conclusion or subject.referred_to for subject in one.subjects)
            assert [stage.on for stage in one.done] == sorted(stage.on for stage in one.done)
            assert one.closed_on == one.done[-1].on
        for _, one in dispute.found("accountability", ProceedingOpened):
            assert one.expected
            decides = one.stage == "decision"
            assert not decides or not all(said.conclusion or said.referred_to for said in one.subjects)


@pytest.mark.parametrize("part", [0, pytest.param(1, marks=pytest.mark.long)])
@settings(CALM, max_examples=25)
@given(told=disputes_lost(), seed=st.integers(0, 2**32))
def test_what_was_recorded_step_by_step_is_what_follows_from_all_facts_at_once(
    part: int, told: Told, seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = Log()
        asyncio.run(_step_by_step(log, Path(folder), told, random.Random(seed)))
        disputes = judged(*told_by(log.bodies, DISTRICT))
        for rules in JUDGES:
            at_once = {
                key: one for (service, key), one in found(disputes).items() if service == rules.service
            }
            assert on_record(log.bodies, DISTRICT, rules.service) == at_once, rules.service
        length = len(log.bodies)
        asyncio.run(_anew(log, Path(folder)))
        assert len(log.bodies) == length, "whoever begins anew says nothing again"


async def _step_by_step(log: Log, folder: Path, told: Told, chance: random.Random) -> None:
    """Tell everything shuffled and in batches; every service judges now and then, and dies now and then."""
    services = [Keeping(log, folder, rules.service, rules) for rules in JUDGES]
    for batch in _batches([*world(TODAY), *told.facts], chance):
        log.record(*batch)
        for service in services:
            if chance.random() < 0.6:
                service.read(chance.choice([1, 3, 1000]))
            while chance.random() < 0.6 and await service.judge(chance.choice([1, 5]), chance.choice(POINTS)):
                pass
            if chance.random() < 0.1:
                service.restart()
    await _all_caught_up(services)


async def _anew(log: Log, folder: Path) -> None:
    await _all_caught_up([Keeping(log, folder, f"{rules.service}-anew", rules) for rules in JUDGES])


async def _all_caught_up(services: Sequence[Keeping]) -> None:
    """Let all judge until nothing more follows, and let go of their notes."""
    while any(service.behind for service in services):
        for service in services:
            await service.catch_up()
    for service in services:
        with closing(service):
            await service.catch_up()


def _batches(drafts: list[Draft], chance: random.Random) -> Iterator[Sequence[Draft]]:
    chance.shuffle(drafts)
    start = 0
    while start < len(drafts):
        end = start + chance.choice([1, 2, 5, 20])
        yield drafts[start:end]
        start = end


def _decided(disputes: Sequence[Dispute]) -> Found:
    """Return what is found, without what is parked and what decisions lack: that rests on facts that do not fit."""
    return {
        (service, key): finding.standing
        for dispute in disputes
        for service, findings in dispute.findings.items()
        for key, finding in findings.items()
        if key.topic not in ("parked", "decision")
    }


def _without(dispute: Dispute, parked: set[str], known: World) -> Dispute:
    """Return a dispute without what is parked of it, and without the reports that gave way to that."""
    reports = [(case, one) for case in dispute.cases for one in _reports(case)]
    gone = {_thing(one, known) for _, one in reports if fact_key(one.source, one.id) in parked}
    cases = tuple(
        replace(
            case,
            reports={
                kind: {slot: one for slot, one in slots.items() if _thing(one, known) not in gone}
                for kind, slots in case.reports.items()
            },
        )
        for case in dispute.cases
    )
    return replace(dispute, cases=cases)


def _reports(case: Case) -> Iterator[Report]:
    for slots in case.reports.values():
        yield from slots.values()


def _thing(report: Report, known: World) -> tuple[object, ...]:
    """Return what a report is about; a name and its alias mean the same."""
    fact = report.fact
    return type(fact), *(known.organs.full_name(str(getattr(fact, name))) for name in fact.SLOT)
