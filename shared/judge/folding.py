"""What do the notes of cases that are due tell: their disputes, and the world these are judged in?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from prometheus_client import Counter

from shared.codec import Unknown
from shared.dispute import Dispute, disputes, with_bureau
from shared.envelope import BUREAU, NO_DISTRICT, Recorded, case_key, read
from shared.index import Entry, Index
from shared.judge.conclude import FEW, Due, say
from shared.log.filing import district_of
from shared.log.noted import Component, Noted
from shared.world import World, world_of

_UNKNOWN = Counter(
    "yingsu_unknown_events_total",
    "Events this release cannot read, each time a case they concern was judged",
    ["service", "type"],
)


class Looked(NamedTuple):
    """A case that was looked at."""

    dispute: Dispute
    world: World
    position: int
    """Up to where the log was read."""


class Source(Protocol):
    """Where notes are read; what disputes must know of each other is entered there."""

    service: str
    position: int

    def load(self, keys: Sequence[str]) -> list[Component]:
        """Return all that is noted of these cases and of whatever they are joined to."""
        ...

    def world(self, district: str) -> list[bytes]:
        """Return what the world of a district is made of."""
        ...

    def enter(
        self, keys: Sequence[str], entries: Mapping[str, Iterable[Entry]]
    ) -> tuple[Index, frozenset[str]]:
        """Let these cases be entered in the index; return what is entered, and the others that became due."""
        ...

    def entered(self, entries: Iterable[Entry]) -> Index:
        """Return what is entered in the index where these entries would be."""
        ...


class Folding:
    """Folds notes to disputes. The worlds are kept until something new is noted of them."""

    def __init__(self, notes: Source, entries: Callable[[Dispute, World], Iterable[Entry]]) -> None:
        """`entries` are what other disputes must know of one."""
        self._notes = notes
        self._entries = entries
        self._worlds: dict[str, World | Exception] = {}

    def heed(self, noted: Noted) -> None:
        """Forget the worlds a batch has changed."""
        if NO_DISTRICT in noted.worlds:
            self._worlds.clear()
        for district in noted.worlds:
            self._worlds.pop(district, None)
        if noted.day is not None:
            self._worlds = {
                district: _on(world, noted.day)
                for district, world in self._worlds.items()
                if isinstance(world, Exception) or world.since  # else the first day is new to it, too
            }

    def fold(self, keys: Sequence[str]) -> tuple[list[Due], dict[str, str]]:
        """Return these cases and what they are joined to as disputes, and those that cannot be, with the error.

        Where they are few, the disputes come along whose answer they change.
        """
        unfolded = dict[str, str]()
        due, others = self._crossed(self._folded(keys, unfolded), unfolded)
        if others and len(keys) <= FEW:
            # Somebody waits for these few, and so for those whose answer they change.
            due += self._crossed(self._folded(sorted(others), unfolded), unfolded)[0]
        return due, unfolded

    def _folded(self, keys: Sequence[str], unfolded: dict[str, str]) -> list[Due]:
        due = list[Due]()
        for component in self._notes.load(keys):
            try:
                due += self._dues_of(component)
            except Exception as error:
                unfolded[component.keys[0]] = say(error)
        return due

    def look(self, district: str, number: str) -> Looked | None:
        """Return the dispute of a case as noted, and its world, or None where nothing is reported of it.

        Nothing is entered in the index and nothing becomes due.
        """
        for component in self._notes.load([case_key(district, number)]):
            for due in self._dues_of(component):
                for dispute in due.disputes:
                    case = dispute.by_number.get(number)
                    if dispute.district == district and case and (case.reported or case.of_bureau):
                        index = self._index_with(dispute, due.world)
                        return Looked(dispute, replace(due.world, index=index), self._notes.position)
        return None

    def _index_with(self, dispute: Dispute, world: World) -> Index:
        """Return what is entered of other disputes where this one is, as if it were entered already."""
        own = list(self._entries(dispute, world))
        noted = self._notes.entered(own).entries.values()
        others = (entry for group in noted for entry in group if entry.case not in dispute.by_number)
        return Index.of([*others, *own])

    def told_of(self, district: str) -> list[Recorded]:
        """Return what is noted of a district as a whole and of the log: its law, calendar, organs and day."""
        return self._read(self._notes.world(district))

    def _crossed(self, due: list[Due], unfolded: dict[str, str]) -> tuple[list[Due], frozenset[str]]:
        """Enter in the index what other disputes must know of these, and let these know of the others.

        Returns also the other cases whose answer that changes.
        """
        entries, able = dict[str, list[Entry]](), list[Due]()
        for one in due:
            try:
                own: dict[str, list[Entry]] = {key: [] for key in one.keys}
                for dispute in one.disputes:
                    for entry in self._entries(dispute, one.world):
                        own[case_key(dispute.district, entry.case)].append(entry)
            except Exception as error:
                unfolded[one.keys[0]] = say(error)
                continue
            entries |= own
            able.append(one)
        index, others = self._notes.enter(list(entries), entries)
        if not index.entries:
            return able, others
        worlds = {id(one.world): replace(one.world, index=index) for one in able}
        return [replace(one, world=worlds[id(one.world)]) for one in able], others

    def _dues_of(self, component: Component) -> list[Due]:
        """Return what is due by district: a correction that moves a fact to another one joins cases of both."""
        by_district: dict[str, list[str]] = {}
        for key in component.keys:
            by_district.setdefault(district_of(key), []).append(key)
        worlds = {district: self._world(district) for district in by_district}
        orders = {of: order for world in worlds.values() for of, order in world.orders.items()}
        found = disputes(self._read(component.bodies), orders)
        return [
            Due(
                tuple(keys),
                tuple(_of_district(district, keys, found)),
                worlds[district],
                component.position,
            )
            for district, keys in by_district.items()
        ]

    def _read(self, bodies: Iterable[bytes]) -> list[Recorded]:
        records = [read(body) for body in bodies]
        for record in records:
            if isinstance(record.event, Unknown):
                _UNKNOWN.labels(self._notes.service, record.type).inc()
        return records

    def _world(self, district: str) -> World:
        if district not in self._worlds:
            try:
                self._worlds[district] = world_of(district, self._read(self._notes.world(district)))
            except Exception as error:
                self._worlds[district] = error
        world = self._worlds[district]
        if isinstance(world, Exception):
            raise world
        return world


def _of_district(district: str, keys: Collection[str], found: Iterable[Dispute]) -> list[Dispute]:
    own = [dispute for dispute in found if dispute.district == district]
    return with_bureau(own, district) if case_key(district, BUREAU) in keys else own


def _on(world: World | Exception, day: date) -> World | Exception:
    return world if isinstance(world, Exception) else replace(world, day=max(world.day, day))
