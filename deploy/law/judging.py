"""What follows from facts when all services judge one after another, and which figures come out? Pure.

What the services do over the log happens here in a row: fold, ask routing, deadlines and accountability, fold again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from services.accountability import rules as accountability
from services.deadlines import rules as deadlines
from services.reporting.figures import Count, Figure, contribution, figure
from services.reporting.periods import Period
from services.routing import rules as routing
from shared.calendar import Calendar
from shared.dispute import Dispute, Key
from shared.events.base import Finding
from shared.index import Index
from shared.law.model import Law
from shared.world import World

JUDGES: Final = (routing.RULES, deadlines.RULES, accountability.RULES)
"""The rules of the services that find, in the order in which they read one another."""


def world_under(world: World, law: Law, calendar: Calendar, day: date) -> World:
    """Return a world under one law alone, on a day."""
    return replace(world, laws=(law,), calendar=calendar, day=day)


def judged(found: Iterable[Dispute], world: World) -> list[Dispute]:
    """Return disputes with all that is found on them, each service reading only those before it.

    What must be known of other disputes is gathered from all of them first; it depends on facts alone.
    """
    found = tuple(found)
    world = indexed(found, world)
    return [found_on(dispute, world) for dispute in found]


def found_on(dispute: Dispute, world: World) -> Dispute:
    """Return one dispute with all that is found on it, in a world that knows of the others what it must."""
    found: dict[str, Mapping[Key, Finding]] = {}
    for rules in JUDGES:
        seen = Dispute(dispute.district, dispute.cases, dict(found))
        found[rules.service] = rules.follows(seen, world).findings
    return Dispute(dispute.district, dispute.cases, found)


def indexed(found: Iterable[Dispute], world: World) -> World:
    """Return a world that knows of these disputes what others must know of them."""
    found = tuple(found)
    entries = (entry for rules in JUDGES for dispute in found for entry in rules.entries(dispute, world))
    return replace(world, index=Index.of(entries))


def counts(found: Iterable[Dispute], world: World) -> Iterator[Count]:
    """Return what judged disputes contribute to the figures."""
    for dispute in found:
        yield from contribution(dispute, world)


def figures(counts: Iterable[Count], period: str, by: str, world: World) -> dict[tuple[str, str], Figure]:
    """Sum counts up to the figures of a period, by agency (`*` for the district) and metric.

    Raises services.reporting.periods.PeriodError.
    """
    days = Period.parse(period)
    sums: dict[tuple[str, str], list[int]] = {}
    for count in counts:
        if days.since <= count.on < days.until and count.by in ("*", by):
            both = sums.setdefault((count.agency, count.metric), [0, 0])
            both[0] += count.counted
            both[1] += 1
    law = world.law_on(days.last)
    return {
        (agency, metric): figure(metric, counted, all_, days, by, agency, law)
        for (agency, metric), (counted, all_) in sums.items()
    }
