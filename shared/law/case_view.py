"""How does the law see a case: its parties, its act, and who fills which role?"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from shared.dispute import Case, Dispute
from shared.events.agency import ActDescribed, OrgansConnected
from shared.events.base import Fact
from shared.events.bureau import AgencyDesignated
from shared.events.court import CaseDocketed, DocumentServed, NoticeServed
from shared.events.words import Connection, Reconsideration
from shared.law.conditions import Attributes
from shared.law.model import Role
from shared.law.told import told
from shared.organs import Organs

F = TypeVar("F", bound=Fact)

NO_ACT = ActDescribed()
COURT = re.compile(r"）(\D\d*)")
NAMES: Mapping[type[Fact], Callable[[Any], tuple[str, ...]]] = {
    CaseDocketed: lambda docketed: docketed.defendants,
    ActDescribed: lambda act: (act.acting, act.implementing, act.lead, act.entrusted, act.dispatched),
    AgencyDesignated: lambda designated: (designated.defendant, *designated.agencies),
    DocumentServed: lambda document: document.losing,
    OrgansConnected: lambda connected: connected.organs,
}
"""The organs that must be in the register for a fact to be used."""


@dataclass(frozen=True)
class CaseView:
    """One case in the terms of the law's conditions."""

    case: Case
    dispute: Dispute
    organs: Organs
    seen_from: dict[str, Attributes] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The attributes found so far, by the defendant from whom the case is seen."""
    _told: dict[type[Fact], tuple[Any, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def told(self, kind: type[F]) -> tuple[F, ...]:
        """Return the facts of a type that count in the case, one an organ; many duties ask for the same ones."""
        known = self._told.get(kind)
        if known is None:
            if not self.case.reports.get(kind):
                return ()
            known = self._told[kind] = told(self.case, kind, self.organs)
        return known

    @cached_property
    def docketed(self) -> CaseDocketed:
        """Return the docketing; the rules are asked only for docketed cases."""
        docketed = self.case.docketed
        return docketed if docketed is not None else CaseDocketed(instance="first", defendants=())

    @cached_property
    def act(self) -> ActDescribed:
        """Return the act as described for the case, else for another of the dispute: they are all about one act."""
        cases = (self.case, *self.dispute.cases)
        return next((act for case in cases if (act := case.one(ActDescribed))), NO_ACT)

    @cached_property
    def defendants(self) -> tuple[str, ...]:
        """Return the defendants by their full names."""
        return tuple(dict.fromkeys(self.organs.full_name(name) for name in self.docketed.defendants))

    @cached_property
    def earlier(self) -> Case | None:
        """Return the earlier instance, once it is docketed; what reconsideration decided before a suit is none."""
        earlier = self.dispute.earlier(self.case)
        docketed = earlier.docketed if earlier else None
        return earlier if docketed and docketed.category == self.docketed.category else None

    @cached_property
    def since(self) -> date | None:
        """Return the day the case began for the agencies: docketed, else the first notice."""
        notices = [notice.served_on for notice in self.case.all(NoticeServed)]
        return self.docketed.docketed_on or min(notices, default=None)

    @property
    def court(self) -> str:
        """Return the code of the court in the case number, such as `鄂0117`; it says nothing of the district."""
        found = COURT.search(self.case.number)
        return found[1] if found else ""

    def is_government(self, name: str) -> bool:
        """Return whether a name means the district government."""
        return self.organs.kind(name) == "government"

    @property
    def made_by_government(self) -> bool:
        """Return whether the district government itself made the act."""
        return bool(self.act.acting) and self.is_government(self.act.acting)

    @property
    def reconsideration(self) -> Reconsideration:
        """Return what the district government decided on reconsideration.

        A claim rejected on its merits counts as upheld (INT 133). Its own act is reconsidered by its superior: what
        that one decided does not change who answers (Xinzhou 9(1), Huancui 8(7)).
        """
        result, organ = self.act.reconsideration, self.act.reconsideration_organ
        if self.made_by_government and organ and not self.is_government(organ):
            return "none"
        return "upheld" if result == "claim_rejected" else result

    def filling(self, role: Role, defendant: str) -> tuple[str, ...]:
        """Return who fills a role; nobody when the facts do not say."""
        if role == "participants":
            return self.connected("took_part")
        if role == "assistants":
            return self.connected("assists")
        name = self._named(role, defendant)
        return (name,) if name else ()

    def _named(self, role: Role, defendant: str) -> str:
        match role:
            case "defendant":
                return defendant
            case "bureau":
                bureau = self.organs.the("bureau")
                return bureau.name if bureau else ""
            case "acting_agency":
                return self.act.acting or self._sued_beside_the_government
            case "implementing_agency":
                return self.act.implementing
            case "lead_agency":
                return self.act.lead
            case "entrusted_body":
                return self.act.entrusted
            case "dispatched_body":
                return self.act.dispatched
        return ""

    def connected(self, how: Connection) -> tuple[str, ...]:
        """Return the organs that took part in the act, or must assist."""
        facts = self.case.all(OrgansConnected)
        return tuple(name for fact in facts if fact.how == how for name in fact.organs)

    @property
    def _sued_beside_the_government(self) -> str:
        """Return the one agency sued with the government: after reconsideration it made the act (ALL 26)."""
        agencies = [name for name in self.defendants if not self.is_government(name)]
        return agencies[0] if len(agencies) == 1 and len(self.defendants) > 1 else ""

    def unknown_organs(self) -> Iterator[tuple[str, Fact]]:
        """Return the organs named that the register does not know, each with the fact that names it."""
        for kind, names_of in NAMES.items():
            for fact in self.case.all(kind):
                yield from ((name, fact) for name in names_of(fact) if name and not self.organs.find(name))
