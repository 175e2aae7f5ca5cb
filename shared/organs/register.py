"""Which organ does a name mean, what kind of body is it, and who continues its functions?"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType

from shared.events.district import OrganRegistered, OrganSucceeded
from shared.events.words import OrganKind

EVERYWHERE: Mapping[OrganKind, str] = MappingProxyType(
    {"government": "区政府", "office": "区政府办公室", "bureau": "区司法局"}
)
"""What everybody in a district calls the organs it has one of, whether or not the register says so."""


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """Return a name as it is compared: NFKC, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True, slots=True)
class Organ:
    """A body of the register."""

    code: str
    name: str
    kind: OrganKind
    aliases: tuple[str, ...] = ()
    superior: str = ""
    established_on: date | None = None
    abolished_on: date | None = None
    """The first day on which it no longer exists."""
    successor: str = ""


@dataclass(frozen=True)
class Organs:
    """The organ register of one district as the facts tell it."""

    organs: tuple[Organ, ...] = ()
    by_name: Mapping[str, Organ] = field(default_factory=dict, compare=False)
    successions: tuple[OrganSucceeded, ...] = ()
    """The latest first."""

    @classmethod
    def of(cls, registered: Iterable[OrganRegistered], succeeded: Iterable[OrganSucceeded] = ()) -> "Organs":
        """Build the register. A name or alias two organs share goes to the lower code; full names go first."""
        organs = tuple(
            sorted(
                (
                    Organ(
                        fact.code,
                        fact.name,
                        fact.kind,
                        fact.aliases,
                        fact.superior,
                        fact.established_on,
                        fact.abolished_on,
                        fact.successor,
                    )
                    for fact in registered
                ),
                key=lambda organ: organ.code,
            )
        )
        by_name: dict[str, Organ] = {}
        for organ in organs:
            by_name.setdefault(normalised(organ.name), organ)
        for organ in organs:
            for alias in organ.aliases:
                by_name.setdefault(normalised(alias), organ)
        for organ in organs:
            if organ.kind in EVERYWHERE:
                by_name.setdefault(EVERYWHERE[organ.kind], organ)
        latest = sorted(succeeded, key=lambda fact: (fact.succeeded_on, fact.slot), reverse=True)
        return cls(organs, by_name, tuple(latest))

    def find(self, name: str) -> Organ | None:
        """Return the organ a name or alias means, or None when the register does not know it."""
        return self.by_name.get(normalised(name))

    def full_name(self, name: str) -> str:
        """Return the full name behind a name or alias, or the name itself when it is unknown."""
        organ = self.find(name)
        return organ.name if organ else name

    def kind(self, name: str) -> OrganKind | None:
        """Return what kind of organ a name means."""
        organ = self.find(name)
        return organ.kind if organ else None

    @cached_property
    def _by_kind(self) -> Mapping[str, Organ]:
        return {organ.kind: organ for organ in reversed(self.organs)}

    def the(self, kind: OrganKind) -> Organ | None:
        """Return the organ of a kind a district has one of: government, office, bureau."""
        return self._by_kind.get(kind)

    def superior(self, name: str) -> str:
        """Return the next higher organ (full name), as registered, else the district government; it has none."""
        organ, government = self.find(name), self.the("government")
        if organ is not None and organ.superior:
            return self.full_name(organ.superior)
        return government.name if government and organ != government else ""

    def continuing(self, name: str, on: date, act: str = "", superior_first: bool = False) -> str:
        """Return who carries an organ's functions on a day: itself, unless they moved or it is abolished.

        A function that moved, the one for this kind of `act` or all, went where the fact says. An abolished body is
        followed by its successor, and where none is known by its superior; `superior_first` reads it the other way
        round. Followed until an organ that exists, from day to day: what went back to it is carried by itself again.
        """
        seen: set[str] = set()
        since = date.min
        while (organ := self.find(name)) is not None and organ.code not in seen:
            seen.add(organ.code)
            following, moved_on = self._moved(organ, since, on, act)
            if following:
                since = moved_on
            elif organ.abolished_on and on >= organ.abolished_on:
                both = (
                    (organ.superior, organ.successor) if superior_first else (organ.successor, organ.superior)
                )
                following, since = both[0] or both[1], max(since, organ.abolished_on)
            if not following:
                break
            name = following
        return self.full_name(name)

    def _moved(self, organ: Organ, since: date, on: date, act: str) -> tuple[str, date]:
        for fact in self.successions:
            if (
                since <= fact.succeeded_on <= on
                and fact.function in ("", act)
                and self.find(fact.predecessor) == organ
            ):
                return fact.successor, fact.succeeded_on
        return "", since
