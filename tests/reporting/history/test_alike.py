"""When does a dispute count as it did although the world is another now? What the counts read of it decides."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from services.reporting.figures import additions
from services.reporting.history.counting import alike
from services.reporting.parked.unsettled import unsettled
from shared.events.district import OrganRegistered
from shared.organs import Organs
from shared.world import World
from tests.reporting.test_examples_in_memory import told

COMPARED = frozenset({"laws", "organs", "roster", "calendar", "day"})
"""What `alike` compares."""

FIELDS = frozenset(field.name for field in fields(World))


class Watched(World):
    """A world that remembers what of it was read."""

    read: set[str] = set()  # noqa: RUF012 - one test at a time

    def __getattribute__(self, name: str) -> object:
        if name in FIELDS:
            Watched.read.add(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_the_counts_read_nothing_of_the_world_but_what_is_compared(district: str) -> None:
    given = told(district)
    disputes, world = given.judged(), given.world
    watched = Watched(**{field.name: getattr(world, field.name) for field in fields(World) if field.init})
    Watched.read.clear()
    for dispute in disputes:
        additions(dispute, watched)
        unsettled(dispute, watched)
    assert {"laws", "organs"} <= Watched.read
    assert Watched.read - {"_beginning"} <= COMPARED


def test_another_day_alone_changes_nothing_but_where_a_law_came_into_force_between() -> None:
    world = told("huancui").world
    (law, *_) = world.laws
    since = law.in_force.since
    assert alike(replace(world, day=since), replace(world, day=since + timedelta(days=30)))
    assert not alike(replace(world, day=since - timedelta(days=1)), replace(world, day=since))


def test_an_organ_or_an_officer_more_may_change_any_dispute() -> None:
    world = told("huancui").world
    more = Organs.of([OrganRegistered(code="x", name="天文局", kind="department")])
    assert not alike(world, replace(world, organs=more))
    assert alike(world, replace(world, risks={}, since=date(2020, 1, 1)))


def test_a_calendar_published_since_changes_nothing_before_its_days() -> None:
    world = replace(told("huancui").world, day=date(2023, 12, 31))
    without = {year: one for year, one in world.calendar.years.items() if year < 2024}
    before = replace(world, calendar=type(world.calendar).of(without))
    published = before.calendar.with_year(world.calendar.years[2024])
    assert alike(before, replace(before, calendar=published))
    moved = before.calendar.with_year(
        replace(without[2023], holidays=without[2023].holidays | {date(2023, 11, 1)})
    )
    assert not alike(before, replace(before, calendar=moved))
