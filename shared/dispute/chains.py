"""Which cases are one dispute, what was reported of each, and what was found on them so far?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from shared.dispute.reports import USUAL, Contested, Orders, Report, counting, effective, weighed
from shared.envelope import BUREAU, Recorded, fact_key
from shared.events.base import Fact, Finding
from shared.events.court import CaseDocketed
from shared.events.findings.common import FindingWithdrawn

F = TypeVar("F", bound=Fact)
V = TypeVar("V")


class Key(NamedTuple):
    """What a finding is about: of one service, findings with the same key replace one another."""

    case: str
    topic: str
    slot: str = ""


@dataclass(frozen=True)
class Case:
    """One case number at one instance: the reports that count, by type and slot."""

    number: str
    district: str
    reports: Mapping[type[Fact], Mapping[str, Report]] = field(default_factory=dict)
    unusable: tuple[Report, ...] = ()
    """Reports that cannot be used because of a day they name."""
    contested: tuple[str, ...] = ()
    """Facts, as source and id, of which two revisions replace the same one."""
    outweighed: tuple[Report, ...] = ()
    """Usable reports that do not count, since a weightier one fills their slot."""

    def all(self, kind: type[F]) -> tuple[F, ...]:
        """Return the facts of a type that count, one a slot, in the order of their slots."""
        slots = self.reports.get(kind)
        if not slots:
            return ()
        if len(slots) == 1:
            (report,) = slots.values()
            return (report.fact,)  # type: ignore[return-value]
        return tuple(slots[slot].fact for slot in sorted(slots))  # type: ignore[misc]

    def one(self, kind: type[F]) -> F | None:
        """Return the fact of a type that has one slot a case, or the weightiest of several."""
        slots = self.reports.get(kind)
        if not slots:
            return None
        if len(slots) == 1:
            (report,) = slots.values()
        else:
            report = max(slots.values(), key=lambda report: report.weight)
        return report.fact  # type: ignore[return-value]

    @property
    def reported(self) -> bool:
        """Return whether anything is reported of the case, be it unusable; else only findings are left of it."""
        return bool(self.reports or self.unusable or self.contested)

    @property
    def of_bureau(self) -> bool:
        """Return whether it is no case, but what the bureau owes beside all cases."""
        return self.number == BUREAU

    def source_of(self, fact: Fact) -> str:
        """Return who reported a fact of this case, as source and id."""
        report = self.reports[type(fact)][fact.slot]
        return fact_key(report.source, report.id)

    @cached_property
    def docketed(self) -> CaseDocketed | None:
        """Return the docketing, which says instance, parties and the earlier case."""
        return self.one(CaseDocketed)

    @property
    def earlier(self) -> str:
        """Return the number of the earlier case, or the empty string."""
        return (self.docketed.earlier_case if self.docketed else None) or ""

    @property
    def began_on(self) -> date | None:
        """Return the day the case was docketed, else the first of which something is reported that has a day."""
        if self.docketed and self.docketed.docketed_on:
            return self.docketed.docketed_on
        facts = [report.fact for slots in self.reports.values() for report in slots.values()]
        days = (getattr(fact, fact.DECIDES) for fact in facts if fact.DECIDES)
        return min((day for day in days if day), default=None)


@dataclass(frozen=True)
class Dispute:
    """The chain of cases about one act, with what was found on them so far."""

    district: str
    cases: tuple[Case, ...]
    """Earlier cases first."""
    findings: Mapping[str, Mapping[Key, Finding]] = field(default_factory=dict)
    """What stands, by service."""
    withdrawn: Mapping[str, Mapping[Key, Finding]] = field(default_factory=dict, compare=False)
    """What was found and then withdrawn, as it stood last; what was found again since is not among it."""
    told_at: Mapping[str, Mapping[Key, int]] = field(default_factory=dict, compare=False)
    """Where on the log each of both was last said to stand, or withdrawn. For reporting: no rule reads it."""
    worked_out: dict[tuple[str, str], tuple[Any, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was worked out of a case so far, after what it was worked out from: many rules ask for the same."""

    @property
    def key(self) -> str:
        """Return a name of the dispute: that of its first case. It changes when an earlier case turns up."""
        return self.cases[0].number

    @cached_property
    def by_number(self) -> Mapping[str, Case]:
        """Return the cases by their numbers."""
        return {case.number: case for case in self.cases}

    def standing(self, service: str) -> Mapping[Key, Finding]:
        """Return what a service has found and not withdrawn."""
        return self.findings.get(service, MappingProxyType({}))

    def found(self, service: str, kind: type[Finding]) -> Iterable[tuple[str, Any]]:
        """Return the standing findings of one type with the case each is about, by case and slot.

        The order in which they were found says nothing, and must not show in what follows from them.
        """
        found = [(key, one) for key, one in self.standing(service).items() if isinstance(one, kind)]
        return ((key.case, one) for key, one in sorted(found))

    def earlier(self, case: Case) -> Case | None:
        """Return the earlier case of a case, where it is known."""
        return self.by_number.get(case.earlier)

    def later(self, case: Case) -> tuple[Case, ...]:
        """Return the cases that name this one as their earlier case."""
        return tuple(other for other in self.cases if other.earlier == case.number and other is not case)


