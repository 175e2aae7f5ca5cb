"""What do the facts and findings of one dispute say, whatever order they arrived in?

A *report* is what one fact says after its corrections. Reports of one type, case and slot are about the same thing;
the one that counts is chosen by who reported it and what it says, never by when it arrived. Cases are joined to
disputes by the earlier case their docketing names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from shared.codec import Unknown, UnknownTypeError, class_of, decode
from shared.envelope import Recorded, case_key, fact_key
from shared.events.base import Fact, Finding
from shared.events.court import CaseDocketed
from shared.events.findings.common import FindingWithdrawn
from shared.events.intake import FactCorrected, FactRetracted

SOURCES: tuple[str, ...] = ("court", "procuratorate", "bureau", "office", "agency", "ledger")
"""Who reports, the weightiest first: of two reports of one slot that of the weightier source counts."""

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Key:
    """What a finding is about: of one service, findings with the same key replace one another."""

    case: str
    topic: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Handles:
    """By what a note is found again."""

    about: str
    """`case`, `organ`, `log` or `district`; only the first three are read by the law."""
    case_key: str
    """The case the event is noted under; for `organ` and `log` the district as a whole."""
    fact_key: str = ""
    """Identity of the fact; empty on findings."""
    ties: tuple[str, ...] = ()
    """Case keys and fact keys this event joins its case to."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one fact says, its corrections applied."""

    fact: Fact
    source: str
    id: str
    subject: str
    district: str

    @property
    def weight(self) -> tuple[int, str, int, str]:
        """Return what decides between two reports of one slot: the greater counts."""
        day: date | None = getattr(self.fact, self.fact.DECIDES) if self.fact.DECIDES else None
        return (-source_rank(self.source), str(day or ""), self.fact.version, self.id)


def source_rank(source: str) -> int:
    """Return how weighty a source is, 0 for a court; unknown kinds come last."""
    kind = source.partition("/")[0]
    return SOURCES.index(kind) if kind in SOURCES else len(SOURCES)


@dataclass(frozen=True)
class Case:
    """One case number at one instance: the reports that count, by type and slot."""

    number: str
    district: str
    reports: Mapping[type[Fact], Mapping[str, Report]] = field(default_factory=dict)

    def all(self, kind: type[F]) -> tuple[F, ...]:
        """Return the facts of a type that count, one a slot, in the order of their slots."""
        slots = self.reports.get(kind, {})
        return tuple(slots[slot].fact for slot in sorted(slots))  # type: ignore[misc]

    def one(self, kind: type[F]) -> F | None:
        """Return the fact of a type that has one slot a case, or the weightiest of several."""
        slots = self.reports.get(kind)
        if not slots:
            return None
        return max(slots.values(), key=lambda report: report.weight).fact  # type: ignore[return-value]

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


@dataclass(frozen=True)
class Dispute:
    """The chain of cases about one act, with what was found on them so far."""

    district: str
    cases: tuple[Case, ...]
    """Earlier cases first."""
    findings: Mapping[str, Mapping[Key, Finding]] = field(default_factory=dict)
    """What stands, by service."""
    conflicts: tuple[str, ...] = ()
    """Facts of which two revisions replace the same one; which counts is certain, but people should look."""

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
        """Return the standing findings of one type with the case each is about."""
        return ((k.case, f) for k, f in self.standing(service).items() if isinstance(f, kind))

    def earlier(self, case: Case) -> Case | None:
        """Return the earlier case of a case, where it is known."""
        return self.by_number.get(case.earlier)

    def later(self, case: Case) -> tuple[Case, ...]:
        """Return the cases that name this one as their earlier case."""
        return tuple(other for other in self.cases if other.earlier == case.number and other is not case)


def handles(envelope: Mapping[str, Any]) -> Handles:
    """Return by what the event of an envelope is to be found again. Cheap: nothing is validated."""
    district, data = envelope["district"], envelope["data"]
    name = envelope["type"].split(".")[1]
    revision = name in ("fact-corrected", "fact-retracted")
    if "/" not in envelope["source"] and envelope["source"] != "intake":
        return Handles("case", case_key(district, envelope["subject"]))
    about = _about(data.get("type", "") if revision else envelope["type"])
    own = fact_key(envelope["source"], envelope["id"])
    if about != "case":
        return Handles(about, case_key(district, ""), own)
    ties = []
    if revision:
        ties.append(fact_key(data.get("target_source", ""), data.get("target_id", "")))
    content = data.get("data") or {} if name == "fact-corrected" else data
    if earlier := content.get("earlier_case"):
        ties.append(case_key(district, earlier))
    return Handles("case", case_key(district, envelope["subject"]), own, tuple(ties))


