"""What does a judge know besides the dispute: the law, the calendar, the organs and the day?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.calendar import FIRST, Calendar, YearSchedule
from shared.dispute import Key, facts_that_count
from shared.envelope import Recorded
from shared.events.base import Finding
from shared.events.district import CalendarPublished, LawAdopted, OrganRegistered
from shared.events.intake import DayBegan
from shared.law.loader import law_of
from shared.law.model import Law
from shared.organs import Organs


@dataclass(frozen=True)
class World:
    """Everything a rule may ask besides the dispute itself."""

    law: Law | None
    """The law of the district; None while no pack is adopted for it."""
    calendar: Calendar
    organs: Organs
    day: date
    """The day that has begun last; all before it have ended."""


@dataclass(frozen=True)
class Follows:
    """What follows from a dispute in a world."""

    findings: Mapping[Key, Finding]
    next_day: date | None = None
    """The next day on which the answer can change by the passing of time alone."""


def world_of(district: str, records: Iterable[Recorded]) -> World:
    """Return the world of a district from the facts that concern no single case.

    Of several reports about one organ, year or pack the one that counts is chosen as everywhere; of two packs for
    the district that whose id sorts first. The day is the latest one that began; before the first it is the first of
    the calendar, so that nothing is due.
    """
    facts = facts_that_count(records)
    packs = dict(sorted((fact.pack, fact.text) for fact in facts if isinstance(fact, LawAdopted)))
    years = {
        fact.year: YearSchedule(
            year=fact.year,
            notice=fact.notice,
            holidays=frozenset(fact.holidays),
            make_up_days=frozenset(fact.make_up_days),
        )
        for fact in facts
        if isinstance(fact, CalendarPublished)
    }
    days = [fact.day for fact in facts if isinstance(fact, DayBegan)]
    return World(
        law=law_of(district, packs),
        calendar=Calendar.of(years),
        organs=Organs.of(fact for fact in facts if isinstance(fact, OrganRegistered)),
        day=max(days, default=FIRST),
    )
