"""What waits for somebody because of what is found on a case, and what was settled meanwhile? Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reporting.worklist.acting import About, Who, is_pending
from services.reporting.worklist.disagreeing import disagreements
from services.reporting.worklist.kinds import WHO, Kind, OpenItem, order_of
from services.reporting.worklist.stages import open_stage, parked, referral, unfounded
from shared.codec import encode
from shared.events.aftermath import SuggestionAnswered
from shared.events.base import Finding
from shared.events.bureau import CircularIssued
from shared.events.catalogue import name_of
from shared.events.court import HearingHeld, SuggestionIssued
from shared.events.findings.accountability import (
    AgentsUnfit,
    AppearanceFailed,
    CircularProposed,
    DecisionUnfounded,
    LiabilityTriggered,
    PapersIncomplete,
    ProceedingAdvanced,
    ProceedingOpened,
)
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import RUNNING, DeadlineMissed, ForwardUrgent, PeriodDoubted
from shared.events.findings.routing import (
    DesignationRequested,
    LawMissing,
    LawNotInForce,
    OfficerCoordinationRequested,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LEFT_OUT = ("version", "law", "calendar", "rules", "pack", "passed_over", "fact")

Items = Iterable[OpenItem]


def open_items(about: About) -> list[OpenItem]:
    """Return what waits in a case, in the order in which it should be seen to."""
    items = [
        item
        for found in about.found
        if (waits := _WAITS.get(type(found))) is not None
        for item in waits(found, about)
    ]
    if about.case.reports.get(SuggestionIssued):
        items += _answers(about)
    items += _disagreeing(about)
    return sorted(items, key=order_of)


def _item(
    kind: Kind,
    found: Finding,
    about: About,
    who: Who | None = None,
    since: date | None = None,
    by: date | None = None,
) -> OpenItem:
    says = {name: value for name, value in encode(found).items() if name not in _LEFT_OUT}
    article = str(says.pop("article", ""))
    who = who or about.filling(WHO[kind])
    return OpenItem(kind, since or about.case.began_on, by, article, says, *who)


def _coordination(found: OfficerCoordinationRequested, about: About) -> Iterator[OpenItem]:
    """Let the government office settle it while the hearing has not been held."""
    if found.hearing_on not in {hearing.held_on for hearing in about.case.all(HearingHeld)}:
        yield _item("coordination", found, about, by=found.hearing_on)


def _urgent(found: ForwardUrgent, about: About) -> Iterator[OpenItem]:
    """Let forwarding wait only while it has not been done and its day has not ended; whoever owes it must act."""
    running = [one for one in about.found if isinstance(one, RUNNING) and one.duty == "forward"]
    for one in running[:1]:
        who = about.filling(one.obligor, one.of)
        yield _item("forward-urgent", found, about, who, by=found.forward_due_on)


def _of_agency(kind: Kind) -> Callable[[PapersIncomplete | AgentsUnfit, About], Items]:
    """Let whoever answers for the agency concerned mend it."""

    def waits(found: PapersIncomplete | AgentsUnfit, about: About) -> Items:
        agency = about.world.organs.full_name(found.agency)
        return [_item(kind, found, about, about.filling("responsible_agency", agency))]

    return waits


def _circular(found: CircularProposed, about: About) -> Iterator[OpenItem]:
    """Let it wait until one was issued about every agency, since what was missed or the hearing nobody came to."""
    issued = [one for one in about.case.all(CircularIssued) if one.ground in ("", found.ground)]
    named = {about.world.organs.full_name(one.agency) for one in issued}
    if named.issuperset(found.agencies):
        return
    law = about.law()
    duties = {rule.duty for rule in law.circulars if rule.ground == found.ground and rule.duty} if law else ()
    missed = [one.due_on for one in about.found if isinstance(one, DeadlineMissed) and one.duty in duties]
    failed = [day for one in about.found if isinstance(one, AppearanceFailed) for day in one.hearings]
    yield _item("circular", found, about, since=min(missed or failed, default=None))


def _referral(found: LiabilityTriggered, about: About) -> Items:
    item = referral(found, about, lambda: _shown_on(found))
    return [item] if item else []


def _shown_on(found: LiabilityTriggered) -> date | None:
    """Return the last day of what shows it, such as `hearing-held 2023-05-08`."""
    days = [_DAY.search(what) for what in found.shown_by]
    return max((date.fromisoformat(day[0]) for day in days if day), default=None)


def _answers(about: About) -> Iterator[OpenItem]:
    """Yield the suggestions that wait for an answer: the addressee must give it, also when its day is over."""
    law = about.law()
    answering = name_of(SuggestionAnswered)
    duties = {rule.duty for rule in law.duties if rule.met_by == answering} if law else set()
    for one in about.found:
        if is_pending(one) and one.duty in duties:
            report = about.case.reports[SuggestionIssued].get(one.of)
            kind = getattr(report.fact, "kind", "") if report else ""
            says = {"kind": kind, "received_on": str(one.starts_on or "")}
            who = about.filling(one.obligor, one.of)
            yield OpenItem("answer", one.starts_on, one.due_on, one.article, says, *who)


def _disagreeing(about: About) -> Iterator[OpenItem]:
    """Yield what two sources report otherwise, for the bureau to look into; whoever corrects a report settles it."""
    for one in disagreements(about.case, about.world.organs):
        who = about.filling(WHO["disagreement"])
        day = getattr(one.counts.fact, one.counts.fact.DECIDES, None) if one.counts.fact.DECIDES else None
        yield OpenItem("disagreement", day or about.case.began_on, None, _COUNTS, one.says(), *who)


_COUNTS = "APP 12"
"""The article of the parameter `reports_first`, by which one of two reports counts."""

_WAITS: Mapping[type[Finding], Callable[[Any, About], Items]] = {
    DesignationRequested: lambda found, about: [_item("designation", found, about)],
    OfficerCoordinationRequested: _coordination,
    ForwardUrgent: _urgent,
    PeriodDoubted: lambda found, about: [_item("doubt", found, about, since=found.found)],
    LawMissing: lambda found, about: [_item("law", found, about)],
    LawNotInForce: lambda found, about: [_item("law", found, about, since=found.began_on)],
    FactParked: parked,
    PapersIncomplete: _of_agency("papers"),
    AgentsUnfit: _of_agency("agents"),
    ProceedingOpened: open_stage,
    ProceedingAdvanced: open_stage,
    DecisionUnfounded: lambda found, about: [unfounded(found, about)],
    CircularProposed: _circular,
    LiabilityTriggered: _referral,
}
"""What waits for somebody because of a finding; nothing where it has been settled meanwhile."""
