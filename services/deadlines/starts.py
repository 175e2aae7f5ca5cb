"""From which day does a duty run, or why not yet? One small function for each start a pack may name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from shared.calendar import DayResult
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
from shared.law.conditions import Mismatch, NoneHolds
from shared.law.model import DutyRule, Law
from shared.law.outcome import conclusion, in_force, is_adverse, is_lost, standing
from shared.world import World


class Started(NamedTuple):
    """A duty began to run."""

    on: date
    of: str = ""
    """Tells several starts of one duty in one case apart."""
    due: DayResult | None = None
    """The due day where the start itself names it."""
    whose: str = ""
    """The defendant whose own it is (full name); empty where anybody's act meets it."""
    by: SuggestionIssued | None = None
    """The suggestion to be answered."""
    hearing_on: date | None = None
    """The hearing it is about."""


class NotStarted(NamedTuple):
    """Why a duty does not run, or not from this start."""

    reason: Literal["category", "condition", "validity", "anchor", "start"]
    """Other kinds of proceeding; its condition is not met; the entry does not cover the day; what it counts back from
    does not run; nothing on record starts it."""
    because: str = ""
    """What keeps it from starting, in words."""
    waits_for: tuple[str, ...] = ()
    """The facts that would start it."""
    missed: Mismatch | NoneHolds | None = None
    """The condition that does not hold."""
    on: date | None = None
    """The day of the start that is not covered."""
    of: str = ""


Starts = Iterator[Started | NotStarted]

NO_GOVERNMENT = NotStarted("start", "the district government is no defendant")
NO_NOTICE = NotStarted("start", "no notice to a defendant is on record", ("notice-served",))
NO_FORWARDING = NotStarted(
    "start", "no forwarding of the papers by the government is on record", ("papers-forwarded",)
)
NO_DOCUMENT = NotStarted("start", "no receipt of a court document is on record", ("document-served",))
NOT_ADVERSE = NotStarted("start", "the outcome that stands is not adverse to the agency")
NOT_CONCLUDED = NotStarted(
    "start", "no final document has taken effect", ("document-took-effect", "document-served")
)
CONCLUDED_ELSEWHERE = NotStarted("start", "the dispute ended in another of its cases")
NOT_LOST = NotStarted("start", "the outcome that stands is no loss under this law")
NO_HEARING = NotStarted("start", "no hearing is on record as held", ("hearing-held",))
NO_DAY_TO_PERFORM = NotStarted("start", "no document names a day for performance", ("document-served",))
NOT_IN_FORCE = NotStarted("start", "an appeal keeps the document from taking effect")
NO_CLOSING_DOCUMENT = NotStarted(
    "start", "no receipt of the closing document is on record", ("closing-document-served",)
)
NO_SUGGESTION = NotStarted("start", "no suggestion is on record", ("suggestion-issued",))


