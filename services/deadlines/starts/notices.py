"""From which notice, or which suggestion, does a duty run?"""

from datetime import date

from services.deadlines.starts.started import (
    NO_EVIDENCE_APART,
    NO_FORWARDING,
    NO_GOVERNMENT,
    NO_NOTICE,
    NO_SUGGESTION,
    NotStarted,
    Started,
    Starts,
    first,
)
from shared.calendar import DayResult
from shared.events.agency import EvidenceExtensionRequested, EvidenceFiled
from shared.events.bureau import PapersForwarded
from shared.events.court import (
    EvidenceExtensionGranted,
    EvidencePeriodSet,
    NoticeServed,
    SuggestionIssued,
)
from shared.law.case_view import CaseView
from shared.law.model import Law
from shared.world import World

OF_EVIDENCE = (EvidenceFiled, EvidencePeriodSet, EvidenceExtensionRequested, EvidenceExtensionGranted)
"""Facts that tell the evidence from the defence."""


def government_notice(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the notice to the district government, when it is a defendant."""
    if not any(view.is_government(name) for name in view.defendants):
        yield NO_GOVERNMENT
        return
    notices = view.told(NoticeServed)
    own = [notice.served_on for notice in notices if view.is_government(notice.recipient)]
    yield first(own or [notice.served_on for notice in notices], NO_NOTICE)


def notice(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the first defendant's receipt of complaint copy and response notice."""
    yield first([notice.served_on for notice in view.told(NoticeServed)], NO_NOTICE)


def papers_received(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the notice; from the forwarding when the government is the only defendant (Xinzhou 20).

    Once for the case, or for each defendant from its own notice, where the pack reads it so.
    """
    if law.reads("papers_per", "defendant"):
        yield from _own_notices(view)
    elif view.defendants and all(view.is_government(name) for name in view.defendants):
        forwarded = view.told(PapersForwarded)
        yield first([fact.forwarded_on for fact in forwarded], NO_FORWARDING)
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


def evidence(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the notice, once something tells the evidence from the defence (INT 34, 36, 104).

    Both are due in the same period (ALL 67), and most are filed together. Where the pack reads it so, always.
    """
    if law.reads("evidence_apart", "always") or any(view.case.reports.get(kind) for kind in OF_EVIDENCE):
        yield from notice(view, world, law)
    else:
        yield NO_EVIDENCE_APART


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
