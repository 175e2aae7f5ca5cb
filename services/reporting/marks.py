"""Which entry of the law decided which case? Read from what was found. Pure.

A mark names an entry of the law, such as `routing/own-act` or `duties/forward`. What waits because of the same
findings is kept beside it (`worklist`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import to_json

from services.reporting.worklist.acting import About
from services.reporting.worklist.waiting import open_items
from shared.dispute import Dispute
from shared.events.base import Finding
from shared.events.findings.accountability import (
    UNDER_WAY,
    AgentsUnfit,
    AttendanceIrregular,
    CircularProposed,
    DecisionUnfounded,
    LiabilityTriggered,
    LossFound,
    PapersIncomplete,
    ProceedingAdvanced,
    ProceedingClosed,
    ProceedingOpened,
)
from shared.events.findings.deadlines import (
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    DeadlineSuspended,
)
from shared.events.findings.routing import (
    ChiefRequired,
    CooperationRequested,
    DesignationRequested,
    ObserversCalled,
    OfficerCoordinationRequested,
    OfficerProposed,
    OfficerRequired,
    ResponsibleAgencyDetermined,
)
from shared.law.model import Law
from shared.law.outcome import FLAGS
from shared.world import World


class Marked(NamedTuple):
    """All that marks one case, as it is kept."""

    marks: str = "[]"
    """JSON list, sorted, each once."""
    open: str = "[]"
    """JSON list of open items."""


def marked(dispute: Dispute, world: World) -> dict[str, Marked]:
    """Return what marks each case of a dispute, by case number; a case of which there is nothing is left out."""
    cases: dict[str, About] = {}
    for findings in dispute.findings.values():
        for key, finding in findings.items():
            about = cases.get(key.case)
            if about is None:
                about = cases[key.case] = About(dispute.by_number[key.case], dispute, world)
            about.found.append(finding)
    return {number: marks for number, about in cases.items() if (marks := _marked(about)) != Marked()}


def _marked(about: About) -> Marked:
    marks = {mark for finding in about.found for mark in marks_of(finding, about.law)}
    items = open_items(about)
    opened = to_json(items).decode() if items else "[]"
    return Marked(to_json(sorted(marks)).decode(), opened)


def marks_of(finding: Finding, law: Callable[[], Law | None]) -> Iterable[str]:
    """Return the marks of the entries that a finding rests on; `law` gives the one that governs its case."""
    names = _NAMES.get(type(finding))
    if names is not None:
        return names(finding)
    named = _NAMED_BY_LAW.get(type(finding))
    governing = law() if named is not None else None
    return named(finding, governing) if named is not None and governing is not None else ()


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


def _proceeding(found: UNDER_WAY | ProceedingClosed) -> Iterator[str]:
    """Yield the stages that were done and the one it is in, and the grounds on which somebody was decided upon."""
    yield from (
        f"proceeding/{stage}" for stage in dict.fromkeys((*(d.stage for d in found.done), found.stage))
    )
    yield from (f"grounds/{ground}" for subject in found.subjects for ground in subject.grounds)


_DEADLINES = (
    *(DeadlineSet, DeadlineMoved, DeadlineSuspended),
    *(DeadlineMet, DeadlineMissed, DeadlineLifted, DeadlineLapsed),
)
_PROCEEDINGS = (ProceedingOpened, ProceedingAdvanced, ProceedingClosed)
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
    AttendanceIrregular: lambda found: (f"attendance/{found.problem}",),
    **dict.fromkeys(_PROCEEDINGS, lambda found: tuple(_proceeding(found))),
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