def government_notice(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the notice to the district government, when it is a defendant."""
    if not any(view.is_government(name) for name in view.defendants):
        yield NO_GOVERNMENT
        return
    notices = view.told(NoticeServed)
    own = [notice.served_on for notice in notices if view.is_government(notice.recipient)]
    yield _first(own or [notice.served_on for notice in notices], NO_NOTICE)


def notice(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the first defendant's receipt of complaint copy and response notice."""
    yield _first([notice.served_on for notice in view.told(NoticeServed)], NO_NOTICE)


def papers_received(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the notice; from the forwarding when the government is the only defendant (Xinzhou 20).

    Once for the case, or for each defendant from its own notice, where the pack reads it so.
    """
    if law.reads("papers_per", "defendant"):
        yield from _own_notices(view)
    elif view.defendants and all(view.is_government(name) for name in view.defendants):
        forwarded = view.told(PapersForwarded)
        yield _first([fact.forwarded_on for fact in forwarded], NO_FORWARDING)
    else:
        yield from notice(view, world, law)


def _own_notices(view: CaseView) -> Starts:
    first: dict[str, date] = {}
    for fact in view.told(NoticeServed):
        name = view.organs.full_name(fact.recipient)
        first[name] = min(first.get(name, fact.served_on), fact.served_on)
    for name in view.defendants:
        if name in first:
            yield Started(first[name], of=name, whose=name)
        else:
            yield NotStarted("start", f"no notice to {name} is on record", NO_NOTICE.waits_for, of=name)


def document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the court's document."""
    yield _first(_received(view), NO_DOCUMENT)


def adverse_document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of a document after which an adverse outcome stands (Xinzhou 20)."""
    stands = standing(view.case, view.dispute)
    if stands is None:
        yield NO_DOCUMENT
    elif is_adverse(stands.outcomes, law):
        yield from document(view, world, law)
    else:
        yield NOT_ADVERSE


def final_loss(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the final document of a lost dispute or its effect, the later (Huancui 27).

    Or from its receipt alone, where the pack reads it so (Xinzhou 32(1)).
    """
    ended = conclusion(view.dispute, world, view.docketed.category)
    if ended is None:
        yield NOT_CONCLUDED
    elif ended.case.number != view.case.number:
        yield CONCLUDED_ELSEWHERE
    elif is_lost(ended.standing.outcomes, law):
        received = _received(view)[:1]
        by_receipt = law.reads("final_loss_from", "receipt")
        yield Started(received[0] if received and by_receipt else max([ended.on, *received]))
    else:
        yield NOT_LOST


def first_hearing(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the first hearing of the instance, or from each hearing where the pack reads it so (Huancui 19)."""
    held = sorted(hearing.held_on for hearing in view.case.all(HearingHeld))
    if held and law.parameter("officer_on_record_per") == "hearing":
        yield from (Started(day, of=str(day)) for day in held)
    else:
        yield _first(held, NO_HEARING)


def perform_by(view: CaseView, world: World, law: Law) -> Starts:
    """Run until the day the document sets for performance, unless an appeal keeps it from force."""
    days = [fact.perform_by for fact in view.told(DocumentServed)]
    named = [day for day in days if day]
    if named and not in_force(view.case, view.dispute, world):
        yield NOT_IN_FORCE
    else:
        yield _first(named, NO_DAY_TO_PERFORM)


def closing_document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the closing document."""
    yield _first([fact.served_on for fact in view.case.all(ClosingDocumentServed)], NO_CLOSING_DOCUMENT)


def suggestion(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of each suggestion, or until the day it names."""
    suggestions = view.told(SuggestionIssued)
    for fact in suggestions:
        due = DayResult(fact.reply_by) if fact.reply_by else None
        length = "normative_suggestion_days" if fact.kind == "normative" else "urgent_suggestion_days"
        if due is None and (fact.urgent or fact.kind == "normative"):
            days = int(law.parameter(length))
            due = world.calendar.after(fact.received_on, calendar_days=days)
        yield Started(fact.received_on, of=fact.slot, due=due, by=fact)
    if not suggestions:
        yield NO_SUGGESTION


STARTS: Mapping[str, Callable[[CaseView, World, Law], Starts]] = {
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


def starts_of(duty: DutyRule, view: CaseView, world: World, law: Law) -> Sequence[Started | NotStarted]:
    """Return the starts of a duty, and what keeps it from running: one or the other there always is.

    It runs from the starts its entry covers; not where it counts back from a duty that does not run.
    """
    begin = STARTS.get(duty.starts)
    found = begin(view, world, law) if begin else _dated(duty.starts, view)
    return [_running(started, duty, view, law) for started in found]


def _running(started: Started | NotStarted, duty: DutyRule, view: CaseView, law: Law) -> Started | NotStarted:
    if isinstance(started, NotStarted):
        return started
    if not duty.covers(started.on):
        return NotStarted("validity", on=started.on, of=started.of)
    before = duty.due.before
    if before in ("", "start") or law.duty(before, view.docketed.category, started.on):
        return started
    return NotStarted("anchor", on=started.on, of=started.of)


def _dated(name: str, view: CaseView) -> Starts:
    """Run from each fact of a dated type; the slot tells several apart.

    Whose fact it is must also do what is due, and about the same hearing; for the government whoever answers may.
    """
    kind: type[Fact] = FACTS[name]
    none = True
    for fact in view.told(kind):
        if on := getattr(fact, fact.DECIDES):
            none = False
            agency = view.organs.full_name(getattr(fact, "agency", "") or getattr(fact, "recipient", ""))
            whose = "" if view.is_government(agency) else agency
            hearing_on = getattr(fact, "hearing_on", None)
            of = f"{agency}/{hearing_on}" if hearing_on else agency
            yield Started(on, of=of or fact.slot, whose=whose, hearing_on=hearing_on)
    if none:
        yield NotStarted("start", f"no {name} that names its day is on record", (name,))


def _first(days: list[date], otherwise: NotStarted) -> Started | NotStarted:
    return Started(min(days)) if days else otherwise


def _received(view: CaseView) -> list[date]:
    return sorted(fact.served_on for fact in view.told(DocumentServed) if fact.served_on)
