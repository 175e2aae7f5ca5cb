"""What does a judge know besides the dispute: the laws, the calendar, the organs, other disputes and the day?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from shared.calendar import FIRST, Calendar
from shared.dispute import USUAL, Case, Key, Orders, agency_first, facts_that_count
from shared.envelope import Recorded
from shared.events.base import Fact, Finding
from shared.events.district import CalendarPublished, LawAdopted, OrganRegistered, OrganSucceeded
from shared.events.intake import DayBegan
from shared.events.proceeding import RiskRegistered
from shared.index import Index
from shared.law.loader import laws_of
from shared.law.model import Law
from shared.organs import Organs, Roster
from shared.published import told_by


@dataclass(frozen=True)
class World:
    """Everything a rule may ask besides the dispute itself."""

    laws: tuple[Law, ...]
    """The laws adopted for the district, one for each pack, by the day from which they are in force."""
    calendar: Calendar
    organs: Organs
    day: date
    """The day that has begun last; all before it have ended."""
    since: date | None = None
    """The first day that began on this log: what the bureau owed before it is no matter of this log."""
    roster: Roster = field(default_factory=Roster)
    risks: Mapping[str, tuple[RiskRegistered, ...]] = field(default_factory=dict)
    """What each agency (full name) put on record before it acted (Xinzhou 31(5))."""
    index: Index = field(default_factory=Index)
    """What must be known of other disputes, as far as the dispute judged needs it."""
    _beginning: dict[date, Law | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The law of cases by the day they began, as far as it was asked for."""

    @cached_property
    def law(self) -> Law | None:
        """Return the law in force on the day, else the last that was, else the next to be; None without any."""
        begun = [law for law in self.laws if law.in_force.since <= self.day]
        return self.law_on(self.day) or next(iter((*reversed(begun), *self.laws)), None)

    @cached_property
    def orders(self) -> Orders:
        """Return the kinds of source by the district, where its law has them otherwise than usual."""
        law = self.law
        if law is None or not law.reads("reports_first", "agency"):
            return USUAL
        return {law.pack.district: agency_first()}

    def law_on(self, day: date) -> Law | None:
        """Return the law in force on a day, the latest where two are; None when none is."""
        return next((law for law in reversed(self.laws) if law.governs(day)), None)

    def law_for(self, case: Case) -> Law | None:
        """Return the law by which a case is judged, or None when no pack covers its day.

        That is the one in force on the day the case began, read as on that day. A case from before any of them is
        judged, once it is in force, by the first that applies to earlier cases; a case without a day by the law in
        force now.
        """
        began = case.began_on or self.day
        if began not in self._beginning:
            self._beginning[began] = self._law_of(began)
        return self._beginning[began]

    def _law_of(self, began: date) -> Law | None:
        earlier = (
            law
            for law in self.laws
            if began < law.in_force.since <= self.day and law.parameter("earlier_cases") == "apply"
        )
        law = self.law_on(began) or next(earlier, None)
        return law and law.as_of(began)

    @cached_property
    def changes_on(self) -> date | None:
        """Return the next day on which another law begins to govern, or one ends; None when none is known to."""
        days = (day for law in self.laws for day in (law.in_force.since, law.in_force.until))
        return min((day for day in days if day and day > self.day), default=None)


@dataclass(frozen=True)
class Follows:
    """What follows from a dispute in a world."""

    findings: Mapping[Key, Finding]
    next_day: date | None = None
    """The next day on which the answer can change by the passing of time alone."""


def world_of(district: str, records: Iterable[Recorded]) -> World:
    """Return the world of a district from the facts that concern no single case.

    Of several reports about one organ, year or pack the one that counts is chosen as everywhere. The day is the
    latest one that began; before the first it is the first of the calendar, so that nothing is due.
    """
    facts = facts_that_count(records)
    packs = dict(sorted((fact.pack, fact.text) for fact in facts if isinstance(fact, LawAdopted)))
    days = [fact.day for fact in facts if isinstance(fact, DayBegan)]
    organs = Organs.of(
        (fact for fact in facts if isinstance(fact, OrganRegistered)),
        (fact for fact in facts if isinstance(fact, OrganSucceeded)),
    )
    return World(
        laws=laws_of(district, packs),
        calendar=Calendar.of(
            {fact.year: told_by(fact) for fact in facts if isinstance(fact, CalendarPublished)}
        ),
        organs=organs,
        day=max(days, default=FIRST),
        since=min(days, default=None),
        roster=Roster.of(facts, organs),
        risks=risks_in(facts, organs),
    )


def risks_in(facts: Iterable[Fact], organs: Organs) -> Mapping[str, tuple[RiskRegistered, ...]]:
    """Return the risks put on record, by the full name of the agency that did."""
    found: dict[str, tuple[RiskRegistered, ...]] = {}
    for fact in facts:
        if isinstance(fact, RiskRegistered):
            name = organs.full_name(fact.agency)
            found[name] = (*found.get(name, ()), fact)
    return found
