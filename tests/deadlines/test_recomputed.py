"""Is what deadlines recorded step by step what follows from all facts at once, whatever moved in whatever order?"""

import asyncio
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.envelope import Draft, read
from shared.events.district import CalendarPublished, LawAdopted
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
)
from shared.events.intake import FactCorrected, FactRetracted
from tests.deadlines.keeping_up import Keeping, Log, on_record, recomputed
from tests.deadlines.moving import CASES, DISTRICT, Told, cases

RUNNING = DeadlineSet | DeadlineMoved | DeadlineSuspended
Of = tuple[str, str, str]
"""Case, duty, and which of several."""

PARTS, TIMES = 5, 40
"""Runs of the test, and examples in each, all of them of ten cases: two thousand together, most in the long tests."""
assert PARTS * TIMES * len(CASES) >= 2000

POINTS = ("", "", "", "before-append", "after-append")
"""Where the service dies when it judges; most often nowhere."""


@pytest.mark.parametrize(
    "part", [part if part < 2 else pytest.param(part, marks=pytest.mark.long) for part in range(PARTS)]
)
@settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=cases(), seed=st.integers(0, 2**32))
def test_what_was_recorded_step_by_step_is_what_follows_from_all_facts_at_once(
    part: int, told: Told, seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = Log()
        asyncio.run(_step_by_step(log, Path(folder), told, random.Random(seed)))
        assert on_record(log.bodies, DISTRICT) == recomputed(log.bodies, DISTRICT)
        assert list(_said_for_nothing(log.bodies)) == []
        length = len(log.bodies)
        asyncio.run(_rebuilt(log, Path(folder)))
        assert len(log.bodies) == length


async def _step_by_step(log: Log, folder: Path, told: Told, chance: random.Random) -> None:
    """Tell everything in some order and in batches, judge now and then, and die now and then."""
    with closing(Keeping(log, folder)) as keeping:
        for batch in _batches(_in_some_order(told, chance), chance):
            log.record(*batch)
            if chance.random() < 0.8:
                keeping.read(chance.choice([1, 3, 1000]))
            while chance.random() < 0.7:
                if not await keeping.judge(chance.choice([1, 5]), chance.choice(POINTS)):
                    break
            if chance.random() < 0.1:
                keeping.restart()
        await keeping.catch_up()


async def _rebuilt(log: Log, folder: Path) -> None:
    with closing(Keeping(log, folder, "anew")) as keeping:
        await keeping.catch_up()


def _in_some_order(told: Told, chance: random.Random) -> list[Draft]:
    """Return everything shuffled; only the days stay in order, as they begin one after the other.

    The world is often known from the outset and the days often come late, or what comes last would have everything
    judged again.
    """
    early, late = chance.choice([1.0, 0.0]), chance.choice([1.0, 0.1])
    places = [(chance.random(), fact) for fact in (*told.facts, *told.publications)]
    places += [(chance.random() * early, fact) for fact in told.world]
    places += zip(sorted(chance.random() ** late for _ in told.days), told.days, strict=True)
    return [draft for _, draft in sorted(places, key=itemgetter(0))]


def _batches(drafts: Sequence[Draft], chance: random.Random) -> Iterator[Sequence[Draft]]:
    start = 0
    while start < len(drafts):
        end = start + chance.choice([1, 2, 5, 20])
        yield drafts[start:end]
        start = end


def _said_for_nothing(bodies: Sequence[bytes]) -> Iterator[str]:
    """Yield moves of what did not move, and reminders said twice though nothing had changed between them."""
    stands = dict[Of, tuple[int, Deadline]]()
    near = dict[tuple[Of, int, date], tuple[int, int]]()
    world = 0
    for record in map(read, bodies):
        position, said = record.position, record.event
        match said:
            case CalendarPublished() | LawAdopted() | FactCorrected() | FactRetracted():
                world = position
            case Deadline():
                of = record.subject, said.duty, said.of
                before = stands.get(of, (0, None))[1]
                moved = isinstance(said, DeadlineMoved) and isinstance(before, RUNNING)
                if moved and not said.due_on != said.was_due_on == before.due_on:
                    yield f"{position}: {said} after {before}"
                stands[of] = position, said
            case DeadlineNear():
                of = record.subject, said.duty, said.of
                since = stands[of][0], world
                if near.get((of, said.step, said.due_on)) == since:
                    yield f"{position}: {said} once more"
                near[of, said.step, said.due_on] = since
            case FindingWithdrawn(topic="deadline"):
                duty, _, slot = said.of_slot.partition("/")
                stands.pop((record.subject, duty, slot), None)