def disputes(records: Iterable[Recorded], orders: Orders = USUAL) -> list[Dispute]:
    """Return the disputes that these records tell of, by district in the order of their first cases.

    `orders` say which of two reports of one thing counts, where a law has that otherwise.

    The records may reach further than one dispute: links that were corrected away join nothing, and a correction
    may have moved a fact to another district. A case of which only findings are left is a dispute of its own, so that
    what was found on it can be withdrawn.
    """
    records = sorted(records, key=lambda record: record.position)
    reports, contested = effective(records)
    reports = weighed([report for report in reports if report.case], orders)
    result: list[Dispute] = []
    for district in sorted({record.district for record in records}):
        own = [report for report in reports if report.district == district]
        found = _found(record for record in records if record.district == district)
        result += _disputes_of(district, own, found, contested)
    return result


def with_bureau(found: Sequence[Dispute], district: str) -> list[Dispute]:
    """Return disputes of a district with the bureau's own matter among them, also where nothing is told of it."""
    matter = (
        () if any(one.key == BUREAU for one in found) else (Dispute(district, (Case(BUREAU, district),)),)
    )
    return [*found, *matter]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found on the cases of a district: what of it stands, what does not, and since where on the log."""

    standing: dict[str, dict[Key, Finding]] = field(default_factory=dict)
    withdrawn: dict[str, dict[Key, Finding]] = field(default_factory=dict)
    told_at: dict[str, dict[Key, int]] = field(default_factory=dict)

    def cases(self) -> set[str]:
        """Return the numbers of the cases on which anything was ever found."""
        return {key.case for keys in self.told_at.values() for key in keys}


def _disputes_of(
    district: str,
    reports: list[Report],
    found: _Found,
    contested: Iterable[Contested],
) -> Iterator[Dispute]:
    usable = [report for report in reports if not report.unusable]
    chosen = counting(usable)
    unusable: dict[str, list[Report]] = {}
    for report in reports:
        if report.unusable:
            unusable.setdefault(report.case, []).append(report)
    outweighed = _outweighed(usable, chosen)
    rivals: dict[str, list[str]] = {}
    for where, number, fact in contested:
        if where == district:
            rivals.setdefault(number, []).append(fact)
    numbers = {*chosen, *unusable, *rivals, *found.cases()}
    cases = {
        number: Case(
            number,
            district,
            chosen.get(number, {}),
            tuple(unusable.get(number, ())),
            tuple(rivals.get(number, ())),
            tuple(outweighed.get(number, ())),
        )
        for number in sorted(numbers)
    }
    groups = _joined(cases)
    for group in groups:
        members = {case.number for case in group} if len(groups) > 1 else None
        yield Dispute(
            district,
            group,
            _among(members, found.standing),
            _among(members, found.withdrawn),
            _among(members, found.told_at),
        )


def _outweighed(
    usable: Sequence[Report], chosen: Mapping[str, Mapping[type[Fact], Mapping[str, Report]]]
) -> Mapping[str, list[Report]]:
    """Return the reports that do not count, by case; nearly always there are none."""
    if len(usable) == sum(len(slots) for types in chosen.values() for slots in types.values()):
        return {}
    found: dict[str, list[Report]] = {}
    for report in usable:
        if chosen[report.case][type(report.fact)][report.fact.slot] is not report:
            found.setdefault(report.case, []).append(report)
    return found


def _among(
    members: Collection[str] | None, by_service: dict[str, dict[Key, V]]
) -> Mapping[str, Mapping[Key, V]]:
    """Return what is about these cases; None means all."""
    if members is None:
        return by_service
    return {
        service: {key: value for key, value in by_key.items() if key.case in members}
        for service, by_key in by_service.items()
    }


def _found(records: Iterable[Recorded]) -> _Found:
    found = _Found()
    for record in records:
        match record.event:
            case FindingWithdrawn() as gone:
                key = Key(record.subject, gone.topic, gone.of_slot)
                old = found.standing.setdefault(record.source, {}).pop(key, None)
                if old is not None:
                    found.withdrawn.setdefault(record.source, {})[key] = old
                    found.told_at[record.source][key] = record.position
            case Finding() as finding:
                key = Key(record.subject, finding.TOPIC, finding.slot)
                found.standing.setdefault(record.source, {})[key] = finding
                found.told_at.setdefault(record.source, {})[key] = record.position
                if found.withdrawn:
                    found.withdrawn.get(record.source, {}).pop(key, None)
    return found


def _joined(cases: Mapping[str, Case]) -> list[tuple[Case, ...]]:
    """Join cases over their links, also over one nobody has reported yet; earlier cases come first."""
    root = {number: number for case in cases.values() for number in (case.number, case.earlier)}

    def find(number: str) -> str:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for case in cases.values():
        if case.earlier:
            root[find(case.number)] = find(case.earlier)
    groups: dict[str, list[Case]] = {}
    for case in cases.values():
        groups.setdefault(find(case.number), []).append(case)
    ordered = [tuple(sorted(group, key=lambda case: _order(case, cases))) for group in groups.values()]
    return sorted(ordered, key=lambda group: group[0].number)


def _order(case: Case, cases: Mapping[str, Case]) -> tuple[int, str, str]:
    depth, at, seen = 0, case, {case.number}
    while at.earlier in cases and at.earlier not in seen:
        at, depth = cases[at.earlier], depth + 1
        seen.add(at.number)
    return depth, str(case.began_on or ""), case.number
