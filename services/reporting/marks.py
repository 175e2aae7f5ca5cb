"""Which entry of the law decided which case, and what about it waits for somebody? Read from what was found. Pure.

A mark names an entry of the law, such as `routing/own-act` or `duties/forward`. What waits for somebody is marked
`open/designation` and so on: the worklist.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

from pydantic_core import from_json, to_json

from shared.codec import encode
from shared.dispute import Case, Dispute
from shared.events.base import Finding
from shared.events.bureau import CircularIssued
from shared.events.court import HearingHeld
from shared.events.findings.accountability import (
    AgentsUnfit,
    AppearanceFailed,
    CircularProposed,
    DecisionUnfounded,
    LiabilityTriggered,
    LossFound,
    PapersIncomplete,
)
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import (
    RUNNING,
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    DeadlineSuspended,
    ForwardUrgent,
    PeriodDoubted,
)
from shared.events.findings.routing import (
    ChiefRequired,
    CooperationRequested,
    DesignationRequested,
    LawMissing,
    LawNotInForce,
    ObserversCalled,
    OfficerCoordinationRequested,
    OfficerProposed,
    OfficerRequired,
    ResponsibleAgencyDetermined,
)
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.model import Law
from shared.law.outcome import FLAGS
from shared.world import World

Kind = Literal[
    "designation",
    "coordination",
    "forward-urgent",
    "doubt",
    "law",
    "parked",
    "papers",
    "agents",
    "circular",
    "liability",
    "decision",
]
"""What waits for somebody, in the order in which it should be seen to."""

KINDS: tuple[Kind, ...] = get_args(Kind)

WHO: Mapping[Kind, str] = {
    "designation": "bureau",
    "coordination": "government_office",
    "forward-urgent": "government_office_or_bureau",
    "doubt": "bureau",
    "law": "bureau",
    "parked": "bureau",
    "papers": "responsible_agency",
    "agents": "responsible_agency",
    "circular": "bureau",
    "liability": "bureau",
    "decision": "losing_agency",
}
"""Which role must act."""

OPEN = "open/"
"""How the marks of the worklist begin; no section of the law is called so."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LEFT_OUT = ("version", "law", "calendar", "rules", "pack", "passed_over", "fact")


class OpenItem(NamedTuple):
    """Something that waits for somebody."""

    kind: Kind
    since: date | None
    """The day it is about, else the day the case began."""
    by: date | None
    """The day by which it must be settled, where the finding names one."""
    article: str
    says: dict[str, Any]
    """What was found, ready for JSON."""


class Marked(NamedTuple):
    """All that marks one case, as it is kept."""

    marks: str = "[]"
    """JSON list, sorted, each once."""
    open: str = "[]"
    """JSON list of open items."""


@dataclass
class _About:
    """What is found on one case."""

    case: Case
    dispute: Dispute
    world: World
    found: list[Finding] = field(default_factory=list)

    def law(self) -> Law | None:
        """Return the law that governs the case; asked for few findings, as it costs."""
        return self._law

    @cached_property
    def _law(self) -> Law | None:
        return law_governing(CaseView(self.case, self.dispute, self.world.organs), self.world)


def marked(dispute: Dispute, world: World) -> dict[str, Marked]:
    """Return what marks each case of a dispute, by case number; a case that nothing marks is left out."""
    cases: dict[str, _About] = {}
    for findings in dispute.findings.values():
        for key, finding in findings.items():
            about = cases.get(key.case)
            if about is None:
                about = cases[key.case] = _About(dispute.by_number[key.case], dispute, world)
            about.found.append(finding)
    return {number: marks for number, about in cases.items() if (marks := _marked(about)).marks != "[]"}


def _marked(about: _About) -> Marked:
    marks: set[str] = set()
    items: list[OpenItem] = []
    for finding in about.found:
        marks.update(marks_of(finding, about.law))
        waits = _WAITS.get(type(finding))
        item = waits(finding, about) if waits else None
        if item is not None:
            items.append(item)
    marks.update(f"{OPEN}{item.kind}" for item in items)
    opened = to_json(sorted(items, key=_order)).decode() if items else "[]"
    return Marked(to_json(sorted(marks)).decode(), opened)


def marks_of(finding: Finding, law: Callable[[], Law | None]) -> Iterable[str]:
    """Return the marks of the entries that a finding rests on; `law` gives the one that governs its case."""
    names = _NAMES.get(type(finding))
    if names is not None:
        return names(finding)
    named = _NAMED_BY_LAW.get(type(finding))
    governing = law() if named is not None else None
    return named(finding, governing) if named is not None and governing is not None else ()


