"""What holds of deadlines whatever is told of a case, on any day, and when years of old cases come in at once?"""

import asyncio
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.deadlines.rules import RULES
from services.intake.imports.reading import KINDS, read
from services.intake.seed import bundled
from shared.dispute import Dispute, Key
from shared.envelope import Draft, attributes
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineEscalated,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSet,
    DeadlineSuspended,
)
from shared.world import World
from tests.deadlines.keeping_up import Keeping, Log, on_record, recomputed, told_by
from tests.deadlines.moving import DISTRICT, SINCE, SPAN, Told, began, cases
from tests.given import TODAY
from tests.ledgers import example_bytes

CALM = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
RUNNING = DeadlineSet | DeadlineMoved
YEARS = range(-3, 2)
"""By how many years the example ledgers of 2023 are moved: five years of old cases."""

Found = Mapping[Key, Finding]


def judged(told: Told, *publications: Draft) -> tuple[list[Dispute], World]:
    """Return the disputes and the world that facts tell, in the world as it was first and with these publications."""
    log = Log()
    log.record(*told.world, *publications, began(SINCE), *told.facts)
    return told_by(log.bodies, DISTRICT)


def standing(found: Found) -> Mapping[Key, object]:
    return {key: one.standing for key, one in found.items()}


@settings(CALM, max_examples=10)
@given(told=cases())
def test_time_alone_changes_what_is_found_only_on_the_day_that_was_said(told: Told) -> None:
    found, world = judged(told, *told.publications)
    for dispute in found:
        before = RULES.follows(dispute, world)
        for days in range(1, SPAN + 40):
            day = SINCE + timedelta(days=days)
            after = RULES.follows(dispute, replace(world, day=day))
            if before.next_day is None or day < before.next_day:
                assert standing(after.findings) == standing(before.findings), day
                assert after.next_day == before.next_day
            before = after


@CALM
@given(told=cases(), days=st.integers(0, SPAN + 40))
def test_reminded_is_of_what_is_open_and_called_is_whoever_is_above_after_a_miss(
    told: Told, days: int
) -> None:
    found, world = judged(told)
    world = replace(world, day=SINCE + timedelta(days=days))
    for dispute in found:
        findings = RULES.follows(dispute, world).findings
        for key, one in findings.items():
            deadline = findings[Key(key.case, "deadline", key.slot)] if key.topic == "near" else None
            match one:
                case DeadlineNear():
                    assert isinstance(deadline, RUNNING)
                    assert one.due_on == deadline.due_on >= world.day
                    if one.step:
                        assert world.calendar.working_days_between(world.day, one.due_on) <= one.step
                    else:
                        assert world.day == one.due_on
                case DeadlineEscalated():
                    assert isinstance(deadline, DeadlineMissed)
                    assert deadline.done_on is None
                    assert deadline.due_on == one.due_on < world.day
                    assert world.calendar.working_days_between(one.due_on, world.day) <= 10


@CALM
@given(told=cases(), days=st.integers(0, SPAN))
def test_what_stays_on_its_day_is_not_moved_and_becoming_official_is_no_move(told: Told, days: int) -> None:
    first, world = judged(told)
    then, changed = judged(told, *told.publications)
    day = SINCE + timedelta(days=days)
    for before, after in zip(first, then, strict=True):
        old = RULES.follows(before, replace(world, day=day)).findings
        for key, new in RULES.follows(after, replace(changed, day=day)).findings.items():
            stood = old.get(key)
            said = RULES.transition(stood, new)
            assert said.standing == new.standing
            if isinstance(stood, RUNNING | DeadlineSuspended) and isinstance(new, RUNNING):
                assert isinstance(said, Deadline)
                assert isinstance(said, DeadlineMoved) == (stood.due_on != new.due_on)
                if isinstance(said, DeadlineMoved):
                    assert said.was_due_on == stood.due_on


def old_cases(district: str) -> Iterator[Draft]:
    """Return what five ledgers of old cases state, one for each year, under numbers of that year."""
    for kind in ("organs", "ledger"):
        wanted = read(KINDS[kind], district, example_bytes(district, kind), f"{kind}.csv").wanted.values()
        facts = [draft for one in wanted for draft in (one.facts or {}).values()]
        yield from facts if kind == "organs" else (_moved(fact, years) for fact in facts for years in YEARS)


def _moved(fact: Draft, years: int) -> Draft:
    """Return a fact so many years later, its case numbers too."""

    def later(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + years}{match[3]}"

    def all_later(text: str) -> str:
        day = re.sub(r"(\b)(20\d\d)(-\d\d-\d\d)", later, text)
        return re.sub(r"(（)(20\d\d)(）)", later, day).replace("-02-29", "-02-28")

    data = json.loads(all_later(json.dumps(fact.data, ensure_ascii=False)))
    return replace(fact, id=f"{all_later(fact.id)}/{years}", subject=all_later(fact.subject), data=data)


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_importing_five_years_of_old_cases_reminds_and_calls_nobody(district: str) -> None:
    log = Log()
    log.record(*bundled(), began(TODAY), *old_cases(district))
    with tempfile.TemporaryDirectory() as folder, closing(Keeping(log, Path(folder))) as keeping:
        asyncio.run(keeping.catch_up())
    assert on_record(log.bodies, district) == recomputed(log.bodies, district)
    kinds = Counter(attributes(body)["type"].split(".")[1] for body in log.bodies)
    assert kinds["deadline-missed"] > 100
    assert kinds["deadline-met"] > 100
    assert (kinds["deadline-near"], kinds["deadline-escalated"]) == (0, 0)
