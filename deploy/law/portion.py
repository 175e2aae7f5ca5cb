"""What do two laws say of some of a district's disputes, and where do they differ?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deploy.law.judging import JUDGES, found_on
from deploy.law.replay import Group, folded, world_told
from services.reporting.figures import Count, contribution
from services.reporting.periods import Period
from shared.dispute import Dispute, Orders
from shared.envelope import BUREAU
from shared.events.base import Finding
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import Deadline
from shared.events.findings.routing import (
    ChiefRequired,
    DesignationRequested,
    LawMissing,
    LawNotInForce,
    ResponsibleAgencyDetermined,
)
from shared.index import Entry, Index
from shared.law.loader import laws_of

Row = tuple[str, str, str]
"""By, agency and figure."""
Sums = dict[Row, tuple[int, int]]
"""Numerator and denominator."""
Aspects = dict[tuple[str, str], str]
"""What is found on a case: by what it is about, in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a case that differs; what is not there is the empty text."""

    case: str
    what: str
    """`responsible`, `chief`, `deadline`, `loss` or `law`."""
    of: str
    """The defendant, or the duty."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What came out for some disputes."""

    disputes: int
    cases: int
    """Cases of the period."""
    changes: tuple[Change, ...]
    sums: tuple[Sums, ...]
    """Of the period, under each law."""


class Portion:
    """Some disputes of a district, and the worlds they are judged in: one for each law, two or only one."""

    def __init__(
        self,
        district: str,
        about_all: Sequence[bytes],
        laws: Sequence[Mapping[str, str]],
        period: Period,
    ) -> None:
        """Take what the worlds are made of; `laws` are the texts of all packs, by id. Raises PackError."""
        self._district, self._period = district, period
        own = world_told(district, about_all)
        self._worlds = [replace(own, laws=laws_of(district, texts)) for texts in laws]
        self._disputes: list[tuple[Dispute, ...]] = []
        """Each as it is told under every law."""

    def fold(self, groups: Sequence[Group]) -> int:
        """Fold the facts of disputes and keep these; return how many they are."""
        first, *others = (world.orders for world in self._worlds)
        disputes = folded(groups, self._district, first)
        self._disputes += self._under(disputes, groups, others)
        return len(disputes)

    def _under(
        self, disputes: Sequence[Dispute], groups: Sequence[Group], others: Sequence[Orders]
    ) -> list[tuple[Dispute, ...]]:
        """Return the disputes as they are told under each law: otherwise only where it weighs sources otherwise."""
        if all(orders == self._worlds[0].orders for orders in others):
            return [(one,) * len(self._worlds) for one in disputes]
        told = [{one.key: one for one in folded(groups, self._district, orders)} for orders in others]
        return [(one, *(by_key.get(one.key, one) for by_key in told)) for one in disputes]

    def entries(self) -> list[list[Entry]]:
        """Return what must be known of these disputes when others are judged, under each law."""
        return [
            [
                entry
                for rules in JUDGES
                for told in self._disputes
                for entry in rules.entries(told[number], world)
            ]
            for number, world in enumerate(self._worlds)
        ]

    def know(self, entries: Sequence[Iterable[Entry]]) -> None:
        """Learn what must be known of all disputes, under each law."""
        self._worlds = [
            replace(world, index=Index.of(known)) for world, known in zip(self._worlds, entries, strict=True)
        ]

    def compare(self, start: int, stop: int) -> Compared:
        """Judge some of the disputes by each law and return what differs, and what they count."""
        cases, changes = 0, list[Change]()
        sums: list[dict[Row, list[int]]] = [defaultdict(lambda: [0, 0]) for _ in self._worlds]
        for told in self._disputes[start:stop]:
            counted = set[str]()
            aspects = list[Mapping[str, Aspects]]()
            for dispute, world, into in zip(told, self._worlds, sums, strict=True):
                judged = found_on(dispute, world)
                counts = [one for one in contribution(judged, world) if one.on in self._period]
                counted |= {one.case for one in counts}
                aspects.append(_aspects(judged))
                _add(counts, into)
            counted |= {
                case.number for case in told[0].cases if case.began_on and case.began_on in self._period
            }
            cases += len(counted - {BUREAU})
            changes += (change for case in counted for change in _changes(case, aspects[0], aspects[-1]))
        return Compared(
            len(self._disputes[start:stop]),
            cases,
            tuple(changes),
            tuple({row: (n, d) for row, (n, d) in one.items()} for one in sums),
        )


def _add(counts: Iterable[Count], into: dict[Row, list[int]]) -> None:
    for count in counts:
        both = into[count.by, count.agency, count.metric]
        both[0] += count.counted
        both[1] += 1


def _changes(case: str, old: Mapping[str, Aspects], new: Mapping[str, Aspects]) -> Iterator[Change]:
    before, after = old.get(case, {}), new.get(case, {})
    if before != after:
        for what, of in sorted({*before, *after}):
            was, now = before.get((what, of), ""), after.get((what, of), "")
            if was != now:
                yield Change(case, what, of, was, now)


def _aspects(dispute: Dispute) -> Mapping[str, Aspects]:
    """Return by case what people ask first: who answers, must the chief appear, what is due, was it lost."""
    found = defaultdict[str, Aspects](dict)
    for rules in JUDGES:
        for key, finding in dispute.standing(rules.service).items():
            if aspect := _aspect(finding):
                what, of, said = aspect
                found[key.case][what, of] = said
    return found


def _aspect(finding: Finding) -> tuple[str, str, str] | None:
    match finding:
        case ResponsibleAgencyDetermined():
            return "responsible", finding.defendant, "、".join(finding.agencies)
        case DesignationRequested():
            return "responsible", finding.defendant, "to be designated"
        case ChiefRequired():
            return "chief", finding.defendant, "required: " + ", ".join(finding.accepted)
        case Deadline():
            duty = f"{finding.duty} {finding.of}".strip()
            return "deadline", duty, f"{finding.due_on} {finding.STANDING}"
        case LossFound():
            return "loss", "", "lost: " + "、".join(finding.accountable or finding.losing)
        case LawNotInForce():
            return "law", "", finding.reason
        case LawMissing():
            return "law", "", "none adopted"
    return None
