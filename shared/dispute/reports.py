"""What does each fact say after its corrections, and which of several reports of one thing counts?"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from shared.codec import Unknown, UnknownTypeError, class_of, decode
from shared.envelope import BUREAU, Recorded, fact_key
from shared.events.base import Event, Fact
from shared.events.catalogue import cached
from shared.events.intake import FactCorrected, FactRetracted

R = TypeVar("R")

SOURCES: tuple[str, ...] = ("court", "procuratorate", "bureau", "office", "agency", "ledger")
"""The kinds of source that report, the weightiest first: of two reports of one slot that of the weightier counts."""


FIRST_USABLE, LAST_USABLE = date(1991, 1, 1), date(2098, 12, 31)
"""The days the law can count from: the calendar reaches a year further at either end."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one fact says, its corrections applied."""

    fact: Fact
    source: str
    id: str
    subject: str
    district: str
    order: tuple[str, ...] = SOURCES
    """The kinds of source, the weightiest first, as the law of its district has them."""

    @property
    def rank(self) -> int:
        """Return how weighty its source is, 0 for the weightiest."""
        return source_rank(self.source, self.order)

    @property
    def case(self) -> str:
        """Return the case it is about, or the bureau's own matter; the empty text where it is about neither.

        What concerns the bureau alone does so whatever subject it has.
        """
        about = self.fact.ABOUT
        return self.subject if about == "case" else BUREAU if about == "bureau" else ""

    @property
    def weight(self) -> tuple[int, str, int, str, str]:
        """Return what decides between two reports of one slot: the greater counts, and no two are equal."""
        day: date | None = getattr(self.fact, self.fact.DECIDES) if self.fact.DECIDES else None
        return (-self.rank, str(day or ""), self.fact.version, self.id, self.source)

    @property
    def unusable(self) -> date | None:
        """Return a day the fact names from which no period can be counted, such as one with a mistyped year."""
        days = (getattr(self.fact, name) for name in _days_of(type(self.fact)))
        return next((day for day in days if day and not FIRST_USABLE <= day <= LAST_USABLE), None)


def source_rank(source: str, order: tuple[str, ...] = SOURCES) -> int:
    """Return how weighty a source is, 0 for the first kind of the order; unknown kinds come last."""
    kind = source.partition("/")[0]
    return order.index(kind) if kind in order else len(order)


Orders = Mapping[str, tuple[str, ...]]
"""The kinds of source by district, the weightiest first, where the law has them otherwise than usual."""

USUAL: Orders = MappingProxyType({})


def weighed(reports: list[Report], orders: Orders) -> list[Report]:
    """Return reports that weigh as the laws of their districts have it."""
    if not orders:
        return reports
    return [replace(one, order=orders[one.district]) if one.district in orders else one for one in reports]


def agency_first() -> tuple[str, ...]:
    """Return the order in which what an agency says of its own case counts before what the court says."""
    return ("agency", *(kind for kind in SOURCES if kind != "agency"))


def successive(
    id_: str, replacing: Mapping[str, Collection[R]], who: Callable[[R], tuple[str, str]]
) -> list[tuple[R, Collection[R]]]:
    """Return the revisions of a fact one after another, each with all that replace the same one.

    `replacing` are the fact's revisions by the id they replace, its own to begin with; `who` returns the source and
    the id of one. Of two that replace the same one the weightier source's counts.
    """
    found, seen = list[tuple[R, Collection[R]]](), set[str]()
    while id_ in replacing and id_ not in seen:
        seen.add(id_)
        counts = min(replacing[id_], key=lambda one: _precedence(*who(one)))
        found.append((counts, replacing[id_]))
        id_ = who(counts)[1]
    return found


class Contested(NamedTuple):
    """A fact whose last revision has a rival: which counts is certain, but people should look."""

    district: str
    case: str
    """A case that one of the rivals is about."""
    fact_key: str


def effective(records: Iterable[Recorded]) -> tuple[list[Report], tuple[Contested, ...]]:
    """Return what the facts say after corrections and retractions, and where two revisions replace the same one.

    Whoever revises the fact once more has looked: then it is contested no longer.
    """
    facts: dict[str, Recorded] = {}
    revisions: dict[str, dict[str, dict[str, Recorded]]] = {}
    for record in records:
        match record.event:
            case FactCorrected() | FactRetracted() as revision:
                target = fact_key(revision.target_source, revision.target_id)
                same = revisions.setdefault(target, {}).setdefault(revision.replaces, {})
                same[record.fact_key] = record
            case Fact():
                facts[record.fact_key] = record
    reports, contested = [], set[Contested]()
    for key in {**facts, **revisions}:
        last = facts.get(key)
        if key in revisions:
            replacing = {replaced: same.values() for replaced, same in revisions[key].items()}
            revised = successive(key.partition(" ")[2], replacing, _who)
            last = revised[-1][0] if revised else last
            rivals = revised[-1][1] if revised else ()
            if len(rivals) > 1:
                contested |= {Contested(one.district, _case(one), key) for one in rivals}
        report = _report(last)
        if report:
            reports.append(report)
    return reports, tuple(sorted(contested))


def counting(reports: Iterable[Report]) -> dict[str, dict[type[Fact], dict[str, Report]]]:
    """Return, by case, type and slot, the report that counts.

    Of facts about no case the slot says it all: whatever subject they have, they stand under the empty text.
    """
    chosen: dict[str, dict[type[Fact], dict[str, Report]]] = {}
    for report in reports:
        slots = chosen.setdefault(report.case, {}).setdefault(type(report.fact), {})
        rival = slots.setdefault(slot := report.fact.slot, report)
        if rival is not report and report.weight > rival.weight:
            slots[slot] = report
    return chosen


def facts_that_count(records: Iterable[Recorded]) -> list[Fact]:
    """Return what the reports that count say, in no order."""
    slots = (slots for types in counting(effective(records)[0]).values() for slots in types.values())
    return [report.fact for reports in slots for report in reports.values()]


@cached
def _days_of(cls: type[Event]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls) if field.type in (date, date | None))


def _precedence(source: str, id_: str) -> tuple[int, str, str]:
    return source_rank(source), id_, source


def _case(revision: Recorded) -> str:
    """Return what the rival of another correction or retraction is about."""
    assert isinstance(revision.event, FactCorrected | FactRetracted), "only these have rivals"
    try:
        cls = class_of(revision.event.type)
    except UnknownTypeError:
        return revision.subject
    return BUREAU if issubclass(cls, Fact) and cls.ABOUT == "bureau" else revision.subject


def _who(record: Recorded) -> tuple[str, str]:
    return record.source, record.id


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
