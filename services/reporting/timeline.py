"""What happened in a case, and what counts, was replaced, or was withdrawn? Pure."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from services.reporting.answers import Entry, Revision
from shared.codec import decode, name_in
from shared.dispute import USUAL, Key, Orders, counting, effective, successive, weighed
from shared.envelope import Recorded, attributes, case_key, fact_key, is_finding, read
from shared.events.base import Event, Fact, Finding
from shared.events.findings.accountability import AppearanceFailed
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.deadlines import Deadline
from shared.events.intake import FactCorrected, FactRetracted
from shared.sealing import Seal, SealError, is_sealed, open_all

MASK = "***"
"""What stands for a name whose key is not there."""


@dataclass(frozen=True, slots=True)
class Note:
    """An event as it was recorded, with its data as they were reported."""

    record: Recorded
    data: dict[str, Any]

    @classmethod
    def of(cls, stored: bytes) -> "Note":
        """Return the note that stored bytes hold."""
        return cls(read(stored), attributes(stored)["data"])


@dataclass(frozen=True, slots=True)
class Revised:
    """How corrections and retractions replace one another, for all facts of a dispute."""

    next: Mapping[int, Note]
    """By the position of what is replaced: the revision that replaces it."""
    before: Mapping[int, Note]
    """By the position of a revision: what it replaces."""
    counting: frozenset[int]
    """Positions of the facts and revisions whose content counts in their slot."""


def timeline(
    case: str, notes: Iterable[Note], seals: Mapping[str, Seal], orders: Orders = USUAL
) -> tuple[Entry, ...]:
    """Return the events of a case, named by its case key, in the order in which they were recorded.

    `notes` are all events of the dispute; `seals` the keys of its cases; `orders` say which of two reports of one
    thing counts. Shown is what names the case as its subject, and what replaces that, though it may move the fact to
    another case.
    """
    notes = sorted(notes, key=lambda note: note.record.position)
    revised, ends = _revised(notes, orders), _ends(notes)
    entries = []
    for note in notes:
        position, before = note.record.position, revised.before.get(note.record.position)
        if any(of and case_key(of.record.district, of.record.subject) == case for of in (note, before)):
            counts = position in revised.counting or ends.get(position, position) == 0
            following = revised.next.get(position)
            entries.append(_entry(note, before, following, counts, ends.get(position) or None, seals))
    return tuple(entries)


def _entry(
    note: Note,
    before: Note | None,
    following: Note | None,
    counts: bool,
    ended: int | None,
    seals: Mapping[str, Seal],
) -> Entry:
    record = note.record
    return Entry(
        position=record.position,
        recorded_at=record.recorded_at,
        kind="finding" if is_finding(record.source) else "fact",
        type=name_in(record.type),
        source=record.source,
        actor=record.actor,
        slot=record.event.slot if isinstance(record.event, Event) else "",
        on=_day(record.event),
        article=getattr(record.event, "article", ""),
        data=opened(note.data, seals.get(record.subject)),
        counts=counts,
        replaced_by=_revision(following.record) if following else None,
        replaces=before.record.position if before else None,
        was=opened(_content(before), seals.get(before.record.subject)) if before else None,
        withdrawn_by=ended,
    )


def _revised(notes: Iterable[Note], orders: Orders) -> Revised:
    """Follow each fact through its revisions."""
    facts: dict[str, Note] = {}
    revisions: dict[str, dict[str, list[Note]]] = {}
    for note in notes:
        match note.record.event:
            case FactCorrected() | FactRetracted() as event:
                target = fact_key(event.target_source, event.target_id)
                revisions.setdefault(target, {}).setdefault(event.replaces, []).append(note)
            case Fact():
                facts[note.record.fact_key] = note
    reports = weighed(effective(note.record for note in notes)[0], orders)
    chosen = {
        fact_key(report.source, report.id)
        for kinds in counting(reports).values()
        for slots in kinds.values()
        for report in slots.values()
    }
    following: dict[int, Note] = {}
    before: dict[int, Note] = {}
    last: set[int] = set()
    for target in {*facts, *revisions}:
        now = facts.get(target)
        replacing = revisions.get(target, {})
        for revision, rivals in successive(target.partition(" ")[2], replacing, _who):
            if now:
                before |= {rival.record.position: now for rival in rivals}
                following[now.record.position] = revision
            now = revision
        if now and target in chosen:
            last.add(now.record.position)
    return Revised(following, before, frozenset(last))


def _who(note: Note) -> tuple[str, str]:
    return note.record.source, note.record.id


def _ends(notes: Iterable[Note]) -> dict[int, int]:
    """Return, by the position of each finding, that of the finding which ended it; 0 while it stands."""
    standing: dict[tuple[str, Key], int] = {}
    ends: dict[int, int] = {}
    for record in (note.record for note in notes):
        match record.event:
            case FindingWithdrawn() as gone:
                key = (record.source, Key(record.subject, gone.topic, gone.of_slot))
                ends[standing.pop(key, 0)] = record.position
            case Finding() as finding:
                key = (record.source, Key(record.subject, finding.TOPIC, finding.slot))
                ends[standing.get(key, 0)] = record.position
                standing[key] = record.position
                ends[record.position] = 0
    return ends


def _revision(record: Recorded) -> Revision:
    return Revision(
        position=record.position,
        type=name_in(record.type),
        source=record.source,
        actor=record.actor,
        recorded_at=record.recorded_at,
        reason=getattr(record.event, "reason", ""),
    )


def _content(note: Note) -> dict[str, Any]:
    """Return what a fact or a revision says of the fact."""
    match note.record.event:
        case FactCorrected():
            content: dict[str, Any] = note.data.get("data", {})
            return content
        case FactRetracted():
            return {}
    return note.data


def _day(event: object) -> date | None:
    """Return the day an event is about: what it is decided by, what is due, else its first date."""
    match event:
        case FactCorrected():
            return _day(decode(event.type, event.data))
        case AppearanceFailed() if event.hearings:
            return event.hearings[0]
        case Deadline():
            return event.due_on
        case Fact() if event.DECIDES:
            decided: date | None = getattr(event, event.DECIDES)
            return decided
        case Event():
            days = (getattr(event, field.name) for field in fields(event))
            return next((day for day in days if isinstance(day, date)), None)
    return None


def opened(data: dict[str, Any], seal: Seal | None) -> dict[str, Any]:
    """Return data with names opened by the key of their case; those it does not open are masked."""
    if seal:
        with suppress(SealError):  # of another case, where a fact was corrected to this one
            data = open_all(data, seal)
    return {name: _masked(value) for name, value in data.items()}


def _masked(value: Any) -> Any:
    match value:
        case str():
            return MASK if is_sealed(value) else value
        case list():
            return [_masked(item) for item in value]
        case dict():
            return {name: _masked(item) for name, item in value.items()}
    return value
