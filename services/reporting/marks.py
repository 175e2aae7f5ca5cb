"""Which entry of the law decided which case, and what about it waits for somebody? Read from what was found. Pure.

A mark names an entry of the law, such as `routing/own-act` or `duties/forward`. What waits for somebody is marked
`open/designation` and so on: the worklist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from pydantic_core import from_json, to_json

from shared.codec import encode
from shared.dispute import Case, Dispute
from shared.events.base import Finding
from shared.events.court import HearingHeld
from shared.events.findings.accountability import (
    AgentsUnfit,
    AppearanceFailed,
    CircularProposed,
    LiabilityTriggered,
    LossFound,
    PapersIncomplete,
)
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    ForwardUrgent,
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
    "law",
    "parked",
    "papers",
    "agents",
    "circular",
    "liability",
]
"""What waits for somebody, in the order in which it should be seen to."""

KINDS: tuple[Kind, ...] = get_args(Kind)

OPEN = "open/"
"""How the marks of the worklist begin; no section of the law is called so."""

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
    """What is found on one case, as it is read."""

    case: Case
    dispute: Dispute
    world: World
    marks: set[str] = field(default_factory=set)
    open: list[OpenItem] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)

    def law(self) -> Law | None:
        """Return the law that governs the case; asked for few findings, as it costs."""
        return law_governing(CaseView(self.case, self.dispute, self.world.organs), self.world)

    def waits(
        self, kind: Kind, finding: Finding, *, since: date | None = None, by: date | None = None
    ) -> None:
        """Put something on the worklist."""
        says = {name: value for name, value in encode(finding).items() if name not in _LEFT_OUT}
        article = str(says.pop("article", ""))
        self.open.append(OpenItem(kind, since or self.case.began_on, by, article, says))
        self.marks.add(f"{OPEN}{kind}")


def marked(dispute: Dispute, world: World) -> dict[str, Marked]:
    """Return what marks each case of a dispute, by case number; a case that nothing marks is left out."""
    cases: dict[str, _About] = {}
    for findings in dispute.findings.values():
        for key, finding in findings.items():
            about = cases.get(key.case)
            if about is None:
                about = cases[key.case] = _About(dispute.by_number[key.case], dispute, world)
            about.found.append(finding)
    for about in cases.values():
        for finding in about.found:
            _READ.get(type(finding), _nothing)(finding, about)
    return {
        number: Marked(
            to_json(sorted(about.marks)).decode(), to_json(sorted(about.open, key=_order)).decode()
        )
        for number, about in cases.items()
        if about.marks
    }


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


def _nothing(_finding: Any, _about: _About) -> None:
    """Read a finding that names no entry of the law."""


def _answers(found: ResponsibleAgencyDetermined, about: _About) -> None:
    about.marks.add(f"routing/{found.rule}")


def _undecided(found: DesignationRequested, about: _About) -> None:
    about.marks.add(f"routing/{found.rule}")
    about.waits("designation", found)


def _required(found: ChiefRequired | OfficerRequired, about: _About) -> None:
    about.marks.update(f"appearing/{ground.ground}" for ground in found.grounds)


def _deadline(found: Deadline, about: _About) -> None:
    about.marks.add(f"duties/{found.duty}")


def _lost(found: LossFound, about: _About) -> None:
    law = about.law()
    if law is None:
        return
    for outcome in found.outcomes:
        flag = FLAGS.get(outcome)
        if outcome in law.lost.codes:
            about.marks.add(f"lost/{outcome}")
        elif flag and law.lost.flags.get(flag):
            about.marks.add(f"lost/{flag}")


def _circular(found: CircularProposed, about: _About) -> None:
    about.marks.add(f"circulars/{found.ground}")
    law = about.law()
    duties = {rule.duty for rule in law.circulars if rule.ground == found.ground and rule.duty} if law else ()
    days = [one.due_on for one in about.found if isinstance(one, DeadlineMissed) and one.duty in duties] or [
        day for one in about.found if isinstance(one, AppearanceFailed) for day in one.hearings
    ]
    about.waits("circular", found, since=min(days, default=None))


def _liable(found: LiabilityTriggered, about: _About) -> None:
    about.marks.add(f"liability/{found.trigger}")
    about.waits("liability", found)


def _papers(found: PapersIncomplete, about: _About) -> None:
    about.marks.add(f"checklists/{found.checklist}")
    about.waits("papers", found)


def _agents(found: AgentsUnfit, about: _About) -> None:
    law = about.law()
    if law and law.agents:
        about.marks.add(f"agents/{law.agents.rule}")
    about.waits("agents", found)


def _connected(found: ObserversCalled | CooperationRequested, about: _About) -> None:
    """Mark the rules of the articles named: the finding gathers what several say."""
    law = about.law()
    if law is None:
        return
    observing = isinstance(found, ObserversCalled)
    for rule in law.pack.observers if observing else law.pack.cooperation:
        if rule.article in found.article.split("; "):
            about.marks.add(f"{'observers' if observing else 'cooperation'}/{rule.rule}")


def _proposed(found: OfficerProposed | OfficerCoordinationRequested, about: _About) -> None:
    law = about.law()
    for rule in law.pack.roster if law else ():
        if rule.article == found.article:
            about.marks.add(f"roster/{rule.roster}")
    heard = {hearing.held_on for hearing in about.case.all(HearingHeld)}
    if isinstance(found, OfficerCoordinationRequested) and found.hearing_on not in heard:
        about.waits("coordination", found, by=found.hearing_on)


def _urgent(found: ForwardUrgent, about: _About) -> None:
    """Let forwarding wait only while it has not been done and its day has not ended."""
    running = (one for one in about.found if isinstance(one, DeadlineSet | DeadlineMoved))
    if any(one.duty == "forward" for one in running):
        about.waits("forward-urgent", found, by=found.forward_due_on)


def _ungoverned(found: LawNotInForce, about: _About) -> None:
    about.waits("law", found, since=found.began_on)


def _lawless(found: LawMissing, about: _About) -> None:
    about.waits("law", found)


def _parked(found: FactParked, about: _About) -> None:
    about.waits("parked", found)


_READ: Mapping[type[Finding], Callable[[Any, _About], None]] = {
    ResponsibleAgencyDetermined: _answers,
    DesignationRequested: _undecided,
    ChiefRequired: _required,
    OfficerRequired: _required,
    **dict.fromkeys((DeadlineSet, DeadlineMoved, DeadlineMet, DeadlineMissed, DeadlineLifted), _deadline),
    LossFound: _lost,
    CircularProposed: _circular,
    LiabilityTriggered: _liable,
    PapersIncomplete: _papers,
    AgentsUnfit: _agents,
    ObserversCalled: _connected,
    CooperationRequested: _connected,
    OfficerProposed: _proposed,
    OfficerCoordinationRequested: _proposed,
    ForwardUrgent: _urgent,
    LawNotInForce: _ungoverned,
    LawMissing: _lawless,
    FactParked: _parked,
}
