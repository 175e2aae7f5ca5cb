"""From which day does a duty run? One small function for each start a pack may name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shared.events.base import Fact
from shared.events.bureau import PapersForwarded
from shared.events.catalogue import FACTS
from shared.events.court import (
    ClosingDocumentServed,
    DocumentServed,
    HearingHeld,
    NoticeServed,
    SuggestionIssued,
)
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law
from shared.law.outcome import conclusion, in_force, is_adverse, is_lost, standing
from shared.law.told import told
from shared.world import World


@dataclass(frozen=True, slots=True)
class Started:
    """A duty began to run."""

    on: date
    of: str = ""
    """Tells several starts of one duty in one case apart."""
    due_on: date | None = None
    """The due day where the start itself names it."""
    whose: str = ""
    """The defendant whose own it is (full name); empty where anybody's act meets it."""
    by: SuggestionIssued | None = None
    """The suggestion to be answered."""
    hearing_on: date | None = None
    """The hearing it is about."""


def government_notice(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the notice to the district government, when it is a defendant."""
    if not any(view.is_government(name) for name in view.defendants):
        return
    notices = told(view.case, NoticeServed, view.organs)
    own = [notice.served_on for notice in notices if view.is_government(notice.recipient)]
    yield from _first(own or [notice.served_on for notice in notices])


def notice(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the first defendant's receipt of complaint copy and response notice."""
    yield from _first([notice.served_on for notice in told(view.case, NoticeServed, view.organs)])


def papers_received(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the notice; from the forwarding when the government is the only defendant (Xinzhou 20).

    Once for the case, or for each defendant from its own notice, where the pack reads it so.
    """
    if law.parameters.get("papers_per") and law.parameter("papers_per") == "defendant":
        yield from _own_notices(view)
    elif view.defendants and all(view.is_government(name) for name in view.defendants):
        yield from _first([fact.forwarded_on for fact in told(view.case, PapersForwarded, view.organs)])
    else:
        yield from notice(view, world, law)


def _own_notices(view: CaseView) -> Iterator[Started]:
    first: dict[str, date] = {}
    for fact in told(view.case, NoticeServed, view.organs):
        name = view.organs.full_name(fact.recipient)
        first[name] = min(first.get(name, fact.served_on), fact.served_on)
    for name in view.defendants:
        if name in first:
            yield Started(first[name], of=name, whose=name)


def document(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the receipt of the court's document."""
    yield from _first(_received(view))


def adverse_document(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the receipt of a document after which an adverse outcome stands (Xinzhou 20)."""
    stands = standing(view.case, view.dispute)
    if stands is not None and is_adverse(stands.outcomes, law):
        yield from document(view, world, law)


def final_loss(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the receipt of the final document of a lost dispute or its effect, the later (Huancui 27)."""
    ended = conclusion(view.dispute, world)
    if ended is None or ended.case.number != view.case.number:
        return
    if is_lost(ended.standing.outcomes, law):
        yield Started(max([ended.on, *_received(view)[:1]]))


def first_hearing(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the first hearing of the instance, or from each hearing where the pack reads it so (Huancui 19)."""
    held = sorted(hearing.held_on for hearing in view.case.all(HearingHeld))
    if law.parameter("officer_on_record_per") == "hearing":
        yield from (Started(day, of=str(day)) for day in held)
    else:
        yield from _first(held)


def perform_by(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run until the day the document sets for performance, unless an appeal keeps it from force."""
    if in_force(view.case, view.dispute, world):
        days = (fact.perform_by for fact in told(view.case, DocumentServed, view.organs))
        yield from _first([day for day in days if day])


def closing_document(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the receipt of the closing document."""
    yield from _first([fact.served_on for fact in view.case.all(ClosingDocumentServed)])


def suggestion(view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Run from the receipt of each suggestion, or until the day it names."""
    for fact in told(view.case, SuggestionIssued, view.organs):
        due_on = fact.reply_by
        length = "normative_suggestion_days" if fact.kind == "normative" else "urgent_suggestion_days"
        if due_on is None and (fact.urgent or fact.kind == "normative"):
            days = int(law.parameter(length))
            due_on = world.calendar.after(fact.received_on, calendar_days=days).day
        yield Started(fact.received_on, of=fact.slot, due_on=due_on, by=fact)


STARTS: Mapping[str, Callable[[CaseView, World, Law], Iterator[Started]]] = {
    "government_notice": government_notice,
    "notice": notice,
    "papers_received": papers_received,
    "document": document,
    "adverse_document": adverse_document,
    "final_loss": final_loss,
    "first_hearing": first_hearing,
    "perform_by": perform_by,
    "closing_document": closing_document,
    "suggestion": suggestion,
}


def starts_of(duty: DutyRule, view: CaseView, world: World, law: Law) -> Iterator[Started]:
    """Return the starts of a duty that its entry covers; none where it counts back from a duty that does not run."""
    begin = STARTS.get(duty.starts)
    found = begin(view, world, law) if begin else _dated(FACTS[duty.starts], view)
    category = view.docketed.category
    for started in found:
        before = duty.due.before
        if duty.covers(started.on) and (before in ("", "start") or law.duty(before, category, started.on)):
            yield started


def _dated(kind: type[Fact], view: CaseView) -> Iterator[Started]:
    """Run from each fact of a dated type; the slot tells several apart.

    Whose fact it is must also do what is due, and about the same hearing; for the government whoever answers may.
    """
    for fact in told(view.case, kind, view.organs):
        if on := getattr(fact, fact.DECIDES):
            name = getattr(fact, "agency", "") or getattr(fact, "recipient", "")
            whose = "" if view.is_government(name) else view.organs.full_name(name)
            yield Started(on, of=fact.slot, whose=whose, hearing_on=getattr(fact, "hearing_on", None))


def _first(days: list[date]) -> Iterator[Started]:
    if days:
        yield Started(min(days))


def _received(view: CaseView) -> list[date]:
    return sorted(fact.served_on for fact in told(view.case, DocumentServed, view.organs) if fact.served_on)