def items_of(text: str) -> tuple[OpenItem, ...]:
    """Return the open items of a case, read back."""
    return tuple(
        OpenItem(kind, _day(since), _day(by), article, says)
        for kind, since, by, article, says in from_json(text)
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _order(item: OpenItem) -> tuple[int, str, str]:
    return KINDS.index(item.kind), str(item.by or item.since or ""), str(item.says)


def _lost(found: LossFound, law: Law) -> Iterator[str]:
    for outcome in found.outcomes:
        flag = FLAGS.get(outcome)
        if outcome in law.lost.codes:
            yield f"lost/{outcome}"
        elif flag and law.lost.flags.get(flag):
            yield f"lost/{flag}"


def _agents(_found: AgentsUnfit, law: Law) -> Iterator[str]:
    if law.agents:
        yield f"agents/{law.agents.rule}"


def _observing(found: ObserversCalled, law: Law) -> Iterator[str]:
    """Yield the rules of the articles named: the finding gathers what several say."""
    articles = found.article.split("; ")
    yield from (f"observers/{rule.rule}" for rule in law.pack.observers if rule.article in articles)


def _cooperating(found: CooperationRequested, law: Law) -> Iterator[str]:
    articles = found.article.split("; ")
    yield from (f"cooperation/{rule.rule}" for rule in law.pack.cooperation if rule.article in articles)


def _roster(found: OfficerProposed | OfficerCoordinationRequested, law: Law) -> Iterator[str]:
    yield from (f"roster/{rule.roster}" for rule in law.pack.roster if rule.article == found.article)


def _grounds(found: ChiefRequired | OfficerRequired) -> list[str]:
    return [f"appearing/{ground.ground}" for ground in found.grounds]


_DEADLINES = (
    *(DeadlineSet, DeadlineMoved, DeadlineSuspended),
    *(DeadlineMet, DeadlineMissed, DeadlineLifted, DeadlineLapsed),
)
_NAMES: Mapping[type[Finding], Callable[[Any], Iterable[str]]] = {
    ResponsibleAgencyDetermined: lambda found: (f"routing/{found.rule}",),
    DesignationRequested: lambda found: (f"routing/{found.rule}",),
    ChiefRequired: _grounds,
    OfficerRequired: _grounds,
    **dict.fromkeys(_DEADLINES, lambda found: (f"duties/{found.duty}",)),
    CircularProposed: lambda found: (f"circulars/{found.ground}",),
    LiabilityTriggered: lambda found: (f"liability/{found.trigger}",),
    PapersIncomplete: lambda found: (f"checklists/{found.checklist}",),
    DecisionUnfounded: lambda found: tuple(f"grounds/{ground}" for ground in found.grounds),
}
"""Findings that name the entry they rest on."""

_NAMED_BY_LAW: Mapping[type[Finding], Callable[[Any, Law], Iterable[str]]] = {
    LossFound: _lost,
    AgentsUnfit: _agents,
    ObserversCalled: _observing,
    CooperationRequested: _cooperating,
    OfficerProposed: _roster,
    OfficerCoordinationRequested: _roster,
}
"""Findings whose entry the law must be asked for."""


def _item(
    kind: Kind, found: Finding, about: _About, *, since: date | None = None, by: date | None = None
) -> OpenItem:
    says = {name: value for name, value in encode(found).items() if name not in _LEFT_OUT}
    article = str(says.pop("article", ""))
    return OpenItem(kind, since or about.case.began_on, by, article, says)


def _coordination(found: OfficerCoordinationRequested, about: _About) -> OpenItem | None:
    """Let the government office settle it while the hearing has not been held."""
    heard = {hearing.held_on for hearing in about.case.all(HearingHeld)}
    return None if found.hearing_on in heard else _item("coordination", found, about, by=found.hearing_on)


def _urgent(found: ForwardUrgent, about: _About) -> OpenItem | None:
    """Let forwarding wait only while it has not been done and its day has not ended."""
    running = (one for one in about.found if isinstance(one, RUNNING))
    waits = any(one.duty == "forward" for one in running)
    return _item("forward-urgent", found, about, by=found.forward_due_on) if waits else None


def _circular(found: CircularProposed, about: _About) -> OpenItem | None:
    """Let it wait until one was issued about every agency, since what was missed or the hearing nobody came to."""
    issued = [one for one in about.case.all(CircularIssued) if one.ground in ("", found.ground)]
    named = {about.world.organs.full_name(one.agency) for one in issued}
    if named.issuperset(found.agencies):
        return None
    law = about.law()
    duties = {rule.duty for rule in law.circulars if rule.ground == found.ground and rule.duty} if law else ()
    missed = [one.due_on for one in about.found if isinstance(one, DeadlineMissed) and one.duty in duties]
    failed = [day for one in about.found if isinstance(one, AppearanceFailed) for day in one.hearings]
    return _item("circular", found, about, since=min(missed or failed, default=None))


def _shown_on(found: LiabilityTriggered) -> date | None:
    """Return the last day of what shows it, such as `hearing-held 2023-05-08`."""
    days = [_DAY.search(what) for what in found.shown_by]
    return max((date.fromisoformat(day[0]) for day in days if day), default=None)


_WAITS: Mapping[type[Finding], Callable[[Any, _About], OpenItem | None]] = {
    DesignationRequested: lambda found, about: _item("designation", found, about),
    OfficerCoordinationRequested: _coordination,
    ForwardUrgent: _urgent,
    PeriodDoubted: lambda found, about: _item("doubt", found, about, since=found.found),
    LawMissing: lambda found, about: _item("law", found, about),
    LawNotInForce: lambda found, about: _item("law", found, about, since=found.began_on),
    FactParked: lambda found, about: _item("parked", found, about),
    PapersIncomplete: lambda found, about: _item("papers", found, about),
    AgentsUnfit: lambda found, about: _item("agents", found, about),
    CircularProposed: _circular,
    LiabilityTriggered: lambda found, about: _item("liability", found, about, since=_shown_on(found)),
    DecisionUnfounded: lambda found, about: _item("decision", found, about),
}
"""What waits for somebody because of a finding; None where it has been settled meanwhile."""
