"""Who are the leaders in charge of an organ, who holds its offices, and who is away on a day?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.events.agency import LeaderUnavailable
from shared.events.base import Fact
from shared.events.district import LeaderRolesAssigned, OfficerAppointed
from shared.organs.register import Organs


@dataclass(frozen=True, slots=True)
class Leaders:
    """The district leaders in charge of an organ, in their A and B roles (Xinzhou 12)."""

    a: str
    b: str


@dataclass(frozen=True)
class Roster:
    """Leaders in charge, office holders and absences of one district, as the facts tell them."""

    roles: Mapping[str, tuple[LeaderRolesAssigned, ...]] = field(default_factory=dict)
    """By full name of the organ, the earliest first."""
    officers: Mapping[str, tuple[OfficerAppointed, ...]] = field(default_factory=dict)
    away: Mapping[str, tuple[LeaderUnavailable, ...]] = field(default_factory=dict)
    """By the leader's name."""

    @classmethod
    def of(cls, facts: Iterable[Fact], organs: Organs) -> "Roster":
        """Build the roster from the facts that count; names of organs are read as the register has them."""
        roles: dict[str, list[LeaderRolesAssigned]] = {}
        officers: dict[str, list[OfficerAppointed]] = {}
        away: dict[str, list[LeaderUnavailable]] = {}
        for fact in facts:
            match fact:
                case LeaderRolesAssigned():
                    roles.setdefault(organs.full_name(fact.organ), []).append(fact)
                case OfficerAppointed():
                    officers.setdefault(organs.full_name(fact.organ), []).append(fact)
                case LeaderUnavailable():
                    away.setdefault(fact.leader, []).append(fact)
        return cls(
            {
                name: tuple(sorted(found, key=lambda one: (one.from_on, one.a_leader)))
                for name, found in roles.items()
            },
            {
                name: tuple(sorted(found, key=lambda one: (one.from_on, one.name)))
                for name, found in officers.items()
            },
            {name: tuple(found) for name, found in away.items()},
        )

    def leaders(self, organ: str, on: date) -> Leaders | None:
        """Return the leaders in charge of an organ (full name) on a day, or None when none are on record."""
        found = [one for one in self.roles.get(organ, ()) if one.from_on <= on]
        return Leaders(found[-1].a_leader, found[-1].b_leader) if found else None

    def chief(self, organ: str, on: date) -> str:
        """Return who is the chief of an organ (full name) on a day; empty when nobody is on record."""
        held = [
            one.name
            for one in self.officers.get(organ, ())
            if one.rank == "chief" and one.from_on <= on and (one.until_on is None or on <= one.until_on)
        ]
        return held[-1] if held else ""

    def is_available(self, leader: str, on: date) -> bool:
        """Return whether a leader can appear on a day: nothing on record says otherwise."""
        return bool(leader) and not any(
            one.from_on <= on and (one.until_on is None or on <= one.until_on)
            for one in self.away.get(leader, ())
        )