def _about(type_: str) -> str:
    try:
        cls = class_of(type_)
    except UnknownTypeError:
        return "case"
    return cls.ABOUT if issubclass(cls, Fact) else "case"


def effective(records: Iterable[Recorded]) -> tuple[list[Report], tuple[str, ...]]:
    """Return what the facts say after corrections and retractions, and the facts revised twice at once."""
    facts: dict[str, Recorded] = {}
    revisions: dict[str, dict[str, list[Recorded]]] = {}
    for record in records:
        match record.event:
            case FactCorrected() | FactRetracted() as revision:
                target = fact_key(revision.target_source, revision.target_id)
                revisions.setdefault(target, {}).setdefault(revision.replaces, []).append(record)
            case Fact():
                facts[record.fact_key] = record
    reports, conflicts = [], []
    for key in {**facts, **revisions}:
        last, contested = _last_revision(key, revisions.get(key, {}))
        if contested:
            conflicts.append(key)
        report = _report(facts.get(key) if last is None else last)
        if report:
            reports.append(report)
    return reports, tuple(sorted(conflicts))


def _last_revision(key: str, chain: dict[str, list[Recorded]]) -> tuple[Recorded | None, bool]:
    """Walk from a fact to its last revision. Of two that replace the same one the weightier source's counts."""
    at, last, contested, seen = key.partition(" ")[2], None, False, set[str]()
    while at in chain and at not in seen:
        seen.add(at)
        last = min(chain[at], key=lambda record: (source_rank(record.source), record.id))
        contested = contested or len(chain[at]) > 1
        at = last.id
    return last, contested


def _report(record: Recorded | None) -> Report | None:
    match record:
        case Recorded(event=FactCorrected() as correction):
            corrected = decode(correction.type, correction.data)
            if isinstance(corrected, Unknown) or not isinstance(corrected, Fact):
                return None
            return Report(
                corrected,
                correction.target_source,
                correction.target_id,
                record.subject,
                record.district,
            )
        case Recorded(event=FactRetracted()) | None:
            return None
        case Recorded(event=Fact() as fact):
            return Report(fact, record.source, record.id, record.subject, record.district)
    return None


def counting(reports: Iterable[Report]) -> dict[str, dict[type[Fact], dict[str, Report]]]:
    """Return, by subject, type and slot, the report that counts."""
    chosen: dict[str, dict[type[Fact], dict[str, Report]]] = {}
    for report in reports:
        slots = chosen.setdefault(report.subject, {}).setdefault(type(report.fact), {})
        rival = slots.get(report.fact.slot)
        if rival is None or report.weight > rival.weight:
            slots[report.fact.slot] = report
    return chosen


def disputes(records: Iterable[Recorded]) -> list[Dispute]:
    """Return the disputes that these records of one district tell of, in the order of their first cases.

    The records may reach further than one dispute: links that were corrected away join nothing. A case of which
    only findings are left is a dispute of its own, so that what was found on it can be withdrawn.
    """
    records = sorted(records, key=lambda record: record.position)
    if not records:
        return []
    district = records[0].district
    reports, conflicts = effective(records)
    chosen = counting(report for report in reports if report.fact.ABOUT == "case")
    found = _findings(records)
    numbers = {*chosen, *(key.case for service in found.values() for key in service)}
    cases = {n: Case(n, district, chosen.get(n, {})) for n in sorted(numbers)}
    result = []
    for group in _joined(cases):
        members = {case.number for case in group}
        standing = {
            service: {key: finding for key, finding in findings.items() if key.case in members}
            for service, findings in found.items()
        }
        result.append(Dispute(district, group, standing, conflicts))
    return result


def _findings(records: Iterable[Recorded]) -> dict[str, dict[Key, Finding]]:
    found: dict[str, dict[Key, Finding]] = {}
    for record in records:
        match record.event:
            case FindingWithdrawn() as gone:
                found.setdefault(record.source, {}).pop(Key(record.subject, gone.topic, gone.of_slot), None)
            case Finding() as finding:
                key = Key(record.subject, finding.TOPIC, finding.slot)
                found.setdefault(record.source, {})[key] = finding
    return found


def _joined(cases: Mapping[str, Case]) -> list[tuple[Case, ...]]:
    """Join cases over their links; within a dispute earlier cases come first."""
    root = {number: number for number in cases}

    def find(number: str) -> str:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for case in cases.values():
        if case.earlier in cases:
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
    docketed = case.docketed.docketed_on if case.docketed else None
    return depth, str(docketed or ""), case.number
