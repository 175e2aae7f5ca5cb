"""Which stored events of a district make up each dispute, and its world?

Events are taken in as they stand on the log, in any order. What belongs together is told without reading more of them
than the envelope, so that disputes can be folded elsewhere, portion by portion.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from shared.dispute import USUAL, Dispute, Orders, disputes, facts_that_count
from shared.envelope import BUREAU, NO_DISTRICT, attributes, case_key, is_finding, read
from shared.events.district import LawAdopted
from shared.log.filing import district_of, file
from shared.world import World, world_of

Group = list[bytes]
"""All facts of cases that something joins, as stored."""


@dataclass
class Replay:
    """The facts of a district, sorted into disputes and what concerns them all."""

    district: str
    about_all: list[bytes] = field(default_factory=list)
    """What the world of the district is made of."""
    cases: int = 0
    """How many case numbers were named so far."""
    last: int = 0
    """Position of the last event taken in."""
    _bodies: defaultdict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    _joined: dict[str | int, str | int] = field(default_factory=dict)
    """What each case, and each fact by its number, is joined to: a forest."""

    def take(self, bodies: Iterable[bytes]) -> None:
        """Take in stored events; what the services found, and what is about another district, is left out.

        Facts of cases elsewhere are kept for those that a correction joins to a case here.
        """
        matter = case_key(self.district, BUREAU)
        for body in bodies:
            envelope = attributes(body)
            self.last = max(self.last, envelope["position"])
            if is_finding(envelope["source"]):
                continue
            filed, own = file(envelope), envelope["district"] == self.district
            if filed.is_case:
                self.cases += own and filed.key not in self._bodies and filed.key != matter
                self._bodies[filed.key].append(body)
                for tie in (filed.fact, *filed.ties, *filed.targets):
                    if tie is not None:
                        self._join(filed.key, tie)
            elif (filed.world is not None or filed.day is not None) and (
                own or envelope["district"] == NO_DISTRICT
            ):
                self.about_all.append(body)

    def groups(self) -> Iterator[Group]:
        """Return the facts of each dispute that has a case of the district."""
        groups: dict[str | int, Group] = {}
        own = {self._root(key) for key in self._bodies if district_of(key) == self.district}
        for key, bodies in self._bodies.items():
            if (root := self._root(key)) in own:
                groups.setdefault(root, []).extend(bodies)
        yield from groups.values()

    @property
    def packs(self) -> Mapping[str, str]:
        """Return the texts of the packs on the log that count, by id."""
        adopted = (read(body) for body in self.about_all if b"law-adopted" in body)
        return dict(
            sorted(
                (fact.pack, fact.text) for fact in facts_that_count(adopted) if isinstance(fact, LawAdopted)
            )
        )

    def _root(self, of: str | int) -> str | int:
        while (up := self._joined.get(of, of)) != of:
            self._joined[of] = self._joined.get(up, up)
            of = up
        return of

    def _join(self, one: str | int, other: str | int) -> None:
        self._joined[self._root(one)] = self._root(other)


def folded(groups: Iterable[Group], district: str, orders: Orders = USUAL) -> list[Dispute]:
    """Return the disputes that these facts tell, where the kinds of source weigh as in `orders`."""
    return [
        dispute
        for group in groups
        for dispute in disputes([read(body) for body in group], orders)
        if dispute.district == district
    ]


def world_told(district: str, about_all: Iterable[bytes]) -> World:
    """Return the world of a district as the facts about it tell. Raises PackError."""
    return world_of(district, [read(body) for body in about_all])
