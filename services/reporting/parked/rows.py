"""How does what cannot be used yet read as rows? Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pydantic_core import to_json

from services.reporting.feeds.counting import SHANGHAI
from shared.case_number import CaseNumberError, normalise_case_number
from shared.codec import encode
from shared.dispute import Case, Dispute, Report
from shared.envelope import Recorded, fact_key
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.events.court import CaseDocketed
from shared.events.findings.common import FactParked
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.events.intake import RowParked
from shared.world import World

FINDERS = ("routing", "accountability", "deadlines")
"""Who parks facts."""

UNREADABLE = "*"
"""What the rows of files that could not be read begin with, where others have their case number."""

ROW = "row-unreadable"
"""The reason why such a row is parked."""


class Row(NamedTuple):
    """A row of the table of what is parked, in the order of its columns."""

    district: str
    case_number: str
    of: str
    on: date
    case: str
    reason: str
    source: str
    position: int
    agencies: str
    says: str


class FactRow(NamedTuple):
    """A row of the table of facts that are parked."""

    district: str
    case_number: str
    fact: str
    source: str
    on: date


class Entry(NamedTuple):
    """What a finding says is parked, before it is known where its facts stand on the log."""

    case: Case
    service: str
    found: FactParked
    told_at: int
    """Position of the finding."""
    facts: tuple[Report, ...]
    """The facts concerned, the one people should look at first."""
    key: str
    """Source and id of that one, as the finding names it; empty where nothing of the case is reported."""
    agencies: tuple[str, ...]


def entries(dispute: Dispute, world: World) -> Iterator[Entry]:
    """Return all that is parked of a dispute."""
    for service in FINDERS:
        for key, found in sorted(dispute.standing(service).items()):
            case = dispute.by_number.get(key.case)
            if isinstance(found, FactParked) and case is not None:
                facts = tuple(_facts(found, case, dispute))
                named = found.fact or (fact_key(facts[0].source, facts[0].id) if facts else "")
                told_at = dispute.told_at.get(service, {}).get(key, 0)
                agencies = _agencies(case, dispute, facts, world)
                yield Entry(case, service, found, told_at, facts, named, agencies)


def row(entry: Entry, position: int, on: date) -> Row:
    """Return the row of what a finding says is parked; `position` is where its fact stands, 0 if nowhere."""
    found, case = entry.found, entry.case
    first = entry.facts[0] if entry.facts else None
    says = {
        "about": found.about,
        "released_by": found.released_by,
        "missing": list(found.missing),
        "article": found.article,
        "type": name_of(type(first.fact)) if first else "",
        "told_on": str(_told_on(entry) or ""),
        "facts": max(len(entry.facts), 1),
    }
    source = entry.key.partition(" ")[0]
    return Row(
        case.district,
        case.number,
        f"{entry.service}/{found.reason}/{found.about}",
        on,
        case.number,
        found.reason,
        source,
        position,
        to_json(list(entry.agencies)).decode(),
        to_json(says).decode(),
    )


def parked_row(report: Report, first: Recorded) -> tuple[Row, FactRow]:
    """Return the rows of a row of a file that could not be read; what its cells say stays sealed."""
    fact = report.fact
    assert isinstance(fact, RowParked), "only rows are kept so"
    key = fact_key(report.source, report.id)
    on = first.recorded_at.astimezone(SHANGHAI).date()
    says = {**encode(fact), "subject": report.subject}
    number = UNREADABLE + key
    case = case_of(fact) if fact.file != "organs" else ""
    own = FactRow(report.district, number, key, report.source, on)
    told = to_json(says).decode()
    return Row(report.district, number, ROW, on, case, ROW, report.source, first.position, "[]", told), own


def case_of(row: RowParked) -> str:
    """Return the number of the case a row of a ledger is about; empty where none can be read."""
    try:
        return normalise_case_number(row.row_key.partition("#")[0])
    except CaseNumberError:
        return ""


def _facts(found: FactParked, case: Case, dispute: Dispute) -> Iterable[Report]:
    """Return the facts that a finding parks: the one it names, else the docketing; of a case unknown, all."""
    own = _reports(case)
    if found.reason == "case-not-docketed":
        return own
    for report in (one for other in (case, *dispute.cases) for one in _reports(other)):
        if fact_key(report.source, report.id) == found.fact:
            return [report]
    if found.fact:
        return []
    docketing = [one for one in own if isinstance(one.fact, CaseDocketed)]
    return (docketing or own)[:1]


def _reports(case: Case) -> list[Report]:
    """Return what is reported of a case, by day."""
    counting = (report for slots in case.reports.values() for report in slots.values())
    return sorted((*counting, *case.outweighed, *case.unusable), key=lambda one: (one.weight[1], one.weight))


def _told_on(entry: Entry) -> date | None:
    """Return the day the fact tells of; of a case of which the docketing is missing, the first day there is."""
    days = (_day(report.fact) for report in entry.facts)
    return min((day for day in days if day), default=None)


def _day(fact: Fact) -> date | None:
    day: date | None = getattr(fact, fact.DECIDES) if fact.DECIDES else None
    return day


def _agencies(case: Case, dispute: Dispute, facts: Iterable[Report], world: World) -> tuple[str, ...]:
    """Return whom it concerns: the defendants, who answers for them, and whom the facts name."""
    named = [*(case.docketed.defendants if case.docketed else ())]
    found = dispute.found("routing", ResponsibleAgencyDetermined)
    named += [name for number, one in found if number == case.number for name in one.agencies]
    said = (getattr(report.fact, field, "") for report in facts for field in ("agency", "organ", "unit"))
    named += [name for name in said if name]
    return tuple(dict.fromkeys(map(world.organs.full_name, named)))
